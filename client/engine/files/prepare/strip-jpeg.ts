// JPEG (ITU-T T.81): segments, each behind a marker; after a start of scan the image data up to the next marker.
// Kept is what a decoder needs and how colours are meant; of everything else only how the picture is to be turned. What
// follows its end goes too: a second picture, with a place of its own, or a film.
import { nameAt, u16 } from '../../../../shared/base/bytes-at.ts';
import { readOrientation } from './orientation.ts';
import type { Pieces } from './strip-photo.ts';

const scan = 0xda;
const end = 0xd9;

export function stripJpeg(bytes: Uint8Array<ArrayBuffer>): Pieces | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let turned = 1;
  for (let at = 2; at + 1 < bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker === 0xff) {
      at++; // may fill the place before a marker
      continue;
    }
    if (marker === end) return [bytes.subarray(0, 2), ...turnedBy(turned), ...kept, bytes.subarray(at, at + 2)];
    const next = at + 2 + u16(bytes, at + 2);
    if (next < at + 4 || next > bytes.length) return null;
    const segment = bytes.subarray(at, next);
    if (isExif(segment)) turned = readOrientation(segment.subarray(10));
    if (isNeeded(marker, segment)) kept.push(segment);
    at = next;
    if (marker !== scan) continue;
    at = endOfScan(bytes, at);
    kept.push(bytes.subarray(next, at));
  }
  return null;
}

function isExif(segment: Uint8Array): boolean {
  return segment[1] === 0xe1 && nameAt(segment, 4, 6) === 'Exif\0\0';
}

/** JFIF without a thumbnail, colour profiles, Adobe's word on colours; tables, frames and scans. */
function isNeeded(marker: number, segment: Uint8Array): boolean {
  const isTold = (name: string) => nameAt(segment, 4, name.length) === name;
  if (marker === 0xe0) return isTold('JFIF\0') && segment.length === 18;
  if (marker === 0xe2) return isTold('ICC_PROFILE\0');
  if (marker === 0xee) return isTold('Adobe');
  return marker >= 0xc0 && marker < 0xe0;
}

/** An EXIF with nothing in it but that. */
function turnedBy(orientation: number): Pieces {
  if (orientation === 1) return [];
  const exif = new TextEncoder().encode('Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01');
  return [Uint8Array.of(0xff, 0xe1, 0, 34, ...exif, 0, orientation, 0, 0, 0, 0, 0, 0)];
}

function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !(bytes[at] === 0xff && isMarker(bytes[at + 1]))) at++;
  return at;
}

/** Not a stuffed byte of the image data, nor a restart between two of its stretches. */
function isMarker(byte: number | undefined): boolean {
  return byte !== undefined && byte !== 0 && byte !== 0xff && !(byte >= 0xd0 && byte <= 0xd7);
}
