import { expect, test } from 'vitest';
import { barsOf, waveformOf } from './waveform.ts';

test('a voice has the shape of its levels, the loudest at the top', () => {
  expect(waveformOf([0, 0.1, 0.2, 0.4])).toBe('09iz');
  expect(barsOf('0z')).toEqual([0, 1]);
});

test('a long voice has as many bars as a message may carry, each the loudest of its stretch', () => {
  const levels = Array.from({ length: 6_400 }, (_, index) => (index === 6_399 ? 1 : 0));
  expect(waveformOf(levels)).toBe(`${'0'.repeat(63)}z`);
});

test('a quiet room stays quiet', () => {
  expect(waveformOf([0.0001, 0.0004])).toBe('01');
});

test.each([[[]], [[Number.NaN]], [[-1]], [[0]]])('%j is silence', (levels) => {
  expect(waveformOf(levels)).toBe('0');
});

test('what is louder than loud is loud', () => {
  expect(waveformOf([Number.POSITIVE_INFINITY, 7, 1])).toBe('0zz');
});
