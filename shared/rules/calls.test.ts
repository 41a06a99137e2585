import { describe, expect, test } from 'vitest';
import { noMarks, type Marks } from '../personal/marks.ts';
import { callsFor, comesBack, countCalling, isMuted } from './calls.ts';

const nowMs = 1_000;

describe('whether a message calls', () => {
  // Columns: a group without and with a mention, a conversation of two without and with one.
  test.each<[Marks['notice'], Marks['mutedUntil'], boolean[]]>([
    ['all', null, [true, true, true, true]],
    ['mentions', null, [false, true, true, true]],
    ['none', null, [false, false, false, false]],
    ['all', 'always', [false, false, false, false]],
    ['mentions', 'always', [false, true, false, true]],
    ['none', 'always', [false, false, false, false]],
    ['all', 2_000, [false, false, false, false]],
    ['mentions', 2_000, [false, true, false, true]],
    ['all', 1_000, [true, true, true, true]],
    ['mentions', 1_000, [false, true, true, true]],
    ['none', 1_000, [false, false, false, false]],
  ])('at the level %s, muted until %s', (notice, mutedUntil, expected) => {
    const marks = { notice, mutedUntil };
    const answers = [false, true].flatMap((isDirect) =>
      [false, true].map((isMentioned) => callsFor({ marks, isMentioned, isDirect, nowMs })),
    );
    expect(answers).toEqual(expected);
  });

  test('a mute ends at its moment by itself', () => {
    expect([999, 1_000, 1_001].map((at) => isMuted({ mutedUntil: 1_000 }, at))).toEqual([true, false, false]);
  });
});

const waiting = { isDirect: false, unread: 5, mentions: 2, nowMs };

describe('how much calls of what is unread', () => {
  test.each<[string, Partial<Marks>, number]>([
    ['all of it', {}, 5],
    ['what mentions one', { notice: 'mentions' }, 2],
    ['nothing where nothing is to be told', { notice: 'none' }, 0],
    ['nothing where it is muted', { mutedUntil: 'always' }, 0],
    ['what mentions one where that is to be told though it is muted', { mutedUntil: 'always', notice: 'mentions' }, 2],
    ['nothing of what was put away', { archivedUpTo: 7 }, 0],
    ['no more for a mark by hand', { isUnread: true }, 5],
    ['one for a mark by hand where nothing else calls', { isUnread: true, mutedUntil: 'always' }, 1],
  ])('%s', (_, change, count) => {
    expect(countCalling({ ...waiting, marks: { ...noMarks, ...change } })).toBe(count);
  });
});

describe('what was put away', () => {
  const put = (change: Partial<Marks> = {}) => ({ ...noMarks, archivedUpTo: 500, ...change });

  test.each<[string, Marks, Partial<typeof waiting & { newestAt: number }>, boolean]>([
    ['comes back with what calls', put(), { newestAt: 501 }, true],
    ['stays with what was there', put(), { newestAt: 500 }, false],
    ['stays with as much as was there', put({ archivedWith: 5 }), { newestAt: 500 }, false],
    ['comes back with what came late', put({ archivedWith: 4 }), { newestAt: 500 }, true],
    ['stays with what came late while it is muted', put({ archivedWith: 4, mutedUntil: 'always' }), {}, false],
    [
      'stays with what came late and mentions nobody, where only that calls',
      put({ archivedWith: 2, notice: 'mentions' }),
      { newestAt: 500 },
      false,
    ],
    ['stays with what was read elsewhere', put(), { newestAt: 501, unread: 0, mentions: 0 }, false],
    ['stays while it is muted', put({ mutedUntil: 'always' }), { newestAt: 501 }, false],
    ['comes back when the mute has ended', put({ mutedUntil: 900 }), { newestAt: 501 }, true],
    [
      'stays with what mentions nobody, where only that calls',
      put({ notice: 'mentions' }),
      { newestAt: 501, mentions: 0 },
      false,
    ],
    ['comes back with a mention, where only that calls', put({ notice: 'mentions' }), { newestAt: 501 }, true],
    ['is not there', noMarks, { newestAt: 501 }, false],
    ['stays where one has only marked it', put({ isUnread: true }), { newestAt: 501, unread: 0, mentions: 0 }, false],
  ])('%s', (_, marks, change, isBack) => {
    expect(comesBack({ ...waiting, newestAt: 0, ...change, marks })).toBe(isBack);
  });
});
