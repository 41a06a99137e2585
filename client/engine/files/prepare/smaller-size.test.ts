import { expect, test } from 'vitest';
import { blurSize, previewSize, sentSize } from './smaller-size.ts';

const sizes = (width: number, height: number) =>
  [sentSize, previewSize, blurSize].map((sizeOf) => {
    const size = sizeOf({ width, height });
    return [size.width, size.height];
  });

test('a picture goes in its proportions, not larger than it is looked at', () => {
  expect(sizes(4_000, 3_000)).toEqual([
    [2_560, 1_920],
    [640, 480],
    [100, 75],
  ]);
});

test('what is small stays as it is', () => {
  expect(sizes(90, 40)).toEqual(Array.from({ length: 3 }, () => [90, 40]));
});

test('a long strip stays readable, as far as a canvas goes', () => {
  expect(sizes(1_080, 6_000)[0]).toEqual([1_080, 6_000]);
  expect(sizes(2_160, 8_000)[0]).toEqual([1_080, 4_000]);
  expect(sizes(1_000, 60_000)[0]).toEqual([137, 8_192]);
});

test('no side is ever nothing', () => {
  expect(sizes(1, 60_000).map(([width]) => width)).toEqual([1, 1, 1]);
});
