import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import { foldText } from '../text/fold-text.ts';
import { isToken, piecesOf, tokensOf } from './tokens.ts';

const letters = [
  'a',
  'b',
  'ß',
  'É',
  '東',
  '京',
  'が',
  'ー',
  'ไ',
  'ท',
  'ย',
  '한',
  '국',
  'أ',
  'َ',
  '1',
  '-',
  '.',
  '👩‍💻',
  '🦊',
  ' ',
  '\ud800',
];

test('where a part stands in a text, each of its pieces stands in one of its tokens', () => {
  const random = prng.create(11);
  for (let round = 0; round < 3_000; round++) {
    const isLong = round % 10 === 0;
    const from = isLong ? ['a', 'b'] : letters;
    const length = isLong ? prng.int32(random, 60, 300) : prng.int32(random, 1, 30);
    const folded = foldText(Array.from({ length }, () => prng.oneOf(random, from)).join(''));
    const tokens = tokensOf(folded);
    const start = prng.int32(random, 0, folded.length - 1);
    const part = folded.slice(start, start + prng.int32(random, 1, isLong ? 120 : 8)).split(/\s/u)[0] ?? '';
    if (!part.isWellFormed() && folded.includes('🦊')) continue; // half a sign is nothing that one types
    for (const piece of piecesOf(part).pieces) {
      expect(
        tokens.some((token) => token.includes(piece)),
        `${part} in ${folded}`,
      ).toBe(true);
    }
  }
});

test.each([
  ['word', ['word'], true],
  ['foo-bar', ['foo', '-', 'bar'], false],
  ['東', ['東'], true],
  ['東京', ['東京'], true],
  ['東京都', ['東京', '京都'], false],
  ['c++', ['c', '+'], false],
  ['🦊', ['🦊'], true],
  ['a'.repeat(40), ['a'.repeat(32), 'a'.repeat(8)], false],
])('%j is asked for as %j', (part, pieces, isExact) => {
  expect(piecesOf(part)).toEqual({ pieces, isExact });
});

test('a word of a phrase stands in the index as it is, where its script writes spaces', () => {
  expect(['word', 'naïve', 'слово', 'नमस्ते'].map((word) => isToken(foldText(word)))).toEqual([true, true, true, true]);
  expect(['東京', 'ไทย', '대한', 'seoul역', 'a'.repeat(65)].map((word) => isToken(foldText(word)))).not.toContain(true);
  expect(tokensOf(foldText('seoul역 👍️abc'))).toEqual(expect.arrayContaining(['seoul', 'abc']));
});
