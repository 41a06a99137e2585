// What stands in the files of an update log, read from copies: opening them in place would repair and shorten them.
// Says what one document's rows hold and what its Yjs state holds, and whether the log is whole.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { ChapterEvent, MessageEvent } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';

/** One place in a log and what stands there. */
export interface KeptEntry {
  readonly place: string;
  readonly event: ChapterEvent | null;
}

export interface KeptDocument {
  /** From the event rows, in the order of their admission. */
  readonly rows: readonly KeptEntry[];
  /** From snapshot and updates. */
  readonly doc: Y.Doc;
  /** Number of the newest update as the document's row says it, and as the updates themselves say it. */
  readonly sequence: number;
  readonly foldedSequence: number;
  readonly updateSequences: readonly number[];
}

/** Reads one document of the log in `folder`, which may be in use by another process, but not in the middle of a commit. */
export async function readKept(folder: string, document: DocumentName): Promise<KeptDocument> {
  const copy = await mkdtemp(join(tmpdir(), 'biz1-copy-'));
  try {
    for (const name of ['log.db', 'log.db-wal']) {
      if (existsSync(join(folder, name))) await copyFile(join(folder, name), join(copy, name));
    }
    return await readKeptHere(join(copy, 'log.db'), document);
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** The same where the file may be changed: the log itself is opened first, as a start of the server would do. */
export async function readKeptHere(file: string, document: DocumentName): Promise<KeptDocument> {
  const log = openSqliteUpdateLog({ file, random: (count) => new Uint8Array(count).fill(1) });
  const { sequence, snapshot, updates } = await log.readUpdates(document);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const doc = new Y.Doc();
    for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
    return { doc, sequence, ...readRows(db, document) };
  } finally {
    db.close();
    log.close();
  }
}

function readRows(db: DatabaseSync, document: DocumentName) {
  const [row] = db.prepare('select id, snapshot_sequence from document where name = ?').all(document);
  const id = row?.['id'] ?? null;
  const rows = db
    .prepare('select author, client, clock, content from event where document = ? order by position, client, clock')
    .all(id)
    .map(({ author, client, clock, content }) => ({
      place: `${String(author)} ${String(client)}:${String(clock)}`,
      event: JSON.parse(String(content)) as ChapterEvent | null, // written by the server from what it admitted
    }));
  const updateSequences = db
    .prepare('select sequence from logged_update where document = ? order by sequence')
    .all(id)
    .map(({ sequence }) => Number(sequence));
  return { rows, updateSequences, foldedSequence: Number(row?.['snapshot_sequence'] ?? 0) };
}

/** What a Yjs document holds, in the form of the rows and in a fixed order. */
export function entriesOf(doc: Y.Doc): KeptEntry[] {
  const entries = [...readLogs(doc)].map(({ author, client, clock, event }) => ({
    place: `${author} ${client}:${clock}`,
    event,
  }));
  return inOrder(entries);
}

function inOrder(entries: readonly KeptEntry[]): KeptEntry[] {
  return [...entries].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** Names what is torn: rows, Yjs state and sequence must tell of the same updates. Empty when the log is whole. */
export function tornParts({ rows, doc, sequence, foldedSequence, updateSequences }: KeptDocument): string[] {
  const torn: string[] = [];
  const expected = Array.from({ length: sequence - foldedSequence }, (_, index) => foldedSequence + 1 + index);
  if (!isDeepStrictEqual(updateSequences, expected)) torn.push('updates are missing or left over');
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) torn.push('the Yjs state has gaps');
  if (!isDeepStrictEqual(entriesOf(doc), inOrder(rows))) torn.push('the Yjs state is not the rows');
  return torn;
}

/** Why `kept` is not exactly these messages once each: an id for each that is missing, changed, twice or unknown. */
export function differences(kept: readonly KeptEntry[], messages: Iterable<MessageEvent>): string[] {
  const left = new Map([...messages].map((message) => [message.id, message]));
  const found: string[] = [];
  for (const { event } of kept) {
    if (event?.kind !== 'message') continue;
    const expected = left.get(event.id);
    if (expected === undefined) found.push(`${event.id} is twice or unknown`);
    else if (!isDeepStrictEqual(expected, event)) found.push(`${event.id} is changed`);
    left.delete(event.id);
  }
  return [...found, ...[...left.keys()].map((id) => `${id} is missing`)];
}
