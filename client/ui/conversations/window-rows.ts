// Which rows of a long list are made: those in view, some around them, and the one that the keys go from. All rows are
// equally high, so that where one stands is known without it. Pure.

export interface RowWindow {
  readonly count: number;
  readonly rowPixels: number;
  readonly viewPixels: number;
  readonly scrolledPixels: number;
  /** The one row that Tab leads to; -1 for none. */
  readonly current: number;
}

/** Beyond the view on each side: what a quick turn of the wheel shows before the next frame. */
const around = 12;
/** The window moves by so many rows at once, so that few scrolled pixels change anything. */
const step = 4;

/** In their order. */
export function rowsToMake({ count, rowPixels, viewPixels, scrolledPixels, current }: RowWindow): number[] {
  const first = Math.floor(scrolledPixels / rowPixels / step) * step;
  const from = Math.max(0, Math.min(first, count - 1) - around);
  const to = Math.min(count, first + Math.ceil(viewPixels / rowPixels) + step + around);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (current < 0 || current >= count || (current >= from && current < to)) return rows;
  return current < from ? [current, ...rows] : [...rows, current];
}

/** Where the keys lead from a row; null for a key that leads nowhere. */
export function rowFor(key: string, { current, count, viewPixels, rowPixels }: RowWindow): number | null {
  const page = Math.max(1, Math.floor(viewPixels / rowPixels) - 1);
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: count - 1 },
    ...{ PageDown: current + page, PageUp: current - page },
  };
  const target = steps[key];
  return target === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, target));
}

/** How far to scroll so that a row is wholly in view. */
export function scrolledFor(row: number, { rowPixels, viewPixels, scrolledPixels }: RowWindow): number {
  const [top, bottom] = [row * rowPixels, (row + 1) * rowPixels];
  if (top < scrolledPixels) return top;
  return bottom > scrolledPixels + viewPixels ? bottom - viewPixels : scrolledPixels;
}
