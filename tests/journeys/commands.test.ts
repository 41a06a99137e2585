// What only the server may decide, asked for with and without a network: commands wait, go in order and count once.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApi } from '../../client/engine/api/api.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import type { Platform } from '../../client/engine/platform.ts';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { linesOf, startDevice, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import { openProxy } from '../kit/proxy.ts';
import { freshUserId } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
const devices = new Set<EngineDevice>();
beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben');
  [ada, ben] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
});
afterEach(async () => {
  for (const device of devices) await device.close();
  devices.clear();
  await server.close();
});

async function start(person: Person, options?: EngineDeviceOptions): Promise<EngineDevice> {
  const device = await startDevice(person, options);
  devices.add(device);
  return device;
}

/** A device of Ada that has found Ben once and has no network now. */
async function offlineDevice(options?: EngineDeviceOptions): Promise<EngineDevice> {
  const device = await start(ada, options);
  expect(await found(device, 'ben')).toEqual({ names: ['Ben'], problem: null });
  device.setNetwork(false);
  return device;
}

async function found({ messenger }: EngineDevice, query: string) {
  const { people, problem } = await messenger.findPeople(query);
  return { names: people.map(({ name }) => name), problem };
}

async function begin(device: EngineDevice): Promise<ConversationId> {
  const outcome = await device.messenger.startDirect(ben.userId);
  if (outcome.status === 'failed') throw new Error(outcome.code);
  return outcome.conversationId;
}

function listOf({ messenger }: EngineDevice): string[] {
  return messenger.conversations.get().map(({ members, isPending }) => {
    const other = members.find(({ userId }) => userId !== messenger.me.userId);
    return `${other?.name}${isPending ? ' (pending)' : ''}`;
  });
}

async function shows(look: () => string[], expected: string[]): Promise<void> {
  await until(() => JSON.stringify(look()) === JSON.stringify(expected), expected.join()).catch(() => undefined);
  expect(look()).toEqual(expected);
}

/** What the server has written down. */
function count(table: 'command' | 'conversation'): unknown {
  const database = new DatabaseSync(join(server.dataDir, 'directory.db'), { timeout: 5_000 });
  const row = database.prepare(`select count(*) as count from ${table}`).get();
  database.close();
  return row?.['count'];
}

