import { expect, test } from 'vitest';
import { maxExcerptLength } from '../protocol/search-answer.ts';
import { excerptOf } from './excerpt.ts';

const found = ({ text, spans }: ReturnType<typeof excerptOf>) => spans.map(({ from, to }) => text.slice(from, to));

test('a short text is shown whole', () => {
  const spans = [{ from: 4, to: 9 }];
  expect(excerptOf('the order came', spans)).toEqual({ text: 'the order came', spans });
});

test('of a long text what was found is shown, with whole words before it', () => {
  const text = `${'before '.repeat(200)}the order came${' behind'.repeat(200)}`;
  const from = text.indexOf('order');
  const excerpt = excerptOf(text, [{ from, to: from + 5 }]);
  expect(found(excerpt)).toEqual(['order']);
  expect(excerpt.text).toMatch(/^…before .*the order came behind.*…$/);
  expect(excerpt.text.length).toBeLessThanOrEqual(maxExcerptLength + 2);
});

test('a place beyond the end is left out, and one across it ends there', () => {
  const text = 'a'.repeat(2_000);
  const excerpt = excerptOf(text, [
    { from: 0, to: 1 },
    { from: maxExcerptLength - 1, to: maxExcerptLength + 5 },
    { from: 1_500, to: 1_501 },
  ]);
  expect(found(excerpt)).toEqual(['a', 'a']);
});

test('no character is cut in two', () => {
  const text = '😀'.repeat(1_000);
  const { text: shown } = excerptOf(text, [{ from: 1_001, to: 1_003 }]);
  expect(shown.isWellFormed()).toBe(true);
});
