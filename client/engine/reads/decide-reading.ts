// Which messages are unread, which of them become read by being seen, and how far that moves the vectors. Pure.
// What sorts above the read line came late: it must be seen itself. What sorts below it is read once one has passed it.
import { isRead, type ReadVector } from '../../../shared/conversation/read-vector.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ClientId, UserId } from '../../../shared/ids.ts';

/** A message that counts: of somebody else, and not deleted. */
export type Countable = TimelineItem & { readonly place: NonNullable<TimelineItem['place']> };

export function countable(items: readonly TimelineItem[], me: UserId): readonly Countable[] {
  return items.filter(
    (item): item is Countable =>
      item.author !== me && item.author !== serverAuthor && item.text !== null && item.place !== null,
  );
}

export function unreadOf(items: readonly Countable[], read: ReadVector): readonly Countable[] {
  return read.clocks === 'all' ? [] : items.filter(({ place }) => !isRead(read, place));
}

/** The newest message that was read; null when none was. */
export function readLine(items: readonly Countable[], read: ReadVector): Countable | null {
  return items.findLast(({ place }) => isRead(read, place)) ?? null;
}

/** The later of two rows. */
export function laterOf<T extends TimelineItem>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return compareItems(one, other) >= 0 ? one : other;
}

/** Of what is unread, what is read now that the rows up to `lastSeen` were passed and those in `seen` shown. */
export function readNow(
  unread: readonly Countable[],
  {
    seen,
    lastSeen,
    isLate,
  }: { seen: ReadonlySet<string>; lastSeen: TimelineItem; isLate: (item: Countable) => boolean },
): readonly Countable[] {
  return unread.filter((item) => {
    if (seen.has(item.key)) return true;
    return compareItems(item, lastSeen) <= 0 && !isLate(item);
  });
}

/**
 * The vector of one chapter after this was read. `unread`: all of it that was unread, `now`: what is read of it. A
 * client's clock stops before the first of its messages that is unread still.
 */
export function advance(read: ReadVector, unread: readonly Countable[], now: ReadonlySet<string>): ReadVector {
  if (read.clocks === 'all') return read;
  const clocks = { ...read.clocks };
  for (const [client, items] of Map.groupBy(unread, ({ place }) => place.client)) {
    const inOrder = items.toSorted((one, other) => one.place.clock - other.place.clock);
    const left = inOrder.find(({ key }) => !now.has(key));
    const reached = left === undefined ? (inOrder.at(-1)?.place.clock ?? -1) + 1 : left.place.clock;
    if (reached > (clocks[client] ?? 0) && inOrder.some(({ key }) => now.has(key))) clocks[client] = reached;
  }
  return { epoch: read.epoch, clocks };
}

/** The clock after the last message of each client. */
export function endsOf(items: readonly Countable[]): Map<ClientId, number> {
  const ends = new Map<ClientId, number>();
  for (const { place } of items) ends.set(place.client, Math.max(ends.get(place.client) ?? 0, place.clock + 1));
  return ends;
}
