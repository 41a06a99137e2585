import { describe, expect, test } from 'vitest';
import { directConversationId, mintUserId } from '../../../shared/ids.ts';
import { makeWritable } from '../writable.ts';
import type { Reading } from '../reads/reading.ts';
import { lingerMs, makeConversationPool } from './conversation-pool.ts';
import type { LiveConversation } from './open-live-conversation.ts';

const conversationId = directConversationId(
  mintUserId(new Uint8Array(15).fill(1)),
  mintUserId(new Uint8Array(15).fill(2)),
);

const nothing = () => undefined;
const reading: Reading = {
  unread: makeWritable({ count: 0, first: null, late: [], lateElsewhere: 0 }),
  ...{ noteSeen: nothing, markUnreadFrom: nothing, visit: nothing, close: nothing },
  ...{ opensWithin: () => true, find: () => null, markAllRead: () => Promise.resolve() },
};

/** A pool whose conversations only count how often they are opened and closed, on a clock that the test moves. */
function openPool() {
  const counts = { opened: 0, closed: 0, wanted: [] as boolean[] };
  const timers = new Set<{ delayMs: number; run: () => void }>();
  const schedule = (delayMs: number, run: () => void) => {
    const timer = { delayMs, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const open = (): LiveConversation => {
    counts.opened++;
    return {
      state: makeWritable({ status: 'ready' }),
      disk: makeWritable('ok'),
      items: makeWritable([]),
      edges: makeWritable({ older: 'none', newer: 'none' }),
      writableChapter: () => 1,
      append: () => true,
      whenStored: () => Promise.resolve(true),
      holdsIn: () => Promise.resolve(false),
      showOlder: () => undefined,
      showNewer: () => undefined,
      goTo: () => Promise.resolve(null),
      marks: makeWritable(0),
      markOf: () => null,
      act: () => true,
      pins: makeWritable([]),
      quoteOf: () => null,
      find: () => Promise.resolve({ status: 'elsewhere' }),
      refusedActs: makeWritable([]),
      dismissRefused: () => undefined,
      detailsOf: ({ at }) => ({ writtenAt: at, arrivedAt: null, mark: null, deliveredTo: [], readBy: [] }),
      send: () => null,
      whenReady: () => Promise.resolve(true),
      hold: () => () => undefined,
      retry: () => undefined,
      renewed: () => null,
      discard: () => undefined,
      loaded: () => [],
      standIns: () => [],
      onLoaded: () => () => undefined,
      reading,
      chapterOf: () => null,
      include: () => () => undefined,
      whenWhole: () => Promise.resolve(),
      askAgain: () => undefined,
      want: (isShown) => void counts.wanted.push(isShown),
      close: () => Promise.resolve(void counts.closed++),
    };
  };
  const linger = () => {
    for (const timer of timers) {
      expect(timer.delayMs).toBe(lingerMs);
      timers.delete(timer);
      timer.run();
    }
  };
  return { counts, linger, pool: makeConversationPool({ schedule }, open) };
}

describe('a conversation', () => {
  test('is open once, however many ask for it', () => {
    const { counts, pool } = openPool();
    expect(pool.take(conversationId).live).toBe(pool.take(conversationId).live);
    expect(counts.opened).toBe(1);
  });

  test('stays open while one still needs it, also when another lets go twice', () => {
    const { counts, linger, pool } = openPool();
    const one = pool.take(conversationId);
    pool.take(conversationId);
    one.release();
    one.release();
    linger();
    expect(counts.closed).toBe(0);
  });

  test('lingers after the last release and is the same for who comes back in time', () => {
    const { counts, linger, pool } = openPool();
    pool.take(conversationId).release();
    pool.take(conversationId);
    linger();
    expect(counts).toMatchObject({ opened: 1, closed: 0 });
  });

  test('is closed after it lingered, and opened anew for who comes later', () => {
    const { counts, linger, pool } = openPool();
    pool.take(conversationId).release();
    linger();
    expect(counts).toMatchObject({ opened: 1, closed: 1 });
    pool.take(conversationId);
    expect(counts.opened).toBe(2);
  });

  test('is wanted before others for as long as one of its users shows it', () => {
    const { counts, pool } = openPool();
    pool.take(conversationId);
    const [one, other] = [pool.take(conversationId, true), pool.take(conversationId, true)];
    one.release();
    other.release();
    expect(counts.wanted).toEqual([true, true, true, false]);
  });

  test('is closed with the pool, needed or not', async () => {
    const { counts, pool } = openPool();
    pool.take(conversationId);
    await pool.close();
    expect(counts.closed).toBe(1);
  });
});
