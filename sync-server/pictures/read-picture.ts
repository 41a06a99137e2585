// Reads an image that somebody wants to show, without decoding it: is it what it claims to be, how large, and nothing
// else. Promises: what comes out is one still image of allowed size, whole, with no byte after it and no place, name, text
// or colour profile in it: only the parts that a decoder needs are copied. Never throws.
// Does not know: who asks, where it is kept.
import type { Brand } from '../../shared/base/brand.ts';
import { isPictureSide, pictureTypes, type PictureType } from '../../shared/protocol/pictures.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';
import { readWebp } from './read-webp.ts';

/** Bytes that were read here: nothing else is stored or served. */
export type CleanPicture = Brand<{ readonly type: PictureType; readonly bytes: Uint8Array }, 'CleanPicture'>;

export type PictureRefusal = 'picture-invalid' | 'picture-animated' | 'picture-dimensions';

export type ReadPicture =
  | { readonly status: 'ok'; readonly picture: CleanPicture }
  | { readonly status: 'refused'; readonly code: PictureRefusal };

/** What a format's reader finds: null when it is not of that format, or not whole. */
export type FormatFindings =
  | { readonly width: number; readonly height: number; readonly bytes: Uint8Array }
  | 'animated'
  | null;

const readers: Readonly<Record<PictureType, (bytes: Uint8Array) => FormatFindings>> = {
  'image/webp': readWebp,
  'image/png': readPng,
  'image/jpeg': readJpeg,
};

export function readPicture(type: PictureType, bytes: Uint8Array): ReadPicture {
  const found = readers[type](bytes);
  if (found === null) return refused('picture-invalid');
  if (found === 'animated') return refused('picture-animated');
  if (!isPictureSide(found.width) || !isPictureSide(found.height)) return refused('picture-dimensions');
  return { status: 'ok', picture: { type, bytes: found.bytes } as CleanPicture };
}

/** The type that a header names, without its parameters; null when it is none of ours. */
export function parsePictureType(contentType: string | undefined): PictureType | null {
  const named = contentType?.split(';')[0]?.trim().toLowerCase();
  return pictureTypes.find((type) => type === named) ?? null;
}

function refused(code: PictureRefusal): ReadPicture {
  return { status: 'refused', code };
}
