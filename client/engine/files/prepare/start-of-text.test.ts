import { expect, test } from 'vitest';
import { startOfText } from './start-of-text.ts';

const start = (text: string | Uint8Array, isWhole = true) => startOfText(Buffer.from(text), isWhole);

test('a text begins as it stands, its lines ended as everywhere', () => {
  expect(start('\r\none\r\n\ttwo\rthree  \n')).toBe('one\n\ttwo\nthree');
});

test('of a long one as much goes along as a message may carry, and no half of a character', () => {
  expect(start('a'.repeat(401))).toBe('a'.repeat(400));
  expect(start(`${'a'.repeat(399)}👍`)).toBe('a'.repeat(399));
});

test('what does not end with the bytes at hand may end in the middle of a character', () => {
  const cut = Buffer.from('naïve ü').subarray(0, -1);
  expect([start(cut, false), start(cut, true)]).toEqual(['naïve ', null].map((text) => text?.trimEnd() ?? null));
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['a zero', 'a\0b'],
  ['what moves a terminal', 'a\u001b[31m'],
  ['another encoding', Buffer.from('naïve', 'latin1')],
  ['UTF-16', Buffer.from('text', 'utf16le')],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
])('%s is no text', (_, bytes) => {
  expect(start(bytes)).toBeNull();
});
