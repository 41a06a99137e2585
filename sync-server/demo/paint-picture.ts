// Pictures of flat shapes, painted at any size. Knows nothing of what they show.

export interface Shape {
  /** How far a point lies outside, negative within. */
  readonly distance: (x: number, y: number) => number;
  /** Nothing of it lies beyond. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One shape over those before it. */
export interface Layer {
  readonly shape: Shape;
  /** `#rrggbb`, of its top and of its bottom. */
  readonly colours: readonly [string, string];
  /** From 0 to 1. */
  readonly cover: number;
}

export interface Painting {
  readonly width: number;
  readonly height: number;
  /** From the farthest to the nearest; the first covers all of it. */
  readonly layers: readonly Layer[];
}

export interface Painted {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and 255 for each point, row by row. */
  readonly points: Uint8ClampedArray;
}

export function layer(shape: Shape, top: string, bottom = top, cover = 1): Layer {
  return { shape, colours: [top, bottom], cover };
}

export function disc(x: number, y: number, radius: number): Shape {
  // Math.hypot minds numbers that are not met here, and takes many times as long.
  const distance = (px: number, py: number) => Math.sqrt((px - x) ** 2 + (py - y) ** 2) - radius;
  return { distance, left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** Convex, its corners told clockwise. */
export function polygon(...corners: readonly (readonly [number, number])[]): Shape {
  const edges = corners.map(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length] ?? [x, y];
    const length = Math.hypot(nextX - x, nextY - y);
    return { x, y, outX: (nextY - y) / length, outY: (x - nextX) / length };
  });
  const distance = (px: number, py: number) => {
    let farthest = -Infinity;
    for (const { x, y, outX, outY } of edges) farthest = Math.max(farthest, (px - x) * outX + (py - y) * outY);
    return farthest;
  };
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { distance, left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

export function box(left: number, top: number, right: number, bottom: number): Shape {
  const distance = (x: number, y: number) => Math.max(left - x, x - right, top - y, y - bottom);
  return { distance, left, top, right, bottom };
}

/** All that lies under a line which goes from one side of the painting to the other. */
export function below(line: (x: number) => number, width: number, bottom: number): Shape {
  const heights = Float64Array.from({ length: width + 1 }, (_, x) => line(x));
  const distance = (x: number, y: number) => (heights[Math.round(x)] ?? bottom) - y;
  return { distance, left: 0, top: Math.min(...heights), right: width, bottom };
}

/** What lies in both. */
export function both(one: Shape, other: Shape): Shape {
  return {
    distance: (x, y) => Math.max(one.distance(x, y), other.distance(x, y)),
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

/** `scale`: 1 for the size at which it was designed. */
export function paint(painting: Painting, scale = 1): Painted {
  const [width, height] = [Math.round(painting.width * scale), Math.round(painting.height * scale)];
  const painted = { width, height, points: new Uint8ClampedArray(width * height * 4).fill(255) };
  for (const one of painting.layers) paintLayer(one, painted, scale);
  return painted;
}

function paintLayer({ shape, colours, cover }: Layer, { width, height, points }: Painted, scale: number): void {
  const [top, bottom] = colours.map(parseColour);
  const firstX = Math.max(0, Math.floor(shape.left * scale - 1));
  const firstY = Math.max(0, Math.floor(shape.top * scale - 1));
  const lastX = Math.min(width - 1, Math.ceil(shape.right * scale));
  const lastY = Math.min(height - 1, Math.ceil(shape.bottom * scale));
  for (let y = firstY; y <= lastY; y++) {
    const share = between((y / scale - shape.top) / (shape.bottom - shape.top));
    const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((at) => mix(top?.[at] ?? 0, bottom?.[at] ?? 0, share));
    for (let x = firstX; x <= lastX; x++) {
      // Half a point to each side of an edge is part of both.
      const inside = between(0.5 - shape.distance((x + 0.5) / scale, (y + 0.5) / scale) * scale) * cover;
      if (inside === 0) continue;
      const at = (y * width + x) * 4;
      points[at] = mix(points[at] ?? 0, red, inside);
      points[at + 1] = mix(points[at + 1] ?? 0, green, inside);
      points[at + 2] = mix(points[at + 2] ?? 0, blue, inside);
    }
  }
}

function parseColour(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function mix(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}

function between(value: number): number {
  return Math.min(1, Math.max(0, value));
}
