import { expect, test } from 'vitest';
import { barsOf, heightOf, levelOf, waveformOf } from './waveform-of.ts';

test('however long somebody speaks, it has at most 64 bars, and none shorter than one', () => {
  const said = (count: number) => waveformOf(Array.from({ length: count }, () => 0.1));
  expect([0, 1, 63, 64, 65, 100_000].map((count) => said(count).length)).toEqual([1, 1, 63, 64, 64, 64]);
});

test('a bar is as high as the loudest of its stretch, and silence is flat', () => {
  const levels = Array.from({ length: 640 }, (_, at) => (at === 325 ? 1 : 0));
  expect(waveformOf(levels)).toBe(`${'0'.repeat(32)}z${'0'.repeat(31)}`);
});

test('what is quiet is seen, and what is too loud is as high as the loudest', () => {
  expect([heightOf(0), heightOf(0.35), heightOf(1)]).toEqual([0, 35, 35]);
  expect(heightOf(0.01)).toBeGreaterThan(4);
});

test('bars are read back from nothing to whole', () => {
  expect(barsOf('0z?')).toEqual([0, 1, 0]);
});

test('a level is the root of the mean square', () => {
  expect(levelOf(new Float32Array([0.5, -0.5]))).toBe(0.5);
  expect(levelOf(new Float32Array())).toBe(0);
});
