import { expect, test } from 'vitest';
import { makeLive } from './live.ts';

test('a tree of words follows its source, and stays one and the same', () => {
  const english = { close: 'Close', list: { of: (count: number) => `${count} new` } };
  const german = { close: 'Schließen', list: { of: (count: number) => `${count} neue` } };
  let current = english;
  const words = makeLive(() => current);
  const { list } = words;
  expect([words.close, list.of(2)]).toEqual(['Close', '2 new']);
  current = german;
  expect([words.close, words.list.of(2), list.of(2)]).toEqual(['Schließen', '2 neue', '2 neue']);
  expect(words.list).toBe(list);
});
