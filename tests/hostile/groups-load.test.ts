// What groups cost others: whoever fills, breaks or floods one leaves everybody else's as they were.
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { parseGroupEvent, type GroupEvent } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { EntryRow } from '../../sync-server/admission/chapter-state.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append, AppendOutcome, StoredChapter } from '../../sync-server/update-log/update-log.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import { linkRates } from '../../sync-server/limits.ts';
import { act, freshGroupId, makeGroup } from '../kit/group-acts.ts';
import { readDoc } from '../kit/log-writer.ts';
import type { Person } from '../kit/person.ts';
import { plantPeople } from '../kit/plant-people.ts';
import { openTestServer, type TestServer, type TestServerOptions } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice } from '../kit/wire-device.ts';

/** A log that counts what is put in, keeps it waiting, and has documents that cannot be read. */
class WatchedLog extends MemoryUpdateLog {
  readonly appended: DocumentName[] = [];
  readonly unreadable = new Set<DocumentName>();
  /** While true the server finds out nothing of what it said. */
  isForgetful = false;
  #held: Promise<void> | null = null;

  constructor() {
    super((byteCount) => randomBytes(byteCount));
  }

  /** Nothing comes to be on disk until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held = promise;
    return () => {
      this.#held = null;
      resolve(undefined);
    };
  }

  override async append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    await this.#held;
    this.appended.push(...batch.map(({ document }) => document));
    return super.append(batch);
  }

  override findTakenId(conversation: ConversationId, rows: readonly EntryRow[]): EntryRow | null {
    if (this.isForgetful) throw new Error('a broken index');
    return super.findTakenId(conversation, rows);
  }

  override readChapter(document: DocumentName): Promise<StoredChapter> {
    if (this.unreadable.has(document)) return Promise.reject(new Error('a broken page'));
    return super.readChapter(document);
  }
}

let server: TestServer;
let people: Person[] = [];
const devices: WireDevice[] = [];
const open = async (options: TestServerOptions, ...names: string[]) => {
  server = await openTestServer(options);
  people = await server.people(...names);
};
const person = (at: number) => must(people[at], 'a person');
const device = async (whose: Person) => {
  const opened = await openDevice({ ...whose, url: server.url });
  devices.push(opened);
  return opened;
};
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const chapterOf = (conversationId: ConversationId, chapter = 1) => chapterName({ conversationId, chapter });
/** What the log says of a group's people and name, chapter by chapter. */
const saidIn = async (document: DocumentName): Promise<GroupEvent[]> =>
  [...readLogs(await readDoc(server.server.log, document))].flatMap(({ event }) => parseGroupEvent(event) ?? []);
const isSaid = (document: DocumentName, count: number) =>
  until(async () => (await saidIn(document)).length >= count, `${count} to be said in ${document}`, 30_000);
const plantedIds = (): UserId[] => {
  const db = new DatabaseSync(join(server.dataDir, 'directory.db'));
  const rows = db.prepare(`select userId from person where handle like 'planted-%'`).all();
  db.close();
  return rows.map((row) => row['userId'] as UserId);
};

test('a large group begins with one commit, however many people it begins with', async () => {
  const log = new WatchedLog();
  await open({ log }, 'Ada');
  plantPeople(server, 499);
  const conversationId = freshGroupId();
  const userIds = plantedIds();
  await act(person(0), { kind: 'create-group', conversationId, title: 'All', userIds, history: 'all' });
  await isSaid(chapterOf(conversationId), 500);
  expect(log.appended.filter((document) => document === chapterOf(conversationId))).toHaveLength(1);
  const said = await saidIn(chapterOf(conversationId));
  expect(said.map(({ kind }) => kind)).toEqual(['began', ...userIds.map(() => 'joined')]);
});

test('a group whose chapter cannot be read holds up no other, and goes on once it can be', async () => {
  const log = new WatchedLog();
  await open({ log }, 'Ada', 'Ben');
  const [broken, sound] = [freshGroupId(), freshGroupId()];
  log.unreadable.add(chapterOf(broken));
  const begin = (conversationId: ConversationId) =>
    act(person(0), { kind: 'create-group', conversationId, title: 'Yard', userIds: [], history: 'all' });
  await begin(broken);
  await until(() => server.logLines.some((line) => line.includes('could not be carried out')), 'trouble');
  await begin(sound);
  await isSaid(chapterOf(sound), 1);
  log.unreadable.clear();
  await isSaid(chapterOf(broken), 1);
  expect((await saidIn(chapterOf(broken))).map(({ kind }) => kind)).toEqual(['began']);
});

test('a commit that cannot be finished leaves nothing waiting: it is said once, and the server can end', async () => {
  let isBroken = true;
  const onStep = (step: string) => {
    if (step === 'acknowledged' && isBroken) throw new Error('a step that fails');
  };
  await open({ onStep }, 'Ada');
  const group = await makeGroup([person(0)]);
  await until(() => server.logLines.some((line) => line.includes('could not be carried out')), 'trouble');
  isBroken = false;
  const before = (await saidIn(chapterOf(group))).length;
  expect(before).toBe(1);
  await act(person(0), { kind: 'rename-group', conversationId: group, title: 'Yard' });
  await isSaid(chapterOf(group), 2);
  expect((await saidIn(chapterOf(group))).map(({ kind }) => kind)).toEqual(['began', 'renamed']);
  await server.stop();
});

const unreadOf = async (whose: Person): Promise<number[]> => {
  const { chapters } = (await whose.call('GET', '/api/inbox')).body as unknown as InboxAnswer;
  return chapters.map(({ unread }) => unread);
};
const writeIn = async (whose: Person, group: ConversationId, text: string) => {
  const wire = await device(whose);
  const replica = await wire.openConversation(group);
  wire.write(replica, text);
  await wire.acknowledged(replica);
};

test('who comes has read what was said until then, and nothing of what is said before the log tells of it', async () => {
  const log = new WatchedLog();
  await open({ log }, 'Ada', 'Ben');
  const [ada, ben] = [person(0), person(1)];
  const group = await makeGroup([ada]);
  await isSaid(chapterOf(group), 1);
  await writeIn(ada, group, 'before Ben');
  log.isForgetful = true;
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
  const began = freshGroupId();
  const userIds = [ben.userId];
  await act(ada, { kind: 'create-group', conversationId: began, title: 'Yard', userIds, history: 'all' });
  const troubles = () => server.logLines.filter((line) => line.includes('could not be carried out')).length;
  await until(() => troubles() >= 2, 'trouble');
  await writeIn(ada, group, 'for Ben');
  await writeIn(ada, began, 'for Ben as well');
  const before = troubles();
  await until(() => troubles() >= before + 2, 'another try');
  log.isForgetful = false;
  await isSaid(chapterOf(group), 2);
  await isSaid(chapterOf(began), 2);
  expect(await unreadOf(ben)).toEqual([1, 1]);
});

test('what was said but not noted as said is no coming again', async () => {
  await open({}, 'Ada', 'Ben');
  const [ada, ben] = [person(0), person(1)];
  const group = await makeGroup([ada]);
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
  await isSaid(chapterOf(group), 2);
  await writeIn(ada, group, 'for Ben');
  const joined = (await saidIn(chapterOf(group))).find(({ kind }) => kind === 'joined');
  await server.stop();
  const db = new DatabaseSync(join(server.dataDir, 'directory.db'));
  const noted = db.prepare('insert into notice (conversationId, event, readTo) values (?, ?, 1000000)');
  noted.run(group, JSON.stringify(joined));
  db.close();
  const { port } = new URL(server.url);
  server = await openTestServer({ dataDir: server.dataDir, port: Number(port) });
  await until(async () => (await server.server.directory.notices.waiting()).length === 0, 'it to be noted');
  expect(await unreadOf(ben)).toEqual([1]);
});

test('what happened before somebody came without history is said where they do not see it', async () => {
  const log = new WatchedLog();
  await open({ log }, 'Ada', 'Ben', 'Cleo');
  const [ada, ben, cleo] = [person(0), person(1), person(2)];
  const letGo = log.hold();
  const group = await makeGroup([ada], { history: 'from-joining' });
  await act(ada, { kind: 'rename-group', conversationId: group, title: 'Before Ben' });
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
  await act(ada, { kind: 'rename-group', conversationId: group, title: 'Before Cleo' });
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [cleo.userId] });
  await act(ada, { kind: 'rename-group', conversationId: group, title: 'After' });
  letGo();
  await isSaid(chapterOf(group, 3), 2);
  const said = await Promise.all([1, 2, 3].map((chapter) => saidIn(chapterOf(group, chapter))));
  expect(said.map((events) => events.map((event) => ('title' in event ? event.title : event.kind)))).toEqual([
    ['Harbour', 'Before Ben'],
    ['joined', 'Before Cleo'],
    ['joined', 'After'],
  ]);
  const [bens, cleos] = [await device(ben), await device(cleo)];
  for (const [wire, hidden, seen] of [[bens, 1, 2] as const, [cleos, 2, 3] as const]) {
    expect((await wire.open(chapterOf(group, hidden))).closedFor).toBe('permission-denied');
    expect((await wire.open(chapterOf(group, seen))).closedFor).toBeNull();
  }
});

