// The pictures of the demo: a harbour for a cover, and three posters, one lying, one standing, one square.
import { below, both, box, disc, layer, polygon, type Layer, type Painting } from './paint-picture.ts';

/** The harbour at six in the morning. */
export function paintHarbour(): Painting {
  const [width, height, horizon] = [840, 1120, 640];
  const hills = (x: number) => horizon - 46 - 30 * Math.sin(x / 130 + 0.6) - 14 * Math.sin(x / 47);
  /** What the sun leaves on the water, but where the boat is: the nearer, the wider apart. */
  const glints = [0, 1, 2, 3, 4, 7, 8].map((step): Layer => {
    const y = horizon + 16 + step * 18 + step * step * 2;
    const half = 88 - step * 4 + (step % 3) * 26;
    const middle = 560 + (step % 2 === 0 ? -1 : 1) * step * 5;
    return layer(box(middle - half, y, middle + half, y + 5 + step), '#ffe7b8', '#ffe7b8', 0.75 - step * 0.07);
  });
  const tower = polygon([164, 430], [212, 430], [232, 720], [144, 720]);
  const bands = [470, 548, 626].map((y) => layer(both(tower, box(0, y, width, y + 34)), '#c4535a', '#a8444f'));
  return {
    width,
    height,
    layers: [
      layer(box(0, 0, width, 330), '#2d4373', '#8f7fa6'),
      layer(box(0, 330, width, horizon + 1), '#8f7fa6', '#f8cf9c'),
      layer(disc(560, 590, 250), '#ffe3ae', '#ffe3ae', 0.16),
      layer(disc(560, 590, 170), '#ffe3ae', '#ffe3ae', 0.22),
      layer(disc(560, 590, 98), '#fff0cd', '#ffd991'),
      layer(below(hills, width, horizon + 1), '#8d7596', '#b58a94'),
      layer(box(0, horizon, width, 800), '#e3a98c', '#9d7d92'),
      layer(box(0, 800, width, height), '#9d7d92', '#2a3d68'),
      ...glints,
      // The light on its mole, its tower narrower above.
      layer(disc(188, 404, 74), '#fff3c4', '#fff3c4', 0.28),
      layer(tower, '#f4ead9', '#cbb7b4'),
      ...bands,
      layer(box(156, 422, 220, 434), '#2b3350'),
      layer(box(170, 386, 206, 424), '#ffefb0'),
      layer(polygon([188, 356], [216, 388], [160, 388]), '#2b3350'),
      layer(polygon([0, 716], [292, 716], [330, 770], [0, 770]), '#3a4165', '#2b3350'),
      // A boat on its way out.
      layer(polygon([612, 610], [616, 610], [616, 800], [612, 800]), '#2b3350'),
      layer(polygon([608, 622], [608, 786], [500, 786]), '#fdf3e1', '#e9cdb6'),
      layer(polygon([622, 650], [690, 786], [622, 786]), '#f0b9a0', '#d89588'),
      layer(polygon([480, 800], [722, 800], [682, 842], [520, 842]), '#8e3f4d', '#5b2f48'),
      layer(box(470, 852, 735, 857), '#ffe7b8', '#ffe7b8', 0.3),
    ],
  };
}

/** The way through the dunes, lying. */
export function paintDunes(): Painting {
  const [width, height] = [1200, 800];
  const dune = (base: number, rise: number, turn: number) => (x: number) =>
    base - rise * Math.sin(x / 260 + turn) - rise * 0.35 * Math.sin(x / 120 + turn * 2);
  const under = (line: (x: number) => number) => below(line, width, height);
  const path = (y: number) => 620 + 150 * Math.sin(y / 95);
  return {
    width,
    height,
    layers: [
      layer(box(0, 0, width, height), '#f4d7b5', '#fbe9cd'),
      layer(disc(880, 220, 168), '#fff6df', '#fff6df', 0.4),
      layer(disc(880, 220, 112), '#f7a873', '#ef7f5b'),
      layer(under(dune(420, 34, 2.2)), '#e9b48a', '#d99468'),
      layer(under(dune(480, 58, 0.4)), '#dd9561', '#c4703f'),
      layer(both(under(dune(480, 58, 0.4)), under(dune(540, -60, 0.9))), '#b7683f', '#a85a36'),
      layer(under(dune(590, 62, 4.1)), '#c9713f', '#9f4d2f'),
      // Somebody has walked here.
      ...Array.from({ length: 11 }, (_, step): Layer => {
        const y = 610 + step * 17;
        return layer(disc(path(y), y, 2.5 + step * 0.6), '#8a3f2a', '#8a3f2a', 0.55);
      }),
      layer(under(dune(720, 46, 1.1)), '#8f4230', '#5d2a2a'),
    ],
  };
}

