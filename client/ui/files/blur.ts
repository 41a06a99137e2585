// The rough shape and colours of a picture, from the few bytes that stand in its event.
import { thumbHashToDataURL } from 'thumbhash';

/** Null for what is no ThumbHash: an event may say anything of the right length. */
export function blurAddress(blur: string): string | null {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(blur), (one) => one.charCodeAt(0)));
  } catch {
    return null;
  }
}
