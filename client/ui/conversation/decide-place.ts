// Where a conversation is led to, what of it counts as seen, and what is new below. Pure: rows and numbers in, a
// decision out; who scrolls and who measures is scroller.ts.
import { placeOf, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Edge, MessagePlace, Unread } from '../../engine/messenger.ts';
import type { LinkedMessage } from '../route.ts';

export type Opening =
  | { readonly to: 'message'; readonly message: LinkedMessage }
  | { readonly to: 'unread'; readonly message: MessagePlace }
  | { readonly to: 'unread-elsewhere' }
  | { readonly to: 'newest' };

/** A message that was asked for comes first, then what is unread, then the newest. */
export function decideOpening(asked: LinkedMessage | null, { first }: Pick<Unread, 'first'>): Opening {
  if (asked !== null) return { to: 'message', message: asked };
  if (first === 'elsewhere') return { to: 'unread-elsewhere' };
  return first === null ? { to: 'newest' } : { to: 'unread', message: first };
}

/** A row on the screen, in pixels from the top of the view. */
export interface ShownRow {
  readonly item: TimelineItem;
  readonly startsDay: boolean;
  readonly top: number;
  readonly bottom: number;
}

/** Seen is a row of which at least half stands on the view, or which fills at least half of the view. */
export function seenItems(rows: readonly ShownRow[], viewPixels: number): TimelineItem[] {
  const isSeen = ({ top, bottom }: ShownRow) => {
    const shown = Math.min(bottom, viewPixels) - Math.max(top, 0);
    return shown > 0 && shown >= Math.min(bottom - top, viewPixels) / 2;
  };
  return rows.filter(isSeen).map(({ item }) => item);
}

interface Change {
  readonly before: readonly TimelineItem[];
  readonly after: readonly TimelineItem[];
  readonly myId: string;
}

/** What others wrote below the newest that was on hand; what happened in the group is no message. Nothing the first time: that was there before. */
export function arrivedBelow({ before, after, myId }: Change): TimelineItem[] {
  const newest = before.at(-1);
  if (newest === undefined) return [];
  const known = placeOf(after, newest);
  const from = after[known]?.key === newest.key ? known + 1 : known;
  return after.slice(from).filter(({ author, notice }) => author !== myId && notice === null);
}

/** How many messages of others wait further down, as far as this device knows. */
export function countBelow(unread: Unread, arrived: number): number {
  return Math.max(unread.count - countAbove(unread), arrived);
}

/** How many wait above what was read already. */
export function countAbove({ late, lateElsewhere }: Pick<Unread, 'late' | 'lateElsewhere'>): number {
  return late.length + lateElsewhere;
}

/** More rows are asked for while some screens of those on hand are still ahead. */
export function wantsMore(edge: Edge, pixelsLeft: number, viewPixels: number): boolean {
  return edge === 'more' && pixelsLeft < 3 * viewPixels;
}

/** The time whose day is told at the top of the view; null while a heading of its own stands in that room. */
export function dayAtTop(rows: readonly ShownRow[], roomPixels: number): number | null {
  const first = rows.find(({ bottom }) => bottom > roomPixels);
  if (first === undefined || (first.startsDay && first.top >= 0)) return null; // its heading is in view and says so
  const isHeadingNear = rows.some(({ startsDay, top }) => startsDay && top > -roomPixels && top < roomPixels);
  return isHeadingNear ? null : first.item.at;
}
