// Which square of an image is shown in the frame. Pure: places in points of the image, from its top left.
// Promises: the frame is always full; zooming keeps the point in its middle.

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export interface Crop {
  readonly image: ImageSize;
  /** The middle of the square. */
  readonly x: number;
  readonly y: number;
  /** 1: as much as fits. */
  readonly zoom: number;
}

/** Beyond this one sees points, not a face. */
export const maxZoom = 8;

export function wholeCrop(image: ImageSize): Crop {
  return { image, x: image.width / 2, y: image.height / 2, zoom: 1 };
}

/** Points of the image along each side of the square. */
export function sideOf({ image, zoom }: Crop): number {
  return Math.min(image.width, image.height) / zoom;
}

/** By parts of the frame: 1 is its whole width. What is shown moves with the hand. */
export function moveBy(crop: Crop, across: number, down: number): Crop {
  const side = sideOf(crop);
  return clamp({ ...crop, x: crop.x - across * side, y: crop.y - down * side });
}

export function zoomTo(crop: Crop, zoom: number): Crop {
  return clamp({ ...crop, zoom: Math.min(maxZoom, Math.max(1, zoom)) });
}

/** Its top left corner. */
export function cornerOf(crop: Crop): { readonly x: number; readonly y: number } {
  const half = sideOf(crop) / 2;
  return { x: crop.x - half, y: crop.y - half };
}

function clamp(crop: Crop): Crop {
  const half = sideOf(crop) / 2;
  const within = (place: number, length: number) => Math.min(length - half, Math.max(half, place));
  return { ...crop, x: within(crop.x, crop.image.width), y: within(crop.y, crop.image.height) };
}
