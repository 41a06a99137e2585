// The list of conversations as this device keeps it: what the server says, what was begun here, what is newest.
import { describe, expect, test } from 'vitest';
import { must } from '../../../shared/base/assert.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { directConversationId, mintEventId, type ConversationId, type EventId } from '../../../shared/ids.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import { inboxPart, toldChapter, toldConversation } from '../../../tests/kit/inbox-answers.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { ConversationTable } from './conversation-table.ts';

const [me, ben] = [freshUserId(), freshUserId()];
const fresh = () => directConversationId(freshUserId(), freshUserId());
const [withBen, withCem, withDua] = [fresh(), fresh(), fresh()];

/** What the server says of a conversation with one chapter, whose last message is this one. */
function saying(conversationId: ConversationId, text: string | null, at = 0): Partial<InboxAnswer> {
  const lastMessage = text === null ? null : { id: idAt(at), text, at, author: ben };
  const chapters = [toldChapter({ conversationId, entries: 1, from: at, to: at, lastMessage })];
  return { conversations: [toldConversation(conversationId)], chapters: text === null ? [] : chapters };
}

/** What it says when the newest update of its chapter has this place. */
function at(position: number): Partial<InboxAnswer> {
  const { conversations = [], chapters = [] } = saying(withBen, 'old', 1);
  return { conversations, chapters: chapters.map((row) => ({ ...row, position })) };
}

/** Parts of one answer together. */
function together(...parts: readonly Partial<InboxAnswer>[]): Partial<InboxAnswer> {
  return {
    conversations: parts.flatMap(({ conversations }) => conversations ?? []),
    chapters: parts.flatMap(({ chapters }) => chapters ?? []),
  };
}

const whole = (...parts: readonly Partial<InboxAnswer>[]) => inboxPart({ whole: true, ...together(...parts) });
const news = (...parts: readonly Partial<InboxAnswer>[]) => inboxPart(together(...parts));

/** Of the message of each time: the server and this device tell of the same. */
const ids = new Map<number, EventId>();
function idAt(at: number): EventId {
  const id = ids.get(at) ?? messageAt(at).id;
  ids.set(at, id);
  return id;
}

function item(text: string | null, at: number): TimelineItem {
  const id = idAt(at);
  return { key: `${ben} ${id}`, id, author: ben, at, text, ...untouched, notice: null, lateAt: null, place: null };
}

function open(kept = makeKeptInMemory(), { begun = [] as readonly ConversationId[] } = {}) {
  const unsent = new Set<ConversationId>();
  const timers = makeTimers();
  const holdsUnsent = (id: ConversationId) => Promise.resolve(unsent.has(id));
  const forgotten: ConversationId[] = [];
  const onForgotten = (id: ConversationId) => void forgotten.push(id);
  const findPartner = () => null;
  const options = { platform: timers, kept: kept.openTab(), me, begun, findPartner, holdsUnsent, onForgotten };
  return { table: new ConversationTable(options), kept, unsent, timers, forgotten };
}

function listOf(...parts: readonly Partial<InboxAnswer>[]) {
  const opened = open();
  opened.table.take(whole(...parts));
  return opened;
}

