import { expect, test } from 'vitest';
import { mintConversationId, mintUserId } from '../ids.ts';
import { isEmptyQuery, maxQueryLength, maxTerms, parseQuery, type QueryContext } from './query.ts';

const idOf = (number: number) => new Uint8Array(15).fill(number);
const [ada, ben, me] = [mintUserId(idOf(1)), mintUserId(idOf(2)), mintUserId(idOf(3))];
const [sales, port] = [mintConversationId(idOf(4)), mintConversationId(idOf(5))];
const context: QueryContext = {
  ...{ me, timeZone: 'Europe/Berlin', nowMs: Date.parse('2026-03-29T12:00:00Z') },
  people: [
    { userId: ada, name: 'Ada Lovelace', handle: 'ada' },
    { userId: ben, name: 'Ben Łukasz', handle: 'benny' },
  ],
  conversations: [
    { conversationId: sales, title: 'Sales North' },
    { conversationId: port, title: 'Port "of call"' },
  ],
};
const parse = (text: string) => parseQuery(text, context);
const part = (word: string, isNegated = false) => ({ kind: 'part', words: [word], isNegated });

test('words are folded, and a phrase keeps its words together', () => {
  expect(parse('Straße “Next   week!”').terms).toEqual([
    part('strasse'),
    { kind: 'phrase', words: ['next', 'week'], isNegated: false },
  ]);
});

test('a minus before a word says that it must not occur, and a number may be negative', () => {
  expect(parse('-draft -5 a-b').terms).toEqual([part('draft', true), part('-5'), part('a-b')]);
});

test.each(['http://a.b/c', 'constructor:x', 'note:', 'from:'])('%j is looked for as it stands', (text) => {
  expect(parse(text).terms).toEqual([part(text)]);
});

test('people are named by any word of their name, by handle and as me', () => {
  expect(parse('from:love').from).toEqual([ada]);
  expect(parse('from:@BENNY from:"ada love"').from).toEqual([ben, ada]);
  expect(parse('from:lukasz').from).toEqual([ben]);
  expect(parse('from:me').from).toEqual([me]);
});

test('nobody of that name means that nothing is found, and is told', () => {
  expect(parse('from:zoe x')).toMatchObject({ from: [], unknown: ['from:zoe'], terms: [part('x')] });
});

test('a conversation is named by a word of its title or by its id', () => {
  expect(parse('in:north').in).toEqual([sales]);
  expect(parse(`in:${port}`).in).toEqual([port]);
});

test('quotation marks in a name do not keep it from being named', () => {
  expect(parse('in:"port of call"').in).toEqual([port]);
});

test('days begin and end where the reader is, also when the clocks change', () => {
  const at = (text: string) => Date.parse(text);
  expect(parse('on:2026-03-29')).toMatchObject({ since: at('2026-03-28T23:00Z'), until: at('2026-03-29T22:00Z') });
  expect(parse('after:2026-03-29').since).toBe(at('2026-03-29T22:00Z'));
  expect(parse('before:2026-03').until).toBe(at('2026-02-28T23:00Z'));
  expect(parse('on:2025')).toMatchObject({ since: at('2024-12-31T23:00Z'), until: at('2025-12-31T23:00Z') });
  expect(parse('on:31.12.2025').since).toBe(at('2025-12-30T23:00Z'));
  expect(parse('on:yesterday').until).toBe(at('2026-03-28T23:00Z'));
  expect(parse('on:2026-02-30')).toMatchObject({ since: null, unknown: ['on:2026-02-30'] });
});

test('kinds are asked for in the singular or the plural', () => {
  expect(parse('has:links has:image has:spoons')).toMatchObject({ has: ['link', 'image'], unknown: ['has:spoons'] });
});

test('what says nothing is empty', () => {
  for (const text of ['', '  ', '-word', '"', '""']) expect([text, isEmptyQuery(parse(text))]).toEqual([text, true]);
  for (const text of ['word', 'from:me', 'has:link', 'on:2025'])
    expect([text, isEmptyQuery(parse(text))]).toEqual([text, false]);
});

test('no text is too long or too odd', () => {
  expect(parse('word '.repeat(10_000)).terms.length).toBe(maxTerms);
  expect(parse(`${'x'.repeat(maxQueryLength)}yz`).terms).toEqual([part('x'.repeat(maxQueryLength))]);
  for (const odd of ['\ud800', '\u0000"', 'from:"', '-"', '""""', ':::', 'on:99999999-99-99', 'has:__proto__'])
    expect(() => parse(odd)).not.toThrow();
});
