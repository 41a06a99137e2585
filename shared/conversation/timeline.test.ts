// The timeline: whatever the order of arrival, the same entries give the same rows.
import { isDeepStrictEqual } from 'node:util';
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import { mintEventId, mintUserId, type ClientId, type EventId, type UserId } from '../ids.ts';
import { subjectKey, targetOf, type ChapterEvent, type ReactionEvent } from './events.ts';
import { serverAuthor, type Author, type LogEntry } from './log.ts';
import { maxReactionKinds, type Reaction } from './reactions.ts';
import { Timeline, untouched, type TimelineItem } from './timeline.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const ben = mintUserId(new Uint8Array(15).fill(2));
const id = (kind: string, number: number) => mintEventId(kind, new Uint8Array(15).fill(number));
const client = (number: number) => number as ClientId;

const entry = (author: Author, [number, clock]: [number, number], event: ChapterEvent | null): LogEntry => ({
  ...{ author, client: client(number), clock, event },
  state: event === null ? 'erased' : 'event',
});
const message = (number: number, at: number, text = `m${number}`): ChapterEvent => ({
  ...{ kind: 'message', id: id('message', number), at, text },
});
const edit = (number: number, at: number, target: EventId): ChapterEvent => ({
  ...{ kind: 'edit', id: id('edit', number), at, target, text: `e${number}` },
});
const deletion = (number: number, at: number, target: EventId, targetAt: number): ChapterEvent => ({
  ...{ kind: 'delete', id: id('delete', number), at, target, targetAt },
});
const takenDown = (number: number, at: number, target: EventId, targetAt: number): ChapterEvent => ({
  ...{ kind: 'delete', id: id('delete', number), at, target, targetAt, targetAuthor: ada },
});
const said = (number: number, at: number, isOn: boolean) => ({
  ...{ id: id('said', number), at, target: id('message', 1), targetAuthor: ada, isOn },
});
const reaction = (number: number, at: number, [emoji, isOn]: [string, boolean]): ChapterEvent => ({
  ...{ kind: 'reaction', ...said(number, at, isOn), emoji },
});
const pin = (number: number, at: number, isOn: boolean): ChapterEvent => ({ kind: 'pin', ...said(number, at, isOn) });
const late = (number: number, at: number, [from, clock, count]: [number, number, number]): ChapterEvent => ({
  ...{ kind: 'late', id: id('late', number), at, client: from, clock, count },
});

/** Each small enough for every order of arrival. */
const histories: Record<string, readonly LogEntry[]> = {
  'messages at one instant': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ben, [2, 0], message(2, 5)),
    entry(ben, [2, 1], message(1, 5, 'the same id by another')),
    entry(ada, [1, 1], message(3, 4)),
  ],
  'edits of one message, two at one instant, one by a stranger': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [1, 1], edit(11, 7, id('message', 1))),
    entry(ada, [3, 0], edit(12, 7, id('message', 1))),
    entry(ada, [3, 1], edit(13, 6, id('message', 1))),
    entry(ben, [2, 0], edit(14, 9, id('message', 1))),
  ],
  'a deletion with what it deletes': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [1, 1], edit(11, 7, id('message', 1))),
    entry(ada, [1, 2], deletion(12, 8, id('message', 1), 5)),
    entry(ada, [3, 0], deletion(13, 9, id('message', 1), 6)),
    entry(ben, [2, 0], deletion(14, 6, id('message', 1), 5)),
    entry(ben, [2, 1], message(2, 6)),
  ],
  'a message that stands twice, and late notes for it': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [3, 0], message(1, 5)),
    entry(ada, [3, 1], message(2, 9)),
    entry(serverAuthor, [9, 0], late(21, 400, [1, 0, 1])),
    entry(serverAuthor, [9, 1], late(22, 300, [3, 0, 2])),
  ],
  'reactions of two people and of two devices, one taken back': [
    entry(ben, [2, 0], reaction(11, 7, ['👍', true])),
    entry(ben, [2, 1], reaction(12, 8, ['👍', false])),
    entry(ben, [4, 0], reaction(13, 8, ['👍', true])),
    entry(ada, [1, 1], reaction(14, 6, ['👍', true])),
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [1, 2], reaction(15, 6, ['🎉', true])),
  ],
  'pins of two people at one instant, and one that was taken away later': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [1, 1], pin(11, 7, true)),
    entry(ben, [2, 0], pin(12, 7, false)),
    entry(ben, [2, 1], pin(13, 6, true)),
    entry(ada, [3, 0], pin(14, 7, true)),
  ],
  'a deletion by somebody else against edit, reaction and pin': [
    entry(ada, [1, 0], message(1, 5)),
    entry(ada, [1, 1], edit(11, 9, id('message', 1))),
    entry(ben, [2, 0], takenDown(12, 8, id('message', 1), 5)),
    entry(ada, [3, 0], deletion(13, 8, id('message', 1), 6)),
    entry(ben, [2, 1], reaction(14, 9, ['👍', true])),
    entry(ben, [2, 2], pin(15, 9, true)),
  ],
  'an answer and a forward, and what is done to them before they are there': [
    entry(ben, [2, 0], edit(11, 7, id('message', 2))),
    entry(ben, [2, 1], { ...message(2, 6), replyTo: { author: ada, id: id('message', 1), at: 5 } } as ChapterEvent),
    entry(ada, [1, 0], reaction(12, 3, ['👍', true])),
    entry(ada, [1, 1], { ...message(1, 5), forwarded: { source: null } } as ChapterEvent),
    entry(ada, [1, 2], pin(13, 4, true)),
  ],
  'erased places and a late note for them': [
    entry(ada, [1, 0], null),
    entry(ada, [1, 1], deletion(12, 8, id('message', 1), 5)),
    entry(serverAuthor, [9, 0], late(21, 400, [1, 0, 2])),
    entry(ada, [1, 2], message(4, 9)),
  ],
};

