// A conversation of twelve chapters on a device: one of them opens it, the others come when they are looked at.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import type { UserEvent } from '../../shared/conversation/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { fillChapters } from '../kit/fill-chapters.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import { watchDatabases, type OpenDatabases } from '../kit/open-databases.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';

const limits = { entries: 5, bytes: 100_000 };
const chapters = 12;
const hourMs = 3_600_000;

let journey: Journey;
let movedMs = 0;
let names = 0;
let lastAt = 0;
const now = () => Date.now() + movedMs;
const nextAt = () => (lastAt = Math.max(now(), lastAt + 1));

let ada: Person;
let ben: Person;
let conversationId: ConversationId;
let history: (UserEvent & { kind: 'message' })[];
let databases: OpenDatabases;

beforeAll(async () => {
  journey = await openJourney({ chapterLimits: limits, now });
  ({ ada, ben, conversationId } = await journey.twoPeople());
  const people: [Person, Person] = [ada, ben];
  const onClosed = () => void (movedMs += hourMs);
  history = await fillChapters({ people, conversationId, limits, chapters, inLast: 2, nextAt, onClosed });
});
afterAll(() => journey.close());
beforeEach(() => {
  databases = watchDatabases();
});
afterEach(async () => {
  for (const device of started.splice(0)) await device.close();
});

const started: EngineDevice[] = [];
const startAda = async (name = `device of ${++names}`) => {
  // Slow enough that nothing is fetched in the background meanwhile.
  const device = await journey.start(ada, { haste: 0.02, name, adapt: (platform) => databases.adapt(platform) });
  started.push(device);
  return device;
};
const textsOf = ({ items }: OpenConversation) => items.get().map(({ text }) => text);
const inChapter = (chapter: number) => history.filter(({ text }) => text.startsWith(`${chapter}.`));
const textsFrom = (chapter: number, to = chapters) =>
  history.filter(({ text }) => Number.parseInt(text) >= chapter && Number.parseInt(text) <= to).map(({ text }) => text);

async function holds(conversation: OpenConversation, texts: readonly string[]): Promise<void> {
  await until(() => textsOf(conversation).join() === texts.join(), 'the rows').catch(() => undefined);
  expect(textsOf(conversation)).toEqual(texts);
}

/** What is on hand is a stretch of the whole without a gap, and each row is there once. */
function expectStretch(texts: readonly (string | null)[]): void {
  const all = history.map(({ text }) => text);
  const from = all.indexOf(texts[0] ?? '');
  expect(texts).toEqual(all.slice(from, from + texts.length));
}

async function scrollUp(conversation: OpenConversation): Promise<void> {
  const before = textsOf(conversation)[0];
  conversation.showOlder();
  await until(() => textsOf(conversation)[0] !== before, 'older rows');
  expectStretch(textsOf(conversation));
}

async function scrollToTheTop(conversation: OpenConversation): Promise<void> {
  while (conversation.edges.get().older !== 'none') await scrollUp(conversation);
}

async function openAtEnd(device: EngineDevice): Promise<OpenConversation> {
  await linkIs(device, 'online');
  const conversation = await device.open(conversationId);
  await holds(conversation, textsFrom(chapters));
  return conversation;
}

