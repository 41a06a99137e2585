import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import { ClockRanges } from './clock-ranges.ts';

const missing = (ranges: ClockRanges, clock: number, length: number) =>
  [...ranges.missingFrom(clock, length)].map((range) => [range.clock, range.length]);

test('of an empty set everything is missing, of a full one nothing', () => {
  const ranges = new ClockRanges();
  expect([ranges.isEmpty, missing(ranges, 3, 4)]).toEqual([true, [[3, 4]]]);
  ranges.add(0, 10);
  expect([ranges.isEmpty, missing(ranges, 3, 4)]).toEqual([false, []]);
});

test('ranges that touch or overlap become one, and one between two joins them', () => {
  const ranges = new ClockRanges();
  for (const [clock, length] of [
    [6, 2],
    [0, 2],
    [2, 1],
    [1, 3],
  ] as const)
    ranges.add(clock, length);
  expect(missing(ranges, 0, 9)).toEqual([
    [4, 2],
    [8, 1],
  ]);
  ranges.add(4, 2);
  expect(missing(ranges, 0, 9)).toEqual([[8, 1]]);
});

test('says the same as a set of single clocks', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = prng.create(seed);
    const [ranges, single] = [new ClockRanges(), new Set<number>()];
    for (let step = 0; step < 40; step++) {
      const [clock, length] = [prng.int32(random, 0, 60), prng.int32(random, 1, 8)];
      ranges.add(clock, length);
      for (let each = clock; each < clock + length; each++) single.add(each);
      const left = missing(ranges, 0, 70).flatMap(([from = 0, count = 0]) => run(from, count));
      expect(left, `seed ${seed}`).toEqual(run(0, 70).filter((each) => !single.has(each)));
    }
  }
});

function run(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
