// What only the update log on disk has to show: reopening, foreign files, a full or locked disk, and no trace of what
// was erased.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, parseDocumentName } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { maxClocksPerMerge } from '../../sync-server/limits.ts';
import { makeSqliteUpdateLog, openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshUser, makeLogWriter, messageOf, readDoc } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';

const chapter = freshChapter();
const opened: UpdateLog[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'biz1-log-'));
});
afterEach(() => {
  for (const log of opened.splice(0)) log.close();
  rmSync(folder, { recursive: true, force: true });
});

test('opens again with everything as it was, under the same epoch', async () => {
  const first = openSqliteUpdateLog({ file: file(), random: randomBytes });
  const writer = makeLogWriter(chapter);
  const gone = messageOf('gone', 1);
  await first.append([writer.append(0, gone), writer.append(1, messageOf('kept', 2))]);
  await first.fold(chapter, 2, Y.encodeStateAsUpdate(writer.doc));
  await first.append([writer.erase(2, gone)]);
  await first.saveDeliveries(chapter, [{ reader: freshUser(), client: writer.client, clock: 2 }]);
  const before = await everything(first);
  first.close();
  const again = open();
  expect(await everything(again)).toEqual(before);
  expect([...readLogs(await readDoc(again, chapter))]).toEqual([...readLogs(writer.doc)]);
  expect((await again.append([writer.append(3, messageOf('on', 3))]))[0]).toEqual({
    status: 'logged',
    position: before.chapter.position + 1,
  });
});

test('counts many chapters as read by many people in few commits, each of which waits for the disk', async () => {
  const log = open();
  const { conversationId } = must(parseDocumentName(chapter), 'a chapter');
  for (let number = 1; number <= 30; number++) {
    const name = chapterName({ conversationId, chapter: number });
    await log.append([makeLogWriter(name).append(0, messageOf('hello', number))]);
  }
  await log.scrub(); // from here on there is nothing in the file that is counted
  const readers = Array.from({ length: 30 }, freshUser);
  const comers = readers.map((reader) => ({ reader, position: log.position() }));
  await log.countAsRead(conversationId, comers);
  expect(commitsIn(`${file()}-wal`)).toBe(Math.ceil((30 * 30 * 2) / maxClocksPerMerge));
  const unread = readers.flatMap((reader) =>
    [1, 17, 30].map((number) => log.standing({ conversationId, chapter: number }, reader).unread),
  );
  expect(new Set(unread)).toEqual(new Set([0]));
});

/** Frames of a write-ahead log that end a commit. Source: sqlite.org/fileformat2.html#walformat */
function commitsIn(walFile: string): number {
  const bytes = readFileSync(walFile);
  const frameBytes = 24 + bytes.readUInt32BE(8);
  let count = 0;
  for (let at = 32; at < bytes.length; at += frameBytes) if (bytes.readUInt32BE(at + 4) > 0) count++;
  return count;
}

test('is another life of the data when it is another file', () => {
  const [one, two] = [open('one.db'), open('two.db')];
  expect(one.epoch).not.toBe(two.epoch);
  expect(one.epoch).toMatch(/^[0-9a-f]{24}$/);
});

