// A painted picture as PNG, with nothing in it but its points.
import { crc32, deflateSync } from 'node:zlib';
import type { Painted } from './paint-picture.ts';

export function pngOf({ width, height, points }: Painted): Uint8Array<ArrayBuffer> {
  const row = width * 4;
  const lines = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * row, y * (row + 1)];
    lines[to] = 1; // each point as what it differs by from the one before it: of flat shapes, nearly always nothing
    for (let at = 0; at < row; at++) {
      const before = at < 4 ? 0 : (points[from + at - 4] ?? 0);
      lines[to + 1 + at] = (points[from + at] ?? 0) - before;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8); // eight bits for each of four: with what shows through
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const body = deflateSync(lines);
  const chunks = [chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', new Uint8Array())];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
