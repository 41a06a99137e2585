import { describe, expect, test } from 'vitest';
import { rowFor, rowsToMake, scrolledFor, type RowWindow } from './window-rows.ts';

const long: RowWindow = { count: 5_000, rowPixels: 60, viewPixels: 600, scrolledPixels: 0, current: 0 };
const ends = (rows: readonly number[]) => [rows[0], rows.at(-1)];

describe('the rows that are made', () => {
  test('are as many in a list of five thousand as in one of a hundred', () => {
    const at = (count: number) => rowsToMake({ ...long, count, scrolledPixels: 2_400, current: -1 }).length;
    expect(at(5_000)).toBe(at(100));
    expect(at(5_000)).toBeLessThan(50);
  });

  test.each<[string, Partial<RowWindow>, (number | undefined)[]]>([
    ['all of a short list', { count: 3 }, [0, 2]],
    ['those in view and some below', {}, [0, 25]],
    ['those around the view', { scrolledPixels: 60_000 }, [988, 1_025]],
    ['to the last', { scrolledPixels: 299_400 }, [4_976, 4_999]],
    ['of a list that has become short while one was far down', { count: 4, scrolledPixels: 60_000 }, [0, 3]],
    ['none of an empty list', { count: 0 }, [undefined, undefined]],
  ])('%s', (_, change, expected) => expect(ends(rowsToMake({ ...long, current: -1, ...change }))).toEqual(expected));

  test('cover the view wherever it stands', () => {
    for (let scrolledPixels = 0; scrolledPixels < 299_400; scrolledPixels += 777) {
      const rows = new Set(rowsToMake({ ...long, scrolledPixels, current: -1 }));
      const [first, last] = [Math.floor(scrolledPixels / 60), Math.min(4_999, Math.floor((scrolledPixels + 599) / 60))];
      expect([first, last].every((row) => rows.has(row))).toBe(true);
    }
  });

  test('hold the one that the keys go from, in its place', () => {
    expect(rowsToMake({ ...long, scrolledPixels: 60_000, current: 7 })[0]).toBe(7);
    expect(rowsToMake({ ...long, current: 4_000 }).at(-1)).toBe(4_000);
    expect(rowsToMake({ ...long, current: 5_000 }).at(-1)).toBe(25);
  });
});

test.each([
  ['ArrowDown', 10, 11],
  ['ArrowUp', 10, 9],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 4_999, 4_999],
  ['Home', 10, 0],
  ['End', 10, 4_999],
  ['PageDown', 10, 19],
  ['PageUp', 3, 0],
  ['x', 10, null],
])('%s leads from row %i to %s', (key, current, target) => expect(rowFor(key, { ...long, current })).toBe(target));

test('a row is scrolled to only as far as it needs', () => {
  const view = { ...long, scrolledPixels: 600 };
  expect([5, 10, 19, 20].map((row) => scrolledFor(row, view))).toEqual([300, 600, 600, 660]);
});
