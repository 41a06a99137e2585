import { expect, test } from 'vitest';
import { sampleFile } from '../../tests/kit/sendable-files.ts';
import {
  jpegPicture,
  pngOfSize,
  pngPicture,
  pngWith,
  webpPictures,
  webpWith,
} from '../../tests/kit/sample-pictures.ts';
import { isBoundedPicture, readImageHeader } from './image-header.ts';

/** The sides of its screen, the place and the sides of its first frame, behind two colours and an extension. */
const gif = (screen: readonly number[], frame: readonly number[]) =>
  Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([...screen, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from([0x21, 0xfe, 2, 0x2c, 0x2c, 1, 0x2c, 0, 0x2c, ...frame, 0]),
  ]);
const box = (name: string, ...parts: readonly Uint8Array[]) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), ...parts]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
};
const sizeBox = (width: number, height: number) => {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(width, 4);
  numbers.writeUInt32BE(height, 8);
  return box('ispe', numbers);
};
const heic = (brands: string) =>
  Buffer.concat([box('ftyp', Buffer.from(brands, 'latin1')), box('meta', sizeBox(512, 512), sizeBox(4032, 3024))]);

test.each([
  ['image/jpeg', jpegPicture, 6, 4],
  ['image/jpeg', sampleFile('turned.jpg'), 320, 240],
  ['image/png', pngPicture, 6, 4],
  ['image/png', pngOfSize(50_000, 60_000), 50_000, 60_000],
  ['image/webp', webpPictures.lossy, 6, 4],
  ['image/webp', webpPictures.plain, 6, 4],
  ['image/gif', gif([2, 1, 3, 0], [0, 0, 0, 0, 1, 0, 1, 0]), 258, 3],
  ['image/gif', gif([1, 0, 1, 0], [2, 0, 3, 0, 0x30, 0x75, 0x40, 0x9c]), 30_002, 40_003],
  ['image/heic', heic('heic\0\0\0\0mif1heic'), 4032, 3024],
  ['image/avif', heic('mif1\0\0\0\0avifmif1'), 4032, 3024],
] as const)('a picture is %s by its content, and as large as it says', (type, bytes, width, height) => {
  expect(readImageHeader(bytes)).toMatchObject({ type, width, height });
});

test('what moves says so', () => {
  const moving = [pngWith('acTL', Buffer.alloc(8)), webpWith(0x02), heic('avis\0\0\0\0avis')];
  expect([...moving, pngPicture, webpWith(0)].map((bytes) => readImageHeader(bytes)?.isMoving)).toEqual([
    // A PNG says it before its image; this one says it behind.
    ...[false, true, true],
    ...[false, false],
  ]);
  const early = Buffer.concat([pngPicture.subarray(0, 33), pngWith('acTL', Buffer.alloc(8)).subarray(-32, -12)]);
  expect(readImageHeader(Buffer.concat([early, pngPicture.subarray(33)]))?.isMoving).toBe(true);
});

test.each([
  ['nothing', new Uint8Array()],
  ['a page', Buffer.from('<html>')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['no pixels', pngOfSize(0, 4)],
  ['a film', sampleFile('film.mp4')],
  ['the beginning of a JPEG', jpegPicture.subarray(0, 30)],
])('%s is no picture', (_, bytes) => {
  expect(readImageHeader(bytes)).toBeNull();
});

test('whatever stands in the first bytes, nothing is thrown', () => {
  for (const sample of [jpegPicture, pngPicture, webpPictures.plain, heic('heic\0\0\0\0mif1')]) {
    for (let at = 0; at < sample.length; at++) {
      const changed = Buffer.from(sample);
      changed[at] = 0xff;
      expect(() => readImageHeader(changed)).not.toThrow();
      expect(() => readImageHeader(changed.subarray(0, at))).not.toThrow();
    }
  }
});

test('a picture is shown by what it is, whatever it is said to be, and never one that no memory holds', () => {
  expect(isBoundedPicture(pngOfSize(8_000, 8_000))).toBe(true);
  expect(isBoundedPicture(pngOfSize(8_000, 8_001))).toBe(false);
  expect(isBoundedPicture(pngOfSize(30_000, 30_000))).toBe(false);
  expect(isBoundedPicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(false);
  expect(isBoundedPicture(new Uint8Array())).toBe(false);
});
