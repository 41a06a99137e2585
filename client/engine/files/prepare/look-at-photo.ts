// A photo as it is sent: turned as it was taken, not larger than it is looked at, without what it tells besides what it
// shows; or, as an original, the very bytes. In a worker: a hostile one ends the worker, not the page.
// Throws for what is no picture that this browser shows: it goes as a document.
import { imageHeadBytes, maxPixels, readImageHeader, type ImageHeader } from '../../../../shared/files/image-header.ts';
import { blurOf, drawAt, drawPreview, hasTransparency, write, type Small } from './draw-picture.ts';
import { isSmaller, sentSize } from './smaller-size.ts';
import { stripPhoto } from './strip-photo.ts';

export interface SeenPhoto {
  /** What is to be sent in place of what was given; null for the very bytes. */
  readonly file: Blob | null;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly blur: string;
  readonly preview: Small | null;
  /** Whether it could go smaller, or without what it tells. */
  readonly isPhoto: boolean;
}

/** What comes as fast as its smaller picture would. */
const smallBytes = 120 * 1024;
/** More is never held at once: such a one is drawn anew. */
const maxStripBytes = 64 * 1024 * 1024;
/** What is won by writing a picture anew, or it is better kept as it was taken. */
const worthIt = 0.8;
const quality = 0.85;

export async function lookAtPhoto(file: Blob, isOriginal: boolean): Promise<SeenPhoto> {
  const header = readImageHeader(await bytesOf(file.slice(0, imageHeadBytes)));
  if (header === null || header.width * header.height > maxPixels) throw new Error('no picture that is looked at');
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const sent = isOriginal ? null : header.isMoving ? await strip(file, header) : await smaller(file, header, bitmap);
  const { width, height } = isOriginal || header.isMoving ? bitmap : sentSize(bitmap);
  const type = sent?.type ?? header.type;
  const isForAll = type !== 'image/heic' && type !== 'image/avif';
  const preview = (sent ?? file).size > smallBytes || !isForAll ? await drawPreview(bitmap) : null;
  const seen = { type, width, height, blur: blurOf(bitmap), preview, isPhoto: !header.isMoving };
  bitmap.close();
  return { file: sent, ...seen };
}

async function smaller(file: Blob, header: ImageHeader, bitmap: ImageBitmap): Promise<Blob> {
  const size = sentSize(bitmap);
  const canvas = drawAt(bitmap, size);
  const drawn = await writeSmallest(canvas, header);
  const kept = isSmaller(size, bitmap) ? await writeLossless(canvas, header) : await strip(file, header);
  return kept === null || drawn.size < kept.size * (isLossless(header) ? 0.5 : worthIt) ? drawn : kept;
}

/** What was drawn and not taken stays sharp, unless it takes twice as much. */
const isLossless = ({ type }: ImageHeader): boolean => type === 'image/png';

async function writeSmallest(canvas: OffscreenCanvas, { type }: ImageHeader): Promise<Blob> {
  const mayBeThrough = type !== 'image/jpeg' && hasTransparency(canvas);
  const first = mayBeThrough ? await write(canvas, 'image/webp', quality) : await write(canvas, 'image/jpeg', quality);
  const written = first ?? (await write(canvas, 'image/png'));
  if (written === null) throw new Error('nothing is written');
  return written;
}

async function writeLossless(canvas: OffscreenCanvas, header: ImageHeader): Promise<Blob | null> {
  return isLossless(header) ? write(canvas, 'image/png') : null;
}

/** The same pixels, not said anything more of; null where that cannot be had without drawing them anew. */
async function strip(file: Blob, { type }: ImageHeader): Promise<Blob | null> {
  const pieces = file.size > maxStripBytes ? null : stripPhoto(type, await bytesOf(file));
  return pieces === null ? null : new Blob([...pieces], { type });
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}
