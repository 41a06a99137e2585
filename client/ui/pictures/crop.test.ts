import { expect, test } from 'vitest';
import { cornerOf, maxZoom, moveBy, sideOf, wholeCrop, zoomTo } from './crop.ts';

const wide = { width: 400, height: 200 };

test('begins with the largest square in the middle', () => {
  const crop = wholeCrop(wide);
  expect([cornerOf(crop), sideOf(crop)]).toEqual([{ x: 100, y: 0 }, 200]);
});

test('moves with the hand, as far as the image goes', () => {
  expect(cornerOf(moveBy(wholeCrop(wide), 0.25, 0))).toEqual({ x: 50, y: 0 });
  expect(cornerOf(moveBy(wholeCrop(wide), -9, 9))).toEqual({ x: 200, y: 0 });
  expect(cornerOf(moveBy(zoomTo(wholeCrop(wide), 2), 9, 9))).toEqual({ x: 0, y: 0 });
});

test('zooms around the middle, and comes back into the image', () => {
  const near = zoomTo(wholeCrop(wide), 2);
  expect([cornerOf(near), sideOf(near)]).toEqual([{ x: 150, y: 50 }, 100]);
  expect(cornerOf(zoomTo(moveBy(near, -9, -9), 1))).toEqual({ x: 200, y: 0 });
});

test('zooms neither out of the image nor into its points', () => {
  expect([zoomTo(wholeCrop(wide), 0).zoom, zoomTo(wholeCrop(wide), 99).zoom]).toEqual([1, maxZoom]);
});
