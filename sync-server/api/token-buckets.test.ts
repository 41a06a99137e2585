import { expect, test } from 'vitest';
import { makeTokenBuckets } from './token-buckets.ts';

function makeWorld(maxKeys = 10) {
  let nowMs = 0;
  const buckets = makeTokenBuckets({ rule: { burst: 2, refillMs: 1_000 }, maxKeys, now: () => nowMs });
  const advance = (ms: number) => void (nowMs += ms);
  return { buckets, advance };
}

test('a burst passes, then one passes each time a token came back', () => {
  const { buckets, advance } = makeWorld();
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 1_000]);
  advance(999);
  expect(buckets.take('a')).toBe(1);
  advance(1);
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000]);
});

test('a bucket never holds more than its burst', () => {
  const { buckets, advance } = makeWorld();
  buckets.take('a');
  advance(1_000_000);
  buckets.giveBack('a');
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 1_000]);
});

test('one key does not spend the tokens of another', () => {
  const { buckets } = makeWorld();
  buckets.take('a');
  buckets.take('a');
  expect(buckets.take('b')).toBe(0);
});

test('a token given back can be taken again', () => {
  const { buckets } = makeWorld();
  buckets.take('a');
  buckets.take('a');
  buckets.giveBack('a');
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000]);
});

test('what turned out to cost more is paid back before the next one, up to a whole bucket', () => {
  const { buckets, advance } = makeWorld();
  expect(buckets.take('a')).toBe(0);
  buckets.charge('a', 2);
  expect(buckets.take('a')).toBe(2_000);
  advance(2_000);
  expect(buckets.take('a')).toBe(0);
  buckets.charge('a', 1_000);
  expect(buckets.take('a')).toBe(3_000);
});

test('a clock set back takes nothing away', () => {
  const { buckets, advance } = makeWorld();
  buckets.take('a');
  advance(-5_000);
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000]);
});

test('beyond the bound the key unused for longest is forgotten', () => {
  const { buckets } = makeWorld(2);
  for (const key of ['a', 'a', 'b', 'b', 'a']) buckets.take(key);
  buckets.take('c');
  expect(buckets.take('a')).toBeGreaterThan(0);
  expect(buckets.take('b')).toBe(0);
});

test('several tokens are taken together or not at all', () => {
  const { buckets } = makeWorld();
  buckets.take('a');
  expect([buckets.take('a', 2), buckets.take('a', 1)]).toEqual([1_000, 0]);
});
