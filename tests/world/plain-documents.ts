// Between Yjs documents and the plain data that the oracle reads: no schema and no order, only which value stands where.
import * as Y from 'yjs';
import { erased, type PlainChapter, type PlainLog } from './oracle.ts';

/** All logs of a document. */
export function readPlain(doc: Y.Doc, chapter: number): PlainChapter {
  const logs = [...doc.share.keys()].map((root) => ({ root, entries: valuesIn(doc, root) }));
  return { chapter, logs: logs.filter(({ entries }) => entries.length > 0) };
}

/** The updates that make a chapter, one for each entry and one for each erasure, in an order in which it may have grown. */
export function writePlain({ logs }: PlainChapter, pick: (count: number) => number): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const next = new Map(logs.map((log) => [log, 0]));
  for (let left = [...next.keys()]; left.length > 0; left = left.filter((log) => isLeft(log, next))) {
    const log = left[pick(left.length)];
    if (log === undefined || !isLeft(log, next)) continue;
    const clock = next.get(log) ?? 0;
    const value = log.entries[clock];
    doc.clientID = Number(log.root.split('/')[2]);
    doc.getArray(log.root).push([value === erased ? 'gone' : value]);
    next.set(log, clock + 1);
  }
  for (const log of logs) erase(doc, log);
  return updates;
}

function isLeft(log: PlainLog, next: ReadonlyMap<PlainLog, number>): boolean {
  return (next.get(log) ?? 0) < log.entries.length;
}

function erase(doc: Y.Doc, { root, entries }: PlainLog): void {
  const clocks = entries.flatMap((value, clock) => (value === erased ? [clock] : []));
  for (const clock of clocks.toReversed()) doc.getArray(root).delete(clock, 1); // from behind, so that places stay
}

function valuesIn(doc: Y.Doc, root: string): unknown[] {
  const structs = doc.store.clients.get(Number(root.split('/')[2])) ?? [];
  const own = structs.filter((struct) => struct instanceof Y.Item && struct.parent === doc.share.get(root));
  return own.flatMap((struct) => {
    const content = struct instanceof Y.Item && !struct.deleted ? struct.content : null;
    return content instanceof Y.ContentAny ? content.arr : Array.from({ length: struct.length }, () => erased);
  });
}
