// Who has read: told to the writers where both sides want it, and to nobody else. What one keeps to oneself changes
// nothing on one's own devices.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { maxMembersTold } from '../../shared/rules/receipts.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import type { EngineDevice, EngineDeviceOptions } from '../kit/engine-device.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { plantPeople } from '../kit/plant-people.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
let [ada, ben] = [] as unknown as [Person, Person];
let conversationId: ConversationId;
beforeEach(async () => {
  journey = await openJourney();
  ({ ada, ben, conversationId } = await journey.twoPeople());
});
afterEach(() => journey.close());

const start = (person: Person, options: EngineDeviceOptions = {}) => journey.start(person, { haste: 20, ...options });

async function opened(person: Person, options?: EngineDeviceOptions): Promise<OpenConversation> {
  return (await start(person, options)).open(conversationId);
}

const itemOf = (conversation: OpenConversation, text: string) =>
  conversation.items.get().find((item) => item.text === text);

/** What this person's own message says of itself. */
function wordOf(conversation: OpenConversation, text: string): string | null {
  const item = itemOf(conversation, text);
  return item === undefined ? null : (conversation.markOf(item)?.status ?? null);
}

async function says(conversation: OpenConversation, text: string, word: string): Promise<void> {
  await until(() => wordOf(conversation, text) === word, `${text} to be ${word}`).catch(() => undefined);
  expect(wordOf(conversation, text)).toBe(word);
}

async function see(conversation: OpenConversation, text: string): Promise<void> {
  await until(() => itemOf(conversation, text) !== undefined, `${text} to be there`);
  conversation.noteSeen([must(itemOf(conversation, text), text).key]);
}

/** Writes it and waits until it is on somebody else's disk. */
async function sayTo(mine: OpenConversation, text: string): Promise<void> {
  expect(mine.send(text)).toBe(null);
  await says(mine, text, 'delivered');
}

async function choose({ messenger }: EngineDevice, areOn: boolean): Promise<void> {
  messenger.change({ kind: 'set-receipts', areOn });
  await until(() => messenger.pendingCommands.get().length === 0, 'the answer');
}

const unreadOn = ({ messenger }: EngineDevice) =>
  messenger.conversations.get().find((one) => one.conversationId === conversationId)?.unread;

/** All that this person has read. */
async function isKnown(person: Person): Promise<void> {
  const row = async () => (await wholeInbox(person)).get(`${conversationId}/1`);
  await until(async () => (await row())?.unread === 0, 'the server to know');
}

const readersOf = (conversation: OpenConversation, text: string) =>
  conversation.detailsOf(must(itemOf(conversation, text), text)).readBy;

test('who keeps their reading to themselves is told to nobody, and counts as ever on their own devices', async () => {
  const [phone, desk] = [await start(ben), await start(await ben.signInAgain())];
  const mine = await opened(ada);
  const theirs = await phone.open(conversationId);
  await sayTo(mine, 'one');
  await choose(phone, false);
  await until(() => !desk.messenger.receipts.get(), 'the other device to know');
  await see(theirs, 'one');
  await until(() => unreadOn(desk) === 0, 'it to be read on the other device');
  await isKnown(ben);
  theirs.send('between'); // on the same channel, after anything that would be told of reading
  await until(() => itemOf(mine, 'between') !== undefined, 'what comes after');
  expect([wordOf(mine, 'one'), readersOf(mine, 'one')]).toEqual(['delivered', []]);
  const fresh = await opened(await ada.signInAgain());
  await says(fresh, 'one', 'delivered');
  expect(readersOf(fresh, 'one')).toEqual([]);
});

