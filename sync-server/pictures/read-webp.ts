// WebP (RFC 9649): a RIFF of chunks. Kept is the image itself, with its transparency in the extended form; what else the
// extended form may carry (animation, EXIF, XMP, a colour profile) is left out, and its flags with it.
import { nameAt, u24Little, u32Little } from '../../shared/base/bytes-at.ts';
import type { FormatFindings } from './read-picture.ts';

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** With name, length and padding. */
  readonly whole: Uint8Array;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export function readWebp(bytes: Uint8Array): FormatFindings {
  if (nameAt(bytes, 0, 4) !== 'RIFF' || nameAt(bytes, 8, 4) !== 'WEBP') return null;
  if (u32Little(bytes, 4) !== bytes.length - 8) return null;
  const chunks = readChunks(bytes);
  const [first] = chunks ?? [];
  if (chunks === null || first === undefined) return null;
  if (first.name !== 'VP8X') return chunks.length === 1 ? withSize(readImage(first), [first.whole]) : null;
  return readExtended(first, chunks);
}

const animationFlag = 0x02;
const transparencyFlag = 0x10;

function readExtended(header: Chunk, chunks: readonly Chunk[]): FormatFindings {
  if (header.data.length !== 10) return null;
  const isAnimated = ((header.data[0] ?? 0) & animationFlag) !== 0;
  if (isAnimated || chunks.some(({ name }) => name === 'ANIM' || name === 'ANMF')) return 'animated';
  const [image, ...others] = chunks.filter(({ name }) => name === 'VP8 ' || name === 'VP8L');
  const transparency = chunks.filter(({ name }) => name === 'ALPH');
  if (image === undefined || others.length > 0 || transparency.length > 1) return null;
  if (chunks.filter(({ name }) => name === 'VP8X').length > 1) return null;
  const size = readImage(image);
  const canvas = { width: 1 + u24Little(header.data, 4), height: 1 + u24Little(header.data, 7) };
  if (size?.width !== canvas.width || size.height !== canvas.height) return null;
  const [alpha] = transparency;
  if (alpha === undefined) return withSize(size, [image.whole]);
  if (image.name !== 'VP8 ' || chunks.indexOf(alpha) > chunks.indexOf(image)) return null;
  const head = Uint8Array.from(header.whole);
  head.fill(0, 8, 12)[8] = transparencyFlag;
  return withSize(size, [head, alpha.whole, image.whole]);
}

/** Null unless they fill the bytes to the end, each whole. */
function readChunks(bytes: Uint8Array): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 12; at < bytes.length;) {
    const length = u32Little(bytes, at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > bytes.length || (length % 2 === 1 && bytes[end - 1] !== 0)) return null;
    const data = bytes.subarray(at + 8, at + 8 + length);
    chunks.push({ name: nameAt(bytes, at, 4), data, whole: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}

function readImage({ name, data }: Chunk): Size | null {
  return name === 'VP8 ' ? readLossy(data) : name === 'VP8L' ? readLossless(data) : null;
}

/** A key frame that is shown (RFC 6386, 9.1): three bytes of tag, a start code, width and height in 14 bits each. */
function readLossy(data: Uint8Array): Size | null {
  const tag = u24Little(data, 0);
  const firstPartition = tag >> 5;
  if ((tag & 1) !== 0 || (tag & 0x10) === 0 || firstPartition === 0 || 10 + firstPartition >= data.length) return null;
  if (data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return null;
  return { width: u24Little(data, 6) & 0x3fff, height: u24Little(data, 8) & 0x3fff };
}

/** A signature, then width and height less one in 14 bits each, and three bits of version. */
function readLossless(data: Uint8Array): Size | null {
  if (data[0] !== 0x2f || data.length < 6) return null;
  const bits = u32Little(data, 1);
  if (bits >>> 29 !== 0) return null;
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

function withSize(size: Size | null, parts: readonly Uint8Array[]): FormatFindings {
  if (size === null) return null;
  const body = Buffer.concat(parts);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return { ...size, bytes: Buffer.concat([head, body]) };
}
