// What one person sees of the log, shown on each implementation: what changed, what is unread, what comes last; and by
// seed that both implementations see the same.
import * as prng from 'lib0/prng';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterGraceMs } from '../../shared/conversation/chapters.ts';
import {
  chapterName,
  parseDocumentName,
  type ChapterName,
  type DocumentName,
} from '../../shared/conversation/document-name.ts';
import type { MessageEvent, ServerEvent } from '../../shared/conversation/events.ts';
import { readLogs, serverAuthor } from '../../shared/conversation/log.ts';
import { nothingRead, type ReadVector } from '../../shared/conversation/read-vector.ts';
import type { UserId } from '../../shared/ids.ts';
import { everyone, type Mentioned } from '../../shared/rules/mentions.ts';
import { maxClocksPerMerge } from '../../sync-server/limits.ts';
import type { ReadNews } from '../../sync-server/update-log/chapter-reading.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshId, freshUser, makeLogWriter, messageOf, type LogWriter } from '../kit/log-writer.ts';
import { deletionAt, editAt, pinAt, randomBytes, reactionAt, takenDownAt } from '../kit/sample-events.ts';
import { storeFor, voiceOf } from '../kit/sample-files.ts';

const everything = { reads: 0, below: Number.MAX_SAFE_INTEGER, limit: 100 };
const settledAt = 1_000 + chapterGraceMs + 60_000;
let log: UpdateLog;

const implementations = {
  SqliteUpdateLog: () => openSqliteUpdateLog({ file: ':memory:', random: randomBytes }),
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
};

