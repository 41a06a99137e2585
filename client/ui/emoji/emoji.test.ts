// The files that are shipped, searched as people search.
import { expect, test } from 'vitest';
import { languageCodes } from '../words/languages.ts';
import { emojiGroups, type Emoji } from './emoji-set.ts';
import { findEmoji, findShortcodeQuery, findWholeShortcode } from './find-emoji.ts';
import { loadEmoji } from './load-emoji.ts';
import { tones, withTone } from './skin-tones.ts';

const all = Object.fromEntries(
  await Promise.all(languageCodes.map(async (code) => [code, await loadEmoji(code)] as const)),
) as Record<(typeof languageCodes)[number], readonly Emoji[]>;

function first(query: string, language: (typeof languageCodes)[number] = 'en', max = 5): readonly string[] {
  return findEmoji(query, all[language], max).map(({ emoji }) => emoji);
}

test.each(languageCodes)('in %s each emoji is there once, in a group, with a name and words', (code) => {
  const set = all[code];
  expect(set.length).toBeGreaterThan(1_800);
  expect(new Set(set.map(({ emoji }) => emoji)).size).toBe(set.length);
  const groups = new Set(set.map(({ group }) => group));
  expect(groups).toEqual(new Set(Object.values(emojiGroups)));
  expect(
    set.filter(({ name, words, shortcodes }) => name === '' || words[0] === '' || shortcodes.length === 0),
  ).toEqual([]);
});

test('each is one picture, written in one way', () => {
  const picture = /^\p{RGI_Emoji}$/v;
  expect(all.en.filter(({ emoji }) => !picture.test(emoji)).map(({ emoji }) => emoji)).toEqual([]);
});

test('no shortcode means two emoji', () => {
  const codes = all.en.flatMap(({ shortcodes }) => shortcodes);
  expect(codes.filter((code, index) => codes.indexOf(code) < index)).toEqual([]);
});

test.each([
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['tada', '🎉'],
  ['JOY', '😂'],
  ['heart', '❤️'],
  ['red heart', '❤️'],
  ['rocket', '🚀'],
  ['rocke', '🚀'],
])('%j finds %s first', (query, emoji) => {
  expect(first(query)[0]).toBe(emoji);
});

test.each([
  ['de', 'rakete', '🚀'],
  ['de', 'TRÄNEN freude', '😂'],
  ['de', 'tranen freude', '😂'],
  ['de', 'rocket', '🚀'],
  ['ar', 'صاروخ', '🚀'],
  ['ar', 'علم المانيا', '🇩🇪'],
  ['ar', 'rocket', '🚀'],
  ['en', 'flag germ', '🇩🇪'],
] as const)('in %s %j finds %s', (language, query, emoji) => {
  expect(first(query, language)).toContain(emoji);
});

test('names are in the language of the reader', () => {
  const names = languageCodes.map((code) => all[code].find(({ emoji }) => emoji === '🚀')?.name);
  expect(names).toEqual(['rocket', 'Rakete', 'صاروخ']);
});

test('nothing typed finds all in their order, and what nobody calls an emoji finds none', () => {
  expect(findEmoji(' ', all.en)).toEqual(all.en);
  expect(findEmoji('xyzzy', all.en)).toEqual([]);
});

test.each([
  ['👍', '👍🏽'],
  ['☝️', '☝🏽'],
  ['🧑‍🚀', '🧑🏽‍🚀'],
  ['🏋️‍♀️', '🏋🏽‍♀️'],
])('%s in a tone is %s', (emoji, toned) => {
  expect([withTone(emoji, '🏽'), withTone(emoji, '')]).toEqual([toned, emoji]);
});

test('every tone of what has tones is one picture', () => {
  const picture = /^\p{RGI_Emoji}$/v;
  const toned = all.en
    .filter(({ hasTones }) => hasTones)
    .flatMap(({ emoji }) => tones.map((tone) => withTone(emoji, tone)));
  expect(toned.length).toBeGreaterThan(1_500);
  expect(toned.filter((emoji) => !picture.test(emoji))).toEqual([]);
});

test.each([
  [':ta', 3, { from: 0, query: 'ta' }],
  ['Yes :+1', 7, { from: 4, query: '+1' }],
  ['(:rakete and', 8, { from: 1, query: 'rakete' }],
  ['好:صاروخ', 7, { from: 1, query: 'صاروخ' }],
] as const)('%j with the caret at %i asks for an emoji', (text, caret, query) => {
  expect(findShortcodeQuery(text, caret)).toEqual(query);
});

test.each([
  ['', 0],
  [':t', 2],
  [':-)', 3],
  ['10:30', 5],
  ['https://a', 9],
  [': tada', 6],
])('%j with the caret at %i asks for none', (text, caret) => {
  expect(findShortcodeQuery(text, caret)).toBeNull();
});

test('a shortcode that is typed whole is found with its place', () => {
  const found = findWholeShortcode('Done :Tada: all', 11, all.en);
  expect([found?.from, found?.found.emoji]).toEqual([5, '🎉']);
});

test.each(['a:tada:', ':tada', ':no_such_thing:', '::', ':', '12:30:'])('%j holds no whole shortcode', (text) => {
  expect(findWholeShortcode(text, text.length, all.en)).toBeNull();
});
