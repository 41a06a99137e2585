// How large a raster image says it is, from its first bytes and without decoding it. Null where they do not tell.
import { nameAt, u16, u24Little, u32 } from '../../shared/base/bytes-at.ts';
import { readGifSize } from '../../shared/files/image-header.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

type Reader = (head: Uint8Array) => PictureSize | null;

const readers: Readonly<Record<string, Reader>> = {
  'image/png': readPngSize,
  'image/apng': readPngSize,
  'image/jpeg': readJpegSize,
  'image/gif': readGifSize,
  'image/webp': readWebpSize,
  'image/avif': readAvifSize,
};

export function readPictureSize(type: string, head: Uint8Array): PictureSize | null {
  const size = Object.hasOwn(readers, type) ? readers[type]?.(head) : null;
  return size !== null && size !== undefined && size.width > 0 && size.height > 0 ? size : null;
}

function readPngSize(head: Uint8Array): PictureSize | null {
  if (head.length < 24 || nameAt(head, 12, 4) !== 'IHDR') return null;
  return { width: u32(head, 16), height: u32(head, 20) };
}

/** Frames of any coding; the markers between that are none: tables, arithmetic conditioning, JPEG itself. */
const noFrames = new Set([0xc4, 0xc8, 0xcc]);

function readJpegSize(head: Uint8Array): PictureSize | null {
  let at = 2;
  while (at + 9 <= head.length && head[at] === 0xff) {
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) at += 1; // filled up
    else if (marker >= 0xc0 && marker <= 0xcf && !noFrames.has(marker))
      return { width: u16(head, at + 7), height: u16(head, at + 5) };
    else if (marker === 0xd8 || marker === 0xd9 || marker === 0xda || u16(head, at + 2) < 2) return null;
    else at += 2 + u16(head, at + 2);
  }
  return null;
}

function readWebpSize(head: Uint8Array): PictureSize | null {
  if (head.length < 30) return null;
  const form = nameAt(head, 12, 4);
  if (form === 'VP8X') return { width: u24Little(head, 24) + 1, height: u24Little(head, 27) + 1 };
  if (form === 'VP8 ') return { width: u24Little(head, 26) & 0x3fff, height: u24Little(head, 28) & 0x3fff };
  if (form !== 'VP8L' || head[20] !== 0x2f) return null;
  const bits = u24Little(head, 21) + (head[24] ?? 0) * 0x100_0000;
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Every picture in it has a property of its size; the largest is what may have to be decoded. */
function readAvifSize(head: Uint8Array): PictureSize | null {
  let largest: PictureSize | null = null;
  for (let at = 4; at + 16 <= head.length; at++) {
    if (head[at] !== 0x69 || nameAt(head, at, 4) !== 'ispe') continue;
    const size = { width: u32(head, at + 8), height: u32(head, at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