test('of what is said late in a chapter that they do not see, nobody hears', async () => {
  await open({}, 'Ada', 'Ben');
  const [ada, ben] = [person(0), person(1)];
  const group = await makeGroup([ada], { history: 'from-joining' });
  await isSaid(chapterOf(group), 1);
  const mine = await device(ada);
  const first = await mine.openConversation(group);
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
  await isSaid(chapterOf(group, 2), 1);
  const bens = await device(ben);
  const changes = () => bens.signals.filter(({ kind }) => kind === 'changed').length;
  mine.write(first, 'not for Ben');
  await mine.acknowledged(first);
  await bens.heard();
  expect(changes()).toBe(0);
  const second = await mine.open(chapterOf(group, 2));
  mine.write(second, 'for Ben');
  await until(() => changes() === 1, 'Ben to hear');
});

test('words on the link are frames: whoever sends far too many is cut, and nobody else', async () => {
  await open({ rates: { ...linkRates, frames: { burst: 100, refillMs: 600_000 } } }, 'Ada', 'Ben');
  const [loud, quiet] = [await device(person(0)), await device(person(1))];
  for (let count = 0; count < 150; count++) loud.tell({ kind: 'active', isActive: count % 2 === 0 });
  await loud.heard();
  expect(loud.closeCode).toBe(closeCodes.malformed);
  quiet.tell({ kind: 'active', isActive: false });
  await quiet.heard();
  expect(quiet.closeCode).toBeNull();
});

test('that somebody writes is told once in a while, in each conversation of which something is open', async () => {
  await open({}, 'Ada', 'Ben');
  const [ada, ben] = [person(0), person(1)];
  const [one, other, last] = [await makeGroup([ada, ben]), await makeGroup([ada, ben]), await makeGroup([ada, ben])];
  const [mine, second, bens] = [await device(ada), await device(ada), await device(ben)];
  for (const group of [one, other, last]) await bens.openConversation(group);
  bens.leave(chapterOf(other));
  await bens.heard();
  for (const wire of [mine, second, mine]) wire.tell({ kind: 'typing', conversationId: one });
  await second.heard();
  mine.tell({ kind: 'typing', conversationId: other });
  mine.tell({ kind: 'typing', conversationId: last });
  const heard = () => bens.signals.flatMap((signal) => (signal.kind === 'typing' ? [signal.conversationId] : []));
  await until(() => heard().includes(last), 'Ben to hear of the last');
  expect(heard()).toEqual([one, last]);
});