describe('a conversation begun with no network', () => {
  test('is in the list and takes messages at once, and is there before its messages arrive', async () => {
    const device = await offlineDevice();
    const conversationId = await begin(device);
    expect(listOf(device)).toEqual(['Ben (pending)']);
    const mine = await device.open(conversationId);
    expect(mine.send('from the train')).toBeNull();
    const reader = await start(ben);
    const before = device.transcript.length;
    device.setNetwork(true);
    await shows(() => linesOf(mine), ['from the train (sent)']);
    await shows(() => listOf(device), ['Ben']);
    await shows(() => linesOf(reader.messenger.openConversation(conversationId)), ['from the train']);
    const order = device.transcript.slice(before);
    const places = ['connect', 'POST /api/commands', 'GET /api/inbox', 'authenticate', 'sync step 2'];
    const found = places.map((kind) => order.indexOf(kind));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found).not.toContain(-1);
    expect(order.filter((kind) => kind === 'POST /api/commands')).toHaveLength(1);
  });

  test('survives a kill, with its message', async () => {
    const killed = await offlineDevice({ name: 'killed' });
    const first = await killed.open(await begin(killed));
    first.send('before the kill');
    await until(() => first.disk.get() === 'ok', 'the message on the disk');
    // Nothing of it is closed, as nothing would be; it has no network and stays behind.
    const device = await start(ada, { name: 'killed', hasNetwork: false });
    expect(listOf(device)).toEqual(['Ben (pending)']);
    const mine = await device.open(await begin(device));
    await shows(() => linesOf(mine), ['before the kill (waiting)']);
    device.setNetwork(true);
    await shows(() => linesOf(mine), ['before the kill (sent)']);
    await shows(() => listOf(device), ['Ben']);
    expect([count('command'), count('conversation')]).toEqual([1, 1]);
  });

  test('is on the disk, with its command, before anything can be said in it', async () => {
    const killed = await offlineDevice({ name: 'killed at once' });
    const conversationId = await begin(killed);
    killed.kill(); // in the same turn: what is not on the disk by now never will be
    const device = await start(ada, { name: 'killed at once', hasNetwork: false });
    expect(listOf(device)).toEqual(['Ben (pending)']);
    device.setNetwork(true);
    const mine = await device.open(conversationId);
    mine.send('after the kill');
    await shows(() => linesOf(mine), ['after the kill (sent)']);
    expect([count('command'), count('conversation')]).toEqual([1, 1]);
  });

  test('whose browser is killed the moment its message shows as written is there at the next start', async () => {
    const killed = await offlineDevice({ name: 'killed when written' });
    const conversationId = await begin(killed);
    const first = await killed.open(conversationId);
    first.send('just said');
    await shows(() => linesOf(first), ['just said (waiting)']);
    killed.kill();
    const device = await start(ada, { name: 'killed when written', hasNetwork: false });
    expect(listOf(device)).toEqual(['Ben (pending)']);
    const mine = await device.open(conversationId);
    await shows(() => linesOf(mine), ['just said (waiting)']);
    device.setNetwork(true);
    await shows(() => linesOf(mine), ['just said (sent)']);
    const theirs = await (await start(ben)).open(conversationId);
    await shows(() => linesOf(theirs), ['just said']);
    expect([count('command'), count('conversation')]).toEqual([1, 1]);
  });

  test('goes on where this device keeps nothing', async () => {
    const device = await offlineDevice({ hasDisk: false, hasTable: false });
    const mine = await device.open(await begin(device));
    mine.send('from memory');
    device.setNetwork(true);
    await shows(() => linesOf(mine), ['from memory (sent)']);
    await shows(() => listOf(device), ['Ben']);
  });

  test('is not asked for before the server has heard of it, and is no error meanwhile', async () => {
    const { platform } = await offlineDevice({ name: 'no-answer', haste: 20 });
    const device = await start(ada, { name: 'no-answer', haste: 20 });
    await device.close(); // no other tab may send it
    let hasAnswer = false;
    const fetch: typeof platform.fetch = (url, init) =>
      hasAnswer || !url.endsWith('/api/commands') ? device.platform.fetch(url, init) : Promise.reject(new TypeError());
    const half = { ...device.platform, fetch };
    const me = { userId: ada.userId, name: 'Ada', handle: 'ada', picture: null, email: '', role: 'owner' } as const;
    const messenger = must(await openMessenger({ platform: half, api: makeApi(half), me }), 'nobody is leaving');
    const begun = await messenger.startDirect(ben.userId);
    if (begun.status === 'failed') throw new Error(begun.code);
    const mine = messenger.openConversation(begun.conversationId);
    await until(() => messenger.link.get().status === 'online' && mine.state.get().status !== 'opening', 'the link');
    expect(mine.state.get()).toEqual({ status: 'ready' });
    mine.send('are you there?');
    await shows(() => linesOf(mine), ['are you there? (waiting)']);
    expect(device.sent).not.toContain('authenticate');
    hasAnswer = true;
    await shows(() => linesOf(mine), ['are you there? (sent)']);
    await messenger.close();
  });

  test('by both sides is one', async () => {
    const mine = await offlineDevice();
    const theirs = await start(ben);
    expect(await found(theirs, 'ada')).toEqual({ names: ['Ada'], problem: null });
    theirs.setNetwork(false);
    const conversationId = await begin(mine);
    const outcome = await theirs.messenger.startDirect(ada.userId);
    expect(outcome).toEqual({ status: 'ok', conversationId });
    (await mine.open(conversationId)).send('I first');
    (await theirs.open(conversationId)).send('no, I');
    mine.setNetwork(true);
    theirs.setNetwork(true);
    const both = [await mine.open(conversationId), await theirs.open(conversationId)];
    for (const conversation of both) await until(() => linesOf(conversation).length === 2, 'both messages');
    expect([count('command'), count('conversation')]).toEqual([2, 1]);
  });

  test('in one tab is in the other, and counts once whichever sends it', async () => {
    const one = await offlineDevice({ name: 'two-tabs' });
    const other = await start(ada, { name: 'two-tabs', hasNetwork: false });
    const conversationId = await begin(one);
    await shows(() => listOf(other), ['Ben (pending)']);
    (await other.open(conversationId)).send('from the other tab');
    one.setNetwork(true);
    other.setNetwork(true);
    await shows(() => listOf(one), ['Ben']);
    await shows(() => listOf(other), ['Ben']);
    const reader = await (await start(ben)).open(conversationId);
    await shows(() => linesOf(reader), ['from the other tab']);
    expect([count('command'), count('conversation')]).toEqual([1, 1]);
  });

  test('is found by those who are known here, and nobody else can be begun with', async () => {
    const device = await offlineDevice();
    await device.restart();
    expect(await found(device, '@be')).toEqual({ names: ['Ben'], problem: 'offline' });
    expect(await found(device, 'cleo')).toEqual({ names: [], problem: 'offline' });
    expect(await device.messenger.startDirect(freshUserId())).toEqual({ status: 'failed', code: 'not-found' });
  });
});

