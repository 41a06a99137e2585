import { describe, expect, test } from 'vitest';
import { directConversationId, type ConversationId } from '../../../shared/ids.ts';
import { noMarks, type Marks } from '../../../shared/personal/marks.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { arrangeList, callingIn, type ListFilter } from './arrange-list.ts';

const row = (title: string, change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  ...{ conversationId: directConversationId(freshUserId(), freshUserId()), kind: 'group', title, picture: null },
  ...{ description: '', history: 'all', members: [], former: [], isAwaited: false, isClosed: false, since: 0 },
  ...{ isPending: false, mentions: 0, unread: 0, lastMessage: null },
  ...change,
});
const [harbour, ben, dora, yard, old] = [
  row('Harbour', { unread: 2, mentions: 1 }),
  row('Ben', { kind: 'direct' }),
  row('Dora', { kind: 'direct', unread: 1 }),
  row('Yard'),
  row('Old', { unread: 5 }),
];
const conversations = [harbour, ben, dora, yard, old];

function shown(
  filter: ListFilter,
  marks: readonly (readonly [ConversationSummary, Partial<Marks>])[],
  openId?: ConversationId,
) {
  const all = new Map(marks.map(([{ conversationId }, change]) => [conversationId, { ...noMarks, ...change }]));
  const { rows, pinned, placeOf } = arrangeList({ conversations, marks: all, filter, openId: openId ?? null });
  expect(rows.map(({ conversationId }) => placeOf.get(conversationId))).toEqual(rows.map((_, index) => index));
  return [...rows.slice(0, pinned).map(({ title }) => `^${title}`), ...rows.slice(pinned).map(({ title }) => title)];
}

const marked = [
  [yard, { pinnedAt: 2 }],
  [dora, { pinnedAt: 1, mutedUntil: 'always' }],
  [old, { archivedUpTo: 9 }],
  [ben, { isUnread: true }],
] as const;

describe('the list', () => {
  test('stands as the messenger orders it where nothing is marked', () => {
    expect(shown('all', [])).toEqual(['Harbour', 'Ben', 'Dora', 'Yard', 'Old']);
  });

  test.each<[ListFilter, string[]]>([
    ['all', ['^Dora', '^Yard', 'Harbour', 'Ben']],
    ['unread', ['^Dora', 'Harbour', 'Ben']],
    ['personal', ['^Dora', 'Ben']],
    ['groups', ['^Yard', 'Harbour']],
    ['archived', ['Old']],
  ])('of %s', (filter, expected) => expect(shown(filter, marked)).toEqual(expected));

  test('of what is unread keeps the one that is being read', () => {
    expect(shown('unread', [], yard.conversationId)).toEqual(['Harbour', 'Dora', 'Yard', 'Old']);
    expect(shown('unread', [[yard, { archivedUpTo: 1 }]], yard.conversationId)).not.toContain('Yard');
  });
});

test('what calls is counted where it is neither muted nor put away', () => {
  expect(callingIn(harbour, noMarks)).toBe(2);
  expect(callingIn(harbour, { ...noMarks, mutedUntil: 5 })).toBe(0);
  expect(callingIn(harbour, { ...noMarks, notice: 'mentions' })).toBe(1);
  expect(callingIn(harbour, { ...noMarks, archivedUpTo: 5 })).toBe(0);
});
