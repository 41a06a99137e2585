import { describe, expect, test } from 'vitest';
import { makeKeptInMemory, type KeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { directConversationId, type ConversationId } from '../../../shared/ids.ts';
import { markKey } from '../../../shared/personal/drafts.ts';
import { noMarks } from '../../../shared/personal/marks.ts';
import { draftKey, openDrafts } from '../drafts/open-drafts.ts';
import { makeWritable } from '../writable.ts';
import type { ConversationSummary } from '../messenger.ts';
import { bringBack } from './bring-back.ts';
import { maxMarked, openMarks } from './open-marks.ts';

const freshConversation = () => directConversationId(freshUserId(), freshUserId());
const [one, other] = [freshConversation(), freshConversation()];

/** A tab of a device whose clock stands until the test moves it. */
function openTab(kept: KeptInMemory = makeKeptInMemory()) {
  const timers = makeTimers();
  const store = kept.openTab();
  const drafts = openDrafts({ platform: { ...timers, onLeaving: () => () => undefined }, kept: store });
  const clock = { nowMs: 10_000 };
  const gone = new Set<ConversationId>();
  const marks = openMarks({
    ...{ platform: timers, drafts, nowMs: () => clock.nowMs },
    newestAt: () => 700,
    couldCall: () => 3,
    isGone: (id) => gone.has(id),
  });
  return { kept, marks, drafts, timers, clock, gone, of: (id: ConversationId) => marks.all.get().get(id) ?? noMarks };
}

test('what is marked is kept at once, stands in every tab, and outlives a kill', () => {
  const { kept, marks, of } = openTab();
  const second = openTab(kept);
  marks.change(one, { isPinned: true, muteFor: 'always', notice: 'mentions' });
  marks.change(one, { isArchived: true, isUnread: true });
  const all = {
    pinnedAt: 10_000,
    mutedUntil: 'always',
    archivedUpTo: 700,
    archivedWith: 3,
    isUnread: true,
    notice: 'mentions',
  };
  expect([of(one), second.of(one), openTab(kept).of(one)]).toEqual([all, all, all]);
  marks.change(one, { isPinned: false, muteFor: null, isArchived: false, isUnread: false, notice: 'all' });
  expect([of(one), second.of(one), kept.values.size]).toEqual([noMarks, noMarks, 0]);
});

test('what is said again changes nothing, and what is pinned stays where it was pinned', () => {
  const { kept, marks, clock, of } = openTab();
  marks.change(one, { isPinned: true });
  const [before, writes] = [marks.all.get(), kept.written.length];
  clock.nowMs = 20_000;
  marks.change(one, { isPinned: true, muteFor: null });
  expect([marks.all.get() === before, kept.written.length, of(one).pinnedAt]).toEqual([true, writes, 10_000]);
});

test('marks of one conversation leave those of others the same objects', () => {
  const { marks, of } = openTab();
  marks.change(one, { isPinned: true });
  const before = of(one);
  marks.change(other, { isPinned: true });
  expect(of(one)).toBe(before);
});

test('a mute ends by itself, the first of several first, and after a start as well', () => {
  const { kept, marks, timers, clock, of } = openTab();
  marks.change(one, { muteFor: 2_000 });
  marks.change(other, { muteFor: 1_000, isPinned: true });
  clock.nowMs = 11_000;
  timers.runAll();
  expect([of(other), of(one).mutedUntil]).toEqual([{ ...noMarks, pinnedAt: 10_000 }, 12_000]);
  clock.nowMs = 12_000;
  timers.runAll();
  expect([of(one), timers.waiting.size]).toEqual([noMarks, 0]);
  const late = openTab(kept);
  late.clock.nowMs = 12_000;
  late.timers.runAll();
  expect(late.of(one)).toEqual(noMarks);
});

describe('the bound', () => {
  const fill = () => {
    const tab = openTab();
    const [first, second, third] = [freshConversation(), freshConversation(), freshConversation()];
    const marked = [first, second, third, ...Array.from({ length: maxMarked - 3 }, freshConversation)];
    for (const id of marked) expect(tab.marks.change(id, { isPinned: true })).toBeNull();
    return { ...tab, first, second, third };
  };

  test('more conversations than there is room for cannot be marked, those that are can be changed', () => {
    const { marks, first, of } = fill();
    expect(marks.change(one, { isPinned: true })).toBe('too-many');
    expect(of(one)).toEqual(noMarks);
    expect(marks.change(first, { isArchived: true })).toBeNull();
    expect(marks.change(first, { isPinned: false, isArchived: false })).toBeNull();
    expect(marks.change(one, { isPinned: true })).toBeNull();
  });

  test('a mute that has ended and marks of what is gone leave their room', () => {
    const { kept, marks, first, second, third, gone, clock, timers } = fill();
    marks.change(first, { isPinned: false, muteFor: 5 });
    clock.nowMs += 5;
    timers.runAll();
    gone.add(second);
    expect([freshConversation(), freshConversation()].map((id) => marks.change(id, { isUnread: true }))).toEqual([
      null,
      null,
    ]);
    expect([first, second, third].map((id) => kept.values.has(draftKey(markKey(id))))).toEqual([false, false, true]);
  });
});

test('what is kept and is no mark is none', () => {
  const kept = makeKeptInMemory();
  kept.openTab().write(draftKey(markKey(one)), 'pin yesterday\nnotice LOUD\n');
  expect(openTab(kept).marks.all.get().size).toBe(0);
});

describe('what was put away', () => {
  const row = (change: Partial<ConversationSummary>): ConversationSummary => ({
    ...{ conversationId: one, kind: 'group', title: 'Harbour', picture: null, description: '', history: 'all' },
    ...{
      members: [],
      former: [],
      isAwaited: false,
      isClosed: false,
      since: 0,
      isPending: false,
      mentions: 0,
      unread: 0,
    },
    lastMessage: { text: 'words', author: freshUserId(), at: 700 },
    ...change,
  });
  const begin = () => {
    const tab = openTab();
    const rows = makeWritable([row({ unread: 3 })]);
    const summaryOf = () => rows.get()[0] ?? null;
    bringBack({ conversations: rows, summaryOf, marks: tab.marks, nowMs: () => tab.clock.nowMs });
    const says = (change: Partial<ConversationSummary> = {}) =>
      rows.set([row({ unread: 4, lastMessage: { text: 'more', author: freshUserId(), at: 701 }, ...change })]);
    return { ...tab, says };
  };

  test('stays so with what was unread before, and comes back with a message that calls', () => {
    const { marks, says, of } = begin();
    marks.change(one, { isArchived: true });
    expect(of(one).archivedUpTo).toBe(700);
    says();
    expect(of(one)).toEqual(noMarks);
  });

  test('comes back with a message that was written before and came late', () => {
    const { marks, says, of } = begin();
    marks.change(one, { isArchived: true });
    says({ lastMessage: { text: 'as before', author: freshUserId(), at: 700 } });
    expect(of(one)).toEqual(noMarks);
  });

  test('stays where it is muted, until the mute ends', () => {
    const { marks, says, of, clock, timers } = begin();
    marks.change(one, { isArchived: true, muteFor: 50 });
    says();
    expect(of(one).archivedUpTo).toBe(700);
    clock.nowMs += 50;
    timers.runAll();
    expect(of(one)).toEqual(noMarks);
  });
});
