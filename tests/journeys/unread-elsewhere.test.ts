// What is unread in chapters that are not open: one is led to it, wherever it stands, and can be done with all of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { fillChapters } from '../kit/fill-chapters.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import { signUp, type Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

const limits = { entries: 5, bytes: 100_000 };
const chapters = 12;
const hourMs = 3_600_000;
/** Somebody comes and goes so often: more chapters and rows than one opens with. */
const comings = 60;
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

/** Ada writes 0, 2 and 4 of each five, Ben 1 and 3; of the last chapter there is one of Ben's. */
const fill = (onClosed: (chapter: number) => void = () => undefined) =>
  fillChapters({ people: [ada, ben], conversationId, limits, chapters, inLast: 2, nextAt, onClosed });

async function openOn(person: Person, options = {}): Promise<[EngineDevice, OpenConversation]> {
  const device = await journey.start(person, options);
  await linkIs(device, 'online');
  return [device, await device.open(conversationId)];
}

/** Goes there, and answers the text of the row that one is led to. */
async function leadTo(conversation: OpenConversation, side: 'first' | 'late'): Promise<string | null> {
  const place = await conversation.findUnread(side);
  const key = place === null ? null : await conversation.goTo(place);
  return conversation.items.get().find((item) => item.key === key)?.text ?? null;
}

const keyOf = (conversation: OpenConversation, text: string) =>
  must(
    conversation.items.get().find((item) => item.text === text),
    text,
  ).key;

const inList = ({ messenger }: EngineDevice) =>
  messenger.conversations.get().find((one) => one.conversationId === conversationId)?.unread;

async function unreadIs(device: EngineDevice, open: OpenConversation, count: number): Promise<void> {
  const seen = () => [inList(device), open.unread.get().count];
  await until(() => seen().every((one) => one === count), `${count} unread`).catch(() => undefined);
  expect(seen()).toEqual([count, count]);
}

async function serverCounts(person: Person, count: number): Promise<void> {
  const onServer = async () => [...(await wholeInbox(person)).values()].reduce((sum, { unread }) => sum + unread, 0);
  await until(async () => (await onServer()) === count, 'the server to hear of it').catch(() => undefined);
  expect(await onServer()).toBe(count);
}

/** Whether it is on the disk of a device without having been opened. */
async function hasFetched({ platform }: EngineDevice, chapter: number): Promise<boolean> {
  const kept = platform.openTable(`${personPrefix(platform, ada.userId)}/kept`);
  const reading = await kept.readAll();
  kept.close();
  return reading.status === 'read' && reading.values.has(`held/${conversationId}/${chapter}`);
}

const all = 2 * (chapters - 1) + 1;

/** Reads from the beginning as far as this message. */
async function readUntil(conversation: OpenConversation, text: string): Promise<void> {
  await conversation.goTo({ at: 0 });
  await until(() => {
    conversation.showNewer();
    return conversation.items.get().some((item) => item.text === text);
  }, text);
  conversation.noteSeen([keyOf(conversation, text)]);
}

