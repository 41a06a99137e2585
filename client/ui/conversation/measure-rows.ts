// What the rows in the page measure, relative to the view; the only file that reads their boxes.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ShownRow } from './decide-place.ts';

export interface ScrollerElements {
  /** Scrolls. */
  readonly box: HTMLElement;
  /** Has one child for each shown row, in order; `data-line` marks the part that stays when headings come and go, but for a `data-heading` in it. */
  readonly list: HTMLElement;
  readonly spaceAbove: HTMLElement;
  readonly spaceBelow: HTMLElement;
}

export interface MeasuredRow extends ShownRow {
  readonly element: HTMLElement;
}

export function measureRows({ box, list }: ScrollerElements, items: readonly TimelineItem[]): MeasuredRow[] {
  const origin = box.getBoundingClientRect().top;
  return [...list.children].flatMap((element, index) => {
    const item = items[index];
    if (item === undefined || !(element instanceof HTMLElement)) return [];
    const { top, bottom } = element.getBoundingClientRect();
    const startsDay = element.dataset['day'] !== undefined;
    return [{ item, element, startsDay, top: top - origin, bottom: bottom - origin }];
  });
}

/** Where the text of a row begins: what stands before it in the row comes and goes with the rows before. */
export function lineTop({ element, top }: MeasuredRow): number {
  const line = element.querySelector('[data-line]');
  if (line === null) return top;
  const heading = line.querySelector('[data-heading]')?.getBoundingClientRect().height ?? 0;
  return top + line.getBoundingClientRect().top - element.getBoundingClientRect().top + heading;
}

export function pixelsToEnd({ scrollHeight, clientHeight, scrollTop }: HTMLElement): number {
  return scrollHeight - clientHeight - scrollTop;
}