describe.each(Object.entries(implementations))('%s', (_, open) => {
  let [name, me, ada] = [freshChapter(), freshUser(), freshUser()];
  beforeEach(() => {
    log = open();
    [name, me, ada] = [freshChapter(), freshUser(), freshUser()];
  });
  afterEach(() => log.close());

  const standing = (of = name) => log.standing(nameOf(of), me);
  const report = async (vector: ReadVector, nowMs = 2_000, of = name) =>
    (await log.mergeReads(me, [{ ...nameOf(of), vector, isTold: true }], nowMs)).news.map(({ clocks }) => clocks);

  /** Ada's log with so many messages, at 10, 20, 30 and so on. */
  async function written(count: number): Promise<LogWriter> {
    const writer = makeLogWriter(name, ada);
    const messages = Array.from({ length: count }, (_unused, index) => messageOf(`${index}`, 10 * (index + 1)));
    await log.append([writer.append(0, ...messages)]);
    return writer;
  }

  test('merges reports until they cost enough, and says what "all" of a chapter and a new epoch cost', async () => {
    const reports = Array.from({ length: maxClocksPerMerge + 1 }, (_unused, index) => ({
      ...{ conversationId: nameOf(name).conversationId, chapter: index + 2 },
      vector: { epoch: 0, clocks: {} },
      isTold: true,
    }));
    expect(await log.mergeReads(me, reports, 2_000)).toMatchObject({ merged: maxClocksPerMerge });
    const writers = Array.from({ length: 5 }, () => makeLogWriter(name, ada));
    await log.append(writers.map((writer, index) => writer.append(index, messageOf(`${index}`, 10))));
    await log.append([ownEvents(makeLogWriter(name), 5, { kind: 'closed', id: freshId('closed'), at: 1_000 })]);
    const all = (epoch: number) => [{ ...nameOf(name), vector: { epoch, clocks: 'all' } as const, isTold: true }];
    expect(await log.mergeReads(me, all(1), settledAt)).toMatchObject({ merged: 1, cost: 1 + 6 });
    expect(await log.mergeReads(me, all(2), settledAt)).toMatchObject({ merged: 1, cost: 1 + 6 + 5 });
  });

  test('counts messages of others beyond what was read, and nothing else', async () => {
    const [hers, mine, server] = [makeLogWriter(name, ada), makeLogWriter(name, me), makeLogWriter(name)];
    const [first, second, third] = [messageOf('first', 10), messageOf('second', 20), messageOf('third', 30)];
    const late = { kind: 'late', id: freshId('late'), at: 95, client: hers.client, clock: 0, count: 1 } as const;
    expect(standing()).toEqual({ read: nothingRead, unread: 0, mentions: 0, lastMessage: null });
    await log.append([hers.append(0, first, second, third), mine.append(1, messageOf('mine', 25))]);
    await log.append([ownEvents(server, 2, late)]);
    expect(standing()).toMatchObject({ unread: 3, lastMessage: { id: third.id, text: 'third', at: 30, author: ada } });
    await report({ epoch: 0, clocks: { [hers.client]: 1 } });
    expect(standing().unread).toBe(2);
    await log.append([hers.append(3, editAt(40, second.id, 'changed'), editAt(41, third.id, 'changed'))]);
    await log.append([hers.append(4, editAt(42, third.id, 'changed too'))]);
    expect(standing()).toMatchObject({ unread: 2, lastMessage: { id: third.id, text: 'changed too', at: 30 } });
    await log.append([hers.erase(5, third)]);
    expect(standing()).toMatchObject({ unread: 1, lastMessage: { text: 'mine', at: 25, author: me } });
    expect(log.standing(nameOf(name), freshUser()).unread).toBe(3);
  });

  test('tells of the newest message what it carries, also after an edit of its text', async () => {
    const writer = makeLogWriter(name, ada);
    const attachments = [voiceOf('voice.webm')];
    storeFor(log.files, ada, { attachments });
    const message = { ...messageOf('', 10), attachments };
    const files = { form: 'voice', count: 1, name: 'voice.webm', durationMs: 4_000 };
    await log.append([writer.append(0, message)]);
    expect(standing().lastMessage).toEqual({ id: message.id, text: '', at: 10, author: ada, files });
    await log.append([writer.append(1, editAt(20, message.id, 'listen'))]);
    expect(standing().lastMessage).toMatchObject({ text: 'listen', files });
  });

  test('knows a message as deleted whose text was not erased, in whatever order both come', async () => {
    const [hers, again, stranger] = [makeLogWriter(name, ada), makeLogWriter(name, ada), makeLogWriter(name)];
    const [one, two] = [messageOf('one', 10), messageOf('two', 20)];
    await log.append([hers.append(0, one), stranger.append(1, deletionAt(30, one.id, 10))]);
    expect(standing().unread).toBe(1);
    await log.append([again.append(2, deletionAt(31, two.id, 20)), hers.append(3, two)]);
    expect(standing()).toMatchObject({ unread: 1, lastMessage: { text: 'one' } });
    await log.append([again.append(4, deletionAt(32, one.id, 10))]);
    expect(standing()).toMatchObject({ unread: 0, mentions: 0, lastMessage: null });
  });

  test('counts no reaction and no pin, and not what somebody else has deleted', async () => {
    const writer = await written(2);
    const other = makeLogWriter(name, freshUser());
    const messages = [...readLogs(writer.doc)].map(({ event }) => must(event, 'a message').id);
    const [first, second] = messages.map((id) => ({ author: ada, id }));
    await log.append([other.append(1, reactionAt(30, must(first, 'one')), pinAt(31, must(second, 'another')))]);
    expect(standing()).toMatchObject({ unread: 2, lastMessage: { text: '1' } });
    await log.append([other.append(2, takenDownAt(32, must(second, 'another'), 20))]);
    expect(standing()).toMatchObject({ unread: 1, lastMessage: { text: '0' } });
    const [one, two] = [must(first, 'one'), must(second, 'another')];
    expect(log.pins(nameOf(name), 9)).toEqual([]); // what is deleted is pinned no more
    await log.append([other.append(3, pinAt(33, one), pinAt(35, one, false), pinAt(36, two))]);
    expect(log.pins(nameOf(name), 9)).toEqual([]);
    const third = makeLogWriter(name, freshUser());
    await log.append([third.append(4, pinAt(34, one, false), pinAt(37, one))]);
    expect(log.pins(nameOf(name), 9)).toEqual([{ ...one, at: 10 }]);
    expect(log.pins(nameOf(name), 0)).toEqual([]);
    const stored = (await log.readChapter(name)).notes.find(({ kind }) => kind === 'reaction');
    expect(stored).toMatchObject({ subject: `${ada} ${first?.id}`, target: `${ada} ${first?.id}` });
  });

  test('counts apart what mentions the reader or everyone, as it was edited last, until it is read', async () => {
    const hers = makeLogWriter(name, ada);
    const messages = [10, 20, 30].map((at) => messageOf('@x', at));
    const [first, second, third] = messages as [MessageEvent, MessageEvent, MessageEvent];
    let at = 50;
    const edited = ({ id }: MessageEvent, who?: Mentioned) => ({ ...editAt(at++, id, '@x'), ...mentioning(who) });
    await log.append([hers.append(0, { ...first, ...mentioning(me) }, { ...second, ...mentioning(everyone) })]);
    await log.append([hers.append(1, { ...third, ...mentioning(freshUser()) }, messageOf('{"mentions":[]}', 40))]);
    expect(standing()).toMatchObject({ unread: 4, mentions: 2 });
    expect(log.standing(nameOf(name), freshUser())).toMatchObject({ unread: 4, mentions: 1 });
    await log.append([hers.append(2, edited(third, me), edited(first))]);
    expect(standing()).toMatchObject({ unread: 4, mentions: 2 });
    await log.append([hers.append(3, edited(third, freshUser()), edited(first, me))]);
    await report({ epoch: 0, clocks: { [hers.client]: 1 } });
    expect(standing()).toMatchObject({ unread: 3, mentions: 1 });
    await log.append([hers.append(4, edited(first, everyone))]); // read already
    expect(standing()).toMatchObject({ unread: 3, mentions: 1 });
    await log.append([hers.erase(5, second)]);
    expect(standing()).toMatchObject({ unread: 2, mentions: 0 });
  });

  test('comes last by order key and then by id, whatever was written last', async () => {
    const [one, two, stranger] = [makeLogWriter(name, ada), makeLogWriter(name, me), makeLogWriter(name)];
    const [lower, higher] = [messageOf('a tie, lower id', 50), messageOf('a tie, higher id', 50)];
    await log.append([one.append(0, higher), two.append(1, lower), stranger.append(2, messageOf('late', 5))]);
    expect(standing().lastMessage).toEqual({ id: higher.id, text: higher.text, at: 50, author: ada, files: null });
    await log.append([one.erase(3, higher)]);
    expect(standing().lastMessage).toEqual({ id: lower.id, text: lower.text, at: 50, author: me, files: null });
  });

  test('merges what is read by maximum, takes it back by a higher epoch, and says what is new', async () => {
    const { client } = await written(5);
    const row = (clock: number) => ({ reader: me, client, clock });
    expect(await report({ epoch: 0, clocks: { [client]: 3 } })).toEqual([[row(3)]]);
    expect(await report({ epoch: 0, clocks: { [client]: 3 } })).toEqual([]);
    expect(await report({ epoch: 0, clocks: { [client]: 2 } })).toEqual([]);
    expect(await report({ epoch: 0, clocks: { [client]: 4 } })).toEqual([[row(4)]]);
    expect(await report({ epoch: 2, clocks: { [client]: 1 } })).toEqual([[row(1)]]);
    expect(await report({ epoch: 1, clocks: { [client]: 5 } })).toEqual([]);
    expect(standing()).toMatchObject({ read: { epoch: 2, clocks: { [client]: 1 } }, unread: 4 });
    expect(await report({ epoch: 3, clocks: {} })).toEqual([[]]);
    expect(standing()).toMatchObject({ read: { epoch: 3, clocks: {} }, unread: 5 });
    expect((await log.readChapter(name)).reads).toEqual([row(4)]); // for the writer it was read once
  });

  test('lets nobody have read more than there is, or their own', async () => {
    const { client } = await written(2);
    const [mine, server] = [makeLogWriter(name, me), makeLogWriter(name)];
    const late = { kind: 'late', id: freshId('late'), at: 95, client, clock: 0, count: 1 } as const;
    await log.append([mine.append(1, messageOf('mine', 50)), ownEvents(server, 2, late)]);
    const clocks = { [client]: 900, [mine.client]: 1, [server.client]: 1, 77: 4 };
    expect(await report({ epoch: 0, clocks })).toEqual([[{ reader: me, client, clock: 2 }]]);
    expect(standing().read).toEqual({ epoch: 0, clocks: { [client]: 2 } });
    expect(await report({ epoch: 0, clocks: { 77: 4 } })).toEqual([]);
    expect(await report({ epoch: 5, clocks: {} }, 2_000, freshChapter())).toEqual([]);
    expect(log.head(me).reads).toBe(1);
  });

  test('takes "all" only of a chapter that takes no more messages', async () => {
    const { client } = await written(2);
    const more = makeLogWriter(name);
    await log.append([more.append(1, messageOf('more', 99))]);
    await report({ epoch: 1, clocks: { [client]: 1 } });
    const all = { ...nameOf(name), vector: { epoch: 1, clocks: 'all' } as const, isTold: true };
    const read = { epoch: 1, clocks: { [client]: 1 } };
    expect(await log.mergeReads(me, [all], settledAt)).toMatchObject({
      news: [],
      unsettled: [{ ...nameOf(name), read }],
    });
    await log.append([ownEvents(makeLogWriter(name), 2, { kind: 'closed', id: freshId('closed'), at: 1_000 })]);
    expect(await report({ epoch: 1, clocks: 'all' }, settledAt - 1)).toEqual([]);
    expect((await log.mergeReads(me, [all], settledAt)).unsettled).toEqual([]);
    expect(standing()).toMatchObject({
      read: { epoch: 1, clocks: { [client]: 2, [more.client]: 1 } },
      unread: 0,
    });
    expect(await report({ epoch: 1, clocks: 'all' }, settledAt)).toEqual([]);
  });

  test('names the chapters that changed, those with the newest updates first', async () => {
    const names = [name, freshChapter(), freshChapter(), chapterName({ ...nameOf(name), chapter: 2 })];
    const writers = names.map((one) => makeLogWriter(one));
    for (const [index, writer] of writers.entries()) await log.append([writer.append(0, messageOf('a', index + 1))]);
    const places = names
      .slice(0, 3)
      .map((one) => ({ conversationId: nameOf(one).conversationId, position: 0, fromChapter: 1 }));
    const changed = (more: Partial<Parameters<UpdateLog['changedChapters']>[0]> = {}) =>
      log
        .changedChapters({ reader: me, conversations: places, ...everything, ...more })
        .map((found) => names.indexOf(chapterName(found)));
    expect(changed()).toEqual([3, 2, 1, 0]);
    expect(changed({ limit: 2 })).toEqual([3, 2]);
    expect(changed({ below: 3 })).toEqual([1, 0]);
    expect(changed({ conversations: [places[1]!] })).toEqual([1]);
    expect(changed({ conversations: places.map((place) => ({ ...place, fromChapter: 2 })) })).toEqual([3]);
    const since = places.map((place) => ({ ...place, position: log.head(me).position }));
    expect(changed({ conversations: since })).toEqual([]);
    await log.append([must(writers[1], 'a writer').append(1, messageOf('b', 9))]);
    expect(changed({ conversations: since })).toEqual([1]);
    const { reads } = log.head(me);
    await report({ epoch: 1, clocks: {} });
    await report({ epoch: 1, clocks: {} }, 2_000, must(names[2], 'a name'));
    expect(changed({ conversations: since, reads })).toEqual([1, 2, 0]);
    expect(changed({ conversations: since.slice(1), reads })).toEqual([1, 2]);
    expect(changed({ conversations: since, reads: log.head(me).reads })).toEqual([1]);
    expect(changed({ conversations: since, reads, reader: ada })).toEqual([1]);
    const [found] = log.changedChapters({ reader: me, conversations: since, ...everything });
    expect(found).toMatchObject({ position: 5, figures: { entries: 2, onTime: { from: 2, to: 9 } } });
  });

  test('knows where a chapter stands in which only something happened, and counts nothing of it as unread', async () => {
    const writers = [makeLogWriter(name), makeLogWriter(name)];
    const happened = [30, 20].map(
      (at) => ({ kind: 'joined', id: freshId('joined'), at, by: ada, userId: me }) as const,
    );
    for (const [at, writer] of writers.entries()) await log.append([ownEvents(writer, at, must(happened[at], 'one'))]);
    const conversations = [{ conversationId: nameOf(name).conversationId, position: 0, fromChapter: 1 }];
    const [found] = log.changedChapters({ reader: me, conversations, ...everything });
    expect(found).toMatchObject({ figures: { messages: 0, onTime: { from: 20, to: 30 }, late: null } });
    expect(standing()).toEqual({ read: nothingRead, unread: 0, mentions: 0, lastMessage: null });
  });

  test('counts as read by somebody who comes later what was logged until then, and tells nobody that they read', async () => {
    const writer = makeLogWriter(name);
    await log.append([writer.append(0, messageOf('before', 1))]);
    const came = log.position();
    await log.append([writer.append(1, messageOf('meanwhile', 2))]);
    expect(standing().unread).toBe(2);
    const { reads } = log.head(me);
    await log.countAsRead(nameOf(name).conversationId, [{ reader: me, position: came }]);
    expect(standing()).toMatchObject({ unread: 1, read: { clocks: { [writer.client]: 1 } } });
    expect((await log.readChapter(name)).reads).toEqual([]);
    expect(log.head(me).reads).toBe(reads + 1);
    await log.countAsRead(nameOf(name).conversationId, [{ reader: me, position: came }]);
    expect(log.head(me).reads).toBe(reads + 1);
    await log.mergeReads(
      me,
      [{ ...nameOf(name), vector: { epoch: 0, clocks: { [writer.client]: 2 } }, isTold: true }],
      3,
    );
    expect(standing().unread).toBe(0);
    expect((await log.readChapter(name)).reads).toEqual([{ reader: me, client: writer.client, clock: 2 }]);
    await log.countAsRead(nameOf(name).conversationId, [{ reader: me, position: came }]);
    expect(standing().unread).toBe(0);
  });

  test('counts as read all of a chapter of more logs than one commit takes', async () => {
    const other = chapterName({ ...nameOf(name), chapter: 2 });
    const writers = Array.from({ length: maxClocksPerMerge + 3 }, () => makeLogWriter(name));
    for (const [at, writer] of writers.entries()) await log.append([writer.append(at, messageOf('hello', at + 1))]);
    await log.append([makeLogWriter(other).append(0, messageOf('and on', 1))]);
    const comers = [ada, me].map((reader) => ({ reader, position: log.position() }));
    await log.countAsRead(nameOf(name).conversationId, comers);
    for (const reader of [ada, me]) {
      expect([name, other].map((one) => log.standing(nameOf(one), reader).unread)).toEqual([0, 0]);
    }
  });
});

