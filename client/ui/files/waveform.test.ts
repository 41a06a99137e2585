import { expect, test } from 'vitest';
import { placeByKey, waveformPath } from './waveform.ts';

test('each digit is a bar, as high as it is loud, around one middle', () => {
  const bars = waveformPath('0iz').split('M').slice(1);
  const heights = bars.map((bar) => Number(bar.split('v')[1]));
  expect(heights[0]).toBeGreaterThan(0);
  expect(heights).toEqual(heights.toSorted((one, other) => one - other));
  for (const bar of bars) {
    const [from = 0, high = 0] = bar.split(' ')[1]?.split('v').map(Number) ?? [];
    expect(from + high / 2).toBeCloseTo(14, 0);
  }
});

test('keys lead through what plays, and never out of it', () => {
  expect(placeByKey('ArrowRight', 8_000, 10_000)).toBe(10_000);
  expect(placeByKey('ArrowLeft', 8_000, 10_000)).toBe(3_000);
  expect(placeByKey('ArrowLeft', 3_000, 10_000)).toBe(0);
  expect(placeByKey('Home', 3_000, 10_000)).toBe(0);
  expect(placeByKey('End', 3_000, 10_000)).toBe(10_000);
  expect(placeByKey('constructor', 3_000, 10_000)).toBeNull();
});
