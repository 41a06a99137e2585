import { expect, test } from 'vitest';
import { languageOf, splitText } from './split-text.ts';

const lines = Array.from({ length: 900 }, (_, line) => `line ${line} of a 👍 text`).join('\n');

test.each([
  ['lines', lines],
  ['one long line', 'ü'.repeat(9_001)],
  ['characters of two units', '👍'.repeat(4_001)],
  ['line ends alone', '\n'.repeat(9_001)],
])('a long text in pieces is the text, and no piece is too long to be coloured: %s', (_, text) => {
  const pieces = splitText(text, '');
  expect(pieces.join('')).toBe(text);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(4_000);
  expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
});

test('pieces end where lines do', () => {
  expect(
    splitText(lines, 'js')
      .slice(0, -1)
      .every((piece) => piece.endsWith('\n')),
  ).toBe(true);
});

test('signs that make a code read otherwise than it runs are named, in a text they do their work', () => {
  const text = 'if (a\u202E) {\u2066 // b';
  expect(splitText(text, 'js')).toEqual(['if (a⟨U+202E⟩) {⟨U+2066⟩ // b']);
  expect(splitText(text, '')).toEqual([text]);
});

test.each([
  ['a.ts', 'ts'],
  ['A.PY', 'py'],
  ['Dockerfile', 'dockerfile'],
  ['notes.txt', ''],
  ['README.md', ''],
  ['what is this', ''],
  ['a.\u202Ejs', ''],
])('%s is coloured as %j', (name, language) => {
  expect(languageOf(name)).toBe(language);
});
