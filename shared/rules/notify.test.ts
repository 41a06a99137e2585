import { describe, expect, test } from 'vitest';
import { noMarks } from '../personal/marks.ts';
import { isQuietAt, isToBeTold, type News } from './notify.ts';

const noonMs = Date.UTC(2026, 5, 1, 12);
const plain: News = {
  ...{ marks: noMarks, isMentioned: false, isDirect: false, nowMs: noonMs },
  ...{ isOwn: false, isAutomatic: false, isDoNotDisturb: false, quiet: null },
};
const night = { timeZone: 'Europe/Berlin', from: 22 * 60, to: 7 * 60 };

describe('a message is told', () => {
  test.each<[string, Partial<News>, boolean]>([
    ['as it comes', {}, true],
    ['not of oneself', { isOwn: true }, false],
    ['not where it was said by itself', { isAutomatic: true }, false],
    ['not while nothing may disturb, also where one is mentioned', { isDoNotDisturb: true, isMentioned: true }, false],
    ['not in quiet hours', { quiet: { timeZone: 'UTC', from: 11 * 60, to: 13 * 60 } }, false],
    ['outside of quiet hours', { quiet: night }, true],
    ['not where only mentions are wanted', { marks: { ...noMarks, notice: 'mentions' } }, false],
    [
      'where one is mentioned and that is wanted',
      { marks: { ...noMarks, notice: 'mentions' }, isMentioned: true },
      true,
    ],
    ['not in what is muted', { marks: { ...noMarks, mutedUntil: 'always' } }, false],
    ['in what was muted until before', { marks: { ...noMarks, mutedUntil: noonMs } }, true],
    ['not where nothing is wanted', { marks: { ...noMarks, notice: 'none' }, isDirect: true }, false],
  ])('%s', (_name, change, isTold) => {
    expect(isToBeTold({ ...plain, ...change })).toBe(isTold);
  });
});

describe('quiet hours', () => {
  test.each([
    ['before they begin', Date.UTC(2026, 5, 1, 19, 59), false],
    ['as they begin, by the clock there', Date.UTC(2026, 5, 1, 20), true],
    ['after midnight', Date.UTC(2026, 5, 2, 0, 30), true],
    ['as they end', Date.UTC(2026, 5, 2, 5), false],
    ['an hour later by the same clock in winter', Date.UTC(2026, 0, 2, 5, 30), true],
  ])('%s', (_name, nowMs, isQuiet) => {
    expect(isQuietAt(night, nowMs)).toBe(isQuiet);
  });

  test('are none by a clock that nobody knows', () => {
    expect(isQuietAt({ ...night, timeZone: 'Nowhere/Land' }, Date.UTC(2026, 5, 2, 0, 30))).toBe(false);
  });
});
