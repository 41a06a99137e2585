import * as v from 'valibot';
import { expect, test } from 'vitest';
import { mintUserId } from '../ids.ts';
import {
  everyone,
  judgeMentions,
  maxMentions,
  mayMentionEveryone,
  mentionList,
  placesOf,
  standingMentions,
  type Mention,
} from './mentions.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const bob = mintUserId(new Uint8Array(15).fill(2));
const toAda: Mention = { who: ada, label: 'Ada' };
const toBob: Mention = { who: bob, label: 'Bob 👍🏽 ابن' };

function labelsIn(text: string, mentions: readonly Mention[]): readonly string[] {
  return placesOf(text, mentions).map(({ from, to }) => text.slice(from, to));
}

test('a mention stands wherever its label stands as a word', () => {
  expect(labelsIn('@Ada, (@Ada) @Adam x@Ada @ada @Bob 👍🏽 ابن. @Ada님', [toAda, toBob])).toEqual([
    '@Ada',
    '@Ada',
    '@Bob 👍🏽 ابن',
    '@Ada',
  ]);
});

test('of two labels the longer one stands, and none over another', () => {
  const longer: Mention = { who: bob, label: 'Ada @Ada' };
  expect(labelsIn('@Ada @Ada @Ada', [toAda, longer])).toEqual(['@Ada @Ada', '@Ada']);
});

test('a text that was edited or merged keeps whom it still mentions', () => {
  expect(standingMentions('Hello @Ada', [toBob, toAda])).toEqual([toAda]);
  expect(standingMentions('new words @Bob 👍🏽 ابن before @Ada', [toAda, toBob])).toEqual([toAda, toBob]);
});

test('a text may carry the mentions that stand in it', () => {
  expect(judgeMentions('@Ada and @Bob 👍🏽 ابن', [toAda, toBob], false)).toBeNull();
  expect(judgeMentions('@Ada', [toAda], true)).toBeNull();
});

test.each([
  ['no such label', [toAda]],
  ['mail x@Ada', [toAda]],
  ['@Adam', [toAda]],
  ['@Ada Lovelace', [toAda, { who: bob, label: 'Ada Lovelace' }]],
] as const)('in %j a label does not stand', (text, mentions) => {
  expect(judgeMentions(text, mentions, true)).toBe('unknown-label');
});

test('one label means one person', () => {
  expect(judgeMentions('@Ada', [toAda, { who: bob, label: 'Ada' }], false)).toBe('same-label');
});

test('everybody is called by those alone who look after the group', () => {
  const all: Mention = { who: everyone, label: 'alle' };
  const roles = ['owner', 'admin', 'member', 'reader', null] as const;
  expect(roles.map(mayMentionEveryone)).toEqual([true, true, false, false, false]);
  expect([true, false].map((mayCallAll) => judgeMentions('@alle', [all], mayCallAll))).toEqual([null, 'not-allowed']);
});

test.each([
  [[]],
  [[{ who: 'nobody', label: 'Ada' }]],
  [[{ who: ada, label: '' }]],
  [[{ who: ada, label: ' Ada' }]],
  [[{ who: ada, label: 'Ada ' }]],
  [[{ who: ada, label: '@Ada' }]],
  [[{ who: ada, label: 'A\nda' }]],
  [[{ who: ada, label: 'x'.repeat(129) }]],
  [[{ who: ada, label: 'Ada', from: 0 }]],
  [[{ who: ada }]],
  [Array.from({ length: maxMentions + 1 }, (_, index) => ({ who: ada, label: `Ada${index}` }))],
  ['Ada'],
])('%j is no list of mentions', (value) => {
  expect(v.safeParse(mentionList, value).success).toBe(false);
});

test.each([[[toAda]], [[toAda, toBob, { who: everyone, label: 'الجميع' }]], [[{ who: ada, label: 'x' }]]])(
  '%j is a list of mentions',
  (value) => {
    expect(v.parse(mentionList, value)).toEqual(value);
  },
);
