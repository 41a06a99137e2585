// What the first bytes of a picture say of it: its format by content, how many pixels it claims, whether it moves.
// Pure, decodes nothing, never throws. Promises: null for what is no picture that browsers show, or whose header does not
// stand within the bytes given.
import { nameAt, u16, u24Little, u32 } from '../base/bytes-at.ts';

export type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/heic';

export interface ImageHeader {
  readonly type: ImageType;
  /** Of what is stored; how it is meant to be turned is not looked at. */
  readonly width: number;
  readonly height: number;
  readonly isMoving: boolean;
}

/** What every browser decodes without running out of memory: four bytes each. */
export const maxPixels = 64_000_000;
/** What stands before the size: profiles, a thumbnail, where it was taken, of each 64 KB at most and seldom many. */
export const imageHeadBytes = 1024 * 1024;

export function readImageHeader(head: Uint8Array): ImageHeader | null {
  const found = readJpeg(head) ?? readPng(head) ?? readGif(head) ?? readWebp(head) ?? readBoxes(head);
  return found !== null && found.width > 0 && found.height > 0 ? found : null;
}

/**
 * Whether a browser may be asked to show a picture, by its first bytes: what is said of it is its sender's word, and few
 * bytes may unpack to more than a browser's memory holds.
 */
export function isBoundedPicture(head: Uint8Array): boolean {
  const header = readImageHeader(head);
  return header !== null && header.width * header.height <= maxPixels;
}

function readJpeg(bytes: Uint8Array): ImageHeader | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at++;
    else if (isFrame(marker))
      return { type: 'image/jpeg', height: u16(bytes, at + 5), width: u16(bytes, at + 7), isMoving: false };
    else at += 2 + Math.max(2, u16(bytes, at + 2));
  }
  return null;
}

/** Starts of frames, without the tables between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readPng(bytes: Uint8Array): ImageHeader | null {
  if (nameAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || nameAt(bytes, 12, 4) !== 'IHDR' || bytes.length < 33) return null;
  const size = { width: u32(bytes, 16), height: u32(bytes, 20) };
  return { type: 'image/png', ...size, isMoving: hasBeforeData(bytes, 'acTL') };
}

function hasBeforeData(bytes: Uint8Array, chunk: string): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + u32(bytes, at)) {
    const name = nameAt(bytes, at + 4, 4);
    if (name === chunk) return true;
    if (name === 'IDAT') return false;
  }
  return false;
}

/** One that stands still is no photo either: both are kept as they are. */
function readGif(bytes: Uint8Array): ImageHeader | null {
  const size = readGifSize(bytes);
  return size === null ? null : { type: 'image/gif', ...size, isMoving: true };
}

/** Of its screen, and of a first frame that leaves it: browsers make room for that one. Null before its first frame. */
export function readGifSize(bytes: Uint8Array): { width: number; height: number } | null {
  if (!/^GIF8[79]a$/.test(nameAt(bytes, 0, 6))) return null;
  const little = (at: number) => u24Little(bytes, at) & 0xffff;
  const flags = bytes[10] ?? 0;
  let at = 13 + ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 0x07) + 1));
  while (bytes[at] === 0x21) at = afterBlocks(bytes, at + 2);
  if (bytes[at] !== 0x2c || at + 10 > bytes.length) return null;
  return {
    width: Math.max(little(6), little(at + 1) + little(at + 5)),
    height: Math.max(little(8), little(at + 3) + little(at + 7)),
  };
}

/** Each begins with its length; an empty one is the last. */
function afterBlocks(bytes: Uint8Array, at: number): number {
  while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

function readWebp(bytes: Uint8Array): ImageHeader | null {
  if (nameAt(bytes, 0, 4) !== 'RIFF' || nameAt(bytes, 8, 4) !== 'WEBP' || bytes.length < 30) return null;
  const size = webpSize(bytes);
  const isMoving = nameAt(bytes, 12, 4) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
  return size === null ? null : { type: 'image/webp', ...size, isMoving };
}

function webpSize(bytes: Uint8Array): { width: number; height: number } | null {
  switch (nameAt(bytes, 12, 4)) {
    case 'VP8X':
      return { width: u24Little(bytes, 24) + 1, height: u24Little(bytes, 27) + 1 };
    case 'VP8 ':
      return { width: u24Little(bytes, 26) & 0x3fff, height: u24Little(bytes, 28) & 0x3fff };
    case 'VP8L': {
      const packed = u24Little(bytes, 21) + (bytes[24] ?? 0) * 0x100_0000;
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}

const brands: Readonly<Record<string, ImageType>> = {
  ...{ avif: 'image/avif', avis: 'image/avif' },
  ...{ heic: 'image/heic', heix: 'image/heic', heim: 'image/heic', heis: 'image/heic', mif1: 'image/heic' },
};

/** AVIF and HEIC: the largest of the sizes within, for one made of tiles names those of its tiles as well. */
function readBoxes(bytes: Uint8Array): ImageHeader | null {
  const brand = nameAt(bytes, 8, 4);
  if (nameAt(bytes, 4, 4) !== 'ftyp' || !Object.hasOwn(brands, brand)) return null;
  let [width, height] = [0, 0];
  for (let at = 12; at + 16 <= bytes.length; at++) {
    if (bytes[at] !== 0x69 || nameAt(bytes, at, 4) !== 'ispe') continue;
    width = Math.max(width, u32(bytes, at + 8));
    height = Math.max(height, u32(bytes, at + 12));
  }
  const isAvif = nameAt(bytes, 8, Math.min(64, u32(bytes, 0))).includes('avif');
  const type = isAvif ? 'image/avif' : (brands[brand] ?? 'image/heic');
  return { type, width, height, isMoving: brand === 'avis' };
}
