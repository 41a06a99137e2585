// Where one goes on reading when chapters are not here: by example, and by seed against all of them being here.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import { compareItems, untouched } from '../../../shared/conversation/timeline.ts';
import type { ClientId } from '../../../shared/ids.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import type { Interval } from '../conversation/chapter-window.ts';
import {
  countLate,
  findFirst,
  findLate,
  type FoundUnread,
  type KnownUnread,
  type Passed,
  type ToldChapter,
} from './decide-unread.ts';
import type { Countable } from './decide-reading.ts';

const ben = freshUserId();
const none: Passed = new Set<number>();

function message(at: number): Countable {
  const { id } = messageAt(at);
  const place = { client: 1 as ClientId, clock: at };
  return {
    key: `${ben} ${id}`,
    id,
    author: ben,
    at,
    text: 'words',
    notice: null,
    ...untouched,
    lateAt: null,
    place,
  };
}

function told(chapter: number, [from, to]: [number, number], said: Partial<ToldChapter> = {}): ToldChapter {
  return { chapter, onTime: { from, to }, late: null, unread: 0, hasRead: false, ...said };
}

const known = (said: Partial<KnownUnread>): KnownUnread => ({ line: null, here: [], told: [], ...said });
const wordOf = (found: FoundUnread | null) =>
  found === null ? null : found.status === 'in' ? `in ${found.chapter}` : found.item.at;

describe('one goes on reading', () => {
  test('in the chapter of which a part was read, not in the newest', () => {
    const chapters = [told(1, [0, 9], { hasRead: true }), told(2, [10, 19], { hasRead: true, unread: 4 })];
    const here = [message(40), message(41)];
    const all = known({ here, told: [...chapters, told(3, [20, 39], { unread: 20 })] });
    expect(wordOf(findFirst(all, none))).toBe('in 2');
  });

  test('at the message once that chapter is here', () => {
    const all = known({
      line: message(15),
      here: [message(16), message(40)],
      told: [told(3, [20, 39], { unread: 20 })],
    });
    expect(wordOf(findFirst(all, none))).toBe(16);
  });

  test('in the first chapter where nothing was read', () => {
    const chapters = [told(1, [0, 9], { unread: 5 }), told(2, [10, 19], { unread: 5 })];
    expect(wordOf(findFirst(known({ here: [message(40)], told: chapters }), none))).toBe('in 1');
    expect(wordOf(findFirst(known({ here: [message(40)], told: chapters }), new Set([1, 2])))).toBe(40);
  });

  test('below what was read: what is unread in a chapter above came late', () => {
    const late = told(1, [0, 9], { hasRead: true, unread: 1 });
    const all = known({ line: message(20), here: [message(30)], told: [late] });
    expect([wordOf(findFirst(all, none)), wordOf(findLate(all, none)), countLate(all)]).toEqual([30, 'in 1', 1]);
  });

  test('nowhere when nothing is unread', () => {
    const all = known({ line: message(20), told: [told(1, [0, 9], { hasRead: true })] });
    expect([findFirst(all, none), findLate(all, none), countLate(all)]).toEqual([null, null, 0]);
  });
});

describe('whoever leapt to the newest', () => {
  test('is led to the oldest that was left out, in whatever chapter', () => {
    const chapters = [
      told(1, [0, 9], { hasRead: true }),
      told(2, [10, 19], { unread: 10 }),
      told(3, [20, 29], { unread: 9 }),
    ];
    const all = known({ line: message(40), here: [message(35)], told: chapters });
    expect([wordOf(findLate(all, none)), findFirst(all, none), countLate(all)]).toEqual(['in 2', null, 19]);
    expect(wordOf(findLate(all, new Set([2, 3])))).toBe(35);
  });
});

test('by seed: opening what is asked for ends at the message that is found when everything is here', () => {
  const random = prng.create(7);
  for (let round = 0; round < 2_000; round++) {
    const chapters = history(random);
    const whole = merged(chapters, new Set(chapters.keys()));
    for (const find of [findFirst, findLate]) {
      const open = new Set([...chapters.keys()].filter(() => prng.bool(random)));
      let found = find(merged(chapters, open), open);
      for (let opened = 0; found?.status === 'in'; opened++) {
        expect(opened).toBeLessThan(chapters.size);
        open.add(found.chapter);
        found = find(merged(chapters, open), open);
      }
      expect(wordOf(found)).toBe(wordOf(find(whole, none)));
    }
  }
});

interface Chapter {
  readonly messages: readonly { readonly message: Countable; readonly isRead: boolean }[];
}

/** Chapters that follow each other, more or less, of which something was read. */
function history(random: prng.PRNG): Map<number, Chapter> {
  const chapters = new Map<number, Chapter>();
  let at = 0;
  const readUntil = prng.uint32(random, 0, 60);
  for (let chapter = 1; chapter <= 5; chapter++) {
    const messages = Array.from({ length: prng.uint32(random, 1, 6) }, () => {
      at += prng.uint32(random, 1, 4);
      const isLate = prng.uint32(random, 0, 9) === 0;
      const written = isLate
        ? Math.max(0, at - prng.uint32(random, 1, 30)) + Math.floor(prng.real53(random) * 1e6) / 1e7
        : at;
      const isRead = isLate ? prng.bool(random) : at <= readUntil;
      return { message: message(written), isRead };
    });
    chapters.set(chapter, { messages });
  }
  return chapters;
}

function merged(chapters: ReadonlyMap<number, Chapter>, open: ReadonlySet<number>): KnownUnread {
  const here = [...chapters].filter(([chapter]) => open.has(chapter)).flatMap(([, { messages }]) => messages);
  const read = here.filter(({ isRead }) => isRead).map(({ message }) => message);
  return {
    line: read.toSorted(compareItems).at(-1) ?? null,
    here: here.flatMap(({ message, isRead }) => (isRead ? [] : [message])).toSorted(compareItems),
    told: [...chapters].filter(([chapter]) => !open.has(chapter)).map(([chapter, one]) => toldOf(chapter, one)),
  };
}

function toldOf(chapter: number, { messages }: Chapter): ToldChapter {
  const at = messages.map(({ message }) => message.at);
  const unread = messages.filter(({ isRead }) => !isRead).length;
  const onTime: Interval = { from: Math.min(...at), to: Math.max(...at) };
  return { chapter, onTime, late: null, unread, hasRead: unread < messages.length };
}
