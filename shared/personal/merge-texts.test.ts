import { describe, expect, test } from 'vitest';
import { applySplice, mergeTexts, placeAfter, spliceBetween } from './merge-texts.ts';

describe('the smallest change between two texts', () => {
  test.each([
    ['', 'abc', { at: 0, removed: 0, text: 'abc' }],
    ['abc', '', { at: 0, removed: 3, text: '' }],
    ['hello', 'hallo', { at: 1, removed: 1, text: 'a' }],
    ['aa', 'aaa', { at: 2, removed: 0, text: 'a' }],
    ['abc', 'abc', { at: 3, removed: 0, text: '' }],
  ])('from %j to %j', (from, to, splice) => expect(spliceBetween(from, to)).toEqual(splice));

  test.each([
    ['😀', '😁'],
    ['a😀', 'a😁b'],
    ['😀😀', '😀'],
    ['\u{1F600}x', '\u{1F200}x'], // two halves that end alike
    ['\u{10600}x', '\u{1F600}x'],
  ])('from %j to %j keeps characters whole', (from, to) => {
    const splice = spliceBetween(from, to);
    expect(applySplice(from, splice)).toBe(to);
    expect([splice.text.isWellFormed(), from.slice(0, splice.at).isWellFormed()]).toEqual([true, true]);
    expect(from.slice(splice.at + splice.removed).isWellFormed()).toBe(true);
  });
});

test.each([
  ['before what changed stays', 3, 3],
  ['within it goes to its end', 8, 9],
  ['after it moves along', 12, 11],
])('a place %s', (_, place, after) => {
  expect(placeAfter({ at: 5, removed: 5, text: 'four' }, place)).toBe(after);
});

describe('two changes of one text', () => {
  test.each([
    ['at different places stand both', 'Hello world', 'Hello brave world', 'Hello world!', 'Hello brave world!'],
    ['the other way round as well', 'Hello world', 'Hello world!', 'Hello brave world', 'Hello brave world!'],
    ['at one place stand one after the other', 'a', 'a mine', 'a theirs', 'a theirs mine'],
    ['that are alike are one', '', 'abc', 'abc', 'abc'],
    ['of which one goes on from the other are one', '', 'abc', 'abcd', 'abcd'],
    ['and the other way round', '', 'abcd', 'abc', 'abcd'],
    ['of which one is none are the other', 'a', 'a', 'ab', 'ab'],
    ['of which one empties the text leave what the other added', 'hello', '', 'hello world', ' world'],
    ['of which one empties the text leave what the other began with', 'hello', '', 'well, hello', 'well, '],
    ['that overlap leave all that was typed', 'one two three', 'one 2 three', 'one', 'one2'],
  ])('%s', (_, base, mine, theirs, merged) => expect(mergeTexts(base, mine, theirs)).toBe(merged));
});
