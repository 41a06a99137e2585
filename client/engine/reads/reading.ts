// Reading one conversation: how much of it is unread, where one goes on, and what has been read by being seen.
// Exact for chapters that are here; for the others the inbox says how many. Step 9 of a message's path, and back.
import { isSettled } from '../../../shared/conversation/chapters.ts';
import { unreadFrom, type ReadVector } from '../../../shared/conversation/read-vector.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { maxAheadMs } from '../../../shared/clock.ts';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { InboxChapter } from '../../../shared/protocol/inbox-api.ts';
import { coverageOf } from '../inbox/conversation-row.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { KeptRow } from '../conversation/screenful.ts';
import { isMentioned } from '../../../shared/rules/mentions.ts';
import type { LiveConversation } from '../conversation/open-live-conversation.ts';
import type { MessagePlace, Readable, Unread, UnreadSide } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { advance, countable, endsOf, laterOf, readLine, readNow, unreadOf, type Countable } from './decide-reading.ts';
import {
  aboveLine,
  countLate,
  findFirst,
  findLate,
  type FoundUnread,
  type KnownUnread,
  type Passed,
  type ToldChapter,
} from './decide-unread.ts';
import type { Reads } from './open-reads.ts';

export interface Reading {
  readonly unread: Readable<Unread>;
  /** These rows were on the screen of somebody who looks. */
  noteSeen(keys: readonly string[]): void;
  /** This row and all below it are unread again; what is seen from now on counts at the next visit only. */
  markUnreadFrom(item: TimelineItem): void;
  /** Whether all that is unread is among these rows, or none of it: then they are what one is shown first. */
  opensWithin(rows: readonly StandIn[]): boolean;
  /** The unread message to lead to, or the chapter to open so that this can be told. */
  find(side: UnreadSide, passed: Passed): FoundUnread | null;
  /** Settles when all of it is read that is here or can be had. */
  markAllRead(): Promise<void>;
  /** Somebody comes to look: what is seen counts. */
  visit(): void;
  close(): void;
}

/** A row that is shown before its chapter is read. */
type StandIn = Pick<KeptRow, 'chapter' | 'item'>;

export interface ReadingOptions {
  readonly me: UserId;
  readonly conversationId: ConversationId;
  readonly live: Pick<LiveConversation, 'items' | 'loaded' | 'standIns' | 'onLoaded' | 'include' | 'whenWhole'>;
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
  /** How many of those mention this person. */
  readonly mentions: number;
}

const nothingUnread: Unread = { count: 0, first: null, late: [], lateElsewhere: 0 };
const noneOpened: Passed = new Set<number>();

