// Read vectors: what two devices of one person have read comes to the same on both, in whatever order they hear of it.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import type { ClientId } from '../ids.ts';
import {
  isRead,
  maxReadEpoch,
  mergeRead,
  nothingRead,
  parseReadVector,
  unreadFrom,
  type ReadVector,
} from './read-vector.ts';

const [a, b, c] = [1 as ClientId, 2 as ClientId, 4_294_967_295 as ClientId];
const read = (epoch: number, clocks: ReadVector['clocks']): ReadVector => ({ epoch, clocks });

describe('merging', () => {
  test('takes the maximum of each client', () => {
    expect(mergeRead(read(2, { [a]: 3, [b]: 9 }), read(2, { [a]: 5, [c]: 1 }))).toEqual(
      read(2, { [a]: 5, [b]: 9, [c]: 1 }),
    );
  });

  test('lets a higher epoch win, also where it takes something back', () => {
    expect(mergeRead(read(1, { [a]: 9 }), read(2, { [a]: 3 }))).toEqual(read(2, { [a]: 3 }));
    expect(mergeRead(read(1, 'all'), read(2, {}))).toEqual(read(2, {}));
    expect(mergeRead(read(3, 'all'), read(2, { [a]: 3 }))).toEqual(read(3, 'all'));
  });

  test.each(Array.from({ length: 50 }, (_, seed) => seed))('comes to the same whatever the order: seed %i', (seed) => {
    const random = prng.create(seed);
    const [x, y, z] = [randomVector(random), randomVector(random), randomVector(random)];
    expect(mergeRead(x, y)).toEqual(mergeRead(y, x));
    expect(mergeRead(mergeRead(x, y), z)).toEqual(mergeRead(x, mergeRead(y, z)));
    expect(mergeRead(mergeRead(x, y), y)).toEqual(mergeRead(x, y));
    expect(mergeRead(x, nothingRead)).toEqual(x);
  });
});

test('what stands below the clock of its client is read', () => {
  const vector = read(0, { [a]: 2 });
  expect([0, 1, 2].map((clock) => isRead(vector, { client: a, clock }))).toEqual([true, true, false]);
  expect(isRead(vector, { client: b, clock: 0 })).toBe(false);
  expect(isRead(read(0, 'all'), { client: b, clock: 4_000 })).toBe(true);
});

describe('marking unread from a place', () => {
  const ends = new Map([
    [a, 6],
    [b, 4],
  ]);
  const below = [
    { client: a, clock: 3 },
    { client: a, clock: 4 },
    { client: c, clock: 0 },
  ];

  test('opens the next epoch and keeps what stands above', () => {
    const marked = unreadFrom(read(7, { [a]: 5, [b]: 2 }), below, ends);
    expect(marked).toEqual(read(8, { [a]: 3, [b]: 2 }));
    expect(mergeRead(read(7, { [a]: 5, [b]: 4 }), marked)).toEqual(marked);
  });

  test('never calls read what was not', () => {
    expect(unreadFrom(read(0, { [a]: 1 }), below, ends)).toEqual(read(1, { [a]: 1 }));
    expect(unreadFrom(nothingRead, below, ends)).toEqual(read(1, {}));
  });

  test('knows where the logs end when everything was read', () => {
    expect(unreadFrom(read(0, 'all'), below, ends)).toEqual(read(1, { [a]: 3, [b]: 4 }));
  });

  test('stops at the last epoch', () => {
    expect(unreadFrom(read(maxReadEpoch, {}), [], ends).epoch).toBe(maxReadEpoch);
  });
});

describe('a vector', () => {
  test.each([nothingRead, read(maxReadEpoch, 'all'), read(3, { 0: 4, 4294967295: Number.MAX_SAFE_INTEGER })])(
    'is read: %j',
    (vector) => {
      expect(parseReadVector(JSON.parse(JSON.stringify(vector)))).toEqual(vector);
    },
  );

  test.each([
    null,
    [],
    {},
    { epoch: 1 },
    { epoch: -1, clocks: {} },
    { epoch: 0.5, clocks: {} },
    { epoch: maxReadEpoch + 1, clocks: {} },
    { epoch: '1', clocks: {} },
    { epoch: 1, clocks: 'some' },
    { epoch: 1, clocks: null },
    { epoch: 1, clocks: { a: 1 } },
    { epoch: 1, clocks: { '01': 1 } },
    { epoch: 1, clocks: { 12345678901: 1 } },
    { epoch: 1, clocks: { 1: -1 } },
    { epoch: 1, clocks: { 1: 0.5 } },
    { epoch: 1, clocks: { 1: '1' } },
    { epoch: 1, clocks: {}, more: 1 },
  ])('is not %j', (value) => {
    expect(parseReadVector(value)).toBeNull();
  });
});

function randomVector(random: prng.PRNG): ReadVector {
  const epoch = prng.int32(random, 0, 2);
  if (prng.int32(random, 0, 6) === 0) return read(epoch, 'all');
  const clients = [a, b, c].filter(() => prng.bool(random));
  return read(epoch, Object.fromEntries(clients.map((client) => [client, prng.int32(random, 1, 5)])));
}
