import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { makeWritable } from '../engine/writable.ts';
import { createReadable } from './create-readable.ts';

test('a value of the engine is followed while its owner lives, and not longer', () => {
  const source = makeWritable<readonly string[]>([]);
  const { value, dispose } = createRoot((dispose) => ({ value: createReadable(source), dispose }));
  const next = ['same object'];
  source.set(next);
  expect(value()).toBe(next);
  dispose();
  source.set([]);
  expect(value()).toBe(next);
});
