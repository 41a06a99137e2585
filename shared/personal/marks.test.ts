import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { directConversationId, mintUserId } from '../ids.ts';
import { changesBetween, markKey, mergeKept, parseTextRoot, spliceText, textRoot } from './drafts.ts';
import { changeMarks, mergeLines, noMarks, readMarks, spliceLines, writeMarks, type Marks } from './marks.ts';

const all: Marks = {
  pinnedAt: 7,
  mutedUntil: 1_700,
  archivedUpTo: 0,
  archivedWith: 2,
  isUnread: true,
  notice: 'mentions',
};

test('marks are read back as they were written', () => {
  expect(readMarks(writeMarks(all))).toEqual(all);
  expect(readMarks(writeMarks({ ...all, mutedUntil: 'always', notice: 'none' }))).toEqual({
    ...all,
    mutedUntil: 'always',
    notice: 'none',
  });
  expect([writeMarks(noMarks), readMarks('')]).toEqual(['', noMarks]);
});

test('one mark is changed without the others, and what a newer device wrote stays', () => {
  const text = `${writeMarks(all)}colour red\n`;
  const changed = changeMarks(text, { mutedUntil: null, pinnedAt: 9 });
  expect(readMarks(changed)).toEqual({ ...all, mutedUntil: null, pinnedAt: 9 });
  expect(changed).toContain('colour red\n');
});

test.each([
  'pin',
  'pin x',
  'pin -1',
  'pin 99999999999999999',
  'mute never',
  'notice loud',
  'unread no',
  'mute 1 2',
  '\u0000',
])('%j is no mark', (line) => expect(readMarks(`${line}\n`)).toEqual(noMarks));

test('what is too long to be marks is not read to its end', () => {
  expect(readMarks('pin 1\n' + 'x'.repeat(2_000) + '\nunread yes\n')).toEqual({ ...noMarks, pinnedAt: 1 });
});

describe('two devices that change marks at once', () => {
  const base = writeMarks({ ...noMarks, mutedUntil: 1_700, isUnread: true });
  const cases: readonly (readonly [string, Partial<Marks>, Partial<Marks>, (merged: Marks) => void])[] = [
    [
      'each another one, and both count',
      { mutedUntil: 1_800, pinnedAt: 5 },
      { isUnread: false, archivedUpTo: 9 },
      (merged) => expect(merged).toEqual({ ...noMarks, mutedUntil: 1_800, pinnedAt: 5, archivedUpTo: 9 }),
    ],
    [
      'the same one, and one of the two counts',
      { mutedUntil: 1_800 },
      { mutedUntil: 1_900 },
      (merged) => expect([1_800, 1_900]).toContain(merged.mutedUntil),
    ],
    [
      'the same one from nothing, and one of the two counts',
      { pinnedAt: 55 },
      { pinnedAt: 56 },
      (merged) => expect([55, 56]).toContain(merged.pinnedAt),
    ],
    [
      'the same one where nothing else is, and one of the two counts',
      { isUnread: false, mutedUntil: 1_800 },
      { isUnread: false, mutedUntil: 1_900 },
      (merged) => expect([1_800, 1_900]).toContain(merged.mutedUntil),
    ],
    [
      'in the same way, and it is done once',
      { isUnread: false, archivedUpTo: 4 },
      { isUnread: false, archivedUpTo: 4 },
      (merged) => expect(merged).toEqual({ ...noMarks, mutedUntil: 1_700, archivedUpTo: 4 }),
    ],
  ];

  test.each(cases)('in one kept text: %s', (_, mine, theirs, check) => {
    const merged = mergeLines(base, changeMarks(base, mine), changeMarks(base, theirs));
    check(readMarks(merged));
    expect(mergeKept(key, { base, mine: changeMarks(base, mine), theirs: changeMarks(base, theirs) })).toBe(merged);
  });

  test.each(cases)('in the document: %s', (_, mine, theirs, check) => {
    const [one, other] = [new Y.Doc(), new Y.Doc()];
    spliceText(one, key, { at: 0, removed: 0, text: base });
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    for (const [doc, change] of [
      [one, mine],
      [other, theirs],
    ] as const) {
      for (const splice of changesBetween(key, base, changeMarks(base, change))) spliceText(doc, key, splice);
    }
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    const [text, same] = [one, other].map((doc) => doc.getText(textRoot(key)).toJSON());
    expect(text).toBe(same);
    check(readMarks(text ?? ''));
  });

  test('what one has changed lately counts for them, until both have met', () => {
    const merged = mergeLines(base, changeMarks(base, { mutedUntil: 3 }), changeMarks(base, { mutedUntil: 4 }));
    expect(readMarks(merged).mutedUntil).toBe(3);
  });
});

test.each([
  ['pin 1\nunread yes\n', 'unread yes\nmute 5\n'],
  ['', 'pin 1\n'],
  ['pin 1\npin 1\n', ''],
  ['a\nb\n', 'b\na\n'],
  ['no end', 'no end\npin 1\n'],
])('from %j to %j it goes by the changes between them', (from, to) => {
  const doc = new Y.Doc();
  doc.getText('x').insert(0, from);
  for (const { at, removed, text } of spliceLines(from, to)) {
    doc.getText('x').delete(at, removed);
    doc.getText('x').insert(at, text);
  }
  expect(doc.getText('x').toJSON()).toBe(to);
});

const user = (fill: number) => mintUserId(new Uint8Array(15).fill(fill));
const conversationId = directConversationId(user(1), user(2));
const key = markKey(conversationId);

test('marks have a root of their own, and nothing else has it', () => {
  expect([textRoot(key), parseTextRoot(textRoot(key))]).toEqual([`mark/${conversationId}`, key]);
  for (const root of ['mark/', 'mark/x', `mark/${conversationId}/mark`]) expect(parseTextRoot(root)).toBeNull();
});