test.each(Array.from({ length: 20 }, (_, seed) => seed))('both logs see the same: seed %i', async (seed) => {
  const random = prng.create(seed);
  const logs = Object.values(implementations).map((open) => open());
  const people = [freshUser(), freshUser(), freshUser()];
  const names = [freshChapter(), freshChapter()];
  names.push(chapterName({ ...nameOf(names[0]!), chapter: 2 }));
  const writers = names.flatMap((name) => people.map((person) => ({ name, writer: makeLogWriter(name, person) })));
  const sequences = new Map<DocumentName, number>();
  const written = [messageOf('never written', 1)];
  let at = 100;
  const step = async () => {
    const { name, writer } = prng.oneOf(random, writers);
    const reader = prng.oneOf(random, people);
    if (prng.bool(random)) {
      const clocks = Object.fromEntries(writers.map((one) => [one.writer.client, prng.int32(random, 0, 6)]));
      const vector = {
        epoch: prng.int32(random, 0, 2),
        clocks: prng.int32(random, 0, 3) === 0 ? ('all' as const) : clocks,
      };
      const report = { ...nameOf(name), vector, isTold: prng.bool(random) };
      const news = await Promise.all(logs.map((one) => one.mergeReads(reader, [report], settledAt)));
      expect(sorted(news[0]?.news)).toEqual(sorted(news[1]?.news));
      return expect(news[0]?.unsettled).toEqual(news[1]?.unsettled);
    }
    const target = prng.oneOf(random, written);
    const said = () => mentioning(prng.oneOf<Mentioned | undefined>(random, [...people, everyone, undefined]));
    const message = { ...messageOf(`${at}`, prng.bool(random) ? at : at - 50), ...said() };
    const edit = { ...editAt(at, target.id, `e${at}`), ...said() };
    const event = prng.oneOf(random, [message, message, edit, deletionAt(at, target.id, 1)]);
    if (event === message) written.push(message);
    const after = sequences.get(name) ?? 0;
    sequences.set(name, after + 1);
    at += 10;
    const isErasure = prng.int32(random, 0, 4) === 0;
    const append = isErasure ? writer.erase(after, target) : writer.append(after, event);
    for (const one of logs) expect(await one.append([append])).toMatchObject([{ status: 'logged' }]);
  };
  for (let count = 0; count < 60; count++) {
    await step();
    const [one, other] = logs.map((each) => people.map((person) => viewOf(each, person, names)));
    expect(one).toEqual(other);
  }
  for (const one of logs) one.close();
});

function mentioning(who: Mentioned | undefined) {
  return who === undefined ? {} : { mentions: [{ who, label: 'x' }] };
}

function viewOf(of: UpdateLog, reader: UserId, names: readonly DocumentName[]) {
  const ids = names.slice(0, 2).map((name) => nameOf(name).conversationId);
  const conversations = ids.map((conversationId) => ({ conversationId, position: 0, fromChapter: 1 }));
  return {
    head: of.head(reader),
    changed: of.changedChapters({ reader, conversations, ...everything }),
    standings: names.map((name) => of.standing(nameOf(name), reader)),
  };
}

function sorted(news: readonly ReadNews[] | undefined) {
  return news?.map((one) => ({ ...one, clocks: one.clocks.toSorted((a, b) => a.client - b.client) }));
}

function nameOf(document: DocumentName): ChapterName {
  return must(parseDocumentName(document), 'a name');
}

/** An append of the server's own log, with the bytes of some other. */
function ownEvents(writer: LogWriter, after: number, event: ServerEvent): Append {
  const rows = [{ author: serverAuthor, client: writer.client, clock: 0, event } as const];
  return { ...writer.append(after, messageOf('in its place', 1)), rows };
}
