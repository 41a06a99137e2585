// GIF: a header, then blocks up to the end. Comments go, and what programs leave for themselves (XMP among it); kept are
// pictures, how long each stands, and how often they are repeated.
import { nameAt } from '../../../../shared/base/bytes-at.ts';
import type { Pieces } from './strip-photo.ts';

const [extension, image, end] = [0x21, 0x2c, 0x3b];
const repeats = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

export function stripGif(bytes: Uint8Array<ArrayBuffer>): Pieces | null {
  if (!/^GIF8[79]a$/.test(nameAt(bytes, 0, 6))) return null;
  const first = 13 + colours(bytes[10]);
  const kept = [bytes.subarray(0, first)];
  for (let at = first; at < bytes.length;) {
    const block = bytes[at];
    if (block === end) return [...kept, bytes.subarray(at, at + 1)];
    if (block !== extension && block !== image) return null;
    const data = block === extension ? at + 2 : at + 11 + colours(bytes[at + 9]);
    const next = endOfData(bytes, data);
    if (next === null) return null;
    if (block === image || isNeeded(bytes, at)) kept.push(bytes.subarray(at, next));
    at = next;
  }
  return null;
}

/** Bytes of the table of colours that a packed field announces. */
function colours(packed = 0): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1);
}

/** How a picture stands, or how often all are repeated. */
function isNeeded(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0xf9 || (bytes[at + 1] === 0xff && repeats.has(nameAt(bytes, at + 3, 11)));
}

/** Behind the pieces of data, of which each says its length and the last has none. */
function endOfData(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at < bytes.length; at += 1 + (bytes[at] ?? 0)) if (bytes[at] === 0) return at + 1;
  return null;
}
