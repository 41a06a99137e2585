import { describe, expect, test } from 'vitest';
import { directConversationId, mintEventId, mintUserId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationSummary } from '../../../shared/protocol/people-api.ts';
import { Summaries } from './summaries.ts';

const people = [1, 2, 3, 4].map((seed) => mintUserId(new Uint8Array(15).fill(seed)));
const [ada, ben, cem, dua] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0], (typeof people)[0]];
const withBen = directConversationId(ada, ben);
const withCem = directConversationId(ada, cem);
const withDua = directConversationId(ada, dua);

function answer(conversationId: typeof withBen, text: string | null, at = 0): ConversationSummary {
  const lastMessage = text === null ? null : { text, at, author: ben };
  return { conversationId, kind: 'direct', title: null, members: [], lastMessage, chapter: 1 };
}

function item(text: string | null, at: number): TimelineItem {
  const id = mintEventId('message', new Uint8Array(15));
  return { key: `${ben} ${id}`, id, author: ben, at, text, isEdited: false, lateAt: null, place: null };
}

function listOf(...answers: ConversationSummary[]): Summaries {
  const summaries = new Summaries();
  summaries.takeAll(answers);
  return summaries;
}

const textsOf = ({ list }: Summaries) => list.map(({ lastMessage }) => lastMessage?.text);

describe('the list of conversations', () => {
  test('stands newest first, those without a message last', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withCem, null), answer(withDua, 'new', 2));
    expect(textsOf(summaries)).toEqual(['new', 'old', undefined]);
  });

  test('moves a conversation up when a message arrives, and touches no other row', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withDua, 'new', 2));
    const [dua] = summaries.list;
    summaries.takeNewest(withBen, item('newest', 3));
    expect(textsOf(summaries)).toEqual(['newest', 'new']);
    expect(summaries.list[1]).toBe(dua);
  });

  test('stays the same array when the server says the same again', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withDua, 'new', 2));
    const before = summaries.list;
    summaries.takeAll([answer(withBen, 'old', 1), answer(withDua, 'new', 2)]);
    expect(summaries.list).toBe(before);
  });

  test('keeps what this device has seen when the answer is older, and takes the answer when it is newer', () => {
    const summaries = listOf(answer(withBen, 'first', 1));
    summaries.takeNewest(withBen, item('second', 2));
    summaries.takeAll([answer(withBen, 'first', 1)]);
    expect(textsOf(summaries)).toEqual(['second']);
    summaries.takeAll([answer(withBen, 'third', 3)]);
    expect(textsOf(summaries)).toEqual(['third']);
  });

  test('closes what the server does not name any more, and drops it once nothing is lost with it', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withDua, 'new', 2));
    summaries.takeAll([answer(withDua, 'new', 2)]);
    expect(textsOf(summaries)).toEqual(['new', 'old']);
    expect([summaries.closed, summaries.has(withBen), summaries.has(withDua)]).toEqual([[withBen], false, true]);
    summaries.forget(withDua);
    summaries.forget(withBen);
    expect(textsOf(summaries)).toEqual(['new']);
  });

  test('opens again what the server names again, and what is begun again', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withDua, 'new', 2));
    summaries.takeAll([]);
    summaries.takeAll([answer(withBen, 'old', 1)]);
    summaries.begin({ ...answer(withDua, '', 0), lastMessage: null });
    expect(summaries.closed).toEqual([]);
    expect(summaries.list.filter(({ isPending }) => isPending).map(({ conversationId }) => conversationId)).toEqual([
      withDua,
    ]);
  });

  test('keeps what was begun here until the server names it, and calls it pending until then', () => {
    const summaries = listOf(answer(withBen, 'old', 1));
    summaries.begin({ ...answer(withDua, '', 0), lastMessage: null });
    const pending = () => summaries.list.map(({ isPending }) => isPending);
    expect(pending()).toEqual([false, true]);
    summaries.takeAll([answer(withBen, 'old', 1)]);
    expect(pending()).toEqual([false, true]);
    summaries.takeAll([answer(withBen, 'old', 1), answer(withDua, 'new', 2)]);
    expect(pending()).toEqual([false, false]);
    summaries.takeAll([answer(withBen, 'old', 1)]);
    expect([pending(), summaries.closed]).toEqual([[false, false], [withDua]]);
  });

  test('begins nothing twice, and closes what was begun and refused, but nothing that the server has named', () => {
    const summaries = listOf(answer(withBen, 'old', 1));
    summaries.begin({ ...answer(withBen, '', 0), lastMessage: null });
    expect(textsOf(summaries)).toEqual(['old']);
    summaries.begin({ ...answer(withDua, '', 0), lastMessage: null });
    summaries.drop(withDua);
    summaries.drop(withBen);
    expect([textsOf(summaries), summaries.closed]).toEqual([['old', undefined], [withDua]]);
  });

  test('knows after a restart which of the kept ones the server has not heard of', () => {
    const summaries = listOf(answer(withBen, 'old', 1), answer(withDua, 'new', 2));
    summaries.markBegun([withBen]);
    summaries.takeAll([]);
    expect(summaries.closed).toEqual([withDua]);
  });

  test('keeps no deleted text on the device', () => {
    const summaries = listOf(answer(withBen, 'secret', 1));
    summaries.takeNewest(withBen, item(null, 1));
    expect(JSON.stringify(summaries.toKeep())).not.toContain('secret');
    expect(textsOf(summaries)).toEqual([null]);
  });
});