const textsOf = (table: ConversationTable) => table.summaries.get().map(({ lastMessage }) => lastMessage?.text);
const idsOf = (table: ConversationTable) => table.summaries.get().map(({ conversationId }) => conversationId);
const pendingOf = (table: ConversationTable) => table.summaries.get().map(({ isPending }) => isPending);
/** Lets what asks for unsent messages go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the list of conversations', () => {
  test('stands newest first, those without a message last', () => {
    const { table } = listOf(saying(withBen, 'old', 1), saying(withCem, null), saying(withDua, 'new', 2));
    expect(textsOf(table)).toEqual(['new', 'old', undefined]);
  });

  test('stands by one’s own coming where nothing was said since', () => {
    const came = (conversationId: ConversationId, since: number, said: Partial<InboxAnswer>) => ({
      ...said,
      conversations: [{ ...toldConversation(conversationId), since }],
    });
    const { table } = listOf(
      came(withBen, 2, saying(withBen, null)),
      came(withCem, 1, saying(withCem, 'after coming', 3)),
      came(withDua, 4, saying(withDua, 'before coming', 1)),
    );
    expect(idsOf(table)).toEqual([withDua, withCem, withBen]);
  });

  test('moves a conversation up when a message arrives, and touches no other row', () => {
    const { table } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    const [dua] = table.summaries.get();
    table.takeNewest(withBen, item('newest', 3));
    expect(textsOf(table)).toEqual(['newest', 'new']);
    expect(table.summaries.get()[1]).toBe(dua);
  });

  test('stays the same array when the server says the same again', () => {
    const { table } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    const before = table.summaries.get();
    table.take(whole(saying(withBen, 'old', 1), saying(withDua, 'new', 2)));
    expect(table.summaries.get()).toBe(before);
  });

  test('keeps what this device has seen when the answer is older, and takes the answer when it is newer', () => {
    const { table } = listOf(saying(withBen, 'first', 1));
    table.takeNewest(withBen, item('second', 2));
    table.take(whole(saying(withBen, 'first', 1)));
    expect(textsOf(table)).toEqual(['second']);
    table.take(news(saying(withBen, 'third', 3)));
    expect(textsOf(table)).toEqual(['third']);
  });

  test('shows the newest message of all chapters, counts what is unread in each, and goes on after a closed one', () => {
    const { table } = listOf(saying(withBen, 'in the first', 1));
    const second = { conversationId: withBen, chapter: 2, unread: 3, closedAt: 9, lastMessage: null };
    table.take(inboxPart({ chapters: [toldChapter(second)] }));
    table.take(inboxPart({ chapters: [toldChapter({ ...second, chapter: 1, unread: 2, from: 1, to: 4 })] }));
    expect(table.summaries.get()).toMatchObject([{ lastMessage: null, unread: 5 }]);
    expect(table.chaptersOf(withBen).get()).toMatchObject([
      { chapter: 1, onTime: { from: 1, to: 4 }, late: null },
      { chapter: 2, onTime: null },
      { chapter: 3, entries: 0 },
    ]);
    table.takeUnread(withBen, 1, { unread: 0, mentions: 0 });
    expect(table.summaries.get()).toMatchObject([{ unread: 3 }]);
  });

  test('keeps what happened in a group as its newest row until something is said after it', () => {
    const { table, kept } = listOf(saying(withBen, 'before', 1));
    const notice = {
      kind: 'renamed',
      id: mintEventId('renamed', new Uint8Array(15)),
      at: 5,
      by: ben,
      title: 'Yard',
    } as const;
    table.takeNewest(withBen, { ...item(null, 5), author: serverAuthor, notice });
    const told = toldChapter({ conversationId: withBen, position: 2, entries: 2, from: 1, to: 1 });
    table.take(
      inboxPart({ chapters: [{ ...told, lastMessage: { id: idAt(1), text: 'before', at: 1, author: ben } }] }),
    );
    expect(table.summaries.get()).toMatchObject([{ lastMessage: { text: null, at: 5, notice } }]);
    table.close();
    expect(open(kept).table.summaries.get()).toMatchObject([{ lastMessage: { notice } }]);
    table.take(news(saying(withBen, 'after', 9)));
    expect(textsOf(table)).toEqual(['after']);
  });

  test('forgets what somebody else has deleted while this device was away, and keeps what I have not sent yet', () => {
    const { table } = listOf(saying(withBen, 'before', 1), saying(withDua, 'before', 1));
    table.takeNewest(withBen, item('deleted meanwhile', 5));
    table.takeNewest(withDua, { ...item('not sent yet', 6), author: me });
    const later = [withBen, withDua].map((conversationId) => {
      const lastMessage = { id: messageAt(1).id, text: 'before', at: 1, author: ben };
      return toldChapter({ conversationId, position: 2, entries: 3, from: 1, to: 5, lastMessage });
    });
    table.take(inboxPart({ chapters: later }));
    expect(textsOf(table)).toEqual(['not sent yet', 'before']);
  });

  test('keeps no deleted text on the device', () => {
    const { table, kept } = listOf(saying(withBen, 'secret', 1));
    const told = toldChapter({ conversationId: withBen, lastMessage: null });
    table.takeNewest(withBen, item(null, 1));
    expect(textsOf(table)).toEqual([null]);
    table.take(inboxPart({ chapters: [told] }));
    table.close();
    expect(JSON.stringify([...kept.values])).not.toContain('secret');
  });
});

describe('what the server does not name any more', () => {
  test('is closed, stays while something unsent is in it, and goes with nothing lost', async () => {
    const { table, kept, unsent } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    unsent.add(withBen);
    table.take(whole(saying(withDua, 'new', 2)));
    await settle();
    expect([idsOf(table), table.has(withBen), table.has(withDua)]).toEqual([[withDua, withBen], false, true]);
    unsent.delete(withBen);
    table.take(news());
    await settle();
    expect(idsOf(table)).toEqual([withDua]);
    expect([...kept.values.keys()].filter((key) => key.includes(withBen))).toEqual([]);
  });

  test('stays when the server names it again while it is looked at', async () => {
    const { table } = listOf(saying(withBen, 'old', 1));
    table.take(whole());
    table.take(news(saying(withBen, 'old', 1)));
    await settle();
    expect([idsOf(table), table.has(withBen)]).toEqual([[withBen], true]);
  });

  test('is known at the end of an answer in several parts, not before', async () => {
    const { table } = listOf(saying(withBen, 'old', 1), saying(withCem, 'mid', 2), saying(withDua, 'new', 3));
    table.take(inboxPart({ whole: true, more: true, ...saying(withDua, 'new', 3) }));
    await settle();
    expect([withBen, withCem, withDua].map((id) => table.has(id))).toEqual([true, true, true]);
    table.take(inboxPart({ whole: false, more: false, ...saying(withBen, 'old', 1) }));
    await settle();
    expect(idsOf(table)).toEqual([withDua, withBen]);
  });

  test('of chapters goes at the end of an answer in several parts, and nothing is emptied before', () => {
    const { table, kept } = listOf(saying(withBen, 'old', 1));
    const second = { conversationId: withBen, chapter: 2, lastMessage: null, unread: 1 };
    table.take(inboxPart({ chapters: [toldChapter(second)] }));
    table.takeNewest(withBen, item('newest', 9));
    const [before, chapters] = [table.summaries.get(), table.chaptersOf(withBen)];
    table.take(inboxPart({ whole: true, more: true, conversations: [toldConversation(withBen)] }));
    expect([table.summaries.get(), chapters.get().length]).toEqual([before, 2]);
    expect(open(kept).table.summaries.get()).toEqual(before); // killed between two parts
    table.take(inboxPart({ chapters: saying(withBen, 'old', 1).chapters ?? [] }));
    expect([table.summaries.get(), chapters.get().length]).toMatchObject([[{ unread: 0 }], 1]);
  });

  test('is nothing when only what changed is told', async () => {
    const { table } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    table.take(news(saying(withDua, 'newer', 3)));
    await settle();
    expect(textsOf(table)).toEqual(['newer', 'old']);
  });
});

describe('what was begun here', () => {
  test('stays until the server names it, and is pending until then', async () => {
    const { table } = listOf(saying(withBen, 'old', 1));
    table.begin(toldConversation(withDua));
    expect(pendingOf(table)).toEqual([false, true]);
    table.take(whole(saying(withBen, 'old', 1)));
    await settle();
    expect(pendingOf(table)).toEqual([false, true]);
    table.take(news(saying(withDua, 'new', 2)));
    expect(pendingOf(table)).toEqual([false, false]);
    table.take(whole(saying(withBen, 'old', 1)));
    await settle();
    expect(idsOf(table)).toEqual([withBen]);
  });

  test('is on the disk at once', () => {
    const { table, kept } = open();
    table.begin(toldConversation(withDua));
    expect(idsOf(open(kept, { begun: [withDua] }).table)).toEqual([withDua]);
  });

  test('twice is there once, and goes when it is refused, unless the server has named it', async () => {
    const { table } = listOf(saying(withBen, 'old', 1));
    table.begin(toldConversation(withBen));
    expect(textsOf(table)).toEqual(['old']);
    table.begin(toldConversation(withDua));
    table.drop(withDua);
    table.drop(withBen);
    await settle();
    expect(idsOf(table)).toEqual([withBen]);
  });

  test('again after it was closed is open again', async () => {
    const { table, unsent } = listOf(saying(withBen, 'old', 1));
    unsent.add(withBen);
    table.take(whole());
    await settle();
    table.begin(toldConversation(withBen));
    expect([table.has(withBen), pendingOf(table), textsOf(table)]).toEqual([true, [true], ['old']]);
  });

  test('is known after a restart, and stays when the server does not name it yet', async () => {
    const { table: before, kept } = listOf(saying(withDua, 'new', 2));
    before.begin(toldConversation(withBen));
    const { table } = open(kept, { begun: [withBen, withDua] });
    expect(pendingOf(table)).toEqual([false, true]); // the server has told of the other
    table.take(whole());
    await settle();
    expect(idsOf(table)).toEqual([withBen]);
  });

  test('with somebody who is asked first names them, before and after the server tells of it', () => {
    const asked = { userId: ben, name: 'Ben', handle: 'ben', picture: null, role: 'member' as const };
    const mine = { userId: me, name: 'Me', handle: 'me', picture: null, role: 'member' as const };
    const { table, kept } = open();
    const shown = (of: ConversationTable) =>
      of.summaries.get().map(({ members, isAwaited }) => [members.map(({ name }) => name), isAwaited]);
    table.begin({ ...toldConversation(withBen), members: [mine, asked] });
    expect(shown(table)).toEqual([[['Me', 'Ben'], false]]);
    table.take(inboxPart({ conversations: [{ ...toldConversation(withBen), members: [mine] }] }));
    expect(shown(table)).toEqual([[['Me', 'Ben'], true]]);
    expect(shown(open(kept, { begun: [withBen] }).table)).toEqual([[['Me', 'Ben'], true]]);
    table.take(inboxPart({ conversations: [{ ...toldConversation(withBen), members: [mine, asked] }] }));
    expect(shown(table)).toEqual([[['Me', 'Ben'], false]]);
  });
});

describe('what is kept', () => {
  test('is the whole list at the next start', () => {
    const { table, kept } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    expect(open(kept).table.summaries.get()).toEqual(table.summaries.get());
  });

  test('is only what changed, together, a moment after messages came', () => {
    const { table, kept, timers } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    const before = kept.written.length;
    table.takeNewest(withBen, item('newer', 3));
    table.takeNewest(withBen, item('newest', 4));
    expect(kept.written).toHaveLength(before);
    timers.runAll();
    expect(kept.written.slice(before)).toEqual([`conversation/${withBen}`]);
  });

  test('of another version of the app is left out', () => {
    const kept = makeKeptInMemory();
    kept.openTab().write(`conversation/${withBen}`, { of: 'tomorrow' });
    expect(idsOf(open(kept).table)).toEqual([]);
  });

  test('is followed by the other tabs', async () => {
    const { table, kept } = listOf(saying(withBen, 'old', 1), saying(withDua, 'new', 2));
    const other = open(kept).table;
    const chapters = other.chaptersOf(withBen);
    let changes = 0;
    other.summaries.subscribe(() => changes++);
    table.take(news(saying(withBen, 'newest', 3), saying(withDua, 'newer', 2)));
    await settle();
    expect([textsOf(other), changes]).toEqual([['newest', 'newer'], 1]);
    expect(chapters.get()).toMatchObject([{ onTime: { from: 3, to: 3 } }]);
    table.take(whole(saying(withBen, 'newest', 3)));
    await settle();
    expect(idsOf(other)).toEqual([withBen]);
  });

  test('in two tabs whose words cross is what was told last of each chapter', async () => {
    const { table: one, kept, timers } = listOf(saying(withBen, 'old', 1));
    const other = open(kept);
    const [told] = saying(withBen, 'new', 2).chapters ?? [];
    const newer = toldChapter({ ...must(told, 'a chapter'), position: 9, unread: 1 });
    const letGo = kept.hold();
    other.table.takeUnread(withBen, 1, { unread: 3, mentions: 0 });
    one.take(inboxPart({ chapters: [newer, toldChapter({ ...newer, chapter: 2, position: 10, unread: 4 })] }));
    other.timers.runAll(); // after it, and knowing less
    letGo();
    timers.runAll();
    const unread = [one, other.table, open(kept).table].map((tab) => tab.rowsOf(withBen).map((row) => row.unread));
    expect(unread).toEqual([
      [1, 4],
      [1, 4],
      [1, 4],
    ]);
    await settle();
    expect([textsOf(one), textsOf(other.table)]).toEqual([['new'], ['new']]);
  });

  test('after a restore is what was told since, though its places are lower', () => {
    const { table: one, kept } = open();
    one.take(inboxPart({ whole: true, ...at(20) }));
    const other = open(kept);
    const letGo = kept.hold();
    other.table.takeUnread(withBen, 1, { unread: 3, mentions: 0 });
    one.take(inboxPart({ whole: true, ...at(5) }));
    other.timers.runAll();
    letGo();
    expect([one, other.table].map((tab) => tab.rowsOf(withBen).map(({ position }) => position))).toEqual([[5], [5]]);
  });

  test('that was read further in one tab is not unread again by a late word of another', () => {
    const { table: one, kept } = listOf(saying(withBen, 'old', 1));
    const other = open(kept);
    const [told] = saying(withBen, 'old', 1).chapters ?? [];
    const letGo = kept.hold();
    other.table.takeUnread(withBen, 1, { unread: 3, mentions: 0 });
    const read = { epoch: 0, clocks: { 7: 1 } };
    one.take(inboxPart({ chapters: [toldChapter({ ...must(told, 'a chapter'), read, unread: 0 })] }));
    other.timers.runAll();
    letGo();
    expect([one, other.table].map((tab) => tab.rowsOf(withBen).map(({ unread }) => unread))).toEqual([[0], [0]]);
  });

  test('lets go of one that this person is in no more, once nothing unsent is in it', async () => {
    const { table, unsent, forgotten } = listOf({ conversations: [toldConversation(withBen)] });
    unsent.add(withBen);
    table.take(inboxPart({ left: [withBen] }));
    await settle();
    expect([idsOf(table), forgotten]).toEqual([[withBen], []]);
    expect(table.summaries.get()[0]?.isClosed).toBe(true);
    unsent.clear();
    table.take(inboxPart({}));
    await settle();
    expect([idsOf(table), forgotten]).toEqual([[], [withBen]]);
    table.take(inboxPart({ conversations: [toldConversation(withBen)] }));
    expect(table.summaries.get()[0]?.isClosed).toBe(false);
  });
});
