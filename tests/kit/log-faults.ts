// What is wrong with a log, or between a log and a document: each fault a readable line, none when all is well.
import * as Y from 'yjs';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { readDoc } from './log-writer.ts';

/** Rows that stand twice or leave a gap, ids used twice, rows that differ from what the logged updates say. */
export async function logFaults(log: UpdateLog, document: DocumentName): Promise<string[]> {
  const faults: string[] = [];
  const next = new Map<number, number>();
  const ids = new Set<string>();
  const { notes } = await log.readChapter(document);
  for (const { author, client, clock, id } of notes) {
    if (clock !== (next.get(client) ?? 0)) faults.push(`row ${client}:${clock} is not the next of its log`);
    next.set(client, clock + 1);
    if (id !== null && ids.has(`${author} ${id}`)) faults.push(`${id} stands twice`);
    if (id !== null) ids.add(`${author} ${id}`);
  }
  const doc = await readDoc(log, document);
  const rows = notes.map(
    ({ author, client, clock, id, isErased }) => `${author} ${client}:${clock} ${isErased ? '' : id}`,
  );
  faults.push(...differences('log', entriesOf(doc), 'rows', rows));
  return faults;
}

/** Where a document differs from its log: entries, clocks, or updates that could not be applied. */
export async function documentFaults(log: UpdateLog, document: DocumentName, doc: Y.Doc): Promise<string[]> {
  const logged = await readDoc(log, document);
  const faults = differences('document', contentOf(doc), 'log', contentOf(logged));
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    faults.push('updates wait for what never came');
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(logged))) {
    if (Y.getState(doc.store, client) !== clock) faults.push(`clock of ${client} is not ${clock}`);
  }
  if (doc.store.clients.size !== logged.store.clients.size) faults.push('the document has other clients than its log');
  return faults;
}

function entriesOf(doc: Y.Doc): string[] {
  return [...readLogs(doc)].map(
    ({ author, client, clock, state, event }) => `${author} ${client}:${clock} ${state === 'erased' ? '' : event?.id}`,
  );
}

function contentOf(doc: Y.Doc): string[] {
  return [...readLogs(doc)].map((entry) => JSON.stringify(entry));
}

function differences(one: string, left: readonly string[], other: string, right: readonly string[]): string[] {
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return [
    ...left.filter((line) => !inRight.has(line)).map((line) => `only in ${one}: ${line}`),
    ...right.filter((line) => !inLeft.has(line)).map((line) => `only in ${other}: ${line}`),
  ];
}