describe.each(Object.entries(histories))('%s', (_, history) => {
  const expected = reduce(history);

  test('gives the same rows in every order of arrival, one by one or at once', () => {
    for (const order of permutations(history)) {
      const oneByOne = new Timeline();
      for (const single of order) oneByOne.apply([single]);
      expect(oneByOne.items).toEqual(expected);
      const atOnce = new Timeline();
      atOnce.apply(order);
      expect(atOnce.items).toEqual(expected);
    }
  });

  test('gives the same rows again, the very same objects, when seen before', () => {
    const timeline = new Timeline();
    timeline.apply(history);
    const rows = [...timeline.items];
    for (const single of history) timeline.apply([single]);
    timeline.apply(history);
    expect(timeline.items.every((row, index) => row === rows[index]) && timeline.items.length === rows.length).toBe(
      true,
    );
  });
});

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'a large history in any order and portions, seed %i',
  (seed) => {
    const random = prng.create(seed);
    const history = drawHistory(random, 150);
    const expected = reduce(history);
    for (let round = 0; round < 5; round++) {
      const timeline = new Timeline();
      const order = shuffled(random, [...history, ...history.filter(() => prng.bool(random))]);
      while (order.length > 0) timeline.apply(order.splice(0, prng.int32(random, 1, 20)));
      expect(timeline.items).toEqual(expected);
    }
  },
);

test('a row that did not change stays the same object, and earlier lists are left alone', () => {
  const timeline = new Timeline();
  timeline.apply([entry(ada, [1, 0], message(1, 5)), entry(ada, [1, 1], message(2, 6))]);
  const before = timeline.items;
  const [first, second] = before;
  timeline.apply([entry(ada, [1, 2], edit(11, 7, id('message', 1)))]);
  expect(timeline.items[0]).not.toBe(first);
  expect(timeline.items[1]).toBe(second);
  expect(timeline.items).not.toBe(before);
  expect(before).toEqual([first, second]);
  expect(first).toMatchObject({ text: 'm1', isEdited: false });
});

test('entries of a newer version and erased places show nothing', () => {
  const timeline = new Timeline();
  timeline.apply([entry(ada, [1, 0], null), { ...entry(ada, [1, 1], null), state: 'unknown' }]);
  expect(timeline.items).toEqual([]);
});

test('a thousand reactions at once are not counted anew for each of them', () => {
  const count = 1_000;
  let looks = 0;
  const entries = Array.from({ length: count }, (_, clock): LogEntry => {
    const event = reaction(clock % 250, clock + 10, [`${clock}`, true]);
    const { at } = event;
    Object.defineProperty(event, 'at', { get: () => (looks++, at) });
    return entry(ben, [2, clock], event);
  });
  const timeline = new Timeline();
  timeline.apply([entry(ada, [1, 0], message(1, 5)), ...entries]);
  expect(timeline.items[0]?.reactions).toHaveLength(maxReactionKinds);
  expect(looks).toBeLessThan(count * 100);
});

