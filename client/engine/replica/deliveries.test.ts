import { describe, expect, test } from 'vitest';
import { isDelivered, learnDeliveries, noDeliveries, parseKeptDeliveries } from './deliveries.ts';

const known = { ben: { 7: 3 } };

describe('what is delivered', () => {
  test('is what anybody else has, below the clock that was told', () => {
    const two = learnDeliveries(known, { cleo: { 7: 5, 8: 1 } });
    expect([2, 3, 4, 5].map((clock) => isDelivered(two, { client: 7, clock }))).toEqual([true, true, true, false]);
    expect(isDelivered(two, { client: 9, clock: 0 })).toBe(false);
    expect(isDelivered(noDeliveries, { client: 7, clock: 0 })).toBe(false);
  });

  test('only grows, and stays the same object when nothing is new', () => {
    expect(learnDeliveries(known, { ben: { 7: 2 } })).toBe(known);
    expect(learnDeliveries(known, { ben: { 7: 4 } })).toEqual({ ben: { 7: 4 } });
    expect(learnDeliveries(known, { ben: { 8: 1 } })).toEqual({ ben: { 7: 3, 8: 1 } });
  });

  test('is nothing when what was kept is not of its shape', () => {
    expect(parseKeptDeliveries({ ben: 3 })).toBe(noDeliveries);
    expect(parseKeptDeliveries(structuredClone(known))).toEqual(known);
  });
});
