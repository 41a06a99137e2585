// Pictures of people and groups over HTTP, for both sides: raw bytes go up, a hash travels with whoever they show.
import * as v from 'valibot';

export const pictureTypes = ['image/webp', 'image/png', 'image/jpeg'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** Four times what 256 by 256 points take, so that a slow line shows a list of faces. */
export const maxPictureBytes = 100 * 1024;
/** Points of either side. */
const maxPictureSide = 512;

export function isPictureSide(points: number): boolean {
  return points >= 1 && points <= maxPictureSide;
}

/** SHA-256 of what is served, in hexadecimal. */
const pictureHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** As it stands beside whoever it shows. What an older server or device has kept has none. */
export const pictureField = v.optional(v.nullable(pictureHash), null);
