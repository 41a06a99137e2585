// JPEG (ITU-T T.81): segments, each behind a marker, and after a start of scan the image data up to the next marker.
// Kept is what a decoder needs: tables, frame, scans, restart interval, and the two application segments that say how
// colours are meant (JFIF without its thumbnail, Adobe). Everything else is left out: EXIF, XMP, profiles, comments.
import { nameAt, u16 } from '../../shared/base/bytes-at.ts';
import type { FormatFindings } from './read-picture.ts';

const start = 0xd8;
const end = 0xd9;
const scan = 0xda;
/** Baseline, extended and progressive: what browsers show. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Huffman tables, quantisation tables, restart interval. */
const tables = new Set([0xc4, 0xdb, 0xdd]);
const applications = { first: 0xe0, adobe: 0xee, last: 0xef };
const comment = 0xfe;

interface Found {
  readonly parts: Uint8Array[];
  frame: { readonly width: number; readonly height: number } | null;
  lastMarker: number;
}

export function readJpeg(bytes: Uint8Array): FormatFindings {
  if (bytes[0] !== 0xff || bytes[1] !== start) return null;
  const found: Found = { parts: [bytes.subarray(0, 2)], frame: null, lastMarker: start };
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return null;
    if (bytes[at + 1] === end) return at + 2 === bytes.length ? finish(found, bytes.subarray(at)) : null;
    const next = at + 2 + u16(bytes, at + 2);
    if (next < at + 4 || next > bytes.length) return null;
    if (!takeSegment(found, bytes.subarray(at, next))) return null;
    at = next;
    if (found.lastMarker !== scan) continue;
    const afterScan = endOfScan(bytes, at);
    if (afterScan === null) return null;
    found.parts.push(bytes.subarray(at, afterScan));
    at = afterScan;
  }
}

function finish({ parts, frame, lastMarker }: Found, last: Uint8Array): FormatFindings {
  return frame === null || lastMarker !== scan ? null : { ...frame, bytes: Buffer.concat([...parts, last]) };
}

/** `segment`: with its marker and length. False for what belongs into no picture. */
function takeSegment(found: Found, segment: Uint8Array): boolean {
  const marker = segment[1] ?? 0;
  found.lastMarker = marker;
  if (marker === comment) return true;
  if (marker >= applications.first && marker <= applications.last) {
    if (saysColours(marker, segment)) found.parts.push(segment);
    return true;
  }
  if (frames.has(marker)) {
    if (found.frame !== null || segment.length < 11) return false;
    found.frame = { height: u16(segment, 5), width: u16(segment, 7) };
  } else if (marker === scan) {
    if (found.frame === null) return false;
  } else if (!tables.has(marker)) return false;
  found.parts.push(segment);
  return true;
}

/** By its exact length: there is no room for anything else in it. */
function saysColours(marker: number, segment: Uint8Array): boolean {
  const isJfif = marker === applications.first && segment.length === 18 && nameAt(segment, 4, 5) === 'JFIF\0';
  const isAdobe = marker === applications.adobe && segment.length === 16 && nameAt(segment, 4, 5) === 'Adobe';
  return isJfif || isAdobe;
}

/** Where the next marker stands; null when there is none. */
function endOfScan(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0xff && isMarker(bytes[at + 1])) return at;
  }
  return null;
}

/** Not a stuffed byte of the image data, nor a restart between two of its stretches. */
function isMarker(byte: number | undefined): boolean {
  return byte !== undefined && byte !== 0 && byte !== 0xff && !(byte >= 0xd0 && byte <= 0xd7);
}
