// How large a picture is sent, and how large it is shown small. Pure; sides are whole pixels, at least one.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sharp on any screen; a phone's camera takes twice as much. */
const sentSide = 2560;
/** Of a long strip, as of a whole page on a screen: as broad as it can be read. */
const readableSide = 1080;
/** What any browser's canvas takes. */
const maxSentSide = 8192;
/** Larger than a tile in the conversation, on a dense screen. */
const previewSide = 640;
/** The most that a ThumbHash is made of. */
const blurSide = 100;
export function sentSize(size: Size): Size {
  const strip = Math.max(sentSide, (readableSide / Math.min(size.width, size.height)) * longest(size));
  return within(size, Math.min(strip, maxSentSide));
}

export const previewSize = (size: Size): Size => within(size, previewSide);
export const blurSize = (size: Size): Size => within(size, blurSide);

/** As large as it is, or smaller in the same proportions. */
function within({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export const isSmaller = (one: Size, other: Size): boolean => one.width < other.width || one.height < other.height;

function longest({ width, height }: Size): number {
  return Math.max(width, height);
}