/** The pass in the morning, standing. */
export function paintPass(): Painting {
  const [width, height] = [800, 1200];
  /** `steep`: how far each side of its peaks goes down in one step aside. */
  const range =
    (steep: number, ...peaks: readonly (readonly [x: number, y: number])[]) =>
    (x: number) =>
      Math.min(...peaks.map(([peakX, peakY]) => peakY + Math.abs(x - peakX) * steep));
  const under = (line: (x: number) => number) => below(line, width, height);
  const near = (x: number) => 1040 - 36 * Math.sin(x / 150 + 0.5);
  const fir = (x: number, size: number): readonly Layer[] => {
    const foot = near(x) + 18;
    return [0, 1, 2].map((tier) => {
      const [top, half] = [foot - size + tier * size * 0.26, size * (0.15 + tier * 0.06)];
      return layer(
        polygon([x, top], [x + half, top + size * 0.46], [x - half, top + size * 0.46]),
        '#123c40',
        '#0d2c33',
      );
    });
  };
  return {
    width,
    height,
    layers: [
      layer(box(0, 0, width, height), '#a9d3d0', '#fdf0dc'),
      layer(disc(250, 300, 150), '#fffaf0', '#fffaf0', 0.35),
      layer(disc(250, 300, 92), '#fffaf0', '#ffeccb'),
      layer(under(range(0.95, [90, 480], [430, 410], [610, 520], [800, 440])), '#b5d4cf', '#dfe6da'),
      layer(under(range(0.8, [-20, 560], [240, 640], [560, 580], [760, 660])), '#84b5b5', '#c4d9cf'),
      layer(under(range(0.7, [120, 700], [390, 790], [690, 730])), '#4f8b90', '#9fc3ba'),
      layer(under(range(0.55, [-40, 880], [300, 850], [560, 940], [830, 860])), '#2c6670', '#6a9f9d'),
      layer(under(near), '#17474d', '#0b262d'),
      ...fir(120, 230),
      ...fir(58, 160),
      ...fir(206, 150),
      ...fir(640, 190),
      ...fir(724, 270),
    ],
  };
}

/** Oranges, cut and whole, square. */
export function paintOranges(): Painting {
  return {
    width: 1000,
    height: 1000,
    layers: [
      layer(box(0, 0, 1000, 1000), '#2f6f6a', '#255a5c'),
      layer(polygon([0, 620], [1000, 470], [1000, 1000], [0, 1000]), '#f3dfc1', '#ecd0a9'),
      ...whole(770, 280, 190),
      ...cut(400, 560, 300, 0.2),
      ...cut(800, 800, 150, 0.5),
      leaf(180, 250, 150, 0.5),
      leaf(300, 190, 120, -0.5),
    ],
  };
}

function whole(x: number, y: number, radius: number): readonly Layer[] {
  return [
    layer(disc(x, y, radius), '#f7a23b', '#e57a26'),
    layer(both(disc(x, y, radius), disc(x - radius * 0.3, y - radius * 0.3, radius * 0.62)), '#ffc46b', '#ffc46b', 0.3),
    layer(disc(x + radius * 0.2, y - radius * 0.62, radius * 0.07), '#3c5f3a'),
  ];
}

/** Its rind, what is white beneath, and eight pieces. */
function cut(x: number, y: number, radius: number, turn: number): readonly Layer[] {
  const pieces = Array.from({ length: 8 }, (_, at): Layer => {
    const middle = turn + (at * Math.PI) / 4;
    const point = (angle: number, far: number) => [x + far * Math.cos(angle), y + far * Math.sin(angle)] as const;
    const wedge = polygon(
      point(middle, radius * 0.1),
      point(middle - 0.35, radius * 1.2),
      point(middle, radius * 1.3),
      point(middle + 0.35, radius * 1.2),
    );
    return layer(both(wedge, disc(x, y, radius * 0.82)), '#fcae45', '#f28a2c');
  });
  return [
    layer(disc(x + radius * 0.05, y + radius * 0.08, radius), '#1d3f42', '#1d3f42', 0.25),
    layer(disc(x, y, radius), '#f59a36', '#e57a26'),
    layer(disc(x, y, radius * 0.9), '#fff1d6'),
    ...pieces,
  ];
}

/** What two circles have in common. */
function leaf(x: number, y: number, size: number, lean: number): Layer {
  const [sideX, sideY] = [size * Math.cos(lean), size * Math.sin(lean)];
  const shape = both(disc(x - sideX * 0.7, y - sideY * 0.7, size), disc(x + sideX * 0.7, y + sideY * 0.7, size));
  return layer(shape, '#8fbf6a', '#5e9a55');
}
