// PNG (W3C Recommendation, third edition): a signature, then chunks of length, name, data and CRC.
// Kept are header, palette, transparency, image data and end; what an animated PNG adds makes it one.
import { crc32, inflateSync } from 'node:zlib';
import { isPictureSide } from '../../shared/protocol/pictures.ts';
import { nameAt, u32 } from '../../shared/base/bytes-at.ts';
import type { FormatFindings } from './read-picture.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const kept = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const animation = new Set(['acTL', 'fcTL', 'fdAT']);
/** Samples of a point by colour type, and how many bits each may have. */
const colourTypes: ReadonlyMap<number, { readonly samples: number; readonly depths: readonly number[] }> = new Map([
  [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { samples: 3, depths: [8, 16] }],
  [3, { samples: 1, depths: [1, 2, 4, 8] }],
  [4, { samples: 2, depths: [8, 16] }],
  [6, { samples: 4, depths: [8, 16] }],
]);

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** With length, name and CRC. */
  readonly whole: Uint8Array;
}

export function readPng(bytes: Uint8Array): FormatFindings {
  if (!signature.every((byte, at) => bytes[at] === byte)) return null;
  const chunks = readChunks(bytes);
  if (chunks === null) return null;
  if (chunks.some(({ name }) => animation.has(name))) return 'animated';
  const copied = chunks.filter(({ name }) => kept.has(name));
  const order = copied.map(({ name }) => name).join(' ');
  if (!/^IHDR(?: PLTE)?(?: tRNS)?(?: IDAT)+ IEND$/.test(order)) return null;
  if (chunks[0]?.name !== 'IHDR' || chunks.some(isUnknownCritical)) return null;
  const size = readHeader(chunks[0].data);
  if (size === null) return null;
  // No size, or too large, is told as such; what it would unpack to is not tried.
  if (isPictureSide(size.width) && isPictureSide(size.height) && !isWhole(copied, size)) return null;
  const { width, height } = size;
  return { width, height, bytes: Buffer.concat([Uint8Array.from(signature), ...copied.map(({ whole }) => whole)]) };
}

/** Null unless they fill the bytes to the end, each whole, with `IEND` the last. */
function readChunks(bytes: Uint8Array): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = signature.length; at < bytes.length;) {
    const length = u32(bytes, at);
    const end = at + 12 + length;
    if (end > bytes.length || chunks.at(-1)?.name === 'IEND') return null;
    const name = nameAt(bytes, at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(name)) return null;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== u32(bytes, end - 4)) return null;
    chunks.push({ name, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    at = end;
  }
  const last = chunks.at(-1);
  return last?.name === 'IEND' && last.data.length === 0 ? chunks : null;
}

/** A capital first letter: without it the image cannot be shown. */
function isUnknownCritical({ name }: Chunk): boolean {
  return /^[A-Z]/.test(name) && !kept.has(name);
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPoint: number;
}

/** Interlaced ones are none of ours: nothing that shows faces makes them. */
function readHeader(data: Uint8Array): Header | null {
  if (data.length !== 13) return null;
  const [depth = 0, colour = -1, compression, filter, interlace] = data.subarray(8);
  const type = colourTypes.get(colour);
  if (type === undefined || !type.depths.includes(depth)) return null;
  if (compression !== 0 || filter !== 0 || interlace !== 0) return null;
  return { width: u32(data, 0), height: u32(data, 4), bitsPerPoint: depth * type.samples };
}

/** Whether the image data unpack to exactly as many rows as the header says, with nothing behind them. */
function isWhole(chunks: readonly Chunk[], { width, height, bitsPerPoint }: Header): boolean {
  const packed = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  const expected = height * (1 + Math.ceil((width * bitsPerPoint) / 8));
  try {
    // With `info` it answers more than its type says.
    const unpacked: unknown = inflateSync(packed, { info: true, maxOutputLength: expected });
    const { buffer, engine } = unpacked as { buffer: Uint8Array; engine: { bytesWritten: number } };
    return buffer.length === expected && engine.bytesWritten === packed.length;
  } catch {
    return false; // broken, cut off, or more than that
  }
}
