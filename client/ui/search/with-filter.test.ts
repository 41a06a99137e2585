import { expect, test } from 'vitest';
import { quotedName, withFilter } from './with-filter.ts';

test('a filter is added behind what was typed, once', () => {
  expect(withFilter('order', 'from:ada')).toBe('order from:ada ');
  expect(withFilter('order from:ada ', 'from:ada')).toBe('order from:ada');
  expect(withFilter('', 'in:"Sales team"')).toBe('in:"Sales team" ');
});

test('of times there is one: another takes its place', () => {
  expect(withFilter('on:today order', 'on:2026')).toBe('order on:2026 ');
});

test('a name with spaces stands in quotation marks, and its own are left out', () => {
  expect(quotedName('Ada')).toBe('Ada');
  expect(quotedName('The "best" of  us')).toBe('"The best of us"');
});