test('who keeps it to themselves sees nobody else’s reading: on no device, not with no network, and not what was told before', async () => {
  const name = 'keeps to themselves';
  const device = await start(ada, { name });
  const mine = await device.open(conversationId);
  const theirs = await opened(ben);
  await sayTo(mine, 'before');
  await see(theirs, 'before');
  await says(mine, 'before', 'read');
  await goOffline(device);
  device.messenger.change({ kind: 'set-receipts', areOn: false });
  expect([wordOf(mine, 'before'), readersOf(mine, 'before')]).toEqual(['delivered', []]); // at once
  await device.restart();
  await says(await device.open(conversationId), 'before', 'delivered');
  device.setNetwork(true);
  await until(() => device.messenger.pendingCommands.get().length === 0, 'the answer');
  const again = await device.open(conversationId);
  await sayTo(again, 'after');
  await see(theirs, 'after');
  await isKnown(ben);
  theirs.send('seen');
  await until(() => itemOf(again, 'seen') !== undefined, 'what comes after');
  const fresh = await opened(await ada.signInAgain());
  await says(fresh, 'after', 'delivered');
  for (const open of [again, fresh]) {
    expect(['before', 'after'].map((text) => wordOf(open, text))).toEqual(['delivered', 'delivered']);
    expect(readersOf(open, 'after')).toEqual([]);
  }
  await choose(device, true);
  for (const open of [again, fresh]) await says(open, 'after', 'read'); // Ben never kept it to himself
  expect(readersOf(again, 'before')).toEqual([ben.userId]);
});

test('what was told stays told on each device of who was told, and what was read meanwhile is told with the next', async () => {
  const device = await start(ben);
  const theirs = await device.open(conversationId);
  const mine = await opened(ada);
  await sayTo(mine, 'one');
  await see(theirs, 'one');
  await says(mine, 'one', 'read');
  await choose(device, false);
  await sayTo(mine, 'two');
  await see(theirs, 'two');
  await isKnown(ben);
  const fresh = await opened(await ada.signInAgain());
  await says(fresh, 'one', 'read');
  await says(fresh, 'two', 'delivered');
  await choose(device, true);
  await sayTo(mine, 'three');
  expect(wordOf(mine, 'two')).toBe('delivered'); // choosing tells nothing by itself
  await see(theirs, 'three');
  for (const text of ['one', 'two', 'three']) for (const open of [mine, fresh]) await says(open, text, 'read');
});

test('the choice is kept over a restart of the server, and waits where there is no network', async () => {
  const device = await start(ben);
  await linkIs(device, 'online');
  await goOffline(device);
  device.messenger.change({ kind: 'set-receipts', areOn: false });
  await device.restart();
  expect(device.messenger.receipts.get()).toBe(false);
  device.setNetwork(true);
  await until(() => device.messenger.pendingCommands.get().length === 0, 'the answer');
  const { dataDir, url } = journey.server;
  await journey.server.stop();
  journey.server = await openTestServer({ dataDir, port: Number(new URL(url).port) });
  const mine = await opened(ada);
  const theirs = await device.open(conversationId);
  await linkIs(device, 'online');
  await sayTo(mine, 'one');
  await see(theirs, 'one');
  await isKnown(ben);
  theirs.send('between');
  await until(() => itemOf(mine, 'between') !== undefined, 'what comes after');
  expect(wordOf(mine, 'one')).toBe('delivered');
  const { messenger } = await start(await ben.signInAgain());
  await until(() => !messenger.receipts.get(), 'a new device to know');
});

test(`in a group who has read is told up to ${maxMembersTold} members, and beyond to nobody`, async () => {
  conversationId = await makeGroup([ada, ben]);
  const planted = plantedPeople(maxMembersTold - 1);
  await act(ada, { kind: 'add-members', conversationId, userIds: planted.slice(1) });
  const mine = await opened(ada);
  const theirs = await opened(ben);
  await sayTo(mine, 'a hundred');
  await see(theirs, 'a hundred');
  await says(mine, 'a hundred', 'read');
  expect(readersOf(mine, 'a hundred')).toEqual([ben.userId]);
  await act(ada, { kind: 'add-members', conversationId, userIds: planted.slice(0, 1) });
  await sayTo(mine, 'one more');
  await see(theirs, 'one more');
  await isKnown(ben);
  theirs.send('between');
  await until(() => itemOf(mine, 'between') !== undefined, 'what comes after');
  expect([wordOf(mine, 'one more'), wordOf(mine, 'a hundred')]).toEqual(['delivered', 'read']);
});

function plantedPeople(count: number): UserId[] {
  const { dataDir } = journey.server;
  plantPeople(journey.server, count);
  const database = new DatabaseSync(join(dataDir, 'directory.db'), { readOnly: true });
  const rows = database.prepare(`select userId from person where handle like 'planted-%'`).all();
  database.close();
  return rows.map((row) => row['userId'] as UserId); // as they were planted
}
