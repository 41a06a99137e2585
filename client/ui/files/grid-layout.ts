// Where the pictures of one message stand beside each other, from their sides alone: what comes later moves nothing.
// Pure. A single picture has its own shape; several share rows, each as wide as its shape wants.

export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** In percent of the grid's width and height, from the side where lines begin. */
export interface TilePlace {
  readonly start: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface GridLayout {
  /** In pixels where there is room; else smaller in the same shape. */
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly TilePlace[];
  /** How many stand behind the last tile. */
  readonly more: number;
}

const maxTiles = 4;
const maxWidth = 360;
const maxHeight = 400;
const minWidth = 160;
const minHeight = 96;
const gap = 2;
/** Beyond these a picture is cut: a strip of three pixels is none that one sees. */
const narrowest = 0.5;
const widest = 2.6;
/** The same where several share the room. */
const narrowestShared = 0.66;
const widestShared = 1.8;
/** From here on a picture is told to lie. */
const lying = 1.2;

export function layOut(pictures: readonly Sides[]): GridLayout {
  const [first] = pictures;
  if (first === undefined) return { width: 0, height: 0, tiles: [], more: 0 };
  if (pictures.length === 1) return one(first);
  const ratios = pictures
    .slice(0, maxTiles)
    .map(({ width, height }) => between(width / height, narrowestShared, widestShared));
  return { ...several(ratios), more: Math.max(0, pictures.length - maxTiles) };
}

function one({ width, height }: Sides): GridLayout {
  const ratio = between(width / height, narrowest, widest);
  const shown = Math.min(maxWidth, maxHeight * ratio, Math.max(width, minWidth, minHeight * ratio));
  const tall = Math.max(minHeight, shown / ratio);
  return { width: shown, height: tall, tiles: [{ start: 0, top: 0, width: 100, height: 100 }], more: 0 };
}

function several(ratios: readonly number[]): Omit<GridLayout, 'more'> {
  const [first = 1, ...others] = ratios;
  if (ratios.length === 2) return first > lying && (others[0] ?? 1) > lying ? rows([[first], others]) : rows([ratios]);
  if (ratios.length === 3) return first > lying ? rows([[first], others]) : besideTwo();
  return rows([ratios.slice(0, 2), ratios.slice(2)]);
}

/** Each row fills the width; its height follows from the shapes in it. */
function rows(wanted: readonly (readonly number[])[]): Omit<GridLayout, 'more'> {
  const heights = wanted.map((row) => between((maxWidth - gap * (row.length - 1)) / sum(row), 100, 220));
  const height = sum(heights) + gap * (heights.length - 1);
  const tiles = wanted.flatMap((row, at) => {
    const top = sum(heights.slice(0, at)) + gap * at;
    const room = maxWidth - gap * (row.length - 1);
    return row.map((ratio, index) => ({
      start: percent((room * sum(row.slice(0, index))) / sum(row) + gap * index, maxWidth),
      top: percent(top, height),
      width: percent((room * ratio) / sum(row), maxWidth),
      height: percent(heights[at] ?? 0, height),
    }));
  });
  return { width: maxWidth, height, tiles };
}

/** The first stands, and the two others above each other beside it. */
function besideTwo(): Omit<GridLayout, 'more'> {
  const height = 300;
  const wide = Math.round((maxWidth - gap) * 0.6);
  const side = { start: percent(wide + gap, maxWidth), width: percent(maxWidth - wide - gap, maxWidth) };
  const half = percent((height - gap) / 2, height);
  return {
    width: maxWidth,
    height,
    tiles: [
      { start: 0, top: 0, width: percent(wide, maxWidth), height: 100 },
      { ...side, top: 0, height: half },
      { ...side, top: 100 - half, height: half },
    ],
  };
}

function percent(part: number, whole: number): number {
  return (part / whole) * 100;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
