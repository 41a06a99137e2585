// A conversation goes on in the next chapter while its people write: nothing is lost, doubled or marked wrongly,
// whoever was away, was killed, or has two tabs.
import type * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import { chapterGraceMs } from '../../shared/conversation/chapters.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import { linesOf, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { plant } from '../kit/plant.ts';
import { deletionAt, editAt, reactionAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

const chapterLimits = { entries: 5, bytes: 100_000 };
let journey: Journey;
let movedMs = 0;
let names = 0;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;

beforeEach(async () => {
  movedMs = 0;
  journey = await openJourney({ chapterLimits, now: () => Date.now() + movedMs });
  ({ ada, ben, conversationId } = await journey.twoPeople());
});
afterEach(() => journey.close());

const start = (person: Person, options: EngineDeviceOptions = {}) => journey.start(person, { haste: 10, ...options });
const freshName = () => `moving on ${++names}`;

/** What stands in each chapter on the server, in the order of the timeline. */
async function chaptersOnServer(): Promise<string[][]> {
  const device = await openDevice(ben);
  const count = (await wholeInbox(ben)).size;
  const chapters = [];
  for (let chapter = 1; chapter <= count; chapter++) {
    const { doc } = await device.open(chapterName({ conversationId, chapter }));
    const messages = [...readLogs(doc)].flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
    chapters.push(messages.toSorted((a, b) => a.at - b.at).map(({ text }) => text));
  }
  await device.close();
  return chapters;
}

async function closings(chapter: number): Promise<number> {
  const device = await openDevice(ben);
  const { doc } = await device.open(chapterName({ conversationId, chapter }));
  await device.close();
  return [...readLogs(doc)].filter(({ event }) => event?.kind === 'closed').length;
}

async function isSent(conversation: OpenConversation, text: string): Promise<void> {
  await until(() => linesOf(conversation).includes(`${text} (sent)`), `${text} to be sent`);
}

async function say(conversation: OpenConversation, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    expect(conversation.send(text)).toBeNull();
    await isSent(conversation, text);
  }
}

async function readAll(conversation: OpenConversation): Promise<void> {
  await until(() => {
    conversation.showOlder();
    return conversation.edges.get().older === 'none';
  }, 'the beginning');
}