test('refuses a file of a newer version by name and number, and leaves it as it is', () => {
  open().close();
  opened.pop();
  const db = new DatabaseSync(file());
  db.exec('pragma user_version = 99');
  db.close();
  const bytes = readFileSync(file());
  expect(() => openSqliteUpdateLog({ file: file(), random: randomBytes })).toThrow(
    /log\.db was written by a newer version \(99 > \d/,
  );
  expect(readFileSync(file())).toEqual(bytes);
});

test('refuses a file that is no database', () => {
  expect(() =>
    openSqliteUpdateLog({ file: join(import.meta.dirname, 'sqlite-update-log.test.ts'), random: randomBytes }),
  ).toThrow(/not a database/);
});

test('says failed when the disk is full, loses nothing, and goes on when there is room', async () => {
  const db = new DatabaseSync(file());
  const log = makeSqliteUpdateLog(db, randomBytes);
  opened.push(log);
  const writer = makeLogWriter(chapter);
  expect(await statuses(log, [writer.append(0, messageOf('before', 1))])).toEqual(['logged']);
  db.exec(`pragma max_page_count = ${Number(db.prepare('pragma page_count').get()?.['page_count']) + 4}`);
  let sequence = 1;
  let last = ['logged'];
  while (last[0] === 'logged' && sequence < 100) {
    last = await statuses(log, [writer.append(sequence, messageOf('x'.repeat(3_000), sequence + 1))]);
    if (last[0] === 'logged') sequence++;
  }
  expect(last).toEqual(['failed']);
  const other = makeLogWriter(freshChapter());
  const big = other.append(0, messageOf('y'.repeat(15_000), 1));
  expect(await statuses(log, [big])).toEqual(['failed']);
  const { updates, sequence: stored } = await log.readUpdates(chapter);
  expect([updates.length, stored, (await log.readChapter(chapter)).notes.length]).toEqual([
    sequence,
    sequence,
    sequence,
  ]);
  expect((await log.readChapter(big.document)).notes).toEqual([]);

  db.exec('pragma max_page_count = 100000');
  expect(await statuses(log, [big])).toEqual(['logged']);
  const after = makeLogWriter(chapter).append(sequence, messageOf('after', 500));
  expect(await statuses(log, [after])).toEqual(['logged']);
  expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
});

test('says failed for the whole commit while another holds the file, rejects no fold otherwise, and goes on', async () => {
  const log = open();
  const writer = makeLogWriter(chapter);
  const append = writer.append(0, messageOf('a', 1));
  await log.append([append]);
  const next = writer.append(1, messageOf('b', 2));
  const other = makeLogWriter(freshChapter()).append(0, messageOf('c', 3));
  const intruder = new DatabaseSync(file());
  intruder.exec('begin immediate');
  expect(await statuses(log, [next, other])).toEqual(['failed', 'failed']);
  const folding = log.fold(chapter, 1, append.update); // must not throw before it returns
  await expect(folding).rejects.toThrow(/locked/);
  expect((await log.readUpdates(chapter)).updates).toEqual([append.update]);
  intruder.exec('rollback');
  intruder.close();
  expect(await statuses(log, [next, other])).toEqual(['logged', 'logged']);
  await log.fold(chapter, 1, append.update);
  expect(await log.readUpdates(chapter)).toEqual({ sequence: 2, snapshot: append.update, updates: [next.update] });
});

test('finds what was erased and not folded before it kept account of that', async () => {
  const log = open();
  const writer = makeLogWriter(chapter);
  const gone = messageOf('gone', 1);
  await log.append([writer.append(0, gone), writer.erase(1, gone)]);
  await log.append([makeLogWriter(freshChapter()).append(0, messageOf('kept', 2))]);
  opened.pop()?.close();
  const db = new DatabaseSync(file());
  db.exec('drop index document_holding_erased; alter table document drop column erased_sequence');
  db.exec('drop index document_change; drop index event_newest; drop index event_target; drop index event_pin');
  db.exec('alter table event drop column target_author');
  db.exec('drop table read_vector; drop table read_clock');
  db.exec('drop table message_file; drop table file_holding; drop table file_upload; drop table stored_file');
  db.exec('drop table going_file; drop table file_usage');
  db.exec(`create index event_at on event (conversation, at) where kind = 'message' and content is not null`);
  db.exec('pragma user_version = 1');
  db.close();
  expect(await open().documentsHoldingErased()).toEqual([chapter]);
});

test('leaves no trace of erased text in its folder after fold and scrub', async () => {
  const log = open();
  const writer = makeLogWriter(chapter);
  const secret = messageOf('the quick secret fox', 5);
  const long = messageOf('long secret tale '.repeat(900), 6); // over several pages
  await log.append([writer.append(0, messageOf('plain text', 1), secret), writer.append(1, long)]);
  expect(traces('secret')).not.toEqual([]); // it was there
  await log.append([writer.erase(2, secret), writer.erase(3, long)]);
  await log.fold(chapter, 4, Y.encodeStateAsUpdate(writer.doc));
  await log.scrub();
  expect(traces('secret')).toEqual([]);
  expect(traces('plain text')).not.toEqual([]);
  expect((await log.readChapter(chapter)).notes).toHaveLength(5);
});

function file(name = 'log.db'): string {
  return join(folder, name);
}

function open(name?: string): UpdateLog {
  const log = openSqliteUpdateLog({ file: file(name), random: randomBytes });
  opened.push(log);
  return log;
}

/** Files of the folder that hold `text`. */
function traces(text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(file(name)).includes(text));
}

async function statuses(log: UpdateLog, batch: Parameters<UpdateLog['append']>[0]): Promise<string[]> {
  return (await log.append(batch)).map(({ status }) => status);
}

async function everything(log: UpdateLog) {
  const [chapterNow, updates] = await Promise.all([log.readChapter(chapter), log.readUpdates(chapter)]);
  return { epoch: log.epoch, chapter: chapterNow, updates };
}
