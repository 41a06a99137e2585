import { expect, test } from 'vitest';
import { cutAtSpans } from './cut-at-spans.ts';

test('a text is cut where something was found, and nothing of it is lost', () => {
  const pieces = cutAtSpans('one two three', [
    { from: 4, to: 7 },
    { from: 8, to: 13 },
  ]);
  expect(pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))).toEqual([
    'one ',
    '[two]',
    ' ',
    '[three]',
  ]);
});

test('places that are none of the text are left out', () => {
  const spans = [
    { from: 5, to: 2 },
    { from: -1, to: 2 },
    { from: 2, to: 99 },
    { from: 0.5, to: 2 },
    { from: 1, to: 2 },
    { from: 0, to: 2 },
  ];
  expect(cutAtSpans('abc', spans).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});
