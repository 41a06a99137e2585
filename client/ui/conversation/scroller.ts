// Holds a conversation's view: which rows stand in the page, and that what one reads does not move, whatever comes,
// goes or changes its height around it. Thin: it measures the page and puts right what moved; row-stretch.ts decides.
// The space above stands for the rows that are not in the page, and takes up every difference between what they were
// expected to measure and what they do. Scrolling itself is written only while the view rests: browsers go on with a
// scroll that is under way from where it was, and throw back whoever writes meanwhile.
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { placeOf, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Readable } from '../../engine/messenger.ts';
import { lineTop, measureRows, pixelsToEnd, type MeasuredRow, type ScrollerElements } from './measure-rows.ts';
import { makeRowSizes } from './row-sizes.ts';
import {
  fitStretch,
  indexAtPixels,
  isOffView,
  isSameStretch,
  moveStretch,
  stretchAround,
  stretchAtEnd,
  type Measured,
  type Stretch,
  withinRoom,
  type View,
} from './row-stretch.ts';

export interface Shown {
  readonly items: readonly TimelineItem[];
  readonly stretch: Stretch;
}

/** What stands on the screen. `above` and `below`: about how much of the rows on hand lies beyond it, in pixels. */
export interface Screen {
  readonly rows: readonly MeasuredRow[];
  readonly pixels: number;
  readonly above: number;
  readonly below: number;
}

export interface Scroller {
  /** The rows in the page. */
  readonly shown: Accessor<Shown>;
  /** The newest row is on the view, and what arrives moves it along. */
  readonly isAtEnd: Accessor<boolean>;
  /** Nobody has scrolled for a moment. */
  readonly isResting: Accessor<boolean>;
  /** Begins at the newest row, or at this one, before anything is painted. */
  start(elements: ScrollerElements, at: TimelineItem | null): void;
  /** Leads to a row on hand. */
  leadTo(item: TimelineItem, where: 'top' | 'middle'): void;
  toEnd(): void;
  /** Gives a row the focus if it stands in the page, and moves nothing. */
  focus(item: TimelineItem): void;
  /** What follows the last row may have changed, without any row. */
  noteEdges(): void;
  /** Takes in at once that it was scrolled: the browser tells it with the next frame only. */
  follow(): void;
  /** What is on the screen now. */
  look(): Screen;
}

export interface ScrollerOptions {
  readonly items: Readable<readonly TimelineItem[]>;
  /** Whether there is more than the last row on hand. */
  hasNewer(): boolean;
  /** Rows have changed; answers the one that may not be pushed out of the view by what follows it, if any. */
  onItems(before: readonly TimelineItem[], after: readonly TimelineItem[]): TimelineItem | null;
  /** It would have been, and now stands at the top of the view. */
  onHeldBack(item: TimelineItem): void;
  /** Somebody moves the view themselves, by a wheel or a finger. */
  onMotion(): void;
  /** Whatever is on the screen may have changed. */
  onView(): void;
}

/** What is held: so many pixels above the end, or a row this far below the top of the view. */
type Held =
  | { readonly by: 'end'; readonly pixels: number }
  | { readonly by: 'row'; readonly item: TimelineItem; readonly pixels: number };

/** This near to the end counts as being there. */
const nearPixels = 48;
const restMs = 150;
/** Each round brings rows that may measure other than expected; a few are always enough. */
const maxRounds = 8;

