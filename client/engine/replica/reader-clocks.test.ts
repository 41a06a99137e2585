import { describe, expect, test } from 'vitest';
import { isReached, learnReaderClocks, noReaderClocks, parseReaderClocks } from './reader-clocks.ts';

const known = { ben: { 7: 3 } };

describe('what is delivered', () => {
  test('is what anybody else has, below the clock that was told', () => {
    const two = learnReaderClocks(known, { cleo: { 7: 5, 8: 1 } });
    expect([2, 3, 4, 5].map((clock) => isReached(two, { client: 7, clock }))).toEqual([true, true, true, false]);
    expect(isReached(two, { client: 9, clock: 0 })).toBe(false);
    expect(isReached(noReaderClocks, { client: 7, clock: 0 })).toBe(false);
  });

  test('only grows, and stays the same object when nothing is new', () => {
    expect(learnReaderClocks(known, { ben: { 7: 2 } })).toBe(known);
    expect(learnReaderClocks(known, { ben: { 7: 4 } })).toEqual({ ben: { 7: 4 } });
    expect(learnReaderClocks(known, { ben: { 8: 1 } })).toEqual({ ben: { 7: 3, 8: 1 } });
  });

  test('is nothing when what was kept is not of its shape', () => {
    expect(parseReaderClocks({ ben: 3 })).toBe(noReaderClocks);
    expect(parseReaderClocks(structuredClone(known))).toEqual(known);
  });
});
