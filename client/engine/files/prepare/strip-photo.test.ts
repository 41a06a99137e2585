import { expect, test } from 'vitest';
import { sampleFile } from '../../../../tests/kit/sendable-files.ts';
import { chunk, jpegPicture, jpegWith, pngPicture, pngWith, webpWith } from '../../../../tests/kit/sample-pictures.ts';
import type { ImageType } from '../../../../shared/files/image-header.ts';
import { readOrientation } from './orientation.ts';
import { stripPhoto } from './strip-photo.ts';

const secret = Buffer.from('GPS 52.5163 N 13.3777 E');

function strip(type: ImageType, bytes: Uint8Array): Buffer | null {
  const pieces = stripPhoto(type, Uint8Array.from(bytes));
  return pieces === null ? null : Buffer.concat(pieces);
}

test('a photo of a phone loses place, name and words, keeps every pixel, and stays turned', () => {
  const photo = Buffer.from(sampleFile('turned.jpg'));
  const clean = strip('image/jpeg', photo) ?? Buffer.alloc(0);
  const words = ['Berlin', 'Example', 'Phone 7', 'taken at home', 'GPS', 'xmp', 'Photoshop'];
  expect(words.filter((word) => clean.includes(word))).toEqual([]);
  expect(words.filter((word) => photo.includes(word))).toContain('Berlin');
  const tables = Buffer.from([0xff, 0xdb]);
  expect(clean.subarray(clean.indexOf(tables))).toEqual(photo.subarray(photo.lastIndexOf(tables)));
  expect(readOrientation(clean.subarray(clean.indexOf('Exif') + 6))).toBe(6);
});

const exif = (order: string, turn: readonly number[]) =>
  Buffer.concat([Buffer.from(order, 'latin1'), Uint8Array.from([...turn, 0, 0, 0, 0, 0, 0])]);
const littleTurn = exif('II*\0\b\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', [6, 0]);

test.each([
  ['EXIF', 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), secret])],
  ['XMP', 0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), secret])],
  ['more pictures', 0xe2, Buffer.concat([Buffer.from('MPF\0'), secret])],
  ['IPTC', 0xed, secret],
  ['a comment', 0xfe, secret],
  ['a thumbnail', 0xe0, Buffer.concat([Buffer.from('JFXX\0'), secret])],
  ['what a program leaves', 0xef, secret],
])('a JPEG loses %s', (_, marker, data) => {
  expect(strip('image/jpeg', jpegWith(marker, data))).toEqual(Buffer.from(jpegPicture));
});

test('a JPEG loses what follows its end: a second picture, a film', () => {
  expect(strip('image/jpeg', Buffer.concat([jpegPicture, secret]))).toEqual(Buffer.from(jpegPicture));
});

test('a JPEG keeps what its colours mean', () => {
  const profiled = jpegWith(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01profile'));
  expect(strip('image/jpeg', profiled)).toEqual(Buffer.from(profiled));
});

test.each(['tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'])('a PNG loses %s', (name) => {
  expect(strip('image/png', pngWith(name, secret))).toEqual(Buffer.from(pngPicture));
});

test('a PNG loses its EXIF, unless it stands turned by it: then it is drawn anew', () => {
  expect(strip('image/png', pngWith('eXIf', secret))).toEqual(Buffer.from(pngPicture));
  expect(strip('image/png', pngWith('eXIf', littleTurn))).toBeNull();
});

test.each([
  ['EXIF', 0x08],
  ['XMP ', 0x04],
  ['ABCD', 0],
])('a WebP loses %s, and the word that it is there', (name, flag) => {
  expect(strip('image/webp', webpWith(flag, chunk(name, secret)))).toEqual(Buffer.from(webpWith(0)));
});

test('a WebP that stands turned by its EXIF is drawn anew', () => {
  expect(strip('image/webp', webpWith(0x08, chunk('EXIF', littleTurn)))).toBeNull();
  const prefixed = Buffer.concat([Buffer.from('Exif\0\0'), littleTurn]);
  expect(strip('image/webp', webpWith(0x08, chunk('EXIF', prefixed)))).toBeNull();
});

const gif = {
  head: Buffer.from('GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
  repeats: Buffer.from('!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1'),
  xmp: Buffer.from('!\xff\x0bXMP DataXMP\x04GPS \0', 'latin1'),
  comment: Buffer.from('!\xfe\x04home\0', 'latin1'),
  frame: Buffer.from('!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x02\0\x02\0\0\x02\x03\x44\x02\x05\0', 'latin1'),
  end: Buffer.from(';'),
};

test('a GIF loses its words and goes on moving', () => {
  const { head, repeats, xmp, comment, frame, end } = gif;
  const told = Buffer.concat([head, comment, repeats, xmp, frame, comment, frame, end, secret]);
  expect(strip('image/gif', told)).toEqual(Buffer.concat([head, repeats, frame, frame, end]));
});

test('what is not whole is not taken apart', () => {
  const whole: readonly (readonly [ImageType, Uint8Array])[] = [
    ['image/jpeg', jpegPicture],
    ['image/png', pngPicture],
    ['image/gif', Buffer.concat([gif.head, gif.frame, gif.end])],
  ];
  for (const [type, bytes] of whole)
    for (let length = 0; length < bytes.length; length++)
      expect(strip(type, bytes.subarray(0, length)), `${type} ${length}`).toBeNull();
});

test('any bytes at all are read to their end, whatever they announce', () => {
  const types: readonly ImageType[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
  const samples = [jpegPicture, pngPicture, Buffer.concat([gif.head, gif.frame, gif.end]), webpWith(0)];
  for (const [index, type] of types.entries()) {
    const sample = samples[index] ?? jpegPicture;
    for (let at = 2; at < sample.length; at++) {
      const changed = Buffer.from(sample);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(strip(type, changed)?.length ?? 0).toBeLessThanOrEqual(changed.length + 36);
    }
  }
});

test.each([
  ['MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01', [0, 8], 8],
  ['II*\0\b\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', [3, 0], 3],
  ['II*\0\b\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', [9, 0], 1],
  ['MM\0*\xff\xff\xff\xff', [0, 8], 1],
  ['XX', [0, 8], 1],
] as const)('%j is turned as it says', (order, turn, orientation) => {
  expect(readOrientation(exif(order, turn))).toBe(orientation);
});
