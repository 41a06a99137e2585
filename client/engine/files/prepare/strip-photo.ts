// Takes from a picture what it tells besides what it shows: where and when it was taken, by whom, with what, what was cut
// away. Not one pixel changes. Pure. Promises: null for what is not whole, for a format that is not taken apart
// here, and where a PNG or WebP would stand turned otherwise: browsers differ in what they do with its EXIF.
import type { ImageType } from '../../../../shared/files/image-header.ts';
import { stripGif } from './strip-gif.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

/** What is kept of it, piece by piece. */
export type Pieces = readonly Uint8Array<ArrayBuffer>[];

export function stripPhoto(type: ImageType, bytes: Uint8Array<ArrayBuffer>): Pieces | null {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(bytes);
    case 'image/png':
      return stripPng(bytes);
    case 'image/gif':
      return stripGif(bytes);
    case 'image/webp':
      return stripWebp(bytes);
    case 'image/avif':
    case 'image/heic':
      return null;
  }
}
