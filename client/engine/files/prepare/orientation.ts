// How a picture is to be turned, as its EXIF says: 1 as it stands, up to 8. Pure; 1 for whatever cannot be read.
import { nameAt, u16, u32, u32Little } from '../../../../shared/base/bytes-at.ts';

const orientationTag = 0x0112;

/** `tiff`: what follows `Exif\0\0`. */
export function readOrientation(tiff: Uint8Array): number {
  const order = nameAt(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return 1;
  const isLittle = order === 'II';
  const short = (at: number) => (isLittle ? (tiff[at] ?? 0) | ((tiff[at + 1] ?? 0) << 8) : u16(tiff, at));
  const first = isLittle ? u32Little(tiff, 4) : u32(tiff, 4);
  const count = Math.min(short(first), 512);
  for (let entry = 0; entry < count; entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (short(at) !== orientationTag) continue;
    const orientation = short(at + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}
