import { describe, expect, it } from 'vitest';
import { mintEventId, mintUserId } from '../../../shared/ids.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { MessagePlace, Unread } from '../../engine/messenger.ts';
import { arrivedBelow, countBelow, dayAtTop, decideOpening, seenItems, wantsMore } from './decide-place.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const ben = mintUserId(new Uint8Array(15).fill(2));

function item(at: number, author: TimelineItem['author'] = ben): TimelineItem {
  const id = mintEventId('message', new Uint8Array(15).fill(at));
  return {
    key: `${author} ${id}`,
    id,
    author,
    at,
    text: 'text',
    notice: null,
    ...untouched,
    lateAt: null,
    place: null,
  };
}

const place = (at: number): MessagePlace => item(at);
const unread = (parts: Partial<Unread>): Unread => ({ count: 0, first: null, late: [], lateElsewhere: 0, ...parts });

describe('a conversation opens', () => {
  it('at the newest when nothing is unread', () => {
    expect(decideOpening(null, unread({}))).toEqual({ to: 'newest' });
  });

  it('at the first unread message', () => {
    const first = place(5);
    expect(decideOpening(null, unread({ count: 2, first }))).toEqual({ to: 'unread', message: first });
  });

  it('at the newest when all that is unread came late, above what was read', () => {
    expect(decideOpening(null, unread({ count: 1, late: [place(5)] }))).toEqual({ to: 'newest' });
  });

  it('at the message that was asked for, whatever is unread', () => {
    const message = { id: place(3).id, at: 3 };
    expect(decideOpening(message, unread({ count: 2, first: place(5) }))).toEqual({ to: 'message', message });
  });
});

describe('seen', () => {
  const shown = (top: number, bottom: number) => ({ item: item(top + 200), startsDay: false, top, bottom });
  const seen = (top: number, bottom: number) => seenItems([shown(top, bottom)], 600).length === 1;

  it('is a row of which at least half stands on the view', () => {
    expect(seen(0, 40)).toBe(true);
    expect(seen(-20, 20)).toBe(true);
    expect(seen(-21, 19)).toBe(false);
    expect(seen(580, 620)).toBe(true);
    expect(seen(581, 621)).toBe(false);
    expect(seen(-100, -60)).toBe(false);
    expect(seen(700, 740)).toBe(false);
  });

  it('is a row taller than the view once it fills half of it', () => {
    expect(seen(300, 5_000)).toBe(true);
    expect(seen(301, 5_000)).toBe(false);
    expect(seen(-2_000, 5_000)).toBe(true);
  });
});

describe('what arrived', () => {
  const before = [item(1), item(2)];

  it('is what others wrote below the newest', () => {
    const after = [...before, item(3, ada), item(4), item(5)];
    expect(arrivedBelow({ before, after, myId: ada })).toEqual([item(4), item(5)]);
  });

  it('is not what came above it', () => {
    const after = [item(0), item(1), item(1, ada), item(2)];
    expect(arrivedBelow({ before, after, myId: 'somebody' })).toEqual([]);
  });

  it('is not what happened in the group', () => {
    const notice = { kind: 'joined', id: item(4).id, at: 4, by: ada, userId: ben } as const;
    const after = [...before, { ...item(4, serverAuthor), text: null, notice }, item(5)];
    expect(arrivedBelow({ before, after, myId: ada })).toEqual([item(5)]);
  });

  it('is not what was there at the first look', () => {
    expect(arrivedBelow({ before: [], after: before, myId: ada })).toEqual([]);
  });

  it('is told also where the newest has gone meanwhile', () => {
    expect(arrivedBelow({ before, after: [item(1), item(3)], myId: ada })).toEqual([item(3)]);
  });

  it('counts below, without what came late above', () => {
    expect(countBelow(unread({ count: 5, late: [place(1), place(2)] }), 0)).toBe(3);
    expect(countBelow(unread({}), 2)).toBe(2);
  });
});

describe('more rows', () => {
  it('are asked for some screens ahead, and only when there are any to be had', () => {
    expect(wantsMore('more', 2_399, 800)).toBe(true);
    expect(wantsMore('more', 2_400, 800)).toBe(false);
    for (const edge of ['none', 'loading', 'unreachable'] as const) expect(wantsMore(edge, 0, 800)).toBe(false);
  });
});

describe('the day at the top', () => {
  const row = (at: number, top: number, startsDay = false) => ({ item: item(at), startsDay, top, bottom: top + 100 });

  it('is that of the first row below the sign', () => {
    expect(dayAtTop([row(1, -160), row(2, -60), row(3, 40), row(4, 140)], 44)).toBe(3);
  });

  it('is not told where a heading stands in its room', () => {
    expect(dayAtTop([row(1, -60), row(2, 40, true), row(3, 140)], 44)).toBeNull();
    expect(dayAtTop([row(1, -50), row(2, 50, true), row(3, 150)], 44)).toBe(1);
    expect(dayAtTop([row(1, 300, true), row(2, 400)], 44)).toBeNull();
    expect(dayAtTop([], 44)).toBeNull();
  });
});
