import { expect, test } from 'vitest';
import { stepOf } from './tray-keys.ts';

test('the arrows go as the reader reads, and up and down whichever way that is', () => {
  const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'a'];
  expect(keys.map((key) => stepOf({ key }, false))).toEqual([1, -1, 1, -1, -Infinity, Infinity, null]);
  expect(keys.slice(0, 4).map((key) => stepOf({ key }, true))).toEqual([-1, 1, 1, -1]);
});
