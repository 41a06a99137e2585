import { expect, test } from 'vitest';
import { mintEventId, mintUserId } from '../ids.ts';
import { everyone } from '../rules/mentions.ts';
import { nothingBeside, readBeside, writeBeside, type Beside } from './beside.ts';
import { mergeTexts } from './merge-texts.ts';

const bytes = (fill: number) => new Uint8Array(15).fill(fill);
const [ada, ben] = [mintUserId(bytes(1)), mintUserId(bytes(2))];
const [toAda, toBen] = [
  { author: ada, id: mintEventId('message', bytes(3)), at: 1_700 },
  { author: ben, id: mintEventId('message', bytes(4)), at: 1_800 },
];
const called = [
  { who: ben, label: 'Ben von der Heide' },
  { who: everyone, label: 'alle' },
] as const;

test('what is written is read again', () => {
  const all: Beside = { replyTo: toAda, mentions: called };
  expect(readBeside(writeBeside(all))).toEqual(all);
  expect([writeBeside(nothingBeside), readBeside('')]).toEqual(['', nothingBeside]);
});

test('what two devices put there is all there, and one answer of both', () => {
  const base = writeBeside({ replyTo: null, mentions: [called[0]] });
  const mine = writeBeside({ replyTo: toAda, mentions: called });
  const theirs = writeBeside({ replyTo: toBen, mentions: [called[0]] });
  expect(readBeside(mergeTexts(base, mine, theirs)).mentions).toEqual(called);
  expect([toAda, toBen]).toContainEqual(readBeside(mergeTexts(base, mine, theirs)).replyTo);
  expect(readBeside(mergeTexts('', mine, theirs)).replyTo).toEqual(toBen);
});

test('one answer in place of another at the same time is one of them, or none', () => {
  const base = writeBeside({ replyTo: toAda, mentions: [] });
  const mine = writeBeside({ replyTo: { ...toAda, at: 1_900 }, mentions: [] });
  const theirs = writeBeside({ replyTo: toBen, mentions: [] });
  expect([toBen, null]).toContainEqual(readBeside(mergeTexts(base, mine, theirs)).replyTo);
});

test.each(['>', '> 1 usr_x msg_x', `> 1 ${ada} evt_x`, '@', `@ ${ada}`, `@ nobody Ada`, `@ ${ada} two  `, 'Ada'])(
  '%j is no line',
  (line) => {
    expect(readBeside(line)).toEqual(nothingBeside);
  },
);
