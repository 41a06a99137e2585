// A file that somebody chose, as an image; and a square of it, as the file that is sent. What a photo tells besides what
// it shows stays behind: only points are drawn anew.
import { maxPictureBytes } from '../../../shared/protocol/pictures.ts';

export type ImageProblem = 'file-too-large' | 'not-an-image';

/** A photo of a good camera; beyond it a phone runs out of memory. */
const maxFileBytes = 30 * 1024 * 1024;

/** Points of each side: sharp at the largest size that is shown, on a dense screen. */
export const sentSide = 256;

export async function readImage(file: Blob): Promise<ImageBitmap | ImageProblem> {
  if (file.size > maxFileBytes) return 'file-too-large';
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return 'not-an-image'; // of a kind that this browser does not show, or broken
  }
}

/** Null where this browser draws no picture that is small enough. */
export async function encodeSquare(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of [0.85, 0.6, 0.3]) {
    for (const type of ['image/webp', 'image/jpeg']) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
      // A browser that cannot write a type writes PNG instead.
      if (blob !== null && blob.type === type && blob.size <= maxPictureBytes) return blob;
    }
  }
  return null;
}
