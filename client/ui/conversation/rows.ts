// Turns the timeline's items into rows of the screen: which begins a day, which begins a group.
// A group is what one author wrote within one minute. Pure, and an unchanged row stays the same object,
// so that one new message touches one node: a row looks back, never ahead. Step 9 of a message's path.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Stretch } from './row-stretch.ts';

export interface Row {
  readonly item: TimelineItem;
  readonly startsDay: boolean;
  /** The author changed, or a day began: the row says who writes. */
  readonly startsTurn: boolean;
  readonly startsGroup: boolean;
}

const minuteMs = 60_000;

/** The rows of a stretch of the items; what stands around it costs nothing. */
export type RowReader = (items: readonly TimelineItem[], stretch: Stretch) => readonly Row[];

/** Makes a reader that remembers the rows it gave. `dayKey` is the reader's calendar. */
export function makeRowReader(dayKey: (atMs: number) => string): RowReader {
  const known = new WeakMap<TimelineItem, Row>();
  return (items, { first, end }) =>
    items.slice(first, end).map((item, index) => {
      const row = rowOf(item, items[first + index - 1], dayKey);
      const last = known.get(item);
      if (last !== undefined && isSameRow(last, row)) return last;
      known.set(item, row);
      return row;
    });
}

function rowOf(item: TimelineItem, before: TimelineItem | undefined, dayKey: (atMs: number) => string): Row {
  const startsDay = before === undefined || dayKey(before.at) !== dayKey(item.at);
  return {
    item,
    startsDay,
    startsTurn: startsDay || before.author !== item.author,
    startsGroup: startsDay || !areGrouped(before, item),
  };
}

/** A minute never crosses midnight: zones are apart by whole minutes. */
function areGrouped(one: TimelineItem, next: TimelineItem): boolean {
  return one.author === next.author && Math.floor(one.at / minuteMs) === Math.floor(next.at / minuteMs);
}

function isSameRow(one: Row, other: Row): boolean {
  return (
    one.startsDay === other.startsDay && one.startsTurn === other.startsTurn && one.startsGroup === other.startsGroup
  );
}