export function openReading({ me, conversationId, live, reads, table }: ReadingOptions): Reading {
  const unread = makeWritable<Unread>(nothingUnread);
  let counted = new Map<number, Counted>();
  /** Seen, while an earlier message of the same client is not. */
  const seen = new Set<string>();
  /** Marked as unread on another device since this person came to look: passing them reads them no more. */
  const takenBack = new Set<string>();
  let isHeld = false;

  const rows = () => table.rowsOf(conversationId);
  const unreadAmong = (rows: readonly StandIn[]) =>
    rows.flatMap(({ chapter, item }) => unreadOf(countable([item], me), reads.of(conversationId, chapter)));
  const known = (): KnownUnread => {
    const standIns = live.standIns().filter(({ chapter }) => !counted.has(chapter));
    const shown = new Set([...counted.keys(), ...standIns.map(({ chapter }) => chapter)]);
    const here = [...[...counted.values()].flatMap((one) => one.unread), ...unreadAmong(standIns)];
    const left = rows().filter(({ chapter }) => counted.get(chapter)?.isWhole !== true);
    return {
      line: lineOf(counted),
      here: here.sort(compareItems),
      // Of one that is shown, what is here says how far one has read.
      told: left.map((row) => ({
        ...told(row),
        hasRead: !shown.has(row.chapter) && row.messages > 0 && hasRead(reads.of(conversationId, row.chapter)),
      })),
    };
  };
  const find = (side: UnreadSide, passed: Passed) => {
    const all = known();
    // What the newest has still to bring comes by itself, below what is here.
    const told = all.told.filter(({ chapter }) => chapter !== rows().at(-1)?.chapter);
    return (side === 'first' ? findFirst : findLate)({ ...all, told }, passed);
  };
  const readAllOf = (chapter: number) => {
    const one = counted.get(chapter);
    if (one === undefined) return;
    reads.take(conversationId, chapter, advance(one.read, one.unread, new Set(one.unread.map(({ key }) => key))));
  };
  /** A chapter that is not here: at once where nothing more can come, else when it has been opened. */
  const readUnopened = async ({ chapter, closedAt }: InboxChapter) => {
    const lastAt = Math.max(...rows().map(({ to }) => to ?? -Infinity));
    // No clock is asked but the server's: it has admitted nothing that is further ahead of it.
    if (isSettled(closedAt, lastAt - maxAheadMs)) {
      reads.take(conversationId, chapter, { epoch: reads.of(conversationId, chapter).epoch, clocks: 'all' });
      return table.takeUnread(conversationId, chapter, { unread: 0, mentions: 0 });
    }
    const letGo = live.include(chapter);
    await live.whenWhole(chapter);
    readAllOf(chapter);
    letGo();
  };
  const takeBack = (before: Counted, now: Counted) => {
    const left = new Set(before.unread.map(({ key }) => key));
    for (const { key } of now.unread) {
      if (left.has(key)) continue;
      takenBack.add(key);
      seen.delete(key);
    }
  };
  const recount = () => {
    const before = counted;
    counted = new Map();
    for (const { chapter, items, isWhole } of live.loaded()) {
      const known = before.get(chapter);
      const read = reads.of(conversationId, chapter);
      const isSame = known !== undefined && known.items === items && known.isWhole === isWhole && known.read === read;
      const one = isSame ? known : count({ chapter, items, isWhole, read, me });
      counted.set(chapter, one);
      if (known !== undefined && read.epoch > known.read.epoch) takeBack(known, one);
    }
    for (const one of counted.values()) {
      const { chapter, isWhole, unread: left, mentions } = one;
      if (isWhole) table.takeUnread(conversationId, chapter, { unread: left.length, mentions });
    }
    const next = describe(counted, known(), find('first', noneOpened));
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
      const shown = new Set(keys);
      const lastSeen = lastOf(counted, shown);
      if (lastSeen === null) return;
      for (const { key } of left) if (shown.has(key)) seen.add(key);
      const isAbove = aboveLine(known());
      const read = readNow(left, {
        seen,
        lastSeen,
        isLate: (item) => !isOnHand(item, live) || isAbove(item) || takenBack.has(item.key),
      });
      const now = new Set(read.map(({ key }) => key));
      for (const { chapter, read, unread: unreadHere } of [...counted.values()]) {
        const after = advance(read, unreadHere, now);
        reads.take(conversationId, chapter, after);
      }
    },
    markUnreadFrom(item) {
      const from = [...counted.values()].find(({ items }) => items.some(({ key }) => key === item.key));
      if (from === undefined) return; // its chapter is being read still
      isHeld = true;
      seen.clear();
      for (const { chapter } of rows()) {
        if (chapter <= from.chapter || counted.has(chapter)) continue;
        const { epoch } = reads.of(conversationId, chapter); // the row may be older than what was read here
        reads.take(conversationId, chapter, unreadFrom({ epoch, clocks: {} }, [], new Map()));
      }
      for (const { chapter, read, countable: all } of [...counted.values()]) {
        const below = all.filter((one) => compareItems(one, item) >= 0).map(({ place }) => place);
        if (below.length > 0) reads.take(conversationId, chapter, unreadFrom(read, below, endsOf(all)));
      }
    },
    opensWithin(rows) {
      const count = unreadAmong(rows).length;
      return count === 0 || count >= table.rowsOf(conversationId).reduce((sum, { unread }) => sum + unread, 0);
    },
    find,
    async markAllRead() {
      for (const chapter of [...counted.keys()]) readAllOf(chapter);
      const newest = rows().at(-1)?.chapter; // what has not come of it, where it is open, is told again when it does
      const isComing = (chapter: number) => chapter === newest && counted.has(chapter);
      const left = rows().filter(({ chapter, unread }) => unread > 0 && !isComing(chapter));
      for (const row of left) {
        if (counted.get(row.chapter)?.isWhole === true) readAllOf(row.chapter); // it may have come since
        else await readUnopened(row);
      }
    },
    visit() {
      isHeld = false;
      takenBack.clear();
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

function count({
  me,
  ...known
}: Omit<Counted, 'countable' | 'unread' | 'mentions'> & { readonly me: UserId }): Counted {
  const all = countable(known.items, me);
  const unread = unreadOf(all, known.read);
  const mentions = unread.filter((item) => isMentioned(me, item.mentions)).length;
  return { ...known, countable: all, unread, mentions };
}

function lineOf(counted: ReadonlyMap<number, Counted>): Countable | null {
  return [...counted.values()].map((one) => readLine(one.countable, one.read)).reduce(laterOf, null);
}

/** Whether it is among the rows that one scrolls through: who leaps over others has not passed them. */
function isOnHand(item: TimelineItem, { items }: Pick<LiveConversation, 'items'>): boolean {
  const [first, last] = [items.get()[0], items.get().at(-1)];
  if (first === undefined || last === undefined) return false;
  return compareItems(item, first) >= 0 && compareItems(item, last) <= 0;
}

function told(row: InboxChapter): Omit<ToldChapter, 'hasRead'> {
  return { ...coverageOf(row), unread: row.unread };
}

function hasRead({ clocks }: ReadVector): boolean {
  return clocks === 'all' || Object.values(clocks).some((clock) => clock > 0);
}

function lastOf(counted: ReadonlyMap<number, Counted>, keys: ReadonlySet<string>): TimelineItem | null {
  return [...counted.values()]
    .map(({ items }) => items.findLast(({ key }) => keys.has(key)) ?? null)
    .reduce(laterOf, null);
}

function describe(counted: ReadonlyMap<number, Counted>, known: KnownUnread, first: FoundUnread | null): Unread {
  const told = known.told.reduce((sum, { unread }) => sum + unread, 0);
  const countedHere = [...counted.values()].reduce((sum, one) => sum + (one.isWhole ? one.unread.length : 0), 0);
  return {
    count: told + countedHere,
    first: first === null ? null : first.status === 'in' ? 'elsewhere' : placeOf(first.item),
    late: known.here.filter(aboveLine(known)).map(placeOf),
    lateElsewhere: countLate({ ...known, told: known.told.filter(({ chapter }) => !counted.has(chapter)) }),
  };
}

function placeOf({ key, at, id }: TimelineItem): MessagePlace {
  return { key, at, id };
}

function isSameUnread(one: Unread, other: Unread): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
