// Who is there and who is writing, as others are told: by the server's word on who they are, and only while they look.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { firstStatus, maxWatched, type OwnStatus, type PersonPresence } from '../../shared/protocol/presence.ts';
import type { UserId } from '../../shared/ids.ts';
import { linkRates, presenceLingerMs } from '../../sync-server/limits.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
const devices: WireDevice[] = [];
const device = async (person: Person) => {
  const opened = await openDevice({ ...person, url: server.url });
  devices.push(opened);
  return opened;
};
beforeEach(async () => {
  server = await openTestServer({ rates: { ...linkRates, typing: { burst: 10, refillMs: 1 } } });
  const people = await server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

/** How a device was told last that somebody is. */
const seenBy = ({ signals }: WireDevice, { userId }: Person): PersonPresence | undefined =>
  signals
    .flatMap((signal) => (signal.kind === 'presence' ? signal.people : []))
    .findLast((person) => person.userId === userId);
const sees = (wire: WireDevice, person: Person, expected: Partial<PersonPresence>) =>
  until(
    () => Object.entries(expected).every(([key, value]) => Reflect.get(seenBy(wire, person) ?? {}, key) === value),
    `${person.name} to be seen as ${JSON.stringify(expected)}, not ${JSON.stringify(seenBy(wire, person))}`,
  );
const watch = (wire: WireDevice, ...people: Person[]) =>
  wire.tell({ kind: 'watch', userIds: people.map(({ userId }) => userId) });
const say = (person: Person, status: Partial<OwnStatus>) =>
  person.call('POST', '/api/status', { ...firstStatus, ...status });

test('where somebody is comes from the device that was there last, and whom they have blocked is not told', async () => {
  const [mine, bens] = [await device(ada), await device(ben)];
  watch(mine, ben);
  await sees(mine, ben, { state: 'online', timeZone: null });
  bens.tell({ kind: 'zone', timeZone: 'Asia/Tokyo' });
  await sees(mine, ben, { timeZone: 'Asia/Tokyo' });
  bens.tell({ kind: 'zone', timeZone: 'Nowhere/Atlantis' });
  await bens.heard();
  expect(seenBy(mine, ben)?.timeZone).toBe('Asia/Tokyo');
  bens.cut();
  await until(() => seenBy(mine, ben)?.state === 'offline', 'Ben to be gone', presenceLingerMs + 20_000);
  expect(seenBy(mine, ben)?.timeZone).toBe('Asia/Tokyo');
  await act(ben, { kind: 'block-person', userId: ada.userId });
  await sees(mine, ben, { timeZone: null });
});

test('somebody who comes, sits still and goes is seen so by who watches them, and by nobody else', async () => {
  const [mine, other] = [await device(ada), await device(cleo)];
  watch(mine, ben);
  await sees(mine, ben, { state: 'offline' });
  const bens = await device(ben);
  await sees(mine, ben, { state: 'online' });
  bens.tell({ kind: 'active', isActive: false });
  await sees(mine, ben, { state: 'away' });
  const second = await device(ben);
  await sees(mine, ben, { state: 'online' });
  second.tell({ kind: 'active', isActive: false });
  await sees(mine, ben, { state: 'away' });
  bens.cut();
  second.cut();
  await until(() => seenBy(mine, ben)?.state === 'offline', 'Ben to be gone', presenceLingerMs + 20_000);
  expect(seenBy(mine, ben)?.lastSeen).toBeGreaterThan(Date.now() - 300_000);
  expect(other.signals.filter(({ kind }) => kind === 'presence')).toEqual([]);
  watch(mine, cleo);
  await sees(mine, cleo, { state: 'online' });
  const told = mine.signals.length;
  await device(ben);
  await mine.heard();
  expect(mine.signals.slice(told).filter(({ kind }) => kind === 'presence')).toEqual([]);
}, 90_000);

test('what people say of themselves is shown while it holds, and hides what they want hidden', async () => {
  const [mine] = [await device(ada), await device(ben)];
  watch(mine, ben, cleo);
  await sees(mine, ben, { state: 'online' });
  await say(ben, { availability: 'do-not-disturb', text: 'On the ferry', until: Date.now() + 1_500 });
  await sees(mine, ben, { state: 'do-not-disturb', text: 'On the ferry' });
  await sees(mine, ben, { state: 'online', text: '' });
  await say(cleo, { showsLastSeen: false });
  await sees(mine, cleo, { state: 'offline', lastSeen: null });
  for (const bad of [{ text: 'x'.repeat(81) }, { availability: 'busy' }, { until: -1 }, { more: 1 }]) {
    expect((await ben.call('POST', '/api/status', { ...firstStatus, ...bad })).status).toBe(400);
  }
});

test('whoever is looked at last is told of, and how a device is last, however fast it was said', async () => {
  const [mine, theirs] = [await device(ada), await device(cleo)];
  watch(theirs, ada);
  await sees(theirs, ada, { state: 'online' });
  for (let times = 0; times < linkRates.words.burst; times++) watch(mine, cleo);
  watch(mine, cleo);
  mine.tell({ kind: 'active', isActive: false });
  watch(mine, ben);
  await sees(mine, ben, { state: 'offline' });
  await sees(theirs, ada, { state: 'away' });
  await device(ben);
  await sees(mine, ben, { state: 'online' });
  expect(mine.closeCode).toBeNull();
});

test('who has blocked somebody is never there for them, whatever they were before', async () => {
  const [mine] = [await device(ada), await device(ben)];
  await say(ben, { text: 'Here' });
  watch(mine, ben);
  await sees(mine, ben, { state: 'online', text: 'Here' });
  await act(ben, { kind: 'block-person', userId: ada.userId });
  await sees(mine, ben, { state: 'offline', text: '', lastSeen: null });
  const told = mine.signals.length;
  await say(ben, { text: 'Still here' });
  await mine.heard();
  expect(mine.signals.slice(told).filter(({ kind }) => kind === 'presence')).toEqual([]);
  await act(ben, { kind: 'unblock-person', userId: ada.userId });
  await sees(mine, ben, { state: 'online', text: 'Still here' });
});

test('that somebody writes is told to who has the conversation open, by the name of who does', async () => {
  const group = await makeGroup([ada, ben, cleo]);
  const [mine, bens, cleos] = [await device(ada), await device(ben), await device(cleo)];
  const typing = ({ signals }: WireDevice) => signals.filter(({ kind }) => kind === 'typing');
  await bens.openConversation(group);
  mine.tell({ kind: 'typing', conversationId: group });
  await until(() => typing(bens).length === 1, 'Ben to hear');
  expect(typing(bens)).toEqual([{ kind: 'typing', conversationId: group, userId: ada.userId }]);
  await act(ada, { kind: 'set-role', conversationId: group, userId: cleo.userId, role: 'reader' });
  cleos.tell({ kind: 'typing', conversationId: group });
  await act(ada, { kind: 'remove-member', conversationId: group, userId: cleo.userId });
  cleos.tell({ kind: 'typing', conversationId: group });
  mine.tell({ kind: 'typing', conversationId: group });
  await until(() => typing(bens).length === 2, 'Ben to hear again');
  for (const wire of [mine, cleos]) await wire.heard();
  expect([typing(bens), typing(mine), typing(cleos)].map((heard) => heard.length)).toEqual([2, 0, 0]);
});

test('a word that is none ends its socket alone', async () => {
  const honest = await device(ben);
  const words = [
    { kind: 'watch', userIds: ['nobody'] },
    { kind: 'watch', userIds: Array.from({ length: maxWatched + 1 }, () => ben.userId) },
    { kind: 'presence', people: [] },
    { kind: 'typing', conversationId: 'cnv_1' },
    { kind: 'active' },
  ];
  for (const word of words) {
    const wire = await device(ada);
    wire.tell(word as { kind: 'watch'; userIds: UserId[] });
    await until(() => wire.closeCode !== null, `${word.kind} to end the socket`);
  }
  await honest.heard();
  expect(honest.closeCode).toBeNull();
});
