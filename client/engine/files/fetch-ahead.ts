// Gets what others have sent before anybody asks, as far as this person wants that: of conversations that somebody looks
// at, the newest first, one at a time, and only what the budget has room for.
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { Link } from '../link/open-link.ts';
import type { Readable } from '../messenger.ts';
import { makeRepeater } from '../repeater.ts';
import type { FetchRule, FilesView } from './files.ts';

/** Rows at the end that somebody who opens a conversation is likely to look at. */
const rowsAhead = 50;
/** Of what is played as it comes, nothing large is worth having before. */
const largestAhead = 32 * 1_024 * 1_024;

export interface FetchAheadOptions {
  readonly me: UserId;
  readonly conversationId: ConversationId;
  readonly items: Readable<readonly TimelineItem[]>;
  readonly files: Pick<FilesView, 'fetchRule' | 'isHere' | 'keptChanges' | 'read' | 'kept'>;
  readonly link: Pick<Link, 'state'>;
}

/** Answers how to stop. */
export function fetchAhead({ me, conversationId, items, files, link }: FetchAheadOptions): () => void {
  const stopped = new AbortController();
  const isOnline = () => link.state.get().status === 'online';
  /** On this connection: what was cut off is asked for on the next. */
  const tried = new Set<string>();
  const next = (): Attachment | undefined =>
    items
      .get()
      .slice(-rowsAhead)
      .toReversed()
      .filter(({ author }) => author !== me)
      .flatMap(({ attachments }) => attachments)
      .find((one) => isWanted(one, files.fetchRule.get()) && !tried.has(one.hash) && !files.isHere(one.hash));
  const run = makeRepeater(async () => {
    for (let one = next(); one !== undefined && isOnline() && !stopped.signal.aborted; one = next()) {
      const { bytes, budget } = files.kept.get();
      if (bytes + one.size > budget) return; // or it is not known yet: then this is heard of
      tried.add(one.hash);
      await files.read(conversationId, one, { signal: stopped.signal });
    }
  });
  const stops = [items, files.fetchRule, files.keptChanges].map((source) => source.subscribe(() => void run()));
  let wasOnline = isOnline();
  const goOn = () => {
    if (isOnline() === wasOnline) return;
    wasOnline = !wasOnline;
    if (wasOnline) tried.clear();
    void run();
  };
  stops.push(link.state.subscribe(goOn));
  void run();
  return () => {
    stopped.abort();
    for (const stop of stops) stop();
  };
}

function isWanted({ form, size }: Pick<Attachment, 'form' | 'size'>, rule: FetchRule): boolean {
  if (rule === 'never' || size > largestAhead) return false;
  return rule === 'everything' || form === 'image' || form === 'voice';
}
