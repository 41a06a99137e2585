// What is unread, what seeing makes read, and what stays unread because nobody saw it: by example and by seed.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import { nothingRead, type ReadVector } from '../../../shared/conversation/read-vector.ts';
import { compareItems, untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ClientId, UserId } from '../../../shared/ids.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import { advance, countable, readLine, readNow, unreadOf, type Countable } from './decide-reading.ts';

const [me, ada, ben] = [freshUserId(), freshUserId(), freshUserId()];
const [adas, bens] = [10, 20] as ClientId[] as [ClientId, ClientId];

function row(author: UserId, client: ClientId, clock: number, at: number, text: string | null = 'words'): TimelineItem {
  const { id } = messageAt(at);
  return {
    key: `${author} ${id}`,
    id,
    author,
    at,
    text,
    notice: null,
    ...untouched,
    lateAt: null,
    place: { client, clock },
  };
}

/** Reads on: these rows are on the screen. */
function see(read: ReadVector, items: readonly Countable[], shown: readonly Countable[]): ReadVector {
  const unread = unreadOf(items, read);
  const lastSeen = shown.at(-1);
  if (lastSeen === undefined) return read;
  const seen = new Set(shown.map(({ key }) => key));
  const line = readLine(items, read);
  const isLate = (item: Countable) => line !== null && compareItems(item, line) < 0;
  const now = readNow(unread, { seen, lastSeen, isLate });
  return advance(read, unread, new Set(now.map(({ key }) => key)));
}

const textsLeft = (read: ReadVector, items: readonly Countable[]) => unreadOf(items, read).map(({ at }) => at);

describe('unread', () => {
  test('are messages of others that are not deleted', () => {
    const mine = row(me, 1 as ClientId, 0, 1);
    const deleted = row(ada, adas, 0, 2, null);
    const theirs = row(ada, adas, 1, 3);
    expect(countable([mine, deleted, theirs], me)).toEqual([theirs]);
  });

  test('are those beyond the vector, whatever their time', () => {
    const items = countable([row(ada, adas, 0, 1), row(ben, bens, 0, 2), row(ada, adas, 1, 3)], me);
    expect(textsLeft({ epoch: 0, clocks: { [adas]: 1 } }, items)).toEqual([2, 3]);
    expect(textsLeft({ epoch: 0, clocks: 'all' }, items)).toEqual([]);
  });
});

describe('seeing', () => {
  const items = countable(
    [row(ada, adas, 0, 10), row(ben, bens, 0, 20), row(ada, adas, 1, 30), row(ben, bens, 1, 40)],
    me,
  );

  test('the last of several reads those that were passed', () => {
    const read = see(nothingRead, items, items.slice(2, 3));
    expect(textsLeft(read, items)).toEqual([40]);
    expect(textsLeft(see(nothingRead, items, items.slice(3)), items)).toEqual([]);
  });

  test('does not read what came late above the line: it must be seen itself', () => {
    const read = see(nothingRead, items, items.slice(3));
    const late = row(ben, 21 as ClientId, 0, 15);
    const withLate = countable(
      [...items, late].sort((a, b) => a.at - b.at),
      me,
    );
    const newer = [...withLate, ...countable([row(ada, adas, 2, 50)], me)];
    const after = see(read, newer, newer.slice(-1));
    expect(textsLeft(after, newer)).toEqual([15]);
    expect(textsLeft(see(after, newer, newer.slice(1, 2)), newer)).toEqual([]);
  });

  test('a later message of a client does not read an earlier one of it that nobody saw', () => {
    const line = countable([row(ada, adas, 0, 100)], me);
    const [early, recent] = countable([row(ben, bens, 0, 50), row(ben, bens, 1, 110)], me) as [Countable, Countable];
    const all = [early, ...line, recent];
    const read = see({ epoch: 0, clocks: { [adas]: 1 } }, all, [recent]);
    expect(textsLeft(read, all)).toEqual([50, 110]);
  });
});

test('by seed: nothing below the line goes unread, and nothing unseen above it is read', () => {
  const random = prng.create(4_711);
  for (let round = 0; round < 500; round++) {
    const clocks = new Map<ClientId, { clock: number; at: number }>();
    const rows = Array.from({ length: prng.int32(random, 1, 30) }, () => {
      const client = prng.int32(random, 1, 4) as ClientId;
      const { clock, at } = clocks.get(client) ?? { clock: 0, at: 0 };
      const next = at + prng.int32(random, 1, 100);
      clocks.set(client, { clock: clock + 1, at: next });
      return row(client < 3 ? ada : ben, client, clock, next);
    });
    const items = countable(
      rows.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
      me,
    );
    let read: ReadVector = nothingRead;
    for (let look = 0; look < 5; look++) {
      const from = prng.int32(random, 0, items.length - 1);
      const shown = items.slice(from, from + 3);
      const before = new Set(unreadOf(items, read).map(({ key }) => key));
      const line = readLine(items, read);
      read = see(read, items, shown);
      const left = unreadOf(items, read);
      const gone = items.filter((item) => before.has(item.key) && !left.includes(item));
      const goneUnseen = gone.filter((item) => line !== null && item.at < line.at && !shown.includes(item));
      expect(goneUnseen).toEqual([]);
    }
    expect(unreadOf(items, see(see(read, items, items), items, items))).toEqual([]);
  }
});
