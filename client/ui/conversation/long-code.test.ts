import { expect, test } from 'vitest';
import { isLongCode } from './long-code.ts';

test.each([
  ['a line', 'x', false],
  ['what nearly fits', 'x\n'.repeat(18), false],
  ['many lines', 'x\n'.repeat(19), true],
  ['empty lines', '\n'.repeat(19), true],
  ['one line without an end', 'x'.repeat(16_000), true],
])('%s: is it long?', (_, text, isLong) => {
  expect(isLongCode(text)).toBe(isLong);
});
