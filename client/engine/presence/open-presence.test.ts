// Who is there and who writes, as this device hears of it and tells it.
import { expect, test } from 'vitest';
import { directConversationId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import { typingEveryMs, type DeviceSignal } from '../../../shared/protocol/presence.ts';
import type { LinkSignal } from '../../../shared/protocol/signals.ts';
import { inboxPart, toldChapter, toldConversation } from '../../../tests/kit/inbox-answers.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { ConversationTable } from '../inbox/conversation-table.ts';
import type { LinkState, Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { openPresence } from './open-presence.ts';

const [me, ben, cem] = [freshUserId(), freshUserId(), freshUserId()];
const [withBen, withCem] = [directConversationId(me, ben), directConversationId(me, cem)];

/** A device in whose list are two conversations, in which something was said at 10. */
function open() {
  const timers = makeTimers();
  const table = new ConversationTable({
    ...{ platform: makeTimers(), kept: makeKeptInMemory().openTab(), me, begun: [] },
    ...{ findPartner: () => null, holdsUnsent: () => Promise.resolve(false), onForgotten: () => undefined },
  });
  const says = (conversationId: ConversationId, author: UserId, at: number) => {
    const lastMessage = { id: messageAt(at).id, text: 'hello', at, author };
    table.take(inboxPart({ chapters: [toldChapter({ conversationId, position: at, lastMessage })] }));
  };
  table.take(inboxPart({ whole: true, conversations: [withBen, withCem].map(toldConversation) }));
  says(withBen, ben, 10);
  says(withCem, me, 10);
  const state = makeWritable<LinkState>({ status: 'online' });
  const told: DeviceSignal[] = [];
  const clock = { nowMs: 0 };
  let hear: (signal: LinkSignal) => void = () => undefined;
  let rest: (isIdle: boolean) => void = () => undefined;
  let look: (isHere: boolean) => void = () => undefined;
  const presence = openPresence({
    platform: {
      schedule: (delayMs, run) => timers.schedule(delayMs, run),
      nowMs: () => clock.nowMs,
      timeZone: () => 'Europe/Berlin',
      onIdle(listener) {
        rest = listener;
        return () => undefined;
      },
      onAttention(listener) {
        look = listener;
        return () => undefined;
      },
    },
    link: {
      state,
      onSignal(listener) {
        hear = listener;
        return () => undefined;
      },
      tell: (signal) => void told.push(signal),
    },
    conversations: table.summaries,
  });
  const writes = (conversationId: ConversationId, userId: UserId) => hear({ kind: 'typing', conversationId, userId });
  const isIdle = (value: boolean) => rest(value);
  const isHere = (value: boolean) => look(value);
  return {
    presence,
    timers,
    state,
    told,
    clock,
    says,
    writes,
    isIdle,
    isHere,
    hear: (signal: LinkSignal) => hear(signal),
  };
}

function countTold(readable: Readable<unknown>): () => number {
  let told = 0;
  readable.subscribe(() => told++);
  return () => told;
}

test('somebody writes no more once what they wrote is there, and that is told', () => {
  const { presence, says, writes } = open();
  writes(withBen, ben);
  expect(presence.typists(withBen).get()).toEqual([ben]);
  const told = countTold(presence.typists(withBen));
  says(withBen, ben, 11);
  expect(presence.typists(withBen).get()).toEqual([]);
  expect(told()).toBe(1);
  writes(withBen, ben); // the next one
  expect(presence.typists(withBen).get()).toEqual([ben]);
});

test('somebody goes on writing whatever others say, and whatever is said elsewhere', () => {
  const { presence, says, writes } = open();
  writes(withBen, ben);
  says(withBen, me, 11);
  says(withCem, ben, 12);
  expect(presence.typists(withBen).get()).toEqual([ben]);
});

test('of two who write, the one who has said it writes no more', () => {
  const { presence, says, writes } = open();
  writes(withBen, ben);
  writes(withBen, cem);
  says(withBen, cem, 11);
  expect(presence.typists(withBen).get()).toEqual([ben]);
});

test('somebody who is not heard to write any more has stopped', () => {
  const { presence, timers, writes } = open();
  writes(withBen, ben);
  writes(withBen, ben);
  expect([presence.typists(withBen).get(), timers.waiting.size]).toEqual([[ben], 1]);
  timers.runAll();
  expect(presence.typists(withBen).get()).toEqual([]);
});

test('the server is told whom the screens show together, and of whom they do not show nothing is known', () => {
  const { presence, timers, told, hear } = open();
  const stop = presence.watch([ben]);
  presence.watch([ben, cem]);
  expect(told).toEqual([]);
  timers.runAll();
  expect(told.splice(0)).toEqual([{ kind: 'watch', userIds: [ben, cem] }]);
  const people = [ben, cem].map((userId) => ({
    userId,
    state: 'online' as const,
    lastSeen: null,
    text: '',
    timeZone: null,
  }));
  hear({ kind: 'presence', people });
  expect([presence.of(ben).get()?.state, presence.of(cem).get()?.state]).toEqual(['online', 'online']);
  stop();
  presence.watch([]);
  timers.runAll();
  expect(told).toEqual([{ kind: 'watch', userIds: [ben, cem] }]);
});

test('with no link nothing is known, and the next one hears all of it', () => {
  const { presence, timers, state, told, isIdle, hear } = open();
  presence.watch([ben]);
  timers.runAll();
  hear({ kind: 'presence', people: [{ userId: ben, state: 'online', lastSeen: null, text: '', timeZone: null }] });
  state.set({ status: 'offline' });
  expect(presence.of(ben).get()).toBeNull();
  isIdle(true);
  told.splice(0);
  state.set({ status: 'online' });
  expect(told).toEqual([
    { kind: 'active', isActive: false },
    { kind: 'zone', timeZone: 'Europe/Berlin' },
    { kind: 'watch', userIds: [ben] },
  ]);
});

test('that nobody looks at the page is told at once, and on the next link', () => {
  const { state, told, isHere } = open();
  isHere(false);
  expect(told).toEqual([{ kind: 'attention', isHere: false }]);
  state.set({ status: 'offline' });
  state.set({ status: 'online' });
  expect(told.slice(1)).toContainEqual({ kind: 'attention', isHere: false });
  isHere(true);
  expect(told.at(-1)).toEqual({ kind: 'attention', isHere: true });
});

test('that this person writes is told every few seconds, for each conversation', () => {
  const { presence, told, clock } = open();
  const say = (atMs: number, conversationId: ConversationId) => {
    clock.nowMs = atMs;
    presence.noteTyping(conversationId);
  };
  say(0, withBen);
  say(typingEveryMs - 1, withBen);
  say(typingEveryMs - 1, withCem);
  say(typingEveryMs, withBen);
  expect(told.map((signal) => (signal.kind === 'typing' ? signal.conversationId : null))).toEqual([
    ...[withBen, withCem, withBen],
  ]);
});

test('a word about one person is told to who follows that person, and not to others', () => {
  const { presence, hear, state } = open();
  const [ofBen, ofCem] = [countTold(presence.of(ben)), countTold(presence.of(cem))];
  hear({ kind: 'presence', people: [{ userId: ben, state: 'online', lastSeen: null, text: '', timeZone: null }] });
  expect([ofBen(), ofCem()]).toEqual([1, 0]);
  state.set({ status: 'offline' });
  expect([ofBen(), ofCem()]).toEqual([2, 0]);
});

test('a word that somebody writes is told to who follows that conversation, once until it ends', () => {
  const { presence, timers, writes } = open();
  const [here, elsewhere] = [countTold(presence.typists(withBen)), countTold(presence.typists(withCem))];
  writes(withBen, ben);
  writes(withBen, ben);
  expect([here(), elsewhere()]).toEqual([1, 0]);
  timers.runAll();
  expect([here(), elsewhere()]).toEqual([2, 0]);
});
