import { expect, test } from 'vitest';
import { makeRepeater } from './repeater.ts';

test('what is wanted while it runs is run once more, one after the other', async () => {
  const ends: (() => void)[] = [];
  let running = 0;
  const want = makeRepeater(async () => {
    running++;
    expect(running).toBe(1);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
    return ends.length;
  });
  const all = [want(), want(), want()];
  ends[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toHaveLength(2);
  ends[1]?.();
  expect(await Promise.all(all)).toEqual([2, 2, 2]);
});

test('what is wanted in the same turn after it had nothing to do is not missed', async () => {
  let isReady = false;
  const done: string[] = [];
  const want = makeRepeater(async () => {
    if (isReady) done.push('done');
  });
  void want();
  isReady = true;
  await want();
  expect(done).toEqual(['done']);
});

test('what is wanted in any turn in which it ends is not missed', async () => {
  for (let turns = 0; turns < 6; turns++) {
    let runs = 0;
    const want = makeRepeater(async () => void runs++);
    void want();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    const before = runs;
    await want();
    expect([turns, runs]).toEqual([turns, before + 1]);
  }
});

test('a failure is told, and the next one runs', async () => {
  let fails = true;
  const want = makeRepeater(async () => {
    if (fails) throw new Error('no');
  });
  await expect(want()).rejects.toThrow('no');
  fails = false;
  await want();
});
