import { expect, test } from 'vitest';
import { mintUserId } from '../../../shared/ids.ts';
import { everyone, judgeMentions } from '../../../shared/rules/mentions.ts';
import { completeMention, findMentionQuery, maxOffered, offerMentions, type Mentionable } from './complete-mention.ts';

test.each([
  ['@', 1, { from: 0, query: '' }],
  ['Hello @ad', 9, { from: 6, query: 'ad' }],
  ['(@ada love', 10, { from: 1, query: 'ada love' }],
  ['@ada and more', 4, { from: 0, query: 'ada' }],
  ['问@李', 3, { from: 1, query: '李' }],
] as const)('%j with the caret at %i asks for somebody', (text, caret, query) => {
  expect(findMentionQuery({ text, caret, mentions: [] })).toEqual(query);
});

test.each([
  ['', 0],
  ['@ada', 0],
  ['ada@biz', 7],
  ['@ ada', 5],
  ['@ada\nlove', 9],
  [`@${'x'.repeat(60)}`, 61],
])('%j with the caret at %i asks for nobody', (text, caret) => {
  expect(findMentionQuery({ text, caret, mentions: [] })).toBeNull();
});

let made = 0;

function person(name: string, handle: string | null = null, isMember = true): Mentionable {
  made++;
  return { who: mintUserId(new Uint8Array(15).fill(made)), name, handle, isMember };
}

const ada = person('Ada Lovelace', 'countess');
const emile = person('Émile-Zoé Noël', 'ez');
const adrian = person('Adrian', 'adrian', false);
const lou = person('Lou Salomé', 'ad');
const omar = person('أحمد عمر', 'omar');
const people = [adrian, emile, ada, lou, omar];

test.each([
  ['ad', [lou, ada, adrian]],
  ['ADA', [ada]],
  ['lovel', [ada]],
  ['a lo', [ada]],
  ['lo a', []],
  ['emile', [emile]],
  ['zoe', [emile]],
  ['noe', [emile]],
  ['count', [ada]],
  ['احمد', [omar]],
  ['عمر', [omar]],
  ['', [emile, ada, lou, omar]],
  ['nobody', []],
] as const)('%j offers members first, by how well they fit', (query, offered) => {
  expect(offerMentions(query, people)).toEqual(offered);
});

test('who stands in the text already is asked for no more, unless one goes on typing there', () => {
  const mentions = [{ who: ada.who, label: 'Ada' }];
  expect(findMentionQuery({ text: '@Ada is', caret: 5, mentions })).toBeNull();
  expect(findMentionQuery({ text: '@Ada', caret: 4, mentions })).toEqual({ from: 0, query: 'Ada' });
});

test('no more are offered than the list shows', () => {
  expect(
    offerMentions(
      'a',
      Array.from({ length: 20 }, () => ada),
    ),
  ).toHaveLength(maxOffered);
});

const nothing = { text: '', caret: 0, mentions: [] };

test('who is chosen stands in the text, and is mentioned', () => {
  const typed = { ...nothing, text: 'Ask @lov please', caret: 8 };
  const done = completeMention(typed, { from: 4, query: 'lov' }, ada);
  expect(done).toEqual({
    text: 'Ask @Ada Lovelace please',
    caret: 18,
    mentions: [{ who: ada.who, label: 'Ada Lovelace' }],
  });
  expect(judgeMentions(done?.text ?? '', done?.mentions ?? [], false)).toBeNull();
});

test('somebody else of the same name is mentioned by their handle', () => {
  const other = person('Ada Lovelace', 'ada2');
  const first = completeMention({ ...nothing, text: '@', caret: 1 }, { from: 0, query: '' }, ada);
  const again = { text: `${first?.text}@`, caret: 15, mentions: first?.mentions ?? [] };
  expect(completeMention(again, { from: 14, query: '' }, other)).toEqual({
    text: '@Ada Lovelace @ada2 ',
    caret: 20,
    mentions: [
      { who: ada.who, label: 'Ada Lovelace' },
      { who: other.who, label: 'ada2' },
    ],
  });
});

test('everybody is mentioned by the word that means them, and once', () => {
  const all: Mentionable = { who: everyone, name: 'alle', handle: null, isMember: true };
  const typed = { text: '@alle @al', caret: 9, mentions: [{ who: everyone, label: 'alle' }] as const };
  expect(completeMention(typed, { from: 6, query: 'al' }, all)?.mentions).toEqual([{ who: everyone, label: 'alle' }]);
});

test('a name that can be no label gives way to the handle, and where there is none nothing is completed', () => {
  const typed = { ...nothing, text: '@', caret: 1 };
  expect(completeMention(typed, { from: 0, query: '' }, person('@home', 'home'))?.text).toBe('@home ');
  expect(completeMention(typed, { from: 0, query: '' }, person('@home'))).toBeNull();
});
