// The devices of a person: seen from each of them, and signed out from another.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApi } from '../../client/engine/api/api.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import { readEndedNotice } from '../../client/engine/session/ended-notice.ts';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { must } from '../../shared/base/assert.ts';
import type { Device } from '../../shared/protocol/devices.ts';
import { startDevice, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

let server: TestServer;
let desk: Person;
let phone: Person;
let ben: Person;
const devices = new Set<EngineDevice>();
beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben');
  [desk, ben] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
  phone = await desk.signInAgain();
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

async function listOf(person: Person): Promise<Device[]> {
  const { body } = await person.call('GET', '/api/devices');
  return body['devices'] as Device[];
}

async function idOf(person: Person): Promise<string> {
  return must((await listOf(person)).find(({ isCurrent }) => isCurrent)?.deviceId, 'the device that asks');
}

async function end(from: Person, deviceId: string) {
  return from.call('POST', '/api/devices/sign-out', { deviceId });
}

function refusal({ messenger }: EngineDevice): string | null {
  const state = messenger.link.get();
  return state.status === 'refused' ? state.reason : null;
}

async function keptOf({ platform }: EngineDevice, person: Person): Promise<string[]> {
  const prefix = `${personPrefix(platform, person.userId)}/`;
  return [...(await platform.listDatabases(prefix)), ...platform.store.keys(prefix)];
}

test('each device sees all of the person, itself marked, and no secret and nothing of others', async () => {
  const [seenHere, seenThere] = [await listOf(desk), await listOf(phone)];
  expect(seenHere.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  expect(seenHere).toHaveLength(2);
  expect(seenHere.map(({ deviceId }) => deviceId).sort()).toEqual(seenThere.map(({ deviceId }) => deviceId).sort());
  expect(await idOf(desk)).not.toBe(await idOf(phone));
  expect(await listOf(ben)).toHaveLength(1);
  const token = must(/=([^.]+)\./.exec(decodeURIComponent(desk.cookie))?.[1], 'the token in the cookie');
  expect(JSON.stringify(seenThere)).not.toContain(token);
  expect(Object.keys(must(seenHere[0], 'a device')).sort()).toEqual(
    ['browser', 'createdAt', 'deviceId', 'isCurrent', 'lastSeenAt', 'system'].sort(),
  );
});

describe('a device signed out from another', () => {
  test('is cut within a second, told why, and wiped', async () => {
    const device = await start(phone, { name: 'phone' });
    const mine = await device.open(await desk.direct(ben));
    mine.send('sent');
    await until(async () => (await device.messenger.countUnsent()) === 0, 'the message to be sent');
    expect(await end(desk, await idOf(phone))).toMatchObject({ status: 200 });
    await until(() => refusal(device) === 'signed-out-elsewhere', 'the device to be told', 1_000);
    await until(() => device.messenger.departure.get()?.status === 'gone', 'the device to be wiped');
    expect(await keptOf(device, phone)).toEqual([]);
    expect(readEndedNotice(device.platform.store)).toEqual({ unsent: 0 });
    expect((await phone.call('GET', '/api/hello')).body).toMatchObject({ me: null, ended: 'elsewhere' });
    expect((await desk.call('GET', '/api/hello')).body).toMatchObject({ ended: null, me: { userId: desk.userId } });
    expect(await listOf(desk)).toHaveLength(1);
  });

  test('says how many messages were lost that it had not sent, whichever of its tabs learns it first', async () => {
    const conversationId = await desk.direct(ben);
    const tabs = [await start(phone, { name: 'tabs' }), await start(phone, { name: 'tabs' })] as const;
    const [one, other] = [await tabs[0].open(conversationId), await tabs[1].open(conversationId)];
    for (const tab of tabs) tab.setNetwork(false);
    one.send('one');
    other.send('two');
    for (const { messenger } of tabs) await until(async () => (await messenger.countUnsent()) === 2, 'both messages');
    await end(desk, await idOf(phone));
    for (const tab of tabs) tab.setNetwork(true);
    for (const { messenger } of tabs) await until(() => messenger.departure.get()?.status === 'gone', 'a tab to go');
    expect(readEndedNotice(tabs[0].platform.store)).toEqual({ unsent: 2 });
    expect(await keptOf(tabs[0], phone)).toEqual([]);
  });

  test('while it was off learns it whenever it comes back, unlike one whose session is just over', async () => {
    const away = await start(phone, { name: 'away', hasNetwork: false });
    (await away.open(await desk.direct(ben))).send('written on a plane');
    await until(async () => (await away.messenger.countUnsent()) === 1, 'the message on the disk');
    await away.close();
    const other = await desk.signInAgain();
    const over = await start(other, { name: 'over', hasNetwork: false });
    await end(desk, await idOf(phone));
    await other.call('POST', '/api/sign-out', {});
    await server.stop();
    server = await openTestServer({ dataDir: server.dataDir });
    const back = await start({ ...phone, url: phone.url }, { name: 'away', hasNetwork: false });
    back.moveTo(server.url);
    over.moveTo(server.url);
    back.setNetwork(true);
    over.setNetwork(true);
    await until(() => back.messenger.departure.get()?.status === 'gone', 'the device to be wiped');
    expect(back.messenger.departure.get()).toEqual({ status: 'gone', where: 'elsewhere' });
    expect(readEndedNotice(back.platform.store)).toEqual({ unsent: 1 });
    expect(await keptOf(back, phone)).toEqual([]);
    await until(() => refusal(over) !== null, 'the other device to be told');
    expect(refusal(over)).toBe('signed-out');
    expect(over.messenger.departure.get()).toBeNull();
  });

  test('finds both doors closed to its old cookie', async () => {
    await end(desk, await idOf(phone));
    expect((await openDevice(phone)).closeCode).toBe(4403);
    const answers = await Promise.all(['/api/inbox', '/api/devices'].map((path) => phone.call('GET', path)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test('learns it by HTTP too, where no socket comes through', async () => {
    const { WebSocket } = (await start(phone, { hasNetwork: false })).platform;
    const device = await start(phone);
    await device.close();
    await end(desk, await idOf(phone));
    const me = { userId: phone.userId, name: 'Ada', handle: 'ada', picture: null, email: '', role: 'owner' } as const;
    const half = { ...device.platform, WebSocket };
    const messenger = must(await openMessenger({ platform: half, api: makeApi(half), me }), 'nobody is leaving');
    await until(() => messenger.departure.get()?.status === 'gone', 'the device to be wiped');
    expect(messenger.link.get()).toEqual({ status: 'refused', reason: 'signed-out-elsewhere' });
  });
});

test('signing in anew with a browser takes the place of its old session', async () => {
  const before = await idOf(phone);
  const headers = { origin: phone.url, 'content-type': 'application/json', cookie: phone.cookie };
  const body = JSON.stringify({ email: phone.email, password: phone.password });
  const linked = await openDevice(phone);
  expect((await fetch(`${phone.url}/api/sign-in`, { method: 'POST', headers, body })).status).toBe(200);
  const known = (await listOf(desk)).map(({ deviceId }) => deviceId);
  expect(known).toHaveLength(2);
  expect(known).not.toContain(before);
  await until(() => linked.closeCode !== null, 'the old session’s socket to be cut', 1_000);
  expect(linked.closeCode).toBe(4401);
});

describe('nobody ends', () => {
  test('a device of somebody else, one that is not there, or their own by mistake', async () => {
    const device = await openDevice(ben);
    const theirs = await idOf(ben);
    expect(await end(desk, theirs)).toEqual({ status: 404, body: { code: 'not-found' } });
    expect(await end(desk, `ses_${'0'.repeat(24)}`)).toEqual({ status: 404, body: { code: 'not-found' } });
    expect(await end(desk, await idOf(desk))).toEqual({ status: 400, body: { code: 'bad-request' } });
    for (const wrong of ['', 'ses_', desk.userId, "ses_' or 1=1 --", '%']) {
      expect(await end(desk, wrong)).toEqual({ status: 400, body: { code: 'bad-request' } });
    }
    expect((await listOf(ben)).map(({ deviceId }) => deviceId)).toEqual([theirs]);
    expect(await listOf(desk)).toHaveLength(2);
    expect(device.closeCode).toBeNull();
  });
});
