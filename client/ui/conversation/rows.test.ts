import { describe, expect, it } from 'vitest';
import { mintEventId, mintUserId } from '../../../shared/ids.ts';
import { placeOf, untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { makeRowReader } from './rows.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const bo = mintUserId(new Uint8Array(15).fill(2));
const utcDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
let written = 0;
/** More than there are here. */
const all = { first: 0, end: 99 };

function item(author: TimelineItem['author'], time: string): TimelineItem {
  const id = mintEventId('message', new Uint8Array(15).fill(++written));
  const at = Date.parse(`2026-11-${time}Z`);
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

describe('rows of a timeline', () => {
  it('group what one author wrote within one minute', () => {
    const rows = makeRowReader(utcDay)(
      [item(ada, '20T09:10:05'), item(ada, '20T09:10:50'), item(ada, '20T09:11:01'), item(bo, '20T09:11:02')],
      all,
    );
    expect(rows.map((row) => row.startsGroup)).toEqual([true, false, true, true]);
    expect(rows.map((row) => row.startsTurn)).toEqual([true, false, false, true]);
  });

  it('begin a day, and with it a turn and a group', () => {
    const rows = makeRowReader(utcDay)(
      [item(ada, '20T23:59:59'), item(ada, '21T00:00:00'), item(ada, '21T00:00:01')],
      all,
    );
    expect(rows.map((row) => row.startsDay)).toEqual([true, true, false]);
    expect(rows.map((row) => row.startsTurn)).toEqual([true, true, false]);
  });

  it('stay the same objects when a message arrives', () => {
    const read = makeRowReader(utcDay);
    const items = [item(ada, '20T09:10:05'), item(ada, '20T09:10:06')];
    const before = read(items, all);
    const after = read([...items, item(ada, '20T09:10:08')], all);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('change where a late message comes between them', () => {
    const read = makeRowReader(utcDay);
    const [first, second] = [item(ada, '20T09:10:05'), item(ada, '20T09:10:07')];
    const before = read([first, second], all);
    const after = read([first, item(bo, '20T09:10:06'), second], all);
    expect(after[0]).toBe(before[0]);
    expect(before[1]?.startsTurn).toBe(false);
    expect(after[2]?.startsTurn).toBe(true);
  });

  it('look back to an item that has no row itself', () => {
    const items = [item(ada, '20T09:10:05'), item(ada, '20T09:10:06'), item(ada, '20T09:10:07')];
    const rows = makeRowReader(utcDay)(items, { first: 1, end: 2 });
    expect(rows.map((row) => row.item)).toEqual(items.slice(1, 2));
    expect(rows[0]?.startsDay).toBe(false);
    expect(rows[0]?.startsGroup).toBe(false);
  });

  it('are none for no items', () => {
    expect(makeRowReader(utcDay)([], all)).toEqual([]);
  });

  it('are found by their order, and where they would stand', () => {
    const items = [item(ada, '20T09:10:05'), item(ada, '20T09:10:06'), item(ada, '20T09:10:08')];
    expect(items.map((item) => placeOf(items, item))).toEqual([0, 1, 2]);
    expect(placeOf(items, item(bo, '20T09:10:07'))).toBe(2);
    expect(placeOf(items, item(bo, '20T09:10:09'))).toBe(3);
    expect(placeOf([], item(bo, '20T09:10:09'))).toBe(0);
  });
});
