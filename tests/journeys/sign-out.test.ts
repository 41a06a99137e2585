// Leaving a device, and what stays when a session only ran out: whose data are whose on a browser that several use.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApi } from '../../client/engine/api/api.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import { notesPrefix } from '../../client/engine/session/database-registry.ts';
import { beginDeparture, finishDepartures, noteSignIn } from '../../client/engine/session/departure.ts';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { makeSessionMemory } from '../../client/engine/session/session-memory.ts';
import { must } from '../../shared/base/assert.ts';
import { linesOf, startDevice, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cem: Person;
const devices = new Set<EngineDevice>();
beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben', 'Cem');
  [ada, ben, cem] = [must(people[0], 'Ada'), must(people[1], 'Ben'), must(people[2], 'Cem')];
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

async function shows(conversation: OpenConversation, lines: string[]): Promise<void> {
  const isThere = () => JSON.stringify(linesOf(conversation)) === JSON.stringify(lines);
  await until(isThere, lines.join()).catch(() => undefined);
  expect(linesOf(conversation)).toEqual(lines);
}

async function linkIs({ messenger }: EngineDevice, status: string): Promise<void> {
  await until(() => messenger.link.get().status === status, `the link to be ${status}`);
}

/** Everything that is named by this person: databases and keys. */
async function keptOf({ platform }: EngineDevice, person: Person): Promise<string[]> {
  const prefix = `${personPrefix(platform, person.userId)}/`;
  return [...(await platform.listDatabases(prefix)), ...platform.store.keys(prefix)];
}

/** What the next start of the app does before anybody is let in. */
function startAgain({ platform }: EngineDevice): Promise<boolean> {
  return finishDepartures({ platform, api: makeApi(platform) });
}

/** The session's time is over: nobody ended it. */
function expireSessions(person: Person): void {
  const database = new DatabaseSync(join(server.dataDir, 'directory.db'), { timeout: 5_000 });
  database.prepare('update session set expiresAt = ? where userId = ?').run(new Date(0).toISOString(), person.userId);
  database.close();
}

async function isSignedIn(person: Person): Promise<boolean> {
  return (await person.call('GET', '/api/inbox')).status === 200;
}

describe('signing out', () => {
  test('takes all of the person off the device, in every tab, and nothing of anybody else', async () => {
    const conversationId = await ada.direct(ben);
    const guest = await start(cem, { name: 'shared' });
    (await guest.open(await cem.direct(ada))).send('I was here');
    await until(async () => (await guest.messenger.countUnsent()) === 0, 'the guest’s message');
    await guest.close();
    const kept = await keptOf(guest, cem);
    const one = await start(ada, { name: 'shared' });
    const other = await start(ada, { name: 'shared' });
    makeSessionMemory(one.platform.store).remember({
      ...{ userId: ada.userId, name: 'Ada', handle: 'ada', picture: null, email: ada.email, role: 'owner' },
    });
    const mine = await one.open(conversationId);
    mine.send('secret');
    await shows(mine, ['secret (sent)']);
    await shows(await other.open(conversationId), ['secret (sent)']);
    one.messenger.drafts.write(conversationId, 'half a thought');
    const table = one.platform.openTable(`${personPrefix(one.platform, ada.userId)}/kept`);
    const readDraft = async () => {
      const reading = await table.read(`draft/${conversationId}`);
      return reading.status === 'read' ? reading.value : undefined;
    };
    await until(async () => (await readDraft()) !== undefined, 'the draft');
    table.close();

    await one.messenger.signOut();
    expect(one.messenger.departure.get()).toEqual({ status: 'gone', where: 'here' });
    await until(() => other.messenger.departure.get()?.status === 'gone', 'the other tab to leave');
    expect(await keptOf(one, ada)).toEqual([]);
    expect(makeSessionMemory(one.platform.store).read()).toBeNull();
    expect(await keptOf(guest, cem)).toEqual(kept);
    expect(await isSignedIn(ada)).toBe(false);
    expect(one.platform.store.keys('biz1/leaving/')).toEqual([]);
  });

  test('counts before what the server does not have, in all conversations, open or not, with what was begun', async () => {
    const withBen = await ada.direct(ben);
    const device = await start(ada);
    (await device.open(withBen)).send('there already');
    await device.messenger.findPeople('cem');
    await until(async () => (await device.messenger.countUnsent()) === 0, 'the message to be sent');
    device.setNetwork(false);
    (await device.open(withBen)).send('one');
    (await device.open(withBen)).send('two');
    const begun = await device.messenger.startDirect(cem.userId);
    if (begun.status === 'ok') (await device.open(begun.conversationId)).send('three');
    await device.restart();
    expect(await device.messenger.countUnsent()).toBe(4); // three messages and the conversation itself
    device.setNetwork(true);
    await until(async () => (await device.messenger.countUnsent()) === 0, 'everything to be sent');
  });

  test('with no network wipes at once, and ends the session before anybody is let in by it', async () => {
    const device = await start(ada);
    (await device.open(await ada.direct(ben))).send('bye');
    await linkIs(device, 'online');
    device.setNetwork(false);
    await device.messenger.signOut();
    expect(await keptOf(device, ada)).toEqual([]);
    expect(await startAgain(device)).toBe(false);
    expect(await isSignedIn(ada)).toBe(true);
    device.setNetwork(true);
    expect(await startAgain(device)).toBe(true);
    expect(await isSignedIn(ada)).toBe(false);
    expect(device.platform.store.keys('biz1/leaving/')).toEqual([]);
  });

  test('that was interrupted goes on at the next start', async () => {
    const device = await start(ada);
    const mine = await device.open(await ada.direct(ben));
    mine.send('still here');
    await shows(mine, ['still here (sent)']);
    await device.close(); // killed in the moment after it was decided
    beginDeparture(device.platform, { userId: ada.userId, isSessionOpen: true });
    expect(await keptOf(device, ada)).not.toEqual([]);
    expect(await startAgain(device)).toBe(true);
    expect(await keptOf(device, ada)).toEqual([]);
    expect(await isSignedIn(ada)).toBe(false);
  });

  test('in one tab lets nobody in by another that is just starting', async () => {
    const device = await start(ada);
    await device.close();
    beginDeparture(device.platform, { userId: ada.userId, isSessionOpen: true });
    const me = {
      userId: ada.userId,
      name: 'Ada',
      handle: 'ada',
      picture: null,
      email: ada.email,
      role: 'owner',
    } as const;
    expect(await openMessenger({ platform: device.platform, api: makeApi(device.platform), me })).toBeNull();
    expect(await startAgain(device)).toBe(true);
    expect(await keptOf(device, ada)).toEqual([]);
  });

  test('counts and wipes also what its notes of databases have lost', async () => {
    const device = await start(ada, { hasNetwork: false });
    (await device.open(await ada.direct(ben))).send('unsent');
    await until(async () => (await device.messenger.countUnsent()) === 1, 'the message');
    await device.restart();
    device.platform.store.removeAll(notesPrefix(personPrefix(device.platform, ada.userId))); // a killed browser's last seconds
    expect(await device.messenger.countUnsent()).toBe(1);
    await device.messenger.signOut();
    expect(await keptOf(device, ada)).toEqual([]);
  });

  test('finds a database of which the browser does not tell', async () => {
    const device = await start(ada);
    await device.open(await ada.direct(ben));
    const forgetful = { ...device.platform, listDatabases: () => Promise.resolve([]) };
    await device.close();
    beginDeparture(forgetful, { userId: ada.userId, isSessionOpen: true });
    await finishDepartures({ platform: forgetful, api: makeApi(forgetful) });
    expect(await keptOf(device, ada)).toEqual([]);
  });

  test('is taken back by whoever signs in again before it was finished', async () => {
    const device = await start(ada);
    const mine = await device.open(await ada.direct(ben));
    mine.send('mine again');
    await shows(mine, ['mine again (sent)']);
    await device.close();
    beginDeparture(device.platform, { userId: ada.userId, isSessionOpen: true });
    const again = await ada.signInAgain();
    device.giveCookieOf(again);
    noteSignIn(device.platform, ada.userId);
    expect(await startAgain(device)).toBe(true);
    expect(await keptOf(device, ada)).not.toEqual([]);
    expect(await isSignedIn(again)).toBe(true);
  });

  test('of one person never ends the session of another who has signed in with this browser since', async () => {
    const device = await start(ada);
    await linkIs(device, 'online');
    device.giveCookieOf(ben);
    await device.messenger.signOut();
    expect(await keptOf(device, ada)).toEqual([]);
    expect(await isSignedIn(ben)).toBe(true);
  });
});

describe('a session that ran out', () => {
  test('keeps everything, also what was not sent, and the same person goes on', async () => {
    const conversationId = await ada.direct(ben);
    const device = await start(ada, { name: 'expired' });
    const mine = await device.open(conversationId);
    mine.send('before');
    await shows(mine, ['before (sent)']);
    device.setNetwork(false);
    mine.send('unsent');
    expireSessions(ada);
    device.setNetwork(true);
    await linkIs(device, 'refused');
    expect(device.messenger.link.get()).toEqual({ status: 'refused', reason: 'signed-out' });
    expect(device.messenger.departure.get()).toBeNull();
    await shows(mine, ['before (sent)', 'unsent (waiting)']);
    device.giveCookieOf(await ada.signInAgain());
    await device.restart();
    await shows(await device.open(conversationId), ['before (sent)', 'unsent (sent)']);
  });

  test('lets somebody else have a space of their own, and the first one’s stays as it was', async () => {
    const conversationId = await ada.direct(ben);
    const device = await start(ada, { name: 'borrowed', hasNetwork: false });
    (await device.open(conversationId)).send('for later');
    device.messenger.drafts.write(conversationId, 'half a thought');
    await until(async () => (await device.messenger.countUnsent()) === 1, 'the message');
    await device.close();
    const kept = await keptOf(device, ada);
    const guest = await start(cem, { name: 'borrowed' });
    await linkIs(guest, 'online');
    expect(guest.messenger.conversations.get()).toEqual([]);
    expect(guest.messenger.drafts.read(conversationId)).toBe('');
    await guest.messenger.signOut();
    expect(await keptOf(device, ada)).toEqual(kept);
    const back = await start(ada, { name: 'borrowed' });
    await shows(await back.open(conversationId), ['for later (sent)']);
    expect(back.messenger.drafts.read(conversationId)).toBe('half a thought');
  });

  test('never sends under the name of whoever has signed in with this browser meanwhile', async () => {
    const conversationId = await ada.direct(ben);
    const device = await start(ada);
    const mine = await device.open(conversationId);
    await linkIs(device, 'online');
    device.setNetwork(false);
    mine.send('mine alone');
    device.giveCookieOf(ben); // in another tab; he is in this conversation too
    const before = device.sent.length;
    device.setNetwork(true);
    await linkIs(device, 'refused');
    expect(device.messenger.link.get()).toEqual({ status: 'refused', reason: 'signed-out' });
    expect(device.sent.slice(before)).toEqual(['connect']);
    await shows(mine, ['mine alone (waiting)']);
  });
});