/** Two devices may write in the same millisecond. */
async function showsInAnyOrder(conversation: OpenConversation, lines: readonly string[]): Promise<void> {
  const expected = lines.toSorted();
  await until(() => linesOf(conversation).toSorted().join() === expected.join(), 'the lines').catch(() => undefined);
  expect(linesOf(conversation).toSorted()).toEqual(expected);
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word} ${index}`);
const plain = (lines: readonly string[]) => lines.map((line) => line.replace(' (sent)', ''));

async function onlineWith(device: EngineDevice): Promise<OpenConversation> {
  await linkIs(device, 'online');
  return device.open(conversationId);
}

/** Every mark that each of my messages had, in order. */
function watchMarks(conversation: OpenConversation): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  const look = () => {
    for (const item of conversation.items.get()) {
      const status = conversation.markOf(item)?.status;
      if (status === undefined) continue;
      const before = seen.get(`${item.text}`) ?? [];
      if (before.at(-1) !== status) seen.set(`${item.text}`, [...before, status]);
    }
  };
  look();
  conversation.items.subscribe(look);
  conversation.marks.subscribe(look);
  return seen;
}

describe('at the end of a chapter', () => {
  test('two who write at once both go on, and everything stands once', async () => {
    const [mine, theirs] = [await onlineWith(await start(ada)), await onlineWith(await start(ben))];
    for (let round = 0; round < 12; round++) {
      mine.send(`ada ${round}`);
      theirs.send(`ben ${round}`);
      if (round % 3 === 2) await Promise.all([isSent(mine, `ada ${round}`), isSent(theirs, `ben ${round}`)]);
    }
    const all = [...numbered('ada', 12), ...numbered('ben', 12)].sort();
    for (const conversation of [mine, theirs]) {
      await readAll(conversation);
      await until(() => plain(linesOf(conversation)).toSorted().join() === all.join(), 'everything').catch(() => 0);
      expect(plain(linesOf(conversation)).toSorted()).toEqual(all);
    }
    expect(plain(linesOf(mine))).toEqual(plain(linesOf(theirs)));
    const chapters = await chaptersOnServer();
    expect(chapters.length).toBeGreaterThanOrEqual(3);
    expect(chapters.flat().toSorted()).toEqual(all);
    expect(await closings(1)).toBe(1);
  });

  test('one who reconnects meanwhile goes on in the next', async () => {
    const device = await start(ada);
    const mine = await onlineWith(device);
    const theirs = await onlineWith(await start(ben));
    await say(theirs, numbered('ben', 4));
    await goOffline(device);
    mine.send('away 0');
    device.setNetwork(true);
    await say(theirs, ['ben 4', 'ben 5', 'ben 6']);
    mine.send('away 1');
    await isSent(mine, 'away 1');
    await Promise.all([readAll(mine), readAll(theirs)]);
    await until(() => linesOf(theirs).length === 9, 'all of it').catch(() => undefined);
    expect(
      linesOf(theirs)
        .map((line) => line.replace(' (sent)', ''))
        .toSorted(),
    ).toEqual([...numbered('away', 2), ...numbered('ben', 7)].toSorted());
    await until(() => linesOf(mine).length === 9, 'all of it').catch(() => undefined);
    expect(plain(linesOf(mine))).toEqual(plain(linesOf(theirs)));
  });
});

const away = numbered('away', 3);
const told = numbered('ben', 12);

/** Writes three messages without a network while Ben fills two chapters, and lets the time of grace pass. */
async function writeAway(
  device: EngineDevice,
  ...alsoAway: EngineDevice[]
): Promise<{ mine: OpenConversation; ids: string[] }> {
  const mine = await onlineWith(device);
  const theirs = await onlineWith(await start(ben));
  await say(theirs, ['hello']);
  await shows(mine, ['hello']);
  for (const one of [device, ...alsoAway]) await goOffline(one);
  for (const text of away) mine.send(text);
  await shows(mine, ['hello', ...away.map((text) => `${text} (waiting)`)]);
  const ids = mine.items
    .get()
    .slice(1)
    .map(({ id }) => id);
  await say(theirs, told);
  movedMs += chapterGraceMs;
  return { mine, ids };
}

/** All of it stands once, on the server, at Ben's and on a new device of Ada's. */
async function expectMovedOnce(ids: readonly string[]): Promise<void> {
  const chapters = await chaptersOnServer();
  expect(chapters[0]?.filter((text) => away.includes(text))).toEqual([]);
  expect(chapters.flat().toSorted()).toEqual(['hello', ...away, ...told].toSorted());
  const orders = [];
  for (const person of [ada, ben]) {
    const conversation = await onlineWith(await start(person));
    await readAll(conversation);
    orders.push(plain(linesOf(conversation)));
    const moved = conversation.items.get().filter(({ id }) => ids.includes(id));
    expect(moved.map(({ text }) => text)).toEqual(away);
    expect(moved.every(({ lateAt }) => lateAt !== null)).toBe(true);
  }
  expect(orders[0]?.toSorted()).toEqual(['hello', ...away, ...told].toSorted());
  expect(orders[1]).toEqual(orders[0]);
}

describe('what was written without a network into a chapter that takes no more', () => {
  test('moves on with its old ids, is shown once everywhere and marked truthfully', async () => {
    const device = await start(ada);
    const { mine, ids } = await writeAway(device);
    const marks = watchMarks(mine);
    device.setNetwork(true);
    await until(async () => (await chaptersOnServer()).flat().length === 16, 'all of it to arrive');
    await readAll(mine);
    await showsInAnyOrder(mine, ['hello', ...away.map((text) => `${text} (sent)`), ...told]);
    for (const text of away) expect(marks.get(text)?.join()).toMatch(/^waiting(,sent)?(,delivered)?$/);
    await expectMovedOnce(ids);
    await until(async () => (await device.messenger.countUnsent()) === 0, 'nothing to be unsent');
  });

  test('moves on after a restart although nobody opens the conversation', async () => {
    const device = await start(ada);
    const { ids } = await writeAway(device);
    await device.restart();
    device.setNetwork(true);
    await until(async () => (await chaptersOnServer()).flat().length === 16, 'all of it to arrive');
    await expectMovedOnce(ids);
  });

  test('moves on once from two tabs', async () => {
    const name = freshName();
    const [one, other] = [await start(ada, { name }), await start(ada, { name })];
    const second = await onlineWith(other);
    const { ids } = await writeAway(one, other);
    await shows(second, ['hello', ...away.map((text) => `${text} (waiting)`)]);
    one.setNetwork(true);
    other.setNetwork(true);
    await until(async () => (await chaptersOnServer()).flat().length === 16, 'all of it to arrive');
    for (const tab of [one, other]) {
      const conversation = await onlineWith(tab);
      await readAll(conversation);
      await showsInAnyOrder(conversation, ['hello', ...away.map((text) => `${text} (sent)`), ...told]);
    }
    await expectMovedOnce(ids);
  });

  test.each([
    ...[1, 2, 3].map((time): [string, number] => ['a database is loaded', time]),
    ...[1, 2, 3, 4].flatMap((time): [string, number][] => [
      ['before a record is written', time],
      ['after a record is written', time],
    ]),
    ...[1, 2, 3].flatMap((time): [string, number][] => [
      ['before the document is stored', time],
      ['after the document is stored', time],
    ]),
    ['before a database is taken over', 1],
    ['after a database is taken over', 1],
    ['before a database is removed', 1],
    ['after a database is removed', 1],
  ] as [string, number][])('moves on once when killed %s, the time being number %i', async (instant, time) => {
    const name = freshName();
    const first = await start(ada, { name });
    const { ids } = await writeAway(first);
    await first.close();
    let left = time;
    const second = await start(ada, {
      name,
      onStep(step) {
        if (step === instant && --left === 0) second.kill();
      },
    });
    await until(() => left <= 0, 'the kill');
    const third = await start(ada, { name });
    await linkIs(third, 'online');
    await until(async () => (await chaptersOnServer()).flat().length === 16, 'all of it to arrive');
    await expectMovedOnce(ids);
  });
});

test('an edit, a deletion and a reaction written without a network reach their messages in a closed chapter', async () => {
  const name = freshName();
  const device = await start(ada, { name });
  const mine = await onlineWith(device);
  const theirs = await onlineWith(await start(ben));
  await say(mine, ['to edit', 'to delete']);
  const [edited, deleted] = mine.items.get();
  await goOffline(device);
  await device.close();
  await plant({
    ...{ device: name, person: ada, conversationId },
    write(doc: Y.Doc) {
      const at = Date.now();
      appendEvent(doc, ada.userId, editAt(at, must(edited, 'a message').id, 'edited'));
      const { id, at: targetAt } = must(deleted, 'a message');
      appendDelete(doc, ada.userId, deletionAt(at + 1, id, targetAt));
      const about = { author: ada.userId, id: must(edited, 'a message').id };
      appendEvent(doc, ada.userId, reactionAt(at + 2, about));
    },
  });
  const others = numbered('ben', chapterLimits.entries - 1); // which close it, with room left for what belongs to its messages
  await say(theirs, others);
  movedMs += chapterGraceMs;
  const again = await start(ada, { name });
  const after = await onlineWith(again);
  await readAll(after);
  await readAll(theirs);
  const expected = ['edited', 'null', ...others];
  await until(() => plain(linesOf(theirs)).join() === expected.join(), 'both to arrive').catch(() => undefined);
  expect(plain(linesOf(theirs))).toEqual(expected);
  await until(() => theirs.items.get()[0]?.reactions.length === 1, 'the reaction to arrive');
});
