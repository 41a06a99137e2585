import { expect, test } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { filesToGo } from './decide-eviction.ts';

const hashOf = (letter: string) => letter.repeat(64) as FileHash; // of no content
const files = new Map([
  [hashOf('a'), { bytes: 10, seenMs: 3 }],
  [hashOf('b'), { bytes: 10, seenMs: 1 }],
  [hashOf('c'), { bytes: 10, seenMs: 2 }],
]);
const going = (budget: number, held = '') =>
  filesToGo(files, budget, (hash) => held.includes(hash[0] ?? ' '))
    .map((hash) => hash[0])
    .join('');

test('what was looked at longest ago goes first, and no more than has to', () => {
  expect(going(30)).toBe('');
  expect(going(25)).toBe('b');
  expect(going(10)).toBe('bc');
  expect(going(0)).toBe('bca');
});

test('what is chosen or on its way never goes, however little room there is', () => {
  expect(going(10, 'b')).toBe('ca');
  expect(going(0, 'abc')).toBe('');
});
