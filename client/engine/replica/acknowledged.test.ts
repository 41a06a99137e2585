import { describe, expect, test } from 'vitest';
import {
  isAcknowledged,
  learnAcknowledged,
  parseAcknowledged,
  replaceAcknowledged,
  type Acknowledged,
} from './acknowledged.ts';

const known: Acknowledged = { epoch: 'one', clocks: { 7: 3, 8: 1 } };

describe('what the server acknowledged', () => {
  test('is every entry below the clock it named, and no other', () => {
    expect(isAcknowledged(known, { client: 7, clock: 2 })).toBe(true);
    expect(isAcknowledged(known, { client: 7, clock: 3 })).toBe(false);
    expect(isAcknowledged(known, { client: 9, clock: 0 })).toBe(false);
  });

  test('only grows within one epoch', () => {
    expect(learnAcknowledged(known, { epoch: 'one', clocks: { 7: 2, 8: 4, 9: 1 } })).toEqual({
      epoch: 'one',
      clocks: { 7: 3, 8: 4, 9: 1 },
    });
  });

  test('stays the same object when nothing is new', () => {
    expect(learnAcknowledged(known, { epoch: 'one', clocks: { 7: 3 } })).toBe(known);
  });

  test('counts no more when the server data begins another life', () => {
    expect(learnAcknowledged(known, { epoch: 'two', clocks: { 8: 1 } })).toEqual({ epoch: 'two', clocks: { 8: 1 } });
  });

  test('is taken back where the server names all that it has and has less', () => {
    expect(replaceAcknowledged(known, { epoch: 'one', clocks: { 7: 2 } })).toEqual({ epoch: 'one', clocks: { 7: 2 } });
    expect(replaceAcknowledged(known, { epoch: 'one', clocks: { 7: 3, 8: 1 } })).toBe(known);
  });

  test('is nothing when what was kept is not of its shape', () => {
    expect(parseAcknowledged({ epoch: 'one', clocks: { 7: 'three' } })).toBeNull();
    expect(parseAcknowledged(undefined)).toBeNull();
    expect(parseAcknowledged(structuredClone(known))).toEqual(known);
  });
});
