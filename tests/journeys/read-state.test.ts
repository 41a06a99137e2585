// What is unread, on every device of a person: exact in the list and in the conversation, whether its chapters are
// open or not, whoever read where, and however late a message comes.
import * as prng from 'lib0/prng';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import { type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import { fillChapters } from '../kit/fill-chapters.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { editAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

const limits = { entries: 5, bytes: 100_000 };
const hourMs = 3_600_000;
let journey: Journey;
let movedMs = 0;
let lastAt = 0;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;
const now = () => Date.now() + movedMs;
const nextAt = () => (lastAt = Math.max(now(), lastAt + 1));

beforeEach(async () => {
  movedMs = lastAt = 0;
  journey = await openJourney({ chapterLimits: limits, now });
  ({ ada, ben, conversationId } = await journey.twoPeople());
});
afterEach(() => journey.close());

const start = (person: Person, options: EngineDeviceOptions = {}) => journey.start(person, { haste: 20, ...options });
const fill = (chapters: number, inLast: number) =>
  fillChapters({ people: [ada, ben], conversationId, limits, chapters, inLast, nextAt });

function inList({ messenger }: EngineDevice): number | undefined {
  return messenger.conversations.get().find((one) => one.conversationId === conversationId)?.unread;
}

/** In the list of a device, and in the conversation where it is open. */
async function unreadIs(device: EngineDevice, count: number, open?: OpenConversation): Promise<void> {
  const seen = () => [inList(device), ...(open === undefined ? [] : [open.unread.get().count])];
  await until(() => seen().every((one) => one === count), `${count} unread`).catch(() => undefined);
  expect(seen()).toEqual(seen().map(() => count));
}

async function onServer(person: Person): Promise<number> {
  return [...(await wholeInbox(person)).values()].reduce((sum, { unread }) => sum + unread, 0);
}

async function onlineWith(device: EngineDevice): Promise<OpenConversation> {
  await linkIs(device, 'online');
  return device.open(conversationId);
}

const keyOf = (conversation: OpenConversation, text: string) =>
  must(
    conversation.items.get().find((item) => item.text === text),
    text,
  ).key;
const has = (conversation: OpenConversation, text: string) =>
  until(() => conversation.items.get().some((item) => item.text === text), `${text} to be there`);

async function toTheTop(conversation: OpenConversation): Promise<void> {
  await until(() => {
    conversation.showOlder();
    return conversation.edges.get().older === 'none';
  }, 'the beginning');
}

describe('unread', () => {
  test('is exact on two devices of one person, in the list and in the conversation, for chapters that are closed too', async () => {
    await fill(4, 3); // Ada writes 0, 2 and 4 of each five, Ben 1 and 3
    const [phone, desk] = [await start(ada), await start(await ada.signInAgain())];
    await unreadIs(phone, 3 * 2 + 1);
    const open = await onlineWith(phone);
    await has(open, '4.1');
    await unreadIs(phone, 7, open);
    open.noteSeen([keyOf(open, '4.1')]);
    await unreadIs(phone, 6, open);
    await unreadIs(desk, 6);
    await toTheTop(open);
    open.noteSeen([keyOf(open, '2.3')]);
    open.noteSeen([keyOf(open, '2.1')]); // above what was read: each must be seen itself
    await unreadIs(phone, 4, open);
    await unreadIs(desk, 4);
    expect(await onServer(ada)).toBe(inList(desk));
  });

  test('leaves out what is mine, edited or deleted', async () => {
    const [mine, theirs] = [await openDevice(ada), await openDevice(ben)];
    const name = chapterName({ conversationId, chapter: 1 });
    const [here, there] = [await mine.open(name), await theirs.open(name)];
    mine.write(here, 'mine', nextAt());
    await mine.acknowledged(here);
    const edited = theirs.write(there, 'to edit', nextAt());
    const deleted = theirs.write(there, 'to delete', nextAt());
    await theirs.acknowledged(there);
    appendEvent(there.doc, ben.userId, editAt(nextAt(), edited.id));
    await theirs.acknowledged(there);
    theirs.erase(there, deleted.id, deleted.at);
    await theirs.acknowledged(there);
    for (const device of [mine, theirs]) await device.close();
    const [phone, desk] = [await start(ada), await start(await ada.signInAgain())];
    const open = await onlineWith(phone);
    await unreadIs(phone, 1, open);
    await unreadIs(desk, 1);
    expect(await onServer(ada)).toBe(1);
  });

  test('that was read offline, before a kill, is read on the other device in the end', async () => {
    await fill(2, 3);
    const name = 'read offline';
    const [phone, desk] = [await start(ada, { name }), await start(await ada.signInAgain())];
    const open = await onlineWith(phone);
    await has(open, '2.1');
    await toTheTop(open);
    await has(open, '1.0');
    await unreadIs(desk, 3);
    await goOffline(phone);
    open.noteSeen(open.items.get().map(({ key }) => key));
    await unreadIs(phone, 0, open);
    phone.kill();
    expect(inList(desk)).toBe(3);
    const again = await start(ada, { name });
    await unreadIs(again, 0);
    await unreadIs(desk, 0);
    expect(await onServer(ada)).toBe(0);
  });

  test('from here on is unread on the other device, in chapters that are not open too, and again a second time', async () => {
    await fill(3, 3);
    const [phone, desk] = [await start(ada), await start(await ada.signInAgain())];
    const open = await onlineWith(phone);
    await has(open, '3.1');
    await toTheTop(open);
    await has(open, '1.0');
    for (let round = 0; round < 2; round++) {
      open.noteSeen(open.items.get().map(({ key }) => key));
      await unreadIs(phone, 0, open);
      await unreadIs(desk, 0);
      open.markUnreadFrom(
        must(
          open.items.get().find(({ text }) => text === '1.3'),
          'a message',
        ),
      );
      await unreadIs(phone, 4, open);
      await unreadIs(desk, 4);
      expect(await onServer(ada)).toBe(4);
      phone.messenger.openConversation(conversationId).close(); // another visit: seeing counts again
    }
  });

  test('again stays so where somebody goes on reading on another device, until they come back to it there', async () => {
    const theirs = await onlineWith(await start(ben));
    const [phone, desk] = [await start(ada), await start(await ada.signInAgain())];
    const [here, there] = [await onlineWith(phone), await onlineWith(desk)];
    for (const text of ['one', 'two']) theirs.send(text);
    for (const open of [here, there]) await has(open, 'two');
    there.noteSeen(['one', 'two'].map((text) => keyOf(there, text)));
    await unreadIs(phone, 0, here);
    here.markUnreadFrom(
      must(
        here.items.get().find(({ text }) => text === 'two'),
        'two',
      ),
    );
    await unreadIs(desk, 1, there);
    theirs.send('three');
    await has(there, 'three');
    there.noteSeen([keyOf(there, 'three')]);
    // What Ben wrote after it is read with it: of one log a vector says how far.
    await unreadIs(desk, 2, there);
    await unreadIs(phone, 2, here);
    desk.messenger.openConversation(conversationId).close(); // they come to look again
    there.noteSeen(['two', 'three'].map((text) => keyOf(there, text)));
    await unreadIs(desk, 0, there);
    await unreadIs(phone, 0, here);
    expect(await onServer(ada)).toBe(0);
  });

  test('of what was written an hour ago without a network stands above what was read, and is named', async () => {
    const away = await start(ben);
    const theirs = await onlineWith(away);
    const phone = await start(ada);
    const open = await onlineWith(phone);
    theirs.send('before');
    await has(open, 'before');
    await goOffline(away);
    theirs.send('late');
    movedMs += hourMs;
    const writer = await openDevice(ben);
    for (let chapter = 1; chapter <= 2; chapter++) {
      const replica = await writer.open(chapterName({ conversationId, chapter }));
      for (let index = 0; index < 4; index++) writer.write(replica, `${chapter}.${index}`, nextAt());
      await writer.acknowledged(replica);
    }
    await has(open, '2.3');
    await toTheTop(open);
    open.noteSeen([keyOf(open, '2.3')]);
    await unreadIs(phone, 0, open);
    away.setNetwork(true);
    await has(open, 'late');
    await unreadIs(phone, 1, open);
    const item = must(
      open.items.get().find(({ text }) => text === 'late'),
      'it',
    );
    await until(() => open.items.get().find(({ text }) => text === 'late')?.lateAt !== null, 'it to be called late');
    expect(open.items.get().findIndex(({ text }) => text === 'late')).toBe(1);
    expect(open.unread.get()).toEqual({
      count: 1,
      first: null,
      late: [{ key: item.key, at: item.at, id: item.id }],
      lateElsewhere: 0,
    });
    open.noteSeen([keyOf(open, '2.3')]);
    await unreadIs(phone, 1, open);
    await until(async () => (await onServer(ada)) === 1, 'the server to hear of it');
    open.noteSeen([item.key]);
    await unreadIs(phone, 0, open);
    await until(async () => (await onServer(ada)) === 0, 'the server to hear of it');
    await writer.close();
  });
});

describe('five devices whose clocks are wrong by up to a year', () => {
  const yearMs = 365 * 24 * hourMs;
  const seeds = Array.from({ length: 30 }, (_, seed) => seed + 1);

  test.each(seeds)('show the same in the end, with the same unread (seed %i)', async (seed) => {
    const random = prng.create(seed);
    const people = [ada, ada, ben, ben, ben];
    const sessions = await Promise.all(people.map((person) => person.signInAgain()));
    const devices: EngineDevice[] = [];
    for (const person of sessions) {
      devices.push(
        await start(person, { clockErrorMs: prng.int32(random, -1, 1) * prng.uint32(random, 0, yearMs / 10) * 10 }),
      );
    }
    const open = await Promise.all(devices.map((device) => onlineWith(device)));
    const sent: string[] = [];
    const online = devices.map(() => true);
    for (let step = 0; step < 30; step++) {
      const which = prng.int32(random, 0, 4);
      const [device, conversation] = [must(devices[which], 'a device'), must(open[which], 'its conversation')];
      const items = conversation.items.get();
      const kind = prng.int32(random, 0, 9);
      if (kind < 6) {
        if (conversation.send(`${which} says ${step}`) === null) sent.push(`${which} says ${step}`);
      } else if (kind < 8) {
        device.setNetwork((online[which] = online[which] !== true));
      } else if (items.length > 0) {
        const from = prng.int32(random, 0, items.length - 1);
        conversation.noteSeen(items.slice(from, from + 3).map(({ key }) => key));
      }
      if (prng.int32(random, 0, 3) === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (const device of devices) device.setNetwork(true);
    const keysOf = (conversation: OpenConversation) => {
      conversation.showOlder();
      return conversation.items
        .get()
        .map(({ key }) => key)
        .join();
    };
    const isSame = () =>
      open.every((one) => one.items.get().length === sent.length && keysOf(one) === keysOf(must(open[0], 'one')));
    await until(isSame, 'the same everywhere').catch(() => undefined);
    const textsOf = (one: OpenConversation) => one.items.get().map(({ text }) => `${text}`);
    for (const one of open) expect(textsOf(one)).toEqual(textsOf(must(open[0], 'one')));
    expect(textsOf(must(open[0], 'one')).toSorted()).toEqual(sent.toSorted());
    for (const [index, person] of [ada, ada, ben, ben, ben].entries()) {
      const device = must(devices[index], 'a device');
      const isAgreed = async () => {
        const count = await onServer(person);
        return inList(device) === count && open[index]?.unread.get().count === count;
      };
      await until(isAgreed, 'the devices to agree').catch(() => undefined);
      const seen = [inList(device), open[index]?.unread.get().count];
      expect(seen).toEqual(Array(2).fill(await onServer(person)));
    }
  });
});
