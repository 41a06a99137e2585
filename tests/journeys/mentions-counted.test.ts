// How many of the unread messages mention me: exact on every device, with and without a network, and gone when read.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { everyone, type Mention } from '../../shared/rules/mentions.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import type { EngineDevice, EngineDeviceOptions } from '../kit/engine-device.ts';
import { makeGroup } from '../kit/group-acts.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
let [ada, ben, eve] = [] as unknown as [Person, Person, Person];
let group: ConversationId;
beforeEach(async () => {
  journey = await openJourney();
  [ada, ben, eve] = (await journey.server.people('Ada', 'Ben', 'Eve')) as [Person, Person, Person];
  group = await makeGroup([ada, ben, eve]);
});
afterEach(() => journey.close());

const start = (person: Person, options: EngineDeviceOptions = {}) => journey.start(person, { haste: 20, ...options });
const naming = ({ userId, name }: Person): Mention => ({ who: userId, label: name });
const all: Mention = { who: everyone, label: 'all' };

function inList({ messenger }: EngineDevice): readonly [number, number] | null {
  const found = messenger.conversations.get().find(({ conversationId }) => conversationId === group);
  return found === undefined ? null : [found.unread, found.mentions];
}

/** Unread, and of those the ones that mention. */
async function counts(device: EngineDevice, unread: number, mentions: number): Promise<void> {
  const expected = [unread, mentions];
  await until(() => JSON.stringify(inList(device)) === JSON.stringify(expected), 'the counts').catch(() => undefined);
  expect(inList(device)).toEqual(expected);
}

async function onServer(person: Person): Promise<number> {
  return [...(await wholeInbox(person)).values()].reduce((sum, { mentions = 0 }) => sum + mentions, 0);
}

async function openOn(device: EngineDevice): Promise<OpenConversation> {
  await linkIs(device, 'online');
  return device.open(group);
}

const itemOf = (conversation: OpenConversation, text: string) =>
  conversation.items.get().find((item) => item.text === text);

async function has(conversation: OpenConversation, text: string) {
  await until(() => itemOf(conversation, text) !== undefined, `${text} to be there`);
  return must(itemOf(conversation, text), text);
}

async function sayAll(conversation: OpenConversation): Promise<void> {
  expect(conversation.send('@Ben, look', [naming(ben)])).toBe(null);
  expect(conversation.send('@all of you', [all])).toBe(null);
  expect(conversation.send('@Eve alone', [naming(eve)])).toBe(null);
  expect(conversation.send('nobody')).toBe(null);
}

describe('mentions', () => {
  test('are counted for whom they mean, where the conversation is open and where it never was', async () => {
    const mine = await openOn(await start(ada));
    const [phone, desk] = [await start(ben), await start(await ben.signInAgain())];
    const theirs = await openOn(phone);
    await sayAll(mine);
    await has(theirs, 'nobody');
    for (const device of [phone, desk]) await counts(device, 4, 2);
    await counts(await start(eve), 4, 2);
    expect(await onServer(ben)).toBe(2);
    theirs.noteSeen([(await has(theirs, '@Ben, look')).key]);
    for (const device of [phone, desk]) await counts(device, 3, 1);
    await theirs.markAllRead();
    for (const device of [phone, desk]) await counts(device, 0, 0);
    expect(await onServer(ben)).toBe(0);
    theirs.markUnreadFrom(await has(theirs, '@all of you'));
    for (const device of [phone, desk]) await counts(device, 3, 1);
    expect(await onServer(ada)).toBe(0); // one’s own are nobody’s to read
  });

  test('that were read offline are gone there at once, after a kill too, and everywhere in the end', async () => {
    const name = 'reads offline';
    await sayAll(await openOn(await start(ada)));
    const [phone, desk] = [await start(ben, { name }), await start(await ben.signInAgain())];
    const theirs = await openOn(phone);
    await has(theirs, 'nobody');
    for (const device of [phone, desk]) await counts(device, 4, 2);
    await goOffline(phone);
    theirs.noteSeen([(await has(theirs, '@all of you')).key]);
    await counts(phone, 2, 0);
    await phone.messenger.close();
    phone.kill();
    await counts(desk, 4, 2);
    await counts(await start(ben, { name, hasNetwork: false }), 2, 0);
    await counts(await start(ben, { name }), 2, 0);
    await counts(desk, 2, 0);
    expect(await onServer(ben)).toBe(0);
  });

  test('follow an edit while they are unread, and wake nobody who has read', async () => {
    const mine = await openOn(await start(ada));
    mine.send('one');
    mine.send('@Ben two', [naming(ben)]);
    const [phone, desk] = [await start(ben), await start(await ben.signInAgain())];
    const theirs = await openOn(phone);
    await has(theirs, '@Ben two');
    for (const device of [phone, desk]) await counts(device, 2, 1);
    mine.edit(await has(mine, 'one'), '@Ben one', [naming(ben)]);
    for (const device of [phone, desk]) await counts(device, 2, 2);
    mine.edit(await has(mine, '@Ben two'), 'two');
    await has(theirs, 'two');
    for (const device of [phone, desk]) await counts(device, 2, 1);
    await theirs.markAllRead();
    for (const device of [phone, desk]) await counts(device, 0, 0);
    mine.edit(await has(mine, 'two'), '@all two', [all]);
    await has(theirs, '@all two');
    mine.send('three');
    for (const device of [phone, desk]) await counts(device, 1, 0);
    expect(await onServer(ben)).toBe(0);
  });

  test('are gone with the message, and there as before when the server starts again', async () => {
    const writer = await start(ada);
    const mine = await openOn(writer);
    await sayAll(mine);
    const desk = await start(ben);
    await counts(desk, 4, 2);
    const { dataDir, url } = journey.server;
    await journey.server.stop();
    journey.server = await openTestServer({ dataDir, port: Number(new URL(url).port) });
    for (const device of [desk, writer]) await linkIs(device, 'online');
    await counts(desk, 4, 2);
    await counts(await start(await ben.signInAgain()), 4, 2);
    expect(mine.remove([await has(mine, '@Ben, look')])).toBe(null);
    await counts(desk, 3, 1);
  });
});
