import { expect, test } from 'vitest';
import { fitted, mostScale, panBy, wholePicture, within, zoomAt, type Room } from './zoom.ts';

const room: Room = { stage: { width: 1_000, height: 500 }, picture: { width: 4_000, height: 1_000 } };
const small: Room = { stage: { width: 1_000, height: 500 }, picture: { width: 20, height: 10 } };

test('all of a picture is shown at first, and a small one as large as it is', () => {
  expect(fitted(room)).toEqual({ width: 1_000, height: 250 });
  expect(fitted(small)).toEqual({ width: 20, height: 10 });
});

test('what stands under the pointer stays there as it grows', () => {
  const point = { x: 300, y: 40 };
  let zoom = zoomAt(wholePicture, 3, { room, ...point });
  const inPicture = { x: (point.x - zoom.x) / zoom.scale, y: (point.y - zoom.y) / zoom.scale };
  zoom = zoomAt(zoom, 1.5, { room, ...point });
  expect((point.x - zoom.x) / zoom.scale).toBeCloseTo(inPicture.x);
  expect((point.y - zoom.y) / zoom.scale).toBeCloseTo(inPicture.y);
});

test('it grows until each of its pixels is seen twice, and shrinks until all of it is', () => {
  expect(mostScale(room)).toBe(8);
  expect(zoomAt(wholePicture, 1_000, { room }).scale).toBe(8);
  expect(zoomAt({ scale: 2, x: 200, y: 0 }, 0.001, { room, x: 300 })).toEqual(wholePicture);
});

test('it is never moved off the stage, and not at all while all of it is shown', () => {
  expect(panBy(wholePicture, { x: 99, y: 99 }, room)).toEqual(wholePicture);
  const zoom = panBy({ scale: 4, x: 0, y: 0 }, { x: 9_999, y: -9_999 }, room);
  expect(zoom).toEqual({ scale: 4, x: 1_500, y: -250 });
  const turned: Room = { ...room, stage: { width: 4_000, height: 1_000 } };
  expect(within({ ...zoom, scale: 1 }, turned)).toEqual(wholePicture);
});
