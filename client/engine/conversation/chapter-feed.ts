// A chapter's entries as they come, and the timeline made of them. Steps 8 and 9 of a message's path.
// Reads each entry once: a change costs what changed, however long the chapter is.
import type * as Y from 'yjs';
import { parseLogRoot, readLog, type LogEntry } from '../../../shared/conversation/log.ts';
import { Timeline, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';

/** Listens until the document is destroyed. `onEntries` is told of all that is new, before the timeline changes. */
export function makeChapterFeed(
  doc: Y.Doc,
  onEntries: (entries: readonly LogEntry[]) => void,
): Readable<readonly TimelineItem[]> {
  const timeline = new Timeline();
  const items = makeWritable(timeline.items);
  const rootOf = makeRootFinder(doc);
  // After the transaction's clean-up and before its update event: a disk that throws there takes nothing from the screen.
  doc.on('afterTransactionCleanup', ({ beforeState, afterState }: Y.Transaction) => {
    const entries: LogEntry[] = [];
    for (const [client, clock] of afterState) {
      const known = beforeState.get(client) ?? 0;
      const root = clock > known ? rootOf(client) : null;
      if (root !== null) entries.push(...readLog(doc, root, known));
    }
    if (entries.length === 0) return;
    onEntries(entries);
    timeline.apply(entries);
    items.set(timeline.items);
  });
  return items;
}

/** The root that a client writes. A log's name binds the two for ever, so what was found once stays true. */
function makeRootFinder(doc: Y.Doc): (client: number) => string | null {
  const roots = new Map<number, string>();
  return (client) => {
    const known = roots.get(client);
    if (known !== undefined) return known;
    for (const root of doc.share.keys()) {
      const log = parseLogRoot(root);
      if (log !== null && !roots.has(log.client)) roots.set(log.client, root);
    }
    return roots.get(client) ?? null;
  };
}
