// Which chapters are needed for what is shown, and that nothing is shown across a gap: by example and by seed.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import { farthest, nearestTo, neededAt, nextAbove, nextBelow, stretchAround, type Coverage } from './chapter-window.ts';

const chapter = (number: number, from: number, to: number, late: Coverage['late'] = null): Coverage => ({
  ...{ chapter: number, late },
  onTime: { from, to },
});
const three = [chapter(1, 100, 199), chapter(2, 195, 299), chapter(3, 300, 399)];
const loaded = (...numbers: number[]) => new Set(numbers);

describe('a stretch', () => {
  test('reaches from the newest down to the last row of what is not loaded', () => {
    expect(stretchAround(Infinity, three, loaded(3))).toEqual({ above: 299, below: Infinity });
    expect(stretchAround(Infinity, three, loaded(2, 3))).toEqual({ above: 199, below: Infinity });
    expect(stretchAround(Infinity, three, loaded(1, 2, 3))).toEqual({ above: -Infinity, below: Infinity });
  });

  test('far from the newest ends on both sides', () => {
    expect(stretchAround(250, three, loaded(2))).toEqual({ above: 199, below: 300 });
  });

  test('is empty where something is missing at that very moment', () => {
    expect(stretchAround(197, three, loaded(2, 3))).toEqual({ above: 197, below: 197 });
    expect(neededAt(197, three, loaded(2, 3))).toEqual([1]);
  });

  test('does not go across rows that came late into a later chapter', () => {
    const withLate = [chapter(1, 100, 199), chapter(2, 200, 299), chapter(3, 300, 399, { from: 120, to: 130 })];
    expect(stretchAround(150, withLate, loaded(1))).toEqual({ above: 130, below: 200 });
    expect(neededAt(125, withLate, loaded(1))).toEqual([3]);
  });

  test('of a chapter that covers nothing ends nowhere', () => {
    expect(stretchAround(Infinity, [{ chapter: 1, onTime: null, late: null }], loaded())).toEqual({
      above: -Infinity,
      below: Infinity,
    });
  });
});

test('what comes next above and below is loaded together where it overlaps', () => {
  const stretch = stretchAround(350, three, loaded(3));
  expect(nextAbove(stretch, three, loaded(3))).toEqual([2]);
  expect(nextAbove(stretchAround(250, three, loaded(2, 3)), three, loaded(2, 3))).toEqual([1]);
  expect(nextBelow(stretchAround(250, three, loaded(1, 2)), three, loaded(1, 2))).toEqual([3]);
  expect(nextBelow(stretchAround(250, three, loaded(1, 2, 3)), three, loaded(1, 2, 3))).toEqual([]);
});

test('a moment that no chapter covers leads to what comes next, or to the last there is', () => {
  const apart = [chapter(1, 100, 200), chapter(2, 1_000, 1_100)];
  expect([0, 300, 900, 5_000].map((moment) => nearestTo(moment, apart))).toEqual([1, 2, 2, 2]);
  expect(nearestTo(Infinity, apart)).toBe(2);
  expect(nearestTo(5, [])).toBeNull();
});

test('the farthest are let go first, and never those that are kept', () => {
  const five = [1, 2, 3, 4, 5].map((number) => chapter(number, number * 100, number * 100 + 99));
  expect(farthest(150, five, { most: 3, keep: loaded(5) })).toEqual([4, 3]);
  expect(farthest(Infinity, five, { most: 2, keep: loaded(5) })).toEqual([1, 2, 3]);
  expect(farthest(150, five, { most: 9, keep: loaded() })).toEqual([]);
});

test('of which all came late is as far as that is', () => {
  const late = { ...chapter(2, 0, 0), onTime: null, late: { from: 150, to: 180 } };
  expect(farthest(160, [chapter(1, 300, 400), late, chapter(3, 900, 990)], { most: 1, keep: loaded() })).toEqual([
    3, 1,
  ]);
});

test('by seed: whatever stands in a stretch stands in a loaded chapter', () => {
  const random = prng.create(20_261_122);
  for (let round = 0; round < 2_000; round++) {
    const chapters = Array.from({ length: prng.int32(random, 1, 8) }, (_, index) => drawChapter(random, index + 1));
    const on = new Set(chapters.filter(() => prng.bool(random)).map(({ chapter: number }) => number));
    const moment = prng.bool(random) ? Infinity : prng.int32(random, 0, 1_000);
    const { above, below } = stretchAround(moment, chapters, on);
    for (const { chapter: number, onTime, late } of chapters) {
      if (on.has(number)) continue;
      for (const interval of [onTime, late]) {
        if (interval === null) continue;
        expect(interval.to <= above || interval.from >= below || above === below).toBe(true);
      }
    }
  }
});

function drawChapter(random: prng.PRNG, number: number): Coverage {
  const from = prng.int32(random, 0, 900);
  const lateFrom = prng.int32(random, 0, 900);
  const late = prng.bool(random) ? { from: lateFrom, to: lateFrom + prng.int32(random, 0, 50) } : null;
  return chapter(number, from, from + prng.int32(random, 0, 200), late);
}
