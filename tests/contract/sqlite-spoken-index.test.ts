// What only the index on disk has to show: it takes in what was there before it, and keeps no trace of what was erased.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import { spokenRowsPerFill, spokenRowsPerStretch } from '../../sync-server/limits.ts';
import { piecesFor } from '../../sync-server/update-log/spoken-terms.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshId, makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { documentOf, pictureOf, storeFor } from '../kit/sample-files.ts';
import { randomBytes } from '../kit/sample-events.ts';

const chapter = freshChapter();
const { conversationId } = must(parseDocumentName(chapter), 'a chapter');
let folder = '';
let log: UpdateLog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'biz1-index-'));
  log = open();
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was erased leaves the index too, to the last piece of a word', async () => {
  const writer = makeLogWriter(chapter);
  const attachments = [documentOf('ξζψ.pdf')];
  const message = { ...messageOf('before ζξψ behind', 1), attachments };
  const other = { kind: 'edit', id: freshId('edit'), at: 2, target: message.id, text: 'now ξψζ instead' } as const;
  storeFor(log.files, writer.author, { attachments });
  await log.append([writer.append(0, message), writer.append(1, messageOf('plain text', 2))]);
  await log.scrub();
  expect(filesHolding('ζξψ')).not.toEqual([]);
  await log.append([writer.append(2, other)]);
  expect(rowsWith('"ζξψ"')).toBe(0);
  expect([rowsWith('"ξζψ"'), rowsWith('"\ue102document"')]).toEqual([1, 1]);
  await log.append([writer.erase(3, message)]);
  await log.fold(chapter, 4, new Uint8Array([0, 0]));
  await log.scrub();
  expect([...filesHolding('ζξψ'), ...filesHolding('ξψζ'), ...filesHolding('ξζψ')]).toEqual([]);
  expect(filesHolding('\ue102document')).toEqual([]);
  expect(rowsWith('"pla"')).toBe(1);
});

test('what was logged before there was an index is found before and after it is taken in', async () => {
  const writer = makeLogWriter(chapter);
  const messages = Array.from({ length: spokenRowsPerFill + 50 }, (_, index) => messageOf(`order ${index}`, index));
  const [first] = messages as [(typeof messages)[0]];
  await log.append([writer.append(0, ...messages)]);
  forgetIndex();
  expect(rowsWith('"ord"')).toBe(0);
  await log.append([
    writer.append(1, messageOf('order of today', 5_000)),
    writer.append(2, { kind: 'edit', id: freshId('edit'), at: 6_000, target: first.id, text: 'order changed' }),
  ]);
  const expected = [
    'order of today',
    ...messages
      .slice(1)
      .map(({ text }) => text)
      .toReversed(),
    'order changed',
  ];
  expect(found()).toEqual(expected);
  expect(await log.fillSpoken()).toBe(true);
  expect(found()).toEqual(expected);
  while (await log.fillSpoken());
  expect(found()).toEqual(expected);
  expect(rowsWith('"ord"')).toBe(messages.length + 1);
  await log.append([writer.erase(3, first)]);
  expect(rowsWith('"ord"')).toBe(messages.length);
});

test('what carries a kind of file is met by itself, however much stands between', async () => {
  const writer = makeLogWriter(chapter);
  const texts = Array.from({ length: spokenRowsPerStretch }, (_, index) => messageOf(`line ${index}`, index));
  const attachments = [pictureOf('a.png')];
  storeFor(log.files, writer.author, { attachments });
  await log.append([writer.append(0, { ...messageOf('an old one', 1), attachments }, ...texts)]);
  const through = log.lookThrough([{ conversationId, fromChapter: 1 }]);
  const { messages, met } = through({ pieces: [], kinds: ['image'], authors: null, below: null });
  expect([messages.map(({ text }) => text), met]).toEqual([['an old one'], 1]);
});

test('an index of another form is made anew', async () => {
  await log.append([makeLogWriter(chapter).append(0, messageOf('the order', 1))]);
  log.close();
  const db = new DatabaseSync(join(folder, 'log.db'));
  db.exec(`update meta set value = 99 where key = 'spoken-form'`);
  db.close();
  log = open();
  expect(rowsWith('"ord"')).toBe(0);
  while (await log.fillSpoken());
  expect(rowsWith('"ord"')).toBe(1);
});

function open(): UpdateLog {
  return openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes });
}

/** As an older version has left it. */
function forgetIndex(): void {
  log.close();
  const db = new DatabaseSync(join(folder, 'log.db'));
  db.exec(`drop table spoken; delete from meta where key like 'spoken-%'`);
  db.close();
  log = open();
}

function rowsWith(terms: string): number {
  const db = new DatabaseSync(join(folder, 'log.db'), { readOnly: true });
  const rows = db.prepare('select count(*) as count from spoken where spoken match ?').get(terms);
  db.close();
  return Number(rows?.['count']);
}

function found(): string[] {
  const through = log.lookThrough([{ conversationId, fromChapter: 1 }]);
  const texts: string[] = [];
  for (let below: number | null = null, isFirst = true; isFirst || below !== null; isFirst = false) {
    const stretch = through({ pieces: [...piecesFor('order')], kinds: [], authors: null, below });
    texts.push(...stretch.messages.map(({ text }) => text));
    below = stretch.below;
  }
  return texts;
}

function filesHolding(text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));
}
