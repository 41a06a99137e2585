// The bench's own counting: figures mean nothing when a lost or repeated message would not be noticed.
import { expect, test } from 'vitest';
import { RoomTally } from './room-tally.ts';

function makeTally() {
  const settled: number[] = [];
  const tally = new RoomTally({ members: 3, writers: 2, window: 2, onSettled: (writer) => settled.push(writer) });
  return { tally, settled };
}

test('a message is settled once all others have it and it is acknowledged', () => {
  const { tally, settled } = makeTally();
  const number = tally.send(0, 10);
  expect(tally.arrive(1, { writer: 0, number }, 13)).toBe(3);
  expect(tally.arrive(0, { writer: 0, number }, 13)).toBeNaN();
  tally.acknowledgeNext(0);
  expect(settled).toEqual([]);
  expect(tally.arrive(2, { writer: 0, number }, 15)).toBe(5);
  expect(settled).toEqual([0]);
  expect([tally.sent, tally.delivered, tally.expected]).toEqual([1, 2, 2]);
});

test('an acknowledgement that comes last settles everything below it', () => {
  const { tally, settled } = makeTally();
  for (const number of [tally.send(1, 0), tally.send(1, 0)]) {
    tally.arrive(0, { writer: 1, number }, 1);
    tally.arrive(2, { writer: 1, number }, 1);
  }
  expect(settled).toEqual([]);
  tally.acknowledge(1, 2);
  expect(settled).toEqual([1, 1]);
});

test('a message that comes twice, too early or from nobody is a fault', () => {
  const { tally } = makeTally();
  tally.send(0, 0);
  tally.send(0, 0);
  expect(() => tally.arrive(1, { writer: 0, number: 1 }, 1)).toThrow('when 0 is due');
  tally.arrive(1, { writer: 0, number: 0 }, 1);
  expect(() => tally.arrive(1, { writer: 0, number: 0 }, 1)).toThrow('when 1 is due');
  expect(() => tally.arrive(1, { writer: 1, number: 0 }, 1)).toThrow('nobody sent');
  expect(() => tally.acknowledge(1, 1)).toThrow('nobody sent');
});
