// Whether a browser may be asked to show a picture of somebody. What its message says of it is its sender's word, and few
// bytes may unpack to more than a browser's memory holds.
import { imageHeadBytes, readImageHeader } from '../../../shared/files/image-header.ts';
import { maxPixels } from './prepare/smaller-size.ts';

/** By the first bytes, without decoding it; false for what cannot be read, too. */
export async function isBoundedPicture(content: Blob): Promise<boolean> {
  const head = await content
    .slice(0, imageHeadBytes)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const header = readImageHeader(new Uint8Array(head));
  return header !== null && header.width * header.height <= maxPixels;
}
