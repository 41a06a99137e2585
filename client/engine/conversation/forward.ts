// Forwarding: a message of another conversation written again as one's own, into as many as one likes.
// Decides what may be told of where it comes from: nothing that somebody in the other conversation could not see anyway.
import type { Forwarded } from '../../../shared/conversation/events.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary, Forwarding } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import type { ConversationPool } from './conversation-pool.ts';
import { whenOpen } from './when-open.ts';

type Known = Pick<ConversationSummary, 'conversationId' | 'members'>;

/** A conversation that does not open within this time is answered as one that could not be written into. */
const openWithinMs = 10_000;

export interface ForwardOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly pool: Pick<ConversationPool, 'take'>;
  readonly conversations: () => readonly Known[];
  /** One with files waits until the server has them for this conversation too. */
  readonly forwardFiles: (item: TimelineItem, way: Way, forwarded: Forwarded) => void;
}

/** Answers those conversations that nothing, or not all, was written into. */
export async function forward(options: ForwardOptions, { from, items, to }: Forwarding): Promise<ConversationId[]> {
  const failed = await Promise.all(
    to.map(async (conversationId) =>
      (await forwardTo(options, { from, items, to: conversationId })) ? [] : conversationId,
    ),
  );
  return failed.flat();
}

export interface Way {
  readonly from: ConversationId;
  readonly to: ConversationId;
}

async function forwardTo(
  { platform, pool, conversations, forwardFiles }: ForwardOptions,
  { items, ...way }: Way & Pick<Forwarding, 'items'>,
): Promise<boolean> {
  const taken = pool.take(way.to);
  try {
    await whenOpen(taken.live, { platform, maxMs: openWithinMs });
    const sent = items.map((item) => {
      const forwarded = sourceOf(item, way, conversations());
      if (item.text === null) return false;
      if (item.attachments.length === 0) return taken.live.send(item.text, { forwarded }) === null;
      forwardFiles(item, way, forwarded);
      return true;
    });
    return sent.every(Boolean);
  } finally {
    taken.release();
  }
}

/** What was forwarded before still comes from where it came first. */
function sourceOf(item: TimelineItem, { from, to }: Way, conversations: readonly Known[]): Forwarded {
  const { id, at, author, forwarded } = item;
  const own = author === serverAuthor ? null : { conversationId: from, author, id, at };
  const source = forwarded === null ? own : forwarded.source;
  if (source === null) return { source: null };
  const [there, here] = [source.conversationId, to].map((wanted) =>
    conversations.find(({ conversationId }) => conversationId === wanted),
  );
  const readers = new Set(there?.members.map(({ userId }) => userId));
  const mayAllSee = here !== undefined && here.members.every(({ userId }) => readers.has(userId));
  return { source: mayAllSee ? source : null };
}
