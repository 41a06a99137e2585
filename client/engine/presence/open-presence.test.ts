// Who is told of a word about somebody. The link is a fake one: what it tells stands in the journeys.
import { expect, test } from 'vitest';
import { mintConversationId, mintUserId } from '../../../shared/ids.ts';
import { typingShownMs } from '../../../shared/protocol/presence.ts';
import type { LinkSignal } from '../../../shared/protocol/signals.ts';
import type { LinkState, Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { openPresence } from './open-presence.ts';

function open() {
  const hearers = new Set<(signal: LinkSignal) => void>();
  const pauses = new Map<() => void, number>();
  const state = makeWritable<LinkState>({ status: 'online' });
  const presence = openPresence({
    platform: {
      nowMs: () => 0,
      onIdle: () => () => undefined,
      schedule(delayMs, run) {
        pauses.set(run, delayMs);
        return () => pauses.delete(run);
      },
    },
    link: {
      state,
      tell: () => undefined,
      onSignal(hearer) {
        hearers.add(hearer);
        return () => hearers.delete(hearer);
      },
    },
  });
  return {
    presence,
    goOffline: () => state.set({ status: 'offline' }),
    hear: (signal: LinkSignal) => hearers.forEach((hearer) => hearer(signal)),
    pass: (ms: number) => {
      for (const [run, delayMs] of [...pauses]) if (delayMs <= ms && pauses.delete(run)) run();
    },
  };
}

function countTold(readable: Readable<unknown>): () => number {
  let told = 0;
  readable.subscribe(() => told++);
  return () => told;
}

const bytes = (seed: number) => new Uint8Array(32).fill(seed);
const [ada, ben] = [mintUserId(bytes(1)), mintUserId(bytes(2))];
const online = { state: 'online', lastSeen: null, text: '' } as const;

test('a word about one person is told to who follows that person, and not to others', () => {
  const { presence, hear, goOffline } = open();
  const [ofAda, ofBen] = [countTold(presence.of(ada)), countTold(presence.of(ben))];
  presence.watch([ada, ben]);
  hear({ kind: 'presence', people: [{ userId: ada, ...online }] });
  expect([ofAda(), ofBen()]).toEqual([1, 0]);
  expect(presence.of(ada).get()?.state).toBe('online');
  goOffline();
  expect([ofAda(), ofBen()]).toEqual([2, 0]);
  expect(presence.of(ada).get()).toBeNull();
});

test('nothing is known of who is watched no more', () => {
  const { presence, hear, pass } = open();
  const stop = presence.watch([ada]);
  hear({ kind: 'presence', people: [{ userId: ada, ...online }] });
  stop();
  pass(1_000);
  expect(presence.of(ada).get()).toBeNull();
});

test('a word that somebody writes is told to who follows that conversation, once until it ends', () => {
  const { presence, hear, pass } = open();
  const [here, elsewhere] = [mintConversationId(bytes(3)), mintConversationId(bytes(4))];
  const [toldHere, toldElsewhere] = [countTold(presence.typists(here)), countTold(presence.typists(elsewhere))];
  hear({ kind: 'typing', conversationId: here, userId: ada });
  hear({ kind: 'typing', conversationId: here, userId: ada });
  expect(presence.typists(here).get()).toEqual([ada]);
  expect([toldHere(), toldElsewhere()]).toEqual([1, 0]);
  hear({ kind: 'typing', conversationId: here, userId: ben });
  pass(typingShownMs);
  expect(presence.typists(here).get()).toEqual([]);
  expect(toldElsewhere()).toBe(0);
});
