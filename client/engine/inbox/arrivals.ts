// Tells when somebody else's message has just come, whether or not its conversation is open here.
// Promises: nothing of what is caught up with after a start or a lost link, of what was fetched from the past, written by
// one's own devices, marked as unread again, or read on another device within a moment.
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { ConversationSummary, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';

export interface Arrivals {
  /** Called with each conversation in which something came. */
  onArrival(listener: (conversationId: ConversationId) => void): () => void;
  close(): void;
}

export interface ArrivalsOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly me: UserId;
  readonly conversations: Readable<readonly ConversationSummary[]>;
  /** Whether all is known that happened while there was no link. */
  readonly isCaughtUp: Readable<boolean>;
}

type Known = ReadonlyMap<ConversationId, Pick<ConversationSummary, 'unread' | 'lastMessage'>>;

/** So long another device has to say that it was read there, and the count and the newest message to come together. */
const graceMs = 500;

export function openArrivals({ platform, me, conversations, isCaughtUp }: ArrivalsOptions): Arrivals {
  const listeners = new Set<(conversationId: ConversationId) => void>();
  let known = knownOf(conversations.get());
  let cancel: (() => void) | null = null;
  const settle = () => {
    cancel = null;
    const now = conversations.get();
    const arrived = arrivedSince(known, now, me);
    known = knownOf(now);
    for (const conversationId of arrived) for (const listener of listeners) listener(conversationId);
  };
  const follow = () => {
    if (isCaughtUp.get()) cancel ??= platform.schedule(graceMs, settle);
    else known = knownOf(conversations.get());
  };
  const begin = () => {
    cancel?.();
    cancel = null;
    known = knownOf(conversations.get());
  };
  const stops = [conversations.subscribe(follow), isCaughtUp.subscribe(begin)];
  return {
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      cancel?.();
      for (const stop of stops) stop();
    },
  };
}

/** Where more is unread than before and the newest message is another's and new. */
function arrivedSince(before: Known, now: readonly ConversationSummary[], me: UserId): ConversationId[] {
  return now.flatMap(({ conversationId, unread, lastMessage }) => {
    const known = before.get(conversationId);
    const isNew = lastMessage !== null && lastMessage.at > (known?.lastMessage?.at ?? -Infinity);
    return isNew && lastMessage.author !== me && unread > (known?.unread ?? 0) ? [conversationId] : [];
  });
}

function knownOf(conversations: readonly ConversationSummary[]): Known {
  return new Map(conversations.map((one) => [one.conversationId, one]));
}
