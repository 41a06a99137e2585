import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import { mintConversationId, mintUserId } from '../ids.ts';
import { foldText } from '../text/fold-text.ts';
import { makePlaceFinder } from './folded-places.ts';
import { matches } from './match.ts';
import { parseQuery } from './query.ts';

const [ada, ben] = [mintUserId(new Uint8Array(15).fill(1)), mintUserId(new Uint8Array(15).fill(2))];
const conversationId = mintConversationId(new Uint8Array(15).fill(3));
const context = { me: ada, timeZone: 'UTC', nowMs: 0, people: [], conversations: [] };

function found(query: string, text: string, author = ada, at = 1_000): readonly string[] | null {
  const spans = matches(parseQuery(query, context), { conversationId, author, at, text });
  return spans?.map(({ from, to }) => text.slice(from, to)) ?? null;
}

test.each([
  ['strasse', 'Die Straße nach Süden', ['Straße']],
  ['sud', 'Die Straße nach Süden', ['Süd']],
  ['fi', 'a ﬁne day', ['ﬁ']],
  ['أحمد', 'قال أَحْمَد نعم', ['أَحْمَد']],
  ['京', '私は東京に住む', ['京']],
  ['東京', '私は東京に住む', ['東京']],
  ['ada', 'Ａｄａ 👩‍💻 ada', ['Ａｄａ', 'ada']],
  ['👩‍💻', 'see 👩‍💻!', ['👩‍💻']],
  ['한', '대한민국', ['한']],
  ['c++', 'I like C++.', ['C++']],
  ['aa', 'aaaaa', ['aaaa']],
])('%j stands in %j', (query, text, words) => {
  expect(found(query, text)).toEqual(words);
});

test('all words must occur, in any order and anywhere in words', () => {
  expect(found('voice north', 'Northern invoices')).toEqual(['North', 'voice']);
  expect(found('voice south', 'Northern invoices')).toBeNull();
  expect(found('voice -north', 'Northern invoices')).toBeNull();
  expect(found('voice -south', 'Northern invoices')).toEqual(['voice']);
});

test('a phrase stands whole, whatever signs are between its words', () => {
  expect(found('"next week"', 'See you next, week!')).toEqual(['next, week']);
  expect(found('"next week"', 'the next weekend; next\n\nWEEK')).toEqual(['next\n\nWEEK']);
  expect(found('"next week"', 'nextweek, or next good week')).toBeNull();
  expect(found('"東京 駅"', '東京駅で')).toEqual(['東京駅']);
  expect(found('"week"', 'weekend')).toBeNull();
});

test('who wrote it, when, and what is in it count as well', () => {
  expect(found('from:me hello', 'hello')).toEqual(['hello']);
  expect(found('from:me hello', 'hello', ben)).toBeNull();
  expect(found('before:1970-01-01 hello', 'hello')).toBeNull();
  expect(found('after:1970-01-01 hello', 'hello', ada, 86_400_000)).toEqual(['hello']);
  expect(found('has:link', 'see (https://example.org/x)')).toEqual([]);
  expect(found('has:link', 'see https:// and www')).toBeNull();
  expect(found('has:image', 'see https://example.org/x.png')).toBeNull();
});

test('what is found in a folded text stands where it was written, whatever the text is made of', () => {
  const pieces = [
    'a',
    'É',
    'e\u0301',
    'ß',
    'ﬁ',
    '한',
    '東',
    'が',
    'कि',
    '👩‍💻',
    'İ',
    'Ａ',
    ' ',
    'ΟΔΟΣ',
    'أَ',
    'ｶﾞ',
    '½',
    '\ud800',
  ];
  const random = prng.create(7);
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: prng.int32(random, 1, 12) }, () => prng.oneOf(random, pieces)).join('');
    const folded = foldText(text);
    const place = makePlaceFinder(text);
    for (let from = 0; from < folded.length; from++) {
      const { from: start, to } = place({ from, to: from + 1 });
      expect(foldText(text.slice(start, to))).toContain(folded[from]);
    }
    expect(place({ from: 0, to: folded.length })).toEqual({ from: 0, to: text.length });
  }
});