describe('a command', () => {
  test('whose answer is lost is sent again and counts once', async () => {
    const device = await start(ada, { haste: 10 });
    await device.messenger.findPeople('ben');
    await until(() => device.messenger.link.get().status === 'online', 'the link');
    const proxy = await openProxy(server.url);
    device.goThrough(proxy.url);
    const reader = await start(ben);
    await until(() => reader.messenger.link.get().status === 'online', 'the link of Ben');
    proxy.cutAfter('toClient', 0);
    const conversationId = await begin(device);
    await until(() => count('command') === 1, 'the command to be applied');
    const sent = () => device.transcript.filter((kind) => kind === 'POST /api/commands').length;
    await until(() => sent() > 1, 'the command to be sent again');
    await shows(() => listOf(device), ['Ben']);
    expect([count('command'), count('conversation')]).toEqual([1, 1]);
    const mine = await device.open(conversationId);
    mine.send('after all');
    await shows(() => linesOf(mine), ['after all (sent)']);
    await proxy.close();
  });

  test('that the server refuses leaves what was written where it can be read, discarded and tried again', async () => {
    const device = await offlineDevice({ name: 'refused-with-words' });
    const id = await begin(device);
    (await device.open(id)).send('are you there?');
    const database = new DatabaseSync(join(server.dataDir, 'directory.db'), { enableForeignKeyConstraints: true });
    database.prepare('delete from user where id = ?').run(ben.userId);
    database.close();
    device.setNetwork(true);
    await until(() => device.messenger.failedCommands.get().length === 1, 'the refusal');
    const failed = must(device.messenger.failedCommands.get()[0], 'the refusal');
    device.messenger.dismissCommand(failed.commandId);
    const refused = ['are you there? (refused: not-a-member)'];
    await shows(() => linesOf(device.messenger.openConversation(id)), refused);
    expect(listOf(device)).toEqual(['Ben']);
    await device.restart();
    const later = await device.open(id);
    await shows(() => linesOf(later), refused);
    expect(listOf(device)).toEqual(['Ben']);
    expect(await begin(device)).toBe(id); // tried again
    await until(() => device.messenger.failedCommands.get().length === 1, 'the second refusal');
    await shows(() => linesOf(later), refused);
    later.discard(must(later.items.get()[0], 'the message'));
    expect(await device.messenger.countUnsent()).toBe(0);
    await device.restart();
    await shows(() => listOf(device), []);
  });

  test('that the server takes stands in the list, whatever of it was refused before', async () => {
    const suspendBen = (isSuspended: boolean) =>
      ada.call('POST', '/api/workspace/people/suspend', { userId: ben.userId, isSuspended });
    let inbox = Promise.resolve();
    let asking = 0;
    const slowInbox = (platform: Platform): Platform => ({
      ...platform,
      async fetch(url, init) {
        if (!url.includes('/api/inbox')) return platform.fetch(url, init);
        await inbox;
        asking++;
        return platform.fetch(url, init).finally(() => asking--);
      },
    });
    const device = await offlineDevice({ adapt: slowInbox });
    await suspendBen(true);
    const conversationId = await begin(device);
    device.setNetwork(true);
    const failed = () => device.messenger.failedCommands.get().map(({ code }) => code);
    await shows(failed, ['not-found']);
    await shows(() => listOf(device), []);
    let goOn: () => void = () => undefined;
    inbox = new Promise((resolve) => (goOn = resolve));
    await until(() => asking === 0, 'what was asked before');
    await suspendBen(false);
    await begin(device);
    await until(() => device.messenger.pendingCommands.get().length === 0, 'the answer');
    const conversation = () =>
      device.messenger.conversations.get().find((one) => one.conversationId === conversationId);
    await until(() => conversation()?.isPending === false, 'it to begin');
    expect(conversation()?.isClosed).toBe(false);
    goOn();
    await inbox;
    await until(() => asking === 0, 'the list anew');
    expect(conversation()?.isClosed).toBe(false);
    expect(failed()).toEqual(['not-found']);
  });

  test('that the server refuses is told until it was seen, and its conversation is not begun', async () => {
    const device = await offlineDevice({ name: 'refused' });
    const database = new DatabaseSync(join(server.dataDir, 'directory.db'), { enableForeignKeyConstraints: true });
    database.prepare('delete from user where id = ?').run(ben.userId);
    database.close();
    const conversationId = await begin(device);
    device.messenger.drafts.write(conversationId, 'half written');
    device.setNetwork(true);
    const failed = () => device.messenger.failedCommands.get().map(({ code }) => code);
    await shows(failed, ['not-found']);
    await shows(() => listOf(device), []);
    await device.restart();
    expect(failed()).toEqual(['not-found']);
    expect(device.messenger.drafts.read(conversationId)).toBe('half written'); // it may be begun yet
    device.messenger.dismissCommand(must(device.messenger.failedCommands.get()[0], 'the refusal').commandId);
    expect(failed()).toEqual([]);
    await device.restart();
    expect(failed()).toEqual([]);
  });
});
