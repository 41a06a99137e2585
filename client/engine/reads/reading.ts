// Reading one conversation: how much of it is unread, where one goes on, and what has been read by being seen.
// Exact for chapters that are here; for the others the inbox says how many. Step 9 of a message's path, and back.
import { unreadFrom, type ReadVector } from '../../../shared/conversation/read-vector.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { LiveConversation } from '../conversation/open-live-conversation.ts';
import type { MessagePlace, Readable, Unread } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { advance, countable, endsOf, laterOf, readLine, readNow, unreadOf, type Countable } from './decide-reading.ts';
import type { Reads } from './open-reads.ts';

export interface Reading {
  readonly unread: Readable<Unread>;
  /** These rows were on the screen of somebody who looks. */
  noteSeen(keys: readonly string[]): void;
  /** This row and all below it are unread again; what is seen from now on counts at the next visit only. */
  markUnreadFrom(item: TimelineItem): void;
  /** Somebody comes to look: what is seen counts. */
  visit(): void;
  close(): void;
}

export interface ReadingOptions {
  readonly me: UserId;
  readonly conversationId: ConversationId;
  readonly live: Pick<LiveConversation, 'loaded' | 'onLoaded'>;
  readonly reads: Reads;
  readonly table: Pick<ConversationTable, 'rowsOf' | 'chaptersOf' | 'takeUnread'>;
}

/** One chapter that is here, counted. */
interface Counted {
  readonly chapter: number;
  readonly items: readonly TimelineItem[];
  /** Whether all that the server has of it is here: then this device's count is exact. */
  readonly isWhole: boolean;
  readonly read: ReadVector;
  readonly countable: readonly Countable[];
  readonly unread: readonly Countable[];
}

const nothingUnread: Unread = { count: 0, first: null, late: [] };

export function openReading({ me, conversationId, live, reads, table }: ReadingOptions): Reading {
  const unread = makeWritable<Unread>(nothingUnread);
  let counted = new Map<number, Counted>();
  /** Seen, while an earlier message of the same client is not. */
  const seen = new Set<string>();
  let isHeld = false;

  const recount = () => {
    const before = counted;
    counted = new Map();
    for (const { chapter, items, isWhole } of live.loaded()) {
      const known = before.get(chapter);
      const read = reads.of(conversationId, chapter);
      const isSame = known !== undefined && known.items === items && known.isWhole === isWhole && known.read === read;
      counted.set(chapter, isSame ? known : count({ chapter, items, isWhole, read, me }));
    }
    for (const one of counted.values()) {
      if (one.isWhole) table.takeUnread(conversationId, one.chapter, one.unread.length);
    }
    const next = describe(counted, table.rowsOf(conversationId));
    if (!isSameUnread(unread.get(), next)) unread.set(next);
  };
  const stops = [
    live.onLoaded(recount),
    reads.onChanged(conversationId, recount),
    table.chaptersOf(conversationId).subscribe(recount),
  ];
  recount();
  return {
    unread,
    noteSeen(keys) {
      const left = [...counted.values()].flatMap((one) => one.unread);
      if (isHeld || left.length === 0) return;
      const lastSeen = lastOf(counted, new Set(keys));
      if (lastSeen === null) return;
      for (const { key } of left) if (keys.includes(key)) seen.add(key);
      const late = lateOf(counted);
      const read = readNow(left, { seen, lastSeen, isLate: (item) => late.has(item) });
      const now = new Set(read.map(({ key }) => key));
      for (const { chapter, read, unread: unreadHere } of [...counted.values()]) {
        const after = advance(read, unreadHere, now);
        reads.take(conversationId, chapter, after);
      }
    },
    markUnreadFrom(item) {
      isHeld = true;
      seen.clear();
      const chapterOfItem = [...counted.values()].find(({ items }) => items.includes(item))?.chapter ?? 0;
      for (const { chapter } of table.rowsOf(conversationId)) {
        if (chapter <= chapterOfItem || counted.has(chapter)) continue;
        const { epoch } = reads.of(conversationId, chapter); // the row may be older than what was read here
        reads.take(conversationId, chapter, unreadFrom({ epoch, clocks: {} }, [], new Map()));
      }
      for (const { chapter, read, countable: all } of [...counted.values()]) {
        const below = all.filter((one) => compareItems(one, item) >= 0).map(({ place }) => place);
        if (below.length > 0) reads.take(conversationId, chapter, unreadFrom(read, below, endsOf(all)));
      }
    },
    visit: () => (isHeld = false),
    close: () => stops.forEach((stop) => stop()),
  };
}

function count({ me, ...known }: Omit<Counted, 'countable' | 'unread'> & { readonly me: UserId }): Counted {
  const all = countable(known.items, me);
  return { ...known, countable: all, unread: unreadOf(all, known.read) };
}

function lineOf(counted: ReadonlyMap<number, Counted>): Countable | null {
  return [...counted.values()].map((one) => readLine(one.countable, one.read)).reduce(laterOf, null);
}

/** What is unread above the read line, in whatever chapter: nobody has passed it. */
function lateOf(counted: ReadonlyMap<number, Counted>): ReadonlySet<TimelineItem> {
  const line = lineOf(counted);
  const unread = [...counted.values()].flatMap((one) => one.unread);
  return new Set(unread.filter((item) => line !== null && compareItems(item, line) < 0));
}

function lastOf(counted: ReadonlyMap<number, Counted>, keys: ReadonlySet<string>): TimelineItem | null {
  return [...counted.values()]
    .map(({ items }) => items.findLast(({ key }) => keys.has(key)) ?? null)
    .reduce(laterOf, null);
}

function describe(
  counted: ReadonlyMap<number, Counted>,
  rows: readonly { readonly chapter: number; readonly unread: number }[],
): Unread {
  const isTold = (chapter: number) => counted.get(chapter)?.isWhole !== true;
  const told = rows.filter(({ chapter }) => isTold(chapter)).reduce((sum, row) => sum + row.unread, 0);
  const here = [...counted.values()].flatMap((one) => one.unread).sort(compareItems);
  const countedHere = [...counted.values()].reduce((sum, one) => sum + (one.isWhole ? one.unread.length : 0), 0);
  const late = lateOf(counted);
  const first = here.find((item) => !late.has(item));
  return {
    count: told + countedHere,
    first: first === undefined ? null : placeOf(first),
    late: here.filter((item) => late.has(item)).map(placeOf),
  };
}

function placeOf({ key, at, id }: TimelineItem): MessagePlace {
  return { key, at, id };
}

function isSameUnread(one: Unread, other: Unread): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
