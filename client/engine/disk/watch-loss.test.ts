// An empty device on which something was kept before says so.
import { expect, test } from 'vitest';
import type { LocalStore } from '../session/local-store.ts';
import { makeWritable } from '../writable.ts';
import type { KeptState } from './kept-store.ts';
import { watchLoss } from './watch-loss.ts';

function makeDevice() {
  const values = new Map<string, unknown>();
  const store: LocalStore = {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => Boolean(values.set(key, value)),
    remove: (key) => void values.delete(key),
    removeAll: () => values.clear(),
    keys: () => [...values.keys()],
  };
  return {
    start(...states: [KeptState, ...KeptState[]]) {
      const state = makeWritable(states[0]);
      const watch = watchLoss({ store, kept: { state }, prefix: 'me' });
      for (const next of states) state.set(next);
      return watch;
    },
  };
}

test('a device that is new has lost nothing', () => {
  expect(makeDevice().start('new').storage.get()).toBe('ok');
});

test('what was kept and is gone is lost until the person has seen it', () => {
  const device = makeDevice();
  device.start('new');
  expect(device.start('read').storage.get()).toBe('ok');
  expect(device.start('new').storage.get()).toBe('lost');
  const later = device.start('read');
  expect(later.storage.get()).toBe('lost');
  later.dismiss();
  expect(later.storage.get()).toBe('ok');
  expect(device.start('read').storage.get()).toBe('ok');
});

test('nothing is said of a disk that has not answered', () => {
  const device = makeDevice();
  device.start('new');
  expect(device.start('unread').storage.get()).toBe('unread');
  expect(device.start('unread', 'new').storage.get()).toBe('lost');
});
