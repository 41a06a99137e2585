// Pictures drawn small and written as files, in a worker. What is written holds pixels and nothing else.
import { rgbaToThumbHash } from 'thumbhash';
import { blurSize, previewSize, type Size } from './smaller-size.ts';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

export interface Small {
  readonly file: Blob;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** What is sent small for a tile. */
const maxPreviewBytes = 80 * 1024;

/** By halves: what is much larger would be drawn from every tenth of its pixels. */
export function drawAt(source: ImageBitmap, size: Size): OffscreenCanvas {
  let from: ImageBitmap | OffscreenCanvas = source;
  while (from.width > size.width * 2 && from.height > size.height * 2)
    from = paint(from, { width: Math.ceil(from.width / 2), height: Math.ceil(from.height / 2) });
  return paint(from, size);
}

function paint(source: ImageBitmap | OffscreenCanvas, { width, height }: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** Null where this browser does not write that type: it writes PNG instead. */
export async function write(canvas: OffscreenCanvas, type: PictureType, quality = 0.9): Promise<Blob | null> {
  const blob = await canvas.convertToBlob({ type, quality });
  return blob.type === type ? blob : null;
}

export function hasTransparency(canvas: OffscreenCanvas): boolean {
  // In strips: of a large one, all would be a copy more in memory.
  for (let top = 0; top < canvas.height; top += 256) {
    const { data } = contextOf(canvas).getImageData(0, top, canvas.width, Math.min(256, canvas.height - top));
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  }
  return false;
}

export async function drawPreview(source: ImageBitmap): Promise<Small | null> {
  const size = previewSize(source);
  const canvas = drawAt(source, size);
  for (const quality of [0.8, 0.6, 0.4, 0.2]) {
    const file = (await write(canvas, 'image/webp', quality)) ?? (await write(canvas, 'image/jpeg', quality));
    if (file !== null && file.size <= maxPreviewBytes) return { file, type: file.type, ...size };
  }
  return null;
}

/** A ThumbHash in base64. */
export function blurOf(source: ImageBitmap): string {
  const { width, height } = blurSize(source);
  const { data } = contextOf(drawAt(source, { width, height })).getImageData(0, 0, width, height);
  return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, data)));
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  return context;
}
