// Asking somebody to be a contact from a device, with and without a network, where only contacts may write.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { directConversationId } from '../../shared/ids.ts';
import { openContactsOnly } from '../kit/contacts-only.ts';
import { linesOf, startDevice, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import type { TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
const devices = new Set<EngineDevice>();
beforeEach(async () => {
  server = await openContactsOnly();
  const people = await server.people('Ada', 'Ben');
  [ada, ben] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
});
afterEach(async () => {
  for (const device of devices) await device.close();
  devices.clear();
  await server.close();
});

/** A device that has found the other. */
async function start(person: Person, options?: EngineDeviceOptions): Promise<EngineDevice> {
  const device = await startDevice(person, options);
  devices.add(device);
  await device.messenger.findPeople(person === ada ? 'ben' : 'ada');
  return device;
}

/** With whom this device shows conversations, and how they stand. */
const listOf = ({ messenger }: EngineDevice) =>
  messenger.conversations.get().map(({ members, isAwaited, isPending }) => {
    const other = members.find(({ userId }) => userId !== messenger.me.userId);
    return `${other?.name}${isAwaited ? ' awaited' : ''}${isPending ? ' pending' : ''}`;
  });
const lists = (device: EngineDevice, expected: string) =>
  until(() => listOf(device).join() === expected, `${expected}, not ${listOf(device).join()}`);
const areContacts = ({ messenger }: EngineDevice) =>
  until(() => messenger.contacts.get().contacts.length === 1, 'a contact');

test('the first words wait in the conversation until the request is accepted', async () => {
  const [mine, theirs] = [await start(ada), await start(ben)];
  mine.setNetwork(false);
  const asked = await mine.messenger.requestContact(ben.userId, 'It is about the harbour');
  expect(asked.status).toBe('ok');
  await lists(mine, 'Ben pending');
  await mine.restart();
  await lists(mine, 'Ben pending');
  mine.setNetwork(true);
  await lists(mine, 'Ben awaited');
  await until(() => theirs.messenger.contacts.get().received.length === 1, 'the request');
  expect(listOf(theirs)).toEqual([]);
  theirs.messenger.change({ kind: 'accept-contact', userId: ada.userId });
  await lists(theirs, 'Ada');
  await lists(mine, 'Ben');
  const open = await theirs.open(directConversationId(ada.userId, ben.userId));
  await until(() => linesOf(open).length === 1, 'the first words');
  expect(linesOf(open)).toEqual(['It is about the harbour']);
});

test('two devices that ask each other offline end as contacts, with the words of both', async () => {
  const [mine, theirs] = [await start(ada), await start(ben)];
  for (const device of [mine, theirs]) device.setNetwork(false);
  await mine.messenger.requestContact(ben.userId, 'from Ada');
  await theirs.messenger.requestContact(ada.userId, 'from Ben');
  for (const device of [mine, theirs]) device.setNetwork(true);
  for (const device of [mine, theirs]) await areContacts(device);
  await lists(mine, 'Ben');
  await lists(theirs, 'Ada');
  for (const device of [mine, theirs]) {
    const open = await device.open(directConversationId(ada.userId, ben.userId));
    await until(() => linesOf(open).length === 2, 'both words');
    const texts = open.items.get().map(({ text }) => text);
    expect(new Set(texts)).toEqual(new Set(['from Ada', 'from Ben']));
  }
});

test('a conversation that one has parted in stays as it is while one asks again, also when that is refused', async () => {
  const mine = await start(ada);
  await mine.messenger.requestContact(ben.userId, 'first');
  await lists(mine, 'Ben awaited');
  const theirs = await start(ben);
  theirs.messenger.change({ kind: 'accept-contact', userId: ada.userId });
  await lists(mine, 'Ben');
  theirs.messenger.change({ kind: 'remove-contact', userId: ada.userId });
  await until(() => mine.messenger.contacts.get().contacts.length === 0, 'the parting');
  mine.setNetwork(false);
  await mine.messenger.requestContact(ben.userId, 'again');
  expect(listOf(mine)).toEqual(['Ben']);
  await mine.restart();
  expect(listOf(mine)).toEqual(['Ben']);
  mine.setNetwork(true);
  await until(() => theirs.messenger.contacts.get().received[0]?.text === 'again', 'the second request');
  const open = await mine.open(directConversationId(ada.userId, ben.userId));
  expect(linesOf(open)).toHaveLength(1);
});

test('a device learns whom one may write to', async () => {
  const mine = await start(ada);
  const learned = () => mine.messenger.contacts.get().whoMayWrite;
  await until(() => learned() === 'contacts', 'the setting');
  await mine.restart();
  expect(learned()).toBe('contacts');
});
