import { describe, expect, it } from 'vitest';
import {
  fitStretch,
  indexAtPixels,
  isOffView,
  moveStretch,
  stretchAround,
  stretchAtEnd,
  withinRoom,
  type Measured,
  type Stretch,
} from './row-stretch.ts';

const view = { pixels: 800, isFirst: false, count: 1_000, rowPixels: 40 };

/** Rows of 40 pixels, of which so many pixels stand above the view. */
function rows(stretch: Stretch, above: number, height = 40): Measured {
  return { stretch, above, heights: Array.from({ length: stretch.end - stretch.first }, () => height) };
}

describe('the rows in the page', () => {
  it('begin with the view and as much again on either side', () => {
    expect(stretchAround(500, view)).toEqual({ first: 480, end: 540 });
    expect(stretchAtEnd(view)).toEqual({ first: 960, end: 1_000 });
    expect(stretchAtEnd({ ...view, count: 3 })).toEqual({ first: 0, end: 3 });
    expect(stretchAtEnd({ ...view, count: 0 })).toEqual({ first: 0, end: 0 });
  });

  it('are those of the view alone before anything is painted', () => {
    const first = { ...view, isFirst: true };
    expect(stretchAtEnd(first)).toEqual({ first: 980, end: 1_000 });
    expect(fitStretch(rows({ first: 980, end: 1_000 }, 0), first)).toEqual({ first: 980, end: 1_000 });
    expect(fitStretch(rows({ first: 980, end: 1_000 }, -200), first)).toEqual({ first: 975, end: 995 });
    expect(fitStretch(rows({ first: 980, end: 1_000 }, 0), view)).toEqual({ first: 960, end: 1_000 });
  });

  it('stay as they are while one scrolls a little', () => {
    const stretch = { first: 460, end: 540 };
    for (const above of [800, 1_000, 1_200]) expect(fitStretch(rows(stretch, above), view)).toEqual(stretch);
  });

  it('are more where little is left, before it is needed', () => {
    expect(fitStretch(rows({ first: 460, end: 520 }, 399), view)).toEqual({ first: 449, end: 520 });
    expect(fitStretch(rows({ first: 460, end: 540 }, 2_001), view)).toEqual({ first: 480, end: 551 });
  });

  it('are let go where very much is left, and not so many that turning back misses them', () => {
    const kept = fitStretch(rows({ first: 400, end: 540 }, 3_200), view);
    expect(kept.first).toBe(450);
    expect(fitStretch(rows(kept, 1_200), view).first).toBe(450);
  });

  it('let tall rows go by their own height', () => {
    const heights = [1_000, ...Array.from({ length: 80 }, () => 40)];
    const measured = { stretch: { first: 459, end: 540 }, above: 1_800, heights };
    expect(fitStretch(measured, view).first).toBe(459);
    expect(fitStretch({ ...measured, above: 2_400 }, view).first).toBe(465);
  });

  it('end with the rows on hand', () => {
    expect(fitStretch(rows({ first: 2, end: 40 }, 0), view).first).toBe(0);
    expect(fitStretch(rows({ first: 960, end: 999 }, 760), view).end).toBe(1_000);
    expect(fitStretch(rows({ first: 0, end: 0 }, 0), { ...view, count: 0 })).toEqual({ first: 0, end: 0 });
  });

  it('grow upwards no further than there is room', () => {
    expect(withinRoom({ first: 440, end: 550 }, { first: 460, end: 540 }, 5.5)).toEqual({ first: 455, end: 550 });
    expect(withinRoom({ first: 440, end: 550 }, { first: 460, end: 540 }, 99)).toEqual({ first: 440, end: 550 });
    expect(withinRoom({ first: 470, end: 550 }, { first: 460, end: 540 }, 0)).toEqual({ first: 470, end: 550 });
    expect(withinRoom({ first: 440, end: 550 }, { first: 460, end: 540 }, -3)).toEqual({ first: 460, end: 550 });
  });

  it('are the same ones after others came above or below', () => {
    const stretch = { first: 460, end: 540 };
    expect(moveStretch(stretch, { from: 500, to: 900, count: 1_400 })).toEqual({ first: 860, end: 940 });
    expect(moveStretch(stretch, { from: 500, to: 10, count: 1_000 })).toEqual({ first: 0, end: 50 });
    expect(moveStretch({ first: 960, end: 1_000 }, { from: 1_000, to: 1_001, count: 1_001 })).toEqual({
      first: 961,
      end: 1_001,
    });
  });

  it('are known to have been left behind by a dragged scroll bar', () => {
    const stretch = { first: 460, end: 540 };
    expect(isOffView(rows(stretch, 3_199), view)).toBe(false);
    expect(isOffView(rows(stretch, 3_200), view)).toBe(true);
    expect(isOffView(rows(stretch, -800), view)).toBe(true);
    expect(indexAtPixels(20_010, view)).toBe(500);
    expect(indexAtPixels(1e9, view)).toBe(999);
    expect(indexAtPixels(-5, { ...view, count: 0 })).toBe(0);
  });
});
