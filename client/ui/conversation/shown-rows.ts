// How many of a timeline's rows stand in the page. Pure numbers: the newest few, more as one scrolls back,
// few again when one is back at the newest.
export const fewRows = 80;
const manyRows = 3 * fewRows;

/** The index of the first row to show after the timeline changed. */
export function firstAfterChange(first: number, length: number, isAtNewest: boolean): number {
  return isAtNewest && length - first > manyRows ? length - fewRows : Math.min(first, length);
}

/** The index of the first row to show when one has scrolled to the oldest shown. */
export function firstAfterScroll(first: number): number {
  return Math.max(0, first - fewRows);
}
