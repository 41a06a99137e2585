// Where one goes on reading when only some of the chapters are here, and where the oldest stands that one has passed.
// Pure. A chapter that is not here is known by what it covers and how much of it is unread: where that leaves open
// which message it is, the answer is the chapter to open first.
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Coverage, Interval } from '../conversation/chapter-window.ts';
import type { Countable } from './decide-reading.ts';

/** A chapter of which not all is here. */
export interface ToldChapter extends Coverage {
  readonly unread: number;
  /** Whether anything of it was read. */
  readonly hasRead: boolean;
}

export interface KnownUnread {
  /** The newest message that was read, of those that are here. */
  readonly line: Countable | null;
  /** What is unread here, in its order. */
  readonly here: readonly Countable[];
  readonly told: readonly ToldChapter[];
}

export type FoundUnread =
  | { readonly status: 'here'; readonly item: Countable }
  | { readonly status: 'in'; readonly chapter: number };

/** Chapters that are not asked for: they were opened, or cannot be. */
export type Passed = Pick<ReadonlySet<number>, 'has'>;

/** Tells of any row whether it sorts above what was read already, wherever that is: one has not seen it by reading on. */
export function aboveLine({ line, told }: KnownUnread): (item: TimelineItem) => boolean {
  const toldAt = lineOf(told.filter(({ hasRead }) => hasRead));
  return (item) => (line !== null && compareItems(item, line) < 0) || item.at < toldAt;
}

/** The oldest unread message below all that was read; null when there is none. */
export function findFirst({ line, here, told }: KnownUnread, passed: Passed): FoundUnread | null {
  const whole = { line, here, told: told.filter(({ unread }) => unread === 0) };
  const lineAt = lineAtOf(whole);
  const below = told.filter((one) => one.unread > 0 && !passed.has(one.chapter) && endOf(one) > lineAt);
  // One of which a part was read may hold the line itself.
  const partly = below.filter(({ hasRead }) => hasRead).toSorted((one, other) => endOf(other) - endOf(one))[0];
  if (partly !== undefined) return { status: 'in', chapter: partly.chapter };
  const isAbove = aboveLine(whole);
  const item = here.find((one) => !isAbove(one));
  return earlier(
    item,
    oldestOf(below, (interval) => interval.to > lineAt),
  );
}

/** The oldest unread message above what was read; null when there is none. */
export function findLate(known: KnownUnread, passed: Passed): FoundUnread | null {
  const lineAt = lineAtOf(known);
  const unread = known.told.filter((one) => one.unread > 0 && !passed.has(one.chapter));
  const item = known.here.find(aboveLine(known));
  return earlier(
    item,
    oldestOf(unread, (interval) => interval.from < lineAt),
  );
}

/** How many stand above what was read in chapters that are not here, as far as that can be told. */
export function countLate(known: KnownUnread): number {
  const lineAt = lineAtOf(known);
  const above = known.told.filter((one) => (one.onTime ?? one.late ?? none).from < lineAt);
  return above.reduce((sum, { unread }) => sum + unread, 0);
}

/** A chapter may hold something older than what is here. */
function earlier(
  item: Countable | undefined,
  told: { readonly chapter: number; readonly from: number } | null,
): FoundUnread | null {
  if (told !== null && (item === undefined || told.from <= item.at)) return { status: 'in', chapter: told.chapter };
  return item === undefined ? null : { status: 'here', item };
}

function oldestOf(
  chapters: readonly ToldChapter[],
  counts: (interval: Interval) => boolean,
): { readonly chapter: number; readonly from: number } | null {
  const starts = chapters.flatMap((one) =>
    intervalsOf(one)
      .filter(counts)
      .map(({ from }) => ({ chapter: one.chapter, from })),
  );
  return starts.toSorted((one, other) => one.from - other.from)[0] ?? null;
}

const none: Interval = { from: Infinity, to: -Infinity };

function lineAtOf({ line, told }: KnownUnread): number {
  return Math.max(line?.at ?? -Infinity, lineOf(told.filter(({ hasRead }) => hasRead)));
}

/** The newest that may have been read there. */
function lineOf(chapters: readonly ToldChapter[]): number {
  return Math.max(-Infinity, ...chapters.map(endOf));
}

function endOf(chapter: ToldChapter): number {
  return Math.max(-Infinity, ...intervalsOf(chapter).map(({ to }) => to));
}

function intervalsOf({ onTime, late }: Coverage): Interval[] {
  return [onTime, late].filter((interval) => interval !== null);
}
