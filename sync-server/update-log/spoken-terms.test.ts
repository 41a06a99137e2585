import { expect, test } from 'vitest';
import { foldText } from '../../shared/text/fold-text.ts';
import { piecesFor, piecesOf, pieceTerm } from './spoken-terms.ts';

const texts = [
  'Grüße aus Köln',
  '今日は東京で会いましょう',
  '안녕하세요 여러분',
  'a b c',
  '😀😀😀 ok',
  'INV-1042: "paid"',
  'x漢y',
  'ก ขค',
];

test('whatever part of a text is looked for, the text has all of its pieces', () => {
  for (const text of texts.map(foldText)) {
    const pieces = piecesOf(text);
    const characters = Array.from(text);
    for (let from = 0; from < characters.length; from++) {
      for (let to = from + 1; to <= characters.length; to++) {
        const part = characters.slice(from, to).join('');
        expect(
          [...piecesFor(part)].filter((piece) => !pieces.has(piece)),
          `${part} in ${text}`,
        ).toEqual([]);
      }
    }
  }
});

test('one and two characters lead where they are a word, and nowhere else', () => {
  expect([...piecesFor('東')]).toEqual(['東']);
  expect([...piecesFor('東京')]).toEqual(['東京']);
  expect([...piecesFor('to')]).toEqual([]);
  expect([...piecesFor('tok')]).toEqual(['tok']);
});

test('nothing in a text reaches the language of the index', () => {
  for (const piece of ['"a"', 'a*', 'a:b', 'or)', '^a', '-a', "'", '\0ab', '{a}', 'a+b']) {
    expect(pieceTerm(piece)).toMatch(/^[a-z0-9\u0080-\uffff]+$/);
  }
});
