import { expect, test } from 'vitest';
import { foldPeopleQuery } from './people-search.ts';

test('a search ignores case, width and the sign of a handle', () => {
  expect([foldPeopleQuery(' @ＡＤＡ '), foldPeopleQuery('Ada  L')]).toEqual(['ada', 'ada l']);
});

test.each(['', ' a ', '@a', '😀'])('%j is too short to ask with', (query) => {
  expect(foldPeopleQuery(query)).toBeNull();
});
