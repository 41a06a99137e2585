import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import { must } from '../base/assert.ts';
import { parseFileHash, type Attachment, type AttachmentForm } from '../conversation/attachments.ts';
import { mintConversationId, mintUserId } from '../ids.ts';
import { foldText } from '../text/fold-text.ts';
import { makePlaceFinder, type Span } from './folded-places.ts';
import { matches } from './match.ts';
import { parseQuery } from './query.ts';

const [ada, ben] = [mintUserId(new Uint8Array(15).fill(1)), mintUserId(new Uint8Array(15).fill(2))];
const conversationId = mintConversationId(new Uint8Array(15).fill(3));
const context = { me: ada, timeZone: 'UTC', nowMs: 0, people: [], conversations: [] };

function found(query: string, text: string, author = ada, at = 1_000): readonly string[] | null {
  const places = matches(parseQuery(query, context), { conversationId, author, at, text, attachments: [] });
  return places?.spans.map(({ from, to }) => text.slice(from, to)) ?? null;
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
  expect(found('has:link', 'see (https://example.org/x)')).toEqual(['https://example.org/x']);
  expect(found('has:link see', 'see www.example.org/see')).toEqual(['see', 'www.example.org/see']);
  expect(found('has:link', 'see https:// and www')).toBeNull();
  expect(found('has:image', 'see https://example.org/x.png')).toBeNull();
});

test.each([
  ['has:file', ['image', 'video', 'audio', 'voice', 'document']],
  ['has:files', ['image', 'video', 'audio', 'voice', 'document']],
  ['has:image', ['image']],
  ['has:video', ['video']],
  ['has:audio', ['audio', 'voice']],
  ['has:document', ['document']],
  ['has:media', ['image', 'video']],
  ['has:image has:document', []],
  ['has:link', []],
])('%s is true of what carries %j', (query, forms) => {
  const all = ['image', 'video', 'audio', 'voice', 'document'] as const;
  expect(all.filter((form) => inFiles(query, '', [fileOf(form, 'a name')]) !== null)).toEqual(forms);
});

test('words stand in the text or in the names of files, and each is told where', () => {
  const files = [fileOf('document', 'Straße.pdf'), fileOf('image', 'offer.png')];
  expect(inFiles('strasse', 'as wished', files)).toEqual([[], ['Straße'], []]);
  expect(inFiles('offer', 'the offer', files)).toEqual([['offer'], [], ['offer']]);
  expect(inFiles('strasse wish', 'as wished', files)).toEqual([['wish'], ['Straße'], []]);
  expect(inFiles('strasse -offer', 'as wished', files)).toBeNull();
  expect(inFiles('strasse missing', 'as wished', files)).toBeNull();
  expect(inFiles('has:image', 'as wished', files)).toEqual([[], [], []]);
});

test('a phrase stands in one of them, never from one into the next', () => {
  const files = [fileOf('document', 'next week'), fileOf('document', 'offer')];
  expect(inFiles('"next week"', 'see', files)).toEqual([[], ['next week'], []]);
  expect(inFiles('"see next"', 'see', files)).toBeNull();
  expect(inFiles('"week offer"', 'see', files)).toBeNull();
});

function inFiles(query: string, text: string, attachments: readonly Attachment[]) {
  const spoken = { conversationId, author: ada, at: 1, text, attachments };
  const places = matches(parseQuery(query, context), spoken);
  const cut = (said: string, spans: readonly Span[]) => spans.map(({ from, to }) => said.slice(from, to));
  if (places === null) return null;
  return [cut(text, places.spans), ...attachments.map(({ name }, index) => cut(name, places.names[index] ?? []))];
}

function fileOf(form: AttachmentForm, name: string): Attachment {
  const hash = must(parseFileHash('0f'.repeat(32)), 'a hash');
  const file = {
    hash,
    size: 1,
    type: 'a/b',
    name,
    width: 1,
    height: 1,
    durationMs: 1,
    blur: 'AAAAAAAA',
    waveform: '0',
  };
  return { ...file, form };
}

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
