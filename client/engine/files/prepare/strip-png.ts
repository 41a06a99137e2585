// PNG: chunks, each with its length, name and check. Kept is what a decoder needs, how colours and points are meant, and
// how it moves; texts, EXIF, times and whatever programs leave for themselves go, and what follows its end.
import { nameAt, u32 } from '../../../../shared/base/bytes-at.ts';
import { readOrientation } from './orientation.ts';
import type { Pieces } from './strip-photo.ts';

const needed = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

export function stripPng(bytes: Uint8Array<ArrayBuffer>): Pieces | null {
  if (nameAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n') return null;
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const next = at + 12 + u32(bytes, at);
    if (next > bytes.length) return null;
    const name = nameAt(bytes, at + 4, 4);
    if (name === 'eXIf' && readOrientation(bytes.subarray(at + 8, next)) !== 1) return null;
    if (needed.has(name)) kept.push(bytes.subarray(at, next));
    if (name === 'IEND') return kept;
    at = next;
  }
  return null;
}
