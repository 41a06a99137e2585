import { expect, test } from 'vitest';
import { layOut, type GridLayout } from './grid-layout.ts';

const standing = { width: 1_080, height: 1_920 };
const lying = { width: 1_920, height: 1_080 };
const strip = { width: 65_535, height: 1 };

/** In pixels, as the tiles stand in a grid of full size. */
function boxes({ width, height, tiles }: GridLayout) {
  return tiles.map((tile) => ({
    start: (tile.start / 100) * width,
    end: ((tile.start + tile.width) / 100) * width,
    top: (tile.top / 100) * height,
    bottom: ((tile.top + tile.height) / 100) * height,
  }));
}

test('a single picture keeps its shape, and is not larger than its room', () => {
  for (const sides of [standing, lying, { width: 400, height: 300 }]) {
    const { width, height } = layOut([sides]);
    expect(width / height).toBeCloseTo(sides.width / sides.height, 5);
    expect(width).toBeLessThanOrEqual(360);
    expect(height).toBeLessThanOrEqual(400.01);
  }
});

test('a picture of a few pixels, or a strip, still has room that one can press', () => {
  for (const sides of [{ width: 1, height: 1 }, strip, { width: 1, height: 65_535 }]) {
    const { width, height } = layOut([sides]);
    expect(width).toBeGreaterThanOrEqual(160);
    expect(height).toBeGreaterThanOrEqual(96);
  }
});

test.each([2, 3, 4, 5, 20])('%i pictures of any shapes fill their grid and never stand on each other', (count) => {
  for (const kinds of [[standing], [lying], [standing, lying], [lying, standing], [strip]]) {
    const layout = layOut(Array.from({ length: count }, (_, at) => kinds[at % kinds.length] ?? standing));
    const all = boxes(layout);
    expect(all).toHaveLength(Math.min(count, 4));
    const area = all.reduce((sum, { start, end, top, bottom }) => sum + (end - start) * (bottom - top), 0);
    expect(area / (layout.width * layout.height)).toBeGreaterThan(0.97); // the rest are gaps
    for (const one of all) {
      expect(one.start).toBeGreaterThanOrEqual(0);
      expect(one.end).toBeLessThanOrEqual(layout.width + 0.01);
      expect(one.bottom).toBeLessThanOrEqual(layout.height + 0.01);
      expect(one.end - one.start).toBeGreaterThan(44);
      const over = all.filter(
        (other) =>
          other !== one &&
          other.start < one.end - 0.01 &&
          one.start < other.end - 0.01 &&
          other.top < one.bottom - 0.01 &&
          one.top < other.bottom - 0.01,
      );
      expect(over).toEqual([]);
    }
  }
});

test('those that do not fit are counted on the last tile', () => {
  const of = (count: number) => layOut(Array.from({ length: count }, () => lying)).more;
  expect([1, 4, 5, 20].map(of)).toEqual([0, 0, 1, 16]);
});
