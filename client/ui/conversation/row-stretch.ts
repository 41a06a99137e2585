// Which of the rows on hand stand in the page: those on the view and some ahead of it on either side.
// Pure numbers. What a row that is not in the page measures is expected, never known; what is in the page was measured.

/** The rows from `first` up to `end`, which is not one of them, as indexes of those on hand. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** What stands in the page, in pixels. */
export interface Measured {
  readonly stretch: Stretch;
  readonly heights: readonly number[];
  /** How much of the rows stands above the view; negative when the view begins above them. */
  readonly above: number;
}

export interface View {
  readonly pixels: number;
  /** Only what is on the view is wanted: nothing has been painted yet. */
  readonly isFirst: boolean;
  /** Rows on hand. */
  readonly count: number;
  /** What a row that was not measured is expected to take. */
  readonly rowPixels: number;
}

/** Rows reach this far beyond the view, so that scrolling meets what stands there already. */
function aheadOf({ pixels, isFirst }: Pick<View, 'pixels' | 'isFirst'>): number {
  return isFirst ? 0 : Math.max(400, pixels);
}

/** What should stand in the page for the same view: the same stretch while enough of it stands on either side. */
export function fitStretch({ stretch, heights, above }: Measured, view: View): Stretch {
  const ahead = aheadOf(view);
  const below = sum(heights) - above - view.pixels;
  const more = (beyond: number, fromOutside: readonly number[]) =>
    beyond < ahead / 2 ? Math.ceil((ahead - beyond) / view.rowPixels) : -countSpare(beyond - ahead, fromOutside, ahead);
  const first = stretch.first - more(above, heights);
  const end = stretch.end + more(below, heights.toReversed());
  return within({ first, end }, view.count);
}

/** True when nothing of what stands in the page is on the view. */
export function isOffView({ heights, above }: Measured, { pixels }: Pick<View, 'pixels'>): boolean {
  return above >= sum(heights) || above + pixels <= 0;
}

/** What to begin with at one row. */
export function stretchAround(index: number, view: View): Stretch {
  const ahead = Math.ceil(aheadOf(view) / view.rowPixels);
  return within({ first: index - ahead, end: index + Math.ceil(view.pixels / view.rowPixels) + ahead }, view.count);
}

/** What to begin with at the newest row. */
export function stretchAtEnd(view: View): Stretch {
  const rows = Math.ceil((aheadOf(view) + view.pixels) / view.rowPixels);
  return within({ first: view.count - rows, end: view.count }, view.count);
}

/** The row that is expected this many pixels below the oldest one. */
export function indexAtPixels(pixels: number, { count, rowPixels }: Pick<View, 'count' | 'rowPixels'>): number {
  return clamp(Math.floor(pixels / rowPixels), 0, Math.max(0, count - 1));
}

/** The same place among rows that changed: as many before and behind `index` as stood around it before. */
export function moveStretch(stretch: Stretch, move: { from: number; to: number; count: number }): Stretch {
  const { from, to, count } = move;
  return within({ first: to - (from - stretch.first), end: to + (stretch.end - from) }, count);
}

/** `wanted`, with no more rows above those of `now` than there is room for, in rows. */
export function withinRoom(wanted: Stretch, now: Stretch, roomRows: number): Stretch {
  return { first: Math.max(wanted.first, Math.min(now.first, Math.ceil(now.first - roomRows))), end: wanted.end };
}

export function isSameStretch(one: Stretch, other: Stretch): boolean {
  return one.first === other.first && one.end === other.end;
}

/** Half of what is ahead stays beyond what is let go, so that turning back finds it. */
function countSpare(beyondAhead: number, fromOutside: readonly number[], ahead: number): number {
  if (beyondAhead <= ahead) return 0;
  let spare = beyondAhead - ahead / 2;
  let count = 0;
  for (const height of fromOutside) {
    spare -= height;
    if (spare < 0) break;
    count++;
  }
  return count;
}

function within({ first, end }: Stretch, count: number): Stretch {
  const start = clamp(first, 0, count);
  return { first: start, end: clamp(end, start, count) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function sum(heights: readonly number[]): number {
  return heights.reduce((total, height) => total + height, 0);
}
