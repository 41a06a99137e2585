import { expect, it } from 'vitest';
import { makeRowSizes } from './row-sizes.ts';

it('a row that was not measured is expected to take what the others take on average, each counted once', () => {
  const sizes = makeRowSizes();
  expect(sizes.expected()).toBeGreaterThan(0);
  sizes.note('a', 100);
  sizes.note('b', 50);
  sizes.note('a', 30);
  expect(sizes.expected()).toBe(40);
  sizes.forget();
  sizes.note('c', 70);
  expect(sizes.expected()).toBe(70);
});
