// WebP: a RIFF of chunks. Kept are the image, its transparency, its frames and its colour profile; the header's flags
// speak of EXIF and XMP no more.
import { nameAt, u32Little } from '../../../../shared/base/bytes-at.ts';
import { readOrientation } from './orientation.ts';
import type { Pieces } from './strip-photo.ts';

const needed = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const flags = { xmp: 0x04, exif: 0x08 };

export function stripWebp(bytes: Uint8Array<ArrayBuffer>): Pieces | null {
  if (nameAt(bytes, 0, 4) !== 'RIFF' || nameAt(bytes, 8, 4) !== 'WEBP') return null;
  const end = Math.min(bytes.length, 8 + u32Little(bytes, 4));
  const kept: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 12; at + 8 <= end;) {
    const length = u32Little(bytes, at + 4);
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) return null;
    const name = nameAt(bytes, at, 4);
    const chunk = bytes.subarray(at, Math.min(next, end));
    if (name === 'EXIF' && isTurned(chunk.subarray(8))) return null;
    if (needed.has(name)) kept.push(name === 'VP8X' ? withoutFlags(chunk) : chunk);
    at = next;
  }
  const length = kept.reduce((sum, chunk) => sum + chunk.length, 4);
  return kept.length === 0 ? null : [riffOf(length), ...kept];
}

/** Some programs write what stands before it in a JPEG. */
function isTurned(exif: Uint8Array): boolean {
  return readOrientation(nameAt(exif, 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif) !== 1;
}

function withoutFlags(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const plain = chunk.slice();
  plain[8] = (plain[8] ?? 0) & ~(flags.xmp | flags.exif);
  return plain;
}

function riffOf(length: number): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode('RIFF\0\0\0\0WEBP');
  new DataView(head.buffer).setUint32(4, length, true);
  return head;
}
