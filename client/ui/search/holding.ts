// What one looks at, or is about to press, does not move from under one: it is named to the search as what is held.
import type { Everywhere } from '../../engine/search/everywhere.ts';

export interface Holding {
  /** The row that holds this element, where it is in one. */
  at(target: EventTarget | null): void;
  /** The first row that is seen, once one has scrolled to it. */
  top(scroller: HTMLElement): void;
}

/** `rows`: a selector; each of them names its message in `data-key`. */
export function makeHolding(looking: Pick<Everywhere, 'hold'>, rows: string): Holding {
  const hold = (row: HTMLElement | null | undefined) => looking.hold(row?.dataset['key'] ?? null);
  return {
    at(target) {
      const row = target instanceof Element ? target.closest<HTMLElement>(rows) : null;
      if (row !== null) hold(row);
    },
    top(scroller) {
      if (scroller.scrollTop === 0) return;
      const { top } = scroller.getBoundingClientRect();
      const all = [...scroller.querySelectorAll<HTMLElement>(rows)];
      hold(all.find((row) => row.getBoundingClientRect().bottom > top));
    },
  };
}
