// Which chapters a stretch of the timeline needs, and how far what is loaded shows without a gap. Pure.
// A chapter that is not loaded may hold rows anywhere in its intervals: nothing is shown as continuous across one.
// Does not know documents: a chapter is its number and what the server says it covers.

/** Order keys in ms, both ends included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What is known of a chapter without opening it. */
export interface Coverage {
  readonly chapter: number;
  /** Where its messages and what happened in a group stand; null when it has neither. */
  readonly onTime: Interval | null;
  /** Where those messages stand that came long after they were written. */
  readonly late: Interval | null;
}

/** A moment in the timeline; `Infinity` is its newest end. */
export type Moment = number;

/** Rows strictly between the two are all on hand. */
export interface Stretch {
  readonly above: Moment;
  readonly below: Moment;
}

/** Chapters that are not loaded and may hold rows at this very moment: they are needed to show it. */
export function neededAt(moment: Moment, chapters: readonly Coverage[], loaded: ReadonlySet<number>): number[] {
  const missing = chapters.filter(({ chapter }) => !loaded.has(chapter));
  return missing.filter((one) => intervalsOf(one).some(({ from, to }) => from <= moment && moment <= to)).map(numberOf);
}

/** The stretch around a moment that nothing is missing from. Empty (`above` = `below`) where something is needed there. */
export function stretchAround(moment: Moment, chapters: readonly Coverage[], loaded: ReadonlySet<number>): Stretch {
  let above = -Infinity;
  let below = Infinity;
  for (const { from, to } of missingIntervals(chapters, loaded)) {
    if (from <= moment && moment <= to) return { above: moment, below: moment };
    if (to < moment) above = Math.max(above, to);
    else below = Math.min(below, from);
  }
  return { above, below };
}

/** The chapters to load so that a stretch grows upwards: those whose rows come next. Empty when there are none. */
export function nextAbove(stretch: Stretch, chapters: readonly Coverage[], loaded: ReadonlySet<number>): number[] {
  return stretch.above === -Infinity ? [] : neededAt(stretch.above, chapters, loaded);
}

/** The same downwards. */
export function nextBelow(stretch: Stretch, chapters: readonly Coverage[], loaded: ReadonlySet<number>): number[] {
  return stretch.below === Infinity ? [] : neededAt(stretch.below, chapters, loaded);
}

/** The chapter whose rows come next after a moment that no chapter covers, else the last one before it. */
export function nearestTo(moment: Moment, chapters: readonly Coverage[]): number | null {
  let after: { readonly chapter: number; readonly from: Moment } | null = null;
  let before: { readonly chapter: number; readonly to: Moment } | null = null;
  for (const one of chapters) {
    const { chapter } = one;
    for (const { from, to } of intervalsOf(one)) {
      if (from >= moment && from < (after?.from ?? Infinity)) after = { chapter, from };
      if (to < moment && to > (before?.to ?? -Infinity)) before = { chapter, to };
    }
  }
  return (after ?? before)?.chapter ?? null;
}

/**
 * Of the loaded chapters those to let go, so that at most `most` stay: the farthest from the moment that is looked at.
 * Those to keep stay whatever their number.
 */
export function farthest(
  moment: Moment,
  loaded: readonly Coverage[],
  { most, keep }: { readonly most: number; readonly keep: ReadonlySet<number> },
): number[] {
  const byDistance = loaded
    .filter(({ chapter }) => !keep.has(chapter))
    .map((one) => ({ chapter: one.chapter, distance: distanceOf(one, moment) }))
    .toSorted((a, b) => b.distance - a.distance || a.chapter - b.chapter);
  return byDistance.slice(0, Math.max(0, loaded.length - most)).map(numberOf);
}

/** By what came on time, for a late message may be as old as anything; by that where all of it came late. */
function distanceOf({ onTime, late }: Coverage, moment: Moment): number {
  const covered = onTime ?? late;
  if (covered === null) return Infinity;
  if (moment === Infinity) return -covered.to;
  return moment < covered.from ? covered.from - moment : Math.max(0, moment - covered.to);
}

function missingIntervals(chapters: readonly Coverage[], loaded: ReadonlySet<number>): Interval[] {
  return chapters.filter(({ chapter }) => !loaded.has(chapter)).flatMap(intervalsOf);
}

function intervalsOf({ onTime, late }: Coverage): Interval[] {
  return [onTime, late].filter((interval) => interval !== null);
}

function numberOf({ chapter }: { readonly chapter: number }): number {
  return chapter;
}