describe('a conversation of many chapters', () => {
  test('opens where one stopped reading on another device, chapters back', async () => {
    await fill();
    const [desk, there] = await openOn(await ada.signInAgain());
    await unreadIs(desk, there, all);
    expect(there.unread.get().first).toBe('elsewhere');
    expect(await leadTo(there, 'first')).toBe('1.1');
    await readUntil(there, '3.1');
    const [phone, here] = await openOn(ada);
    await unreadIs(phone, here, all - 5);
    expect([here.unread.get().first, here.unread.get().late]).toEqual(['elsewhere', []]);
    expect(await leadTo(here, 'first')).toBe('3.3');
    here.noteSeen([keyOf(here, '3.3')]);
    await unreadIs(phone, here, all - 6);
    await unreadIs(desk, there, all - 6);
    await serverCounts(ada, all - 6);
  });

  test('leads over chapters in which only something happened: nobody has read anything there', async () => {
    const cleo = await signUp(journey.server.url, 'Cleo', await ada.invite());
    conversationId = await makeGroup([ada, ben], { history: 'from-joining' });
    const bens = await openDevice({ ...ben, url: journey.server.url });
    const replica = await bens.openConversation(conversationId);
    bens.write(replica, 'before they came');
    await bens.acknowledged(replica);
    for (let count = 0; count < comings; count++) {
      await act(ada, { kind: 'add-members', conversationId, userIds: [cleo.userId] });
      await act(ada, { kind: 'remove-member', conversationId, userId: cleo.userId });
    }
    await until(async () => (await wholeInbox(ada)).size > comings, 'the chapters to end');
    movedMs += hourMs;
    const [device, open] = await openOn(ada);
    await unreadIs(device, open, 1);
    expect(open.unread.get()).toMatchObject({ late: [], lateElsewhere: 0 });
    expect(await leadTo(open, 'first')).toBe('before they came');
    await bens.close();
  });

  test('leads to each message that one has leapt over, in its order', async () => {
    await fill();
    const [phone, open] = await openOn(ada);
    await unreadIs(phone, open, all);
    await readUntil(open, '2.1');
    await open.goTo('newest');
    open.noteSeen([keyOf(open, `${chapters}.1`)]);
    const left = open.unread.get();
    expect([left.first, left.late.length + left.lateElsewhere]).toEqual([null, left.count]);
    const led: (string | null)[] = [];
    while (open.unread.get().count > 0 && led.length < all) {
      const text = await leadTo(open, 'late');
      led.push(text);
      open.noteSeen([keyOf(open, must(text, 'something to be led to'))]);
    }
    const skipped = Array.from({ length: chapters }, (_, index) => [`${index + 1}.1`, `${index + 1}.3`]).flat();
    expect(led.length).toBeGreaterThanOrEqual(2 * 6); // more chapters than are open at a time
    expect(led).toEqual(skipped.slice(3, 3 + led.length));
    await unreadIs(phone, open, 0);
    await serverCounts(ada, 0);
  });

  test('leads to where one stopped without a network too, as far as this device has it', async () => {
    await fill();
    const name = 'without a network';
    const [phone, open] = await openOn(ada, { name, haste: 20 });
    await readUntil(open, '4.3');
    await until(() => hasFetched(phone, 5), 'the next to be fetched');
    await phone.close();
    const offline = await journey.start(ada, { name, hasNetwork: false });
    const again = await offline.open(conversationId);
    await unreadIs(offline, again, all - 8);
    expect(await leadTo(again, 'first')).toBe('5.1');
  });
});

describe('all is read', () => {
  test('at once and on every device, whether a chapter is open or not and may still grow or not', async () => {
    await fill((chapter) => chapter === 6 && (movedMs += hourMs)); // the first six take nothing any more
    const [desk, there] = await openOn(await ada.signInAgain());
    const [phone, here] = await openOn(ada);
    await unreadIs(phone, here, all);
    await here.markAllRead();
    await unreadIs(phone, here, 0);
    await serverCounts(ada, 0);
    await unreadIs(desk, there, 0);
    const { first, late, lateElsewhere } = here.unread.get();
    expect([first, late, lateElsewhere]).toEqual([null, [], 0]);
  });

  test('without a network of what nobody adds to, and of the rest as far as it is here', async () => {
    await fill((chapter) => chapter === 6 && (movedMs += hourMs));
    const [phone, open] = await openOn(ada);
    await unreadIs(phone, open, all);
    await goOffline(phone);
    const isOpen = (chapter: number) => open.items.get().some(({ text }) => text?.startsWith(`${chapter}.`) === true);
    const away = [7, 8, 9, 10, 11].filter((chapter) => !isOpen(chapter));
    expect(away.length).toBeGreaterThan(0);
    await open.markAllRead();
    await unreadIs(phone, open, 2 * away.length);
    phone.setNetwork(true);
    await serverCounts(ada, 2 * away.length);
    await linkIs(phone, 'online');
    await open.markAllRead();
    await unreadIs(phone, open, 0);
    await serverCounts(ada, 0);
  });

  test('but what is written after it', async () => {
    await fill();
    const [phone, here] = await openOn(ada);
    const [, theirs] = await openOn(ben);
    await unreadIs(phone, here, all);
    await here.markAllRead();
    theirs.send('after');
    await unreadIs(phone, here, 1);
    await serverCounts(ada, 1);
    expect(await leadTo(here, 'first')).toBe('after');
  });
});