export function createScroller(options: ScrollerOptions): Scroller {
  const sizes = makeRowSizes();
  const [shown, setShown] = createSignal<Shown>({ items: options.items.get(), stretch: { first: 0, end: 0 } });
  const [isAtEnd, setAtEnd] = createSignal(true);
  const [isResting, setResting] = createSignal(true);
  let page: ScrollerElements | null = null;
  let held: Held = { by: 'end', pixels: 0 };
  let aboveSpace = 0;
  let lastTop = 0;
  let boxSize = { inline: 0, block: 0 };
  let isTaking = false;
  /** The last row shown is the newest of all: of the rows in the page, while others have been told but are not taken. */
  let endsAtNewest = false;
  let isFirst = true;
  let restTimer: ReturnType<typeof setTimeout> | undefined;

  const view = ({ box }: ScrollerElements): View => ({
    pixels: box.clientHeight,
    isFirst,
    count: shown().items.length,
    rowPixels: sizes.expected(),
  });

  function look(): Screen {
    if (page === null) return { rows: [], pixels: 0, above: 0, below: 0 };
    const { box } = page;
    const { items, stretch } = shown();
    const rows = measureRows(page, items.slice(stretch.first, stretch.end));
    for (const { item, top, bottom } of rows) sizes.note(item.key, bottom - top);
    const above = stretch.first * sizes.expected() - (rows[0]?.top ?? 0);
    const below = (items.length - stretch.end) * sizes.expected() + (rows.at(-1)?.bottom ?? 0) - box.clientHeight;
    return { rows, pixels: box.clientHeight, above, below };
  }

  function rowOf({ key }: TimelineItem): MeasuredRow | undefined {
    return look().rows.find(({ item }) => item.key === key);
  }

  function measure(): Measured {
    const { rows } = look();
    return {
      stretch: shown().stretch,
      heights: rows.map(({ top, bottom }) => bottom - top),
      above: -(rows[0]?.top ?? 0),
    };
  }

  /** What one reads: the first row whose text begins on the view, or the end while one is there. */
  function readHeld({ box }: ScrollerElements): Held {
    const { items, stretch } = shown();
    const pixels = pixelsToEnd(box);
    if (items === options.items.get()) endsAtNewest = !options.hasNewer();
    const isNear = pixels < nearPixels && stretch.end === items.length && endsAtNewest;
    setAtEnd(isNear);
    if (isNear) return { by: 'end', pixels };
    const { rows } = look();
    const first = rows.find((row) => row.bottom > 0 && lineTop(row) >= 0) ?? rows.at(-1);
    return first === undefined ? { by: 'end', pixels: 0 } : { by: 'row', item: first.item, pixels: lineTop(first) };
  }

  function showRows(elements: ScrollerElements, items: readonly TimelineItem[], stretch: Stretch): void {
    const hadFocus = elements.list.contains(document.activeElement);
    setShown({ items, stretch });
    elements.spaceBelow.style.blockSize = `${(items.length - stretch.end) * sizes.expected()}px`;
    // A row that leaves the page may hold the focus; the keys go on from where it was.
    if (hadFocus && !elements.list.contains(document.activeElement)) elements.box.focus({ preventScroll: true });
  }

  function setAboveSpace({ spaceAbove }: ScrollerElements, pixels: number): void {
    aboveSpace = pixels;
    spaceAbove.style.blockSize = `${pixels}px`;
  }

  /** Shows other rows than those around: the space above is what the rows before them are expected to take. */
  function showAnew(elements: ScrollerElements, stretch: Stretch): void {
    showRows(elements, shown().items, stretch);
    setAboveSpace(elements, Math.round(stretch.first * sizes.expected()));
  }

  /** Puts what is held back to where it was. */
  function put(elements: ScrollerElements, wanted: Held, by: 'space' | 'scrolling'): void {
    const { box } = elements;
    if (wanted.by === 'end') {
      const drift = pixelsToEnd(box) - wanted.pixels;
      if (Math.abs(drift) >= 1) box.scrollTop += drift;
      return;
    }
    const row = rowOf(wanted.item);
    if (row === undefined) return;
    const drift = lineTop(row) - wanted.pixels;
    if (Math.abs(drift) < 0.5) return;
    const taken = by === 'space' ? Math.min(drift, aboveSpace) : 0;
    if (taken !== 0) setAboveSpace(elements, aboveSpace - taken);
    if (drift !== taken) box.scrollTop += drift - taken;
  }

  /** Brings the space above to what its rows are expected to take, and the scrolling with it: nothing is seen to move. */
  function evenOut(elements: ScrollerElements): void {
    const { box } = elements;
    const { first } = shown().stretch;
    // Never rounded up: the space left would be less than none, which no style takes, and the old one would stay.
    const owed = Math.trunc(aboveSpace - first * sizes.expected());
    if (owed === 0) return;
    const top = box.scrollTop; // read before: with less below, the browser moves it by itself
    setAboveSpace(elements, aboveSpace - owed);
    box.scrollTop = top - owed;
  }

  /** Holds a place, and sees that rows stand on the view and around it. */
  function arrange(elements: ScrollerElements, wanted: Held, by: 'space' | 'scrolling' = 'space'): void {
    for (let round = 0; round < maxRounds; round++) {
      put(elements, wanted, by);
      const { stretch, items } = shown();
      const fitting = fitStretch(measure(), view(elements));
      const mayScroll = isResting() || by === 'scrolling';
      const next = mayScroll ? fitting : withinRoom(fitting, stretch, aboveSpace / sizes.expected());
      if (isSameStretch(next, stretch)) break;
      showRows(elements, items, next);
    }
    put(elements, wanted, by);
    // Above the oldest row stands nothing; whoever scrolls there ends at the top, also when the browser goes on by itself.
    if (isResting() || by === 'scrolling' || shown().stretch.first === 0) evenOut(elements);
    held = readHeld(elements);
    lastTop = elements.box.scrollTop;
    options.onView();
  }

  function takeItems(): void {
    if (page === null || !isTaking) return;
    isTaking = false;
    const { items: before, stretch } = shown();
    const after = options.items.get();
    const guarded = options.onItems(before, after);
    const wanted = heldAmong(held, after);
    const move =
      wanted.by === 'end'
        ? { from: before.length, to: after.length }
        : { from: held.by === 'row' ? placeOf(before, held.item) : 0, to: placeOf(after, wanted.item) };
    showRows(page, after, moveStretch(stretch, { ...move, count: after.length }));
    arrange(page, wanted);
    if (wanted.by === 'end' && guarded !== null) guard(page, guarded);
  }

  function guard(elements: ScrollerElements, item: TimelineItem): void {
    const row = rowOf(item);
    if (row !== undefined && row.top >= 0) return;
    options.onHeldBack(item);
    lead(elements, item, 'top');
  }

  function lead(elements: ScrollerElements, item: TimelineItem, where: 'top' | 'middle'): void {
    if (isTaking) takeItems();
    const { items } = shown();
    const index = placeOf(items, item);
    showAnew(elements, stretchAround(index, view(elements)));
    const row = rowOf(item);
    if (row === undefined) return;
    const room = elements.box.clientHeight - (row.bottom - row.top);
    const top = where === 'top' ? 0 : Math.max(0, room / 2);
    arrange(elements, { by: 'row', item, pixels: top + lineTop(row) - row.top }, 'scrolling');
  }

  function toEnd(elements: ScrollerElements): void {
    if (isTaking) takeItems();
    showAnew(elements, stretchAtEnd(view(elements)));
    arrange(elements, { by: 'end', pixels: 0 });
  }

  /** One has scrolled past all that stands in the page, as by dragging the scroll bar. */
  function catchUp(elements: ScrollerElements): void {
    const { box } = elements;
    if (pixelsToEnd(box) < 1) return toEnd(elements);
    showAnew(elements, stretchAround(indexAtPixels(box.scrollTop, view(elements)), view(elements)));
  }

  function rest(): void {
    setResting(true);
    if (page !== null) arrange(page, held);
  }

  /** A wheel or a finger may hold the view in motion where nothing scrolls any further. */
  function noteMotion(): void {
    setResting(false);
    clearTimeout(restTimer);
    restTimer = setTimeout(rest, restMs);
    if (page !== null && page.box.scrollTop < 1 && shown().stretch.first > 0) makeRoom(page);
  }

  /** One scrolls on at the top of the box, and there is more above: the box holds still until the browser has, too. */
  function makeRoom({ box }: ScrollerElements): void {
    if (box.style.overflowY !== '') return;
    box.style.overflowY = 'hidden';
    const goOn = () => {
      box.style.overflowY = '';
      clearTimeout(restTimer);
      rest();
    };
    requestAnimationFrame(() => requestAnimationFrame(goOn));
  }

  function followScroll(): void {
    if (page === null || Math.abs(page.box.scrollTop - lastTop) < 1) return; // our own writing
    noteMotion();
    if (isOffView(measure(), view(page))) catchUp(page);
    arrange(page, readHeld(page));
  }

  /** The end of the view stays where it is when the box grows or shrinks: a keyboard, a banner, a longer draft. */
  function followSize(): void {
    if (page === null) return;
    const { clientWidth: inline, clientHeight: block } = page.box;
    const change = block - boxSize.block;
    const isRewrapped = inline !== boxSize.inline;
    boxSize = { inline, block };
    if (isRewrapped) sizes.forget();
    const moved: Held = held.by === 'row' && !isRewrapped ? { ...held, pixels: held.pixels + change } : held;
    arrange(page, moved);
  }

  /** After whatever told it: with the edge there may be rows, and then what one reads is held already. */
  function noteEdges(): void {
    queueMicrotask(() => {
      if (page !== null && !isTaking) held = readHeld(page);
    });
  }

  function widen(): void {
    isFirst = false;
    if (page !== null) arrange(page, held);
  }

  const noteItems = () => {
    if (isTaking || page === null) return;
    isTaking = true;
    held = readHeld(page);
    // After whatever told it: several changes in a row are one, and Solid has put its own into the page.
    queueMicrotask(takeItems);
  };
  onCleanup(options.items.subscribe(noteItems));
  const observer = new ResizeObserver(followSize);
  onCleanup(() => {
    page = null;
    observer.disconnect();
    clearTimeout(restTimer);
  });

  return {
    shown,
    isAtEnd,
    isResting,
    start(elements, at) {
      page = elements;
      boxSize = { inline: elements.box.clientWidth, block: elements.box.clientHeight };
      setShown({ items: options.items.get(), stretch: shown().stretch });
      if (at === null) toEnd(elements);
      else lead(elements, at, 'top');
      elements.box.addEventListener('scroll', followScroll);
      const move = () => {
        options.onMotion();
        noteMotion();
      };
      for (const motion of ['wheel', 'touchmove']) elements.box.addEventListener(motion, move, { passive: true });
      observer.observe(elements.box);
      observer.observe(elements.list);
      // What is ahead of the view comes when the view itself stands on the screen.
      requestAnimationFrame(() => setTimeout(widen));
    },
    leadTo(item, where) {
      if (page !== null) lead(page, item, where);
    },
    toEnd() {
      if (page !== null) toEnd(page);
    },
    focus: (item) => rowOf(item)?.element.focus({ preventScroll: true }),
    noteEdges,
    follow: followScroll,
    look,
  };
}

/** The same place where the held row is gone: the one that followed it, else the last. */
function heldAmong(held: Held, items: readonly TimelineItem[]): Held {
  if (held.by === 'end') return { by: 'end', pixels: 0 };
  const index = placeOf(items, held.item);
  const item = items[index] ?? items.at(-1);
  return item === undefined ? { by: 'end', pixels: 0 } : { ...held, item };
}
