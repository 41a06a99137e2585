import { expect, test } from 'vitest';
import type { OpenState } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { makeFirstShown } from './first-shown.ts';

/** A start whose frames and pauses come when the test says so. */
function makeStart() {
  const pauses = new Map<() => void, number>();
  let paint: () => void = () => undefined;
  const painted = new Promise<void>((resolve) => (paint = resolve));
  const firstShown = makeFirstShown({
    whenPainted: () => painted,
    schedule(delayMs, run) {
      pauses.set(run, delayMs);
      return () => pauses.delete(run);
    },
  });
  let isShown = false;
  void firstShown.whenShown.then(() => (isShown = true));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const endPause = async (shorterThanMs: number) => {
    for (const [run, delayMs] of pauses) if (delayMs < shorterThanMs && pauses.delete(run)) run();
    await settle();
  };
  const isShownNow = async () => {
    await settle();
    return isShown;
  };
  return { firstShown, paint, endPause, isShownNow };
}

test('with no conversation on the screen the background begins once the list is painted', async () => {
  const { paint, isShownNow } = makeStart();
  expect(await isShownNow()).toBe(false);
  paint();
  expect(await isShownNow()).toBe(true);
});

test('a conversation on the screen comes first, and the one that somebody goes to later does not count', async () => {
  const { firstShown, paint, endPause, isShownNow } = makeStart();
  const state = makeWritable<OpenState>({ status: 'opening' });
  firstShown.note({ state });
  firstShown.note({ state: makeWritable<OpenState>({ status: 'opening' }) });
  paint();
  await endPause(1_000);
  expect(await isShownNow()).toBe(false);
  state.set({ status: 'ready' });
  await isShownNow();
  await endPause(1_000);
  expect(await isShownNow()).toBe(true);
});

test('a conversation that waits for the network holds the background up for a second at most', async () => {
  const { firstShown, paint, endPause, isShownNow } = makeStart();
  firstShown.note({ state: makeWritable<OpenState>({ status: 'opening' }) });
  paint();
  await isShownNow();
  await endPause(1_001);
  await endPause(1_001);
  expect(await isShownNow()).toBe(true);
});