describe('a conversation of twelve chapters', () => {
  test('opens with one of them', async () => {
    const conversation = await openAtEnd(await startAda());
    expect(databases.takeOpened()).toEqual([chapters]);
    expect(conversation.edges.get()).toEqual({ older: 'more', newer: 'none' });
  });

  test('keeps at hand what one is about to change, wherever one looks', async () => {
    const conversation = await openAtEnd(await startAda());
    await scrollToTheTop(conversation);
    const item = must(
      conversation.items.get().find(({ author, text }) => author === ada.userId && text?.startsWith('1.') === true),
      'a message of her own',
    );
    const change = () => conversation.edit(item, item.text ?? '', []);
    await conversation.goTo('newest');
    for (let chapter = 0; chapter < 6; chapter++) await scrollUp(conversation);
    await until(() => !databases.now.has(1), 'the first chapter to be closed');
    expect(change()).toBe('not-ready');
    const letGo = conversation.hold(item);
    expect(await conversation.whenReady(item)).toBe(true);
    expect(change()).toBeNull();
    letGo();
  });

  test('shows its first message by going up and its last by going down, six chapters in memory', async () => {
    const conversation = await openAtEnd(await startAda());
    await scrollToTheTop(conversation);
    expect(textsOf(conversation)[0]).toBe('1.0');
    expect(conversation.edges.get().newer).toBe('more');
    while (conversation.edges.get().newer !== 'none') {
      const before = textsOf(conversation).at(-1);
      conversation.showNewer();
      await until(() => textsOf(conversation).at(-1) !== before, 'newer rows');
      expectStretch(textsOf(conversation));
    }
    expect(textsOf(conversation).at(-1)).toBe(`${chapters}.1`);
    await until(() => databases.now.size <= 6, 'the others to be closed');
    expect(databases.most).toBeLessThanOrEqual(7); // one may still be on its way out
  });

  test('shows no gap at any time to whoever asks for more in the turn in which they are told that there is', async () => {
    const conversation = await openAtEnd(await startAda());
    const askMore = () => {
      if (conversation.edges.get().older === 'more') conversation.showOlder();
    };
    const shown: (string | null)[][] = [];
    const stops = [
      conversation.edges.subscribe(askMore),
      conversation.items.subscribe(() => void shown.push(textsOf(conversation))),
    ];
    askMore();
    await until(() => textsOf(conversation)[0] === '1.0', 'the first message');
    for (const stop of stops) stop();
    for (const texts of shown) expectStretch(texts);
    await conversation.goTo('newest');
    await holds(conversation, textsFrom(chapters));
  });

  test('leads to a message, to a date and back to the end, opening three documents at most', async () => {
    const conversation = await openAtEnd(await startAda());
    const target = must(inChapter(4)[2], 'a message');
    databases.takeOpened();
    const key = await conversation.goTo({ id: target.id, at: target.at });
    expect(key).toBe(conversation.items.get().find(({ id }) => id === target.id)?.key);
    expect(key).not.toBeNull();
    await holds(conversation, textsFrom(4, 4));
    expect(conversation.edges.get()).toEqual({ older: 'more', newer: 'more' });
    const day = must(inChapter(8)[0], 'a message');
    const first = await conversation.goTo({ at: day.at - 1_000 });
    expect(conversation.items.get().find(({ key: one }) => one === first)?.text).toBe('8.0');
    expect(databases.takeOpened().length).toBeLessThanOrEqual(3);
    const last = await conversation.goTo('newest');
    expect(conversation.items.get().find(({ key: one }) => one === last)?.text).toBe(`${chapters}.1`);
    await until(() => textsOf(conversation).at(-1) === `${chapters}.1`, 'the end');
    expectStretch(textsOf(conversation));
  });

  test('is all there without a network once everything was fetched', async () => {
    const device = await startAda('offline');
    const conversation = await openAtEnd(device);
    await scrollToTheTop(conversation);
    await goOffline(device);
    await device.restart();
    const again = await device.open(conversationId);
    await holds(again, textsFrom(chapters));
    await scrollToTheTop(again);
    expect(textsOf(again)[0]).toBe('1.0');
    const target = must(inChapter(10)[1], 'a message');
    expect(await again.goTo({ id: target.id, at: target.at })).not.toBeNull();
    expectStretch(textsOf(again));
  });

  test('says what cannot be reached without a network, and shows nothing across the gap', async () => {
    const device = await startAda('gap');
    const conversation = await openAtEnd(device);
    const target = must(inChapter(3)[0], 'a message');
    await conversation.goTo({ id: target.id, at: target.at });
    await goOffline(device);
    await device.restart();
    const again = await device.open(conversationId);
    await holds(again, textsFrom(chapters));
    again.showOlder();
    await until(() => again.edges.get().older === 'unreachable', 'the gap to be named');
    expect(textsOf(again)).toEqual(textsFrom(chapters));
    expect(await again.goTo({ id: target.id, at: target.at })).not.toBeNull();
    expect(textsOf(again)).toEqual(textsFrom(3, 3));
    again.showNewer();
    await until(() => again.edges.get().newer === 'unreachable', 'the gap to be named');
    expect(textsOf(again)).toEqual(textsFrom(3, 3));
    const missing = must(inChapter(7)[0], 'a message');
    expect(await again.goTo({ id: missing.id, at: missing.at })).toBeNull();
    expect(again.edges.get()).toEqual({ older: 'unreachable', newer: 'unreachable' });
    device.setNetwork(true);
    await until(() => textsOf(again).includes('7.0'), 'the chapter to come with the network');
    expectStretch(textsOf(again));
  });

  test('leads to its end when the newest chapter is empty', async () => {
    const device = await startAda();
    const conversation = await openAtEnd(device);
    for (const text of ['a', 'b', 'c']) conversation.send(text);
    await until(() => textsOf(conversation).length >= 5, 'the last messages');
    await until(() => databases.now.has(chapters + 1), 'the next chapter');
    const other = await startAda();
    await linkIs(other, 'online');
    const theirs = await other.open(conversationId);
    const key = await theirs.goTo('newest');
    expect(theirs.items.get().find((one) => one.key === key)?.text).toBe('c');
  });
});
