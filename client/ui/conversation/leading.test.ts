import { expect, test } from 'vitest';
import type { EventId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation, OpenState, Target } from '../../engine/messenger.ts';
import { makeWritable } from '../../engine/writable.ts';
import { createLeading } from './leading.ts';
import type { Scroller } from './scroller.ts';

const row = (key: string) => ({ key, id: key as EventId, at: 1 }) as TimelineItem;

/** A conversation whose jumps arrive when a test says so, and where they led the view. */
function openLeading() {
  const told: string[] = [];
  const jumps: { target: Target; arrive: (key: string | null) => void; fail: () => void }[] = [];
  const newer = { edge: 'more' as 'more' | 'none' };
  const state = makeWritable<OpenState>({ status: 'ready' });
  const goTo = (target: Target) =>
    new Promise<string | null>((arrive, reject) => jumps.push({ target, arrive, fail: () => reject(new Error('no')) }));
  const open = {
    items: makeWritable([row('a'), row('b')]),
    edges: { get: () => ({ older: 'none', newer: newer.edge }), subscribe: () => () => undefined },
    ...{ state, goTo },
  } as Partial<OpenConversation> as OpenConversation;
  const scroller = {
    leadTo: (item) => void told.push(`to ${item.key}`),
    toEnd: () => void told.push('to the end'),
    focus: () => undefined,
  } as Partial<Scroller> as Scroller;
  const onMessage = (item: TimelineItem | null) => void told.push(`message ${item?.key}`);
  const leading = createLeading({ open, scroller, onMessage, onArrival: () => undefined });
  return { told, jumps, newer, state, leading };
}

test('of a jump to the end and one that is asked for after it, the later counts', async () => {
  const { leading, jumps, told } = openLeading();
  const first = leading.toEnd();
  const second = leading.toMessage({ at: 1, id: 'a' as EventId });
  jumps[1]?.arrive('a');
  await second;
  jumps[0]?.arrive('b');
  await first;
  expect(told).toEqual(['to a', 'message a']);
});

test('whoever goes to the end that is on hand is not led to what was asked for before', async () => {
  const { leading, jumps, told, newer } = openLeading();
  newer.edge = 'none';
  const first = leading.toMessage({ at: 1, id: 'a' as EventId });
  await leading.toEnd();
  jumps[0]?.arrive('a');
  await first;
  expect(told).toEqual(['to the end']);
});

test('whoever scrolls meanwhile stays there, and where older rows stand in, with those', async () => {
  const { leading, jumps, told, state } = openLeading();
  leading.giveUp(); // nothing is under way
  state.set({ status: 'opening' });
  const way = leading.toMessage({ at: 1, id: 'a' as EventId });
  expect(leading.isUnderWay()).toBe(true);
  leading.giveUp();
  expect(leading.isUnderWay()).toBe(false);
  jumps[0]?.arrive('a');
  await way;
  expect([told, jumps.map(({ target }) => target)]).toEqual([[], [{ at: 1, id: 'a' }, 'newest']]);
});

test('a jump that fails is not under way for ever', async () => {
  const { leading, jumps } = openLeading();
  const way = leading.to({ at: 1 }, 'top');
  jumps[0]?.fail();
  await expect(way).rejects.toThrow('no');
  expect(leading.isUnderWay()).toBe(false);
});
