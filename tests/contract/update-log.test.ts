// What every update log promises, shown on each implementation: order, comparison, single failures, erasure, folding.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { subjectKey, type ServerEvent } from '../../shared/conversation/events.ts';
import { readLogs, serverAuthor } from '../../shared/conversation/log.ts';
import { noteOf } from '../../sync-server/admission/chapter-state.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { noFigures } from '../../sync-server/update-log/chapter-figures.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshId, freshUser, makeLogWriter, messageOf, readDoc } from '../kit/log-writer.ts';
import { freshUserId, randomBytes } from '../kit/sample-events.ts';

let folder = '';
let log: UpdateLog;

const implementations = {
  SqliteUpdateLog: () => openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes }),
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
};

describe.each(Object.entries(implementations))('%s', (_, open) => {
  let chapter: DocumentName;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'biz1-log-'));
    log = open();
    chapter = freshChapter();
  });
  afterEach(() => {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('gives back updates in the order of their appends, at rising positions', async () => {
    const [one, two] = [makeLogWriter(chapter), makeLogWriter(freshChapter())];
    const appends = [
      one.append(0, messageOf('a', 1)),
      two.append(0, messageOf('b', 2)),
      one.append(1, messageOf('c', 3), messageOf('d', 4)),
    ];
    const positions = positionsOf(await log.append(appends));
    positions.push(...positionsOf(await log.append([two.append(1, messageOf('e', 5))])));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(positions).size).toBe(4);
    expect(await log.readUpdates(chapter)).toEqual({
      sequence: 2,
      snapshot: null,
      updates: [appends[0]?.update, appends[2]?.update],
    });
    const rows = appends.filter(({ document }) => document === chapter).flatMap((append) => append.rows);
    expect(await log.readChapter(chapter)).toEqual({
      sequence: 2,
      position: positions[2],
      notes: rows.map(noteOf),
      deliveries: [],
      reads: [],
      figures: {
        ...{ entries: 3, messages: 3, onTime: { from: 1, to: 4 }, late: null, closedAt: null },
        bytes: (appends[0]?.update.length ?? 0) + (appends[2]?.update.length ?? 0),
      },
    });
  });

  test('knows nothing of a document that has none', async () => {
    expect(await log.readChapter(chapter)).toEqual({
      ...{ sequence: 0, position: 0, notes: [], deliveries: [], reads: [] },
      figures: noFigures,
    });
    expect(log.newestIn(conversationOf(chapter))).toBe(1);
    expect(await log.readUpdates(chapter)).toEqual({ sequence: 0, snapshot: null, updates: [] });
    await log.fold(chapter, 5, new Uint8Array([0, 0]));
    expect(await log.readUpdates(chapter)).toEqual({ sequence: 0, snapshot: null, updates: [] });
  });

  test.each([0, 2, 7])('takes an append after number %i only when that is the last one', async (after) => {
    const writer = makeLogWriter(chapter);
    const outcomes = await log.append([writer.append(0, messageOf('a', 1)), writer.append(after, messageOf('b', 2))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['logged', 'conflict']);
    expect((await log.readUpdates(chapter)).updates).toHaveLength(1);
    expect((await log.readChapter(chapter)).notes).toHaveLength(1);
  });

  test('lets one member of a commit fail alone, and with it what builds on it', async () => {
    const [mine, theirs] = [makeLogWriter(chapter), makeLogWriter(chapter)];
    const other = makeLogWriter(freshChapter());
    const used = messageOf('a', 1);
    const batch = [
      mine.append(0, used),
      mine.append(1, messageOf('half', 2), used, messageOf('half', 3)),
      theirs.append(2, messageOf('after the failed one', 4)),
      other.append(0, messageOf('elsewhere', 5)),
      theirs.append(1, messageOf('in its place', 6)),
    ];
    const outcomes = await log.append(batch);
    expect(outcomes.map(({ status }) => status)).toEqual(['logged', 'duplicate-id', 'conflict', 'logged', 'logged']);
    const { sequence, notes } = await log.readChapter(chapter);
    expect([sequence, notes.length]).toEqual([2, 2]);
    expect((await log.readUpdates(chapter)).updates).toEqual([batch[0]?.update, batch[4]?.update]);
    expect((await log.readChapter(other.append(1, messageOf('x', 7)).document)).notes).toHaveLength(1);
  });

  test('takes an id once from each author in each conversation, across chapters', async () => {
    const { conversationId } = must(parseDocumentName(chapter), 'a name');
    const next = chapterName({ conversationId, chapter: 2 });
    const [author, event] = [freshUser(), messageOf('a', 1)];
    const attempts: [string, Append][] = [
      ['logged', makeLogWriter(chapter, author).append(0, event)],
      ['duplicate-id', makeLogWriter(chapter, author).append(1, event)],
      ['duplicate-id', makeLogWriter(next, author).append(0, event)],
      ['duplicate-id', makeLogWriter(next, author).append(0, event, event)],
      ['logged', makeLogWriter(next, freshUser()).append(0, event)],
      ['logged', makeLogWriter(freshChapter(), author).append(0, event)],
    ];
    const outcomes = await log.append(attempts.map(([, append]) => append));
    expect(outcomes.map(({ status }) => status)).toEqual(attempts.map(([status]) => status));
  });

  test('names the entry whose id is taken, by an earlier update or by one of its own', async () => {
    const writer = makeLogWriter(chapter);
    const [used, twice] = [messageOf('a', 1), messageOf('b', 2)];
    const [first, again] = [writer.append(0, used), writer.append(1, messageOf('c', 3), used)];
    const outcomes = await log.append([first, again, makeLogWriter(chapter, writer.author).append(1, twice, twice)]);
    const [, one, other] = outcomes;
    expect(one).toEqual({ status: 'duplicate-id', client: writer.client, clock: 2 });
    expect(other).toMatchObject({ status: 'duplicate-id', clock: 1 });
  });

  test('takes a place in a log once', async () => {
    const writer = makeLogWriter(chapter);
    const [first, second] = [messageOf('a', 1), messageOf('b', 2)];
    const append = writer.append(0, first);
    const rows = [{ author: writer.author, client: writer.client, clock: 0, event: second }];
    const outcomes = await log.append([append, { ...append, after: 1, rows }]);
    expect(outcomes.map(({ status }) => status)).toEqual(['logged', 'failed']);
    expect((await log.readChapter(chapter)).notes.map(({ id }) => id)).toEqual([first.id]);
  });

  test('erases content and keeps its place, its id and its order key', async () => {
    const writer = makeLogWriter(chapter);
    const [first, second] = [messageOf('first', 10), messageOf('second', 20)];
    const name = subjectKey(writer.author, second.id);
    const appends = [writer.append(0, first, second), writer.erase(1, second)];
    await log.append(appends);
    expect(appends[1]?.erased).toHaveLength(1);
    const { notes } = await log.readChapter(chapter);
    expect(notes.map(({ id, at, isErased }) => [id, at, isErased])).toEqual([
      [first.id, 10, false],
      [second.id, 20, true],
      [notes[2]?.id, 21, false],
    ]);
    expect([notes[1]?.subject, notes[2]?.target]).toEqual([name, name]);
    expect(log.standing(must(parseDocumentName(chapter), 'a name'), freshUser()).lastMessage).toMatchObject({
      text: 'first',
    });
    const repeated = makeLogWriter(chapter, writer.author).append(2, second);
    expect((await log.append([repeated])).map(({ status }) => status)).toEqual(['duplicate-id']);
  });

  test('notes the position of an update that only erases', async () => {
    const writer = makeLogWriter(chapter);
    await log.append([writer.append(0, messageOf('a', 1))]);
    const erased = [{ client: writer.client, clock: 0, length: 1 }];
    const only = { document: chapter, after: 1, update: new Uint8Array([0, 0]), rows: [], erased, arrivedAt: 1 };
    const [position] = positionsOf(await log.append([only]));
    expect((await log.readChapter(chapter)).position).toBe(position);
    await log.fold(chapter, 2, new Uint8Array([0, 0]));
    expect((await log.readChapter(chapter)).position).toBe(position);
  });

  test('reads the same before and after folding, and keeps what came later', async () => {
    const writer = makeLogWriter(chapter);
    const first = messageOf('a', 1);
    await log.append([writer.append(0, first), writer.append(1, messageOf('b', 2)), writer.erase(2, first)]);
    const state = Y.encodeStateAsUpdate(await readDoc(log, chapter));
    const later = writer.append(3, messageOf('c', 4));
    await log.append([later]);
    const before = [...readLogs(await readDoc(log, chapter))];
    await log.fold(chapter, 3, state);
    expect(await log.readUpdates(chapter)).toEqual({ sequence: 4, snapshot: state, updates: [later.update] });
    expect([...readLogs(await readDoc(log, chapter))]).toEqual(before);
    expect(before).toEqual([...readLogs(writer.doc)]);
    expect((await log.readChapter(chapter)).notes).toHaveLength(4);

    await log.fold(chapter, 3, new Uint8Array([0, 0])); // the same again, and an older one: nothing
    await log.fold(chapter, 1, new Uint8Array([0, 0]));
    expect(await log.readUpdates(chapter)).toEqual({ sequence: 4, snapshot: state, updates: [later.update] });
    expect((await log.append([writer.append(4, messageOf('d', 5))])).map(({ status }) => status)).toEqual(['logged']);
  });

  test('keeps its own bytes: neither a writer nor a reader changes them afterwards', async () => {
    const writer = makeLogWriter(chapter);
    const append = writer.append(0, messageOf('a', 1));
    const original = append.update.slice();
    await log.append([append]);
    append.update.fill(0);
    (await log.readUpdates(chapter)).updates[0]?.fill(0);
    expect((await log.readUpdates(chapter)).updates).toEqual([original]);
    const state = original.slice();
    await log.fold(chapter, 1, state);
    state.fill(0);
    (await log.readUpdates(chapter)).snapshot?.fill(0);
    expect((await log.readUpdates(chapter)).snapshot).toEqual(original);
  });

  test('names the documents that still hold what was erased in them, until they are folded', async () => {
    const [one, other] = [makeLogWriter(chapter), makeLogWriter(freshChapter())];
    const gone = messageOf('gone', 1);
    await log.append([one.append(0, gone), other.append(0, messageOf('stays', 2))]);
    expect(await log.documentsHoldingErased()).toEqual([]);
    await log.append([one.erase(1, gone), one.append(2, messageOf('next', 3))]);
    expect(await log.documentsHoldingErased()).toEqual([chapter]);
    await log.fold(chapter, 1, new Uint8Array([0, 0]));
    expect(await log.documentsHoldingErased()).toEqual([chapter]);
    await log.fold(chapter, 3, Y.encodeStateAsUpdate(one.doc));
    expect(await log.documentsHoldingErased()).toEqual([]);
  });

  test('knows of a chapter what it covers, and of a conversation the chapter it goes on in', async () => {
    const { conversationId } = must(parseDocumentName(chapter), 'a name');
    const [one, two, server] = [makeLogWriter(chapter), makeLogWriter(chapter), makeLogWriter(chapter)];
    const figures = async () => (await log.readChapter(chapter)).figures;
    const ownEvents = (after: number, clock: number, event: ServerEvent): Append => ({
      ...server.append(after, messageOf('in its place', 1)),
      rows: [{ author: serverAuthor, client: server.client, clock, event }],
    });
    const [held, old] = [messageOf('held back', 20), messageOf('old', 5)];
    await log.append([one.append(0, messageOf('a', 50), messageOf('b', 90))]);
    const late = two.append(1, held);
    const note = { kind: 'late', id: freshId('late'), at: 95, client: two.client, clock: 0, count: 1 } as const;
    await log.append([
      { ...late, rows: [...late.rows, { author: serverAuthor, client: server.client, clock: 0, event: note }] },
    ]);
    expect(await figures()).toMatchObject({
      entries: 4,
      messages: 3,
      onTime: { from: 50, to: 90 },
      late: { from: 20, to: 20 },
    });
    await log.append([one.append(2, old)]);
    expect(await figures()).toMatchObject({ messages: 4, onTime: { from: 5, to: 90 } });
    await log.append([one.erase(3, old)]);
    expect(await figures()).toMatchObject({
      entries: 6,
      messages: 4,
      onTime: { from: 5, to: 90 },
      late: { from: 20, to: 20 },
    });
    // A row that nobody has to read is a row: who opens the conversation anew must come to its chapter.
    const renamed = { kind: 'renamed', id: freshId('renamed'), at: 99, by: freshUserId(), title: 'Pier' } as const;
    await log.append([ownEvents(4, 1, renamed)]);
    expect(await figures()).toMatchObject({ messages: 4, onTime: { from: 5, to: 99 } });
    expect(log.newestIn(conversationId)).toBe(1);
    await log.append([ownEvents(5, 2, { kind: 'closed', id: freshId('closed'), at: 100 })]);
    expect(await figures()).toMatchObject({ closedAt: 100 });
    expect(log.newestIn(conversationId)).toBe(2);
    await log.append([makeLogWriter(chapterName({ conversationId, chapter: 2 })).append(0, messageOf('goes on', 101))]);
    expect(log.newestIn(conversationId)).toBe(2);
  });

  test('keeps for each reader and client the highest clock that it was told', async () => {
    const [writer, reader, other] = [makeLogWriter(chapter), freshUser(), freshUser()];
    const { client } = writer;
    await log.append([writer.append(0, messageOf('a', 1))]);
    await log.saveDeliveries(chapter, [
      { reader, client, clock: 5 },
      { reader: other, client, clock: 2 },
    ]);
    await log.saveDeliveries(chapter, [
      { reader, client, clock: 4 },
      { reader: other, client, clock: 3 },
    ]);
    const { deliveries } = await log.readChapter(chapter);
    expect(new Map(deliveries.map((row) => [row.reader, row.clock]))).toEqual(
      new Map([
        [reader, 5],
        [other, 3],
      ]),
    );
    expect(deliveries.map((row) => row.client)).toEqual([client, client]);
    expect((await log.readChapter(freshChapter())).deliveries).toEqual([]);
  });

  test('scrubs without losing anything', async () => {
    const writer = makeLogWriter(chapter);
    await log.append([writer.append(0, messageOf('a', 1))]);
    await log.scrub();
    expect([...readLogs(await readDoc(log, chapter))]).toEqual([...readLogs(writer.doc)]);
  });
});

function positionsOf(outcomes: Awaited<ReturnType<UpdateLog['append']>>): number[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'logged' ? [outcome.position] : []));
}

function conversationOf(document: DocumentName) {
  return must(parseDocumentName(document), 'a name').conversationId;
}