/** The rows by the plainest rule: everything known of each message, looked up anew. */
function reduce(history: readonly LogEntry[]): TimelineItem[] {
  const all = history.flatMap(({ event, ...place }) => (event === null ? [] : [{ ...place, event }]));
  const keys = new Set(all.flatMap(({ author, event }) => keyOf(author, event) ?? []));
  const rows = [...keys].flatMap((key): TimelineItem[] => {
    const mine = all.filter(({ author, event }) => keyOf(author, event) === key);
    const messages = mine.flatMap(({ event, ...rest }) => (event.kind === 'message' ? [{ ...rest, event }] : []));
    const [found] = messages.sort((a, b) => a.event.at - b.event.at || a.client - b.client || a.clock - b.clock);
    const edits = mine.flatMap(({ event }) => (event.kind === 'edit' ? [event] : [])).sort(byOrder);
    const deletions = mine.flatMap(({ author, event }) => (event.kind === 'delete' ? [{ author, ...event }] : []));
    const [deleted] = deletions.sort(byOrder);
    const place = found === undefined ? null : { client: found.client, clock: found.clock };
    const author = key.slice(0, key.indexOf(' ')) as Author;
    if (deleted !== undefined) {
      const row = { key, id: deleted.target, author, at: deleted.targetAt, text: null };
      return [{ ...untouched, ...row, notice: null, lateAt: null, place, deletedBy: deleted.author }];
    }
    if (found === undefined) return [];
    const { id, at, text, replyTo = null, forwarded = null } = found.event;
    const { mentions = [] } = edits.at(-1) ?? found.event;
    const arrivals = all.flatMap(({ event }) =>
      event.kind === 'late' && event.client === found.client && covers(event, found.clock) ? [event.at] : [],
    );
    const lateAt = arrivals.length === 0 ? null : Math.min(...arrivals);
    const texts = [{ at, text }, ...edits.map((one) => ({ at: one.at, text: one.text }))];
    const versions = texts.filter((one, index) => texts.findIndex((other) => isDeepStrictEqual(other, one)) === index);
    const pins = mine.flatMap(({ event }) => (event.kind === 'pin' ? [event] : [])).sort(byOrder);
    return [
      {
        ...{ key, id, author, at, replyTo, forwarded, mentions, notice: null, lateAt, place, deletedBy: null },
        isAutomatic: found.event.automatic === true,
        attachments: found.event.attachments ?? [],
        text: edits.at(-1)?.text ?? text,
        isEdited: edits.length > 0,
        versions: edits.length === 0 ? [] : versions,
        reactions: reactionsIn(mine),
        isPinned: pins.at(-1)?.isOn ?? false,
      },
    ];
  });
  return rows.sort((a, b) => byOrder(a, b) || (a.author < b.author ? -1 : 1));
}

function reactionsIn(mine: readonly { author: Author; event: ChapterEvent }[]): Reaction[] {
  const words = mine.flatMap(({ author, event }) => (event.kind === 'reaction' ? [{ author, ...event }] : []));
  const isLast = (one: { author: Author } & ReactionEvent) =>
    words
      .filter((other) => other.author === one.author && other.emoji === one.emoji)
      .sort(byOrder)
      .at(-1)?.id === one.id;
  const standing = words.filter((one) => one.isOn && isLast(one)).sort(byOrder);
  const kinds = [...new Set(standing.map(({ emoji }) => emoji))].map((emoji) => {
    const people = standing.filter((one) => one.emoji === emoji).map(({ author }) => author as UserId);
    return { emoji, userIds: [...new Set(people)] };
  });
  const most = kinds.toSorted((one, other) => other.userIds.length - one.userIds.length).slice(0, maxReactionKinds);
  return kinds.filter((kind) => most.includes(kind));
}

function keyOf(author: Author, event: ChapterEvent): string | null {
  return event.kind === 'message' ? subjectKey(author, event.id) : targetOf(author, event);
}

function covers({ clock, count }: { clock: number; count: number }, place: number): boolean {
  return place >= clock && place < clock + count;
}

function byOrder(a: { at: number; id: string }, b: { at: number; id: string }): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function drawHistory(random: prng.PRNG, length: number): LogEntry[] {
  const clocks = new Map<number, number>();
  return Array.from({ length }, (_, index) => {
    const number = prng.int32(random, 1, 4);
    const clock = clocks.get(number) ?? 0;
    clocks.set(number, clock + 1);
    const author = number === 4 ? serverAuthor : number === 1 ? ada : ben;
    const target = id('message', prng.int32(random, 1, 60));
    const at = prng.int32(random, 1, 40);
    const kind = prng.int32(random, 0, 9);
    const run: [number, number, number] = [
      prng.int32(random, 1, 3),
      prng.int32(random, 0, 30),
      prng.int32(random, 1, 5),
    ];
    if (author === serverAuthor) return entry(author, [number, clock], late(index, at + 100, run));
    const of = { ...said(index, at, prng.bool(random)), target, targetAuthor: prng.oneOf(random, [ada, ben]) };
    const emoji = prng.oneOf(random, ['👍', '🎉', '❤️']);
    const isOthers = prng.int32(random, 0, 2) === 0;
    if (isOthers)
      return entry(
        author,
        [number, clock],
        drawAbout(random, { of, emoji, deletion: takenDown(index, at, target, at) }),
      );
    if (kind < 6) return entry(author, [number, clock], message(prng.int32(random, 1, 60), at));
    if (kind < 8) return entry(author, [number, clock], edit(index, at, target));
    return entry(author, [number, clock], kind === 8 ? deletion(index, at, target, at) : null);
  });
}

function drawAbout(
  random: prng.PRNG,
  { of, emoji, deletion: taken }: { of: ReturnType<typeof said>; emoji: string; deletion: ChapterEvent },
): ChapterEvent {
  const drawn = prng.int32(random, 0, 9);
  if (drawn === 0) return taken;
  return drawn < 7 ? { kind: 'reaction', ...of, emoji } : { kind: 'pin', ...of };
}

function shuffled<T>(random: prng.PRNG, things: readonly T[]): T[] {
  const left = [...things];
  return things.flatMap(() => left.splice(prng.int32(random, 0, left.length - 1), 1));
}

function* permutations<T>(things: readonly T[]): Generator<T[]> {
  if (things.length === 0) yield [];
  for (const [index, thing] of things.entries()) {
    for (const rest of permutations(things.toSpliced(index, 1))) yield [thing, ...rest];
  }
}
