// Small pictures as a browser's canvas makes them, each 6 by 4 points, and what others would put into them.
import { crc32 } from 'node:zlib';
import type { PictureType } from '../../shared/protocol/pictures.ts';

/** The colour profile that Chromium puts into JPEG and WebP: 456 bytes of nothing that a picture of somebody needs. */
const profile =
  'AAAByAAAAAAEMAAAbW50clJHQiBYWVogB+AAAQABAAAAAAAAYWNzcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAPbWAAEAAAAA0y0AAAAA' +
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFla';

const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

export const pngPicture = base64(
  'iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAYAAACtBE5DAAAAOUlEQVR4AWyJQQ0AIAwDmynhgSsMIAMZGMAHQvDClib9LFt2TZuztu6vMMTNfiBi' +
    '8inYUlDsNyDkHQAA///ZnhMFAAAABklEQVQDABCkF0PSXF3xAAAAAElFTkSuQmCC',
);
export const jpegPicture = base64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0o' +
    'MCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAEAAYD' +
    'ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAcEAACAgIDAAAAAAAAAAAAAAAAAgMRARMSUXH/xAAUAQEAAAAAAAAAAAAAAAAAAAAG' +
    '/8QAHBEAAQMFAAAAAAAAAAAAAAAAAAEDsQQyM4GR/9oADAMBAAIRAxEAPwCRNNtSNdcacMVaLWW97AAvpcablQO9fyD/2Q==',
);

const webpChunks = {
  lossy: chunk(
    'VP8 ',
    base64('cAIAnQEqBgAEAAFAJiWoAnS6AfgAoQAEpCblAAD75L4kp8kZddkdv/jtkTeDfgzPvD4N/sZ/8726oPGkT6Tle58AAAA=').subarray(
      0,
      68,
    ),
  ),
  lossless: chunk('VP8L', base64('LwXAAAAPcBLAg6C9FHj+owXjENH/MA==').subarray(0, 22)),
  underAlpha: chunk(
    'VP8 ',
    base64('8AEAnQEqBgAEAAFAJiWoAnRH/+4AA1gAAP70o+/+f//8U7hz//3/+Kdw5/vIr0SXlCJbHAAA').subarray(0, 54),
  ),
  alpha: chunk('ALPH', base64('AQ8wgBERYhwi+h8G').subarray(0, 12)),
  profile: chunk('ICCP', base64(profile)),
};

export const webpPictures = {
  lossy: riff(extended(0x20), webpChunks.profile, webpChunks.lossy),
  lossless: riff(extended(0x20), webpChunks.profile, webpChunks.lossless),
  transparent: riff(extended(0x30), webpChunks.profile, webpChunks.alpha, webpChunks.underAlpha),
  plain: riff(webpChunks.lossy),
} as const;

export const samplePictures: Readonly<Record<PictureType, Uint8Array>> = {
  'image/webp': webpPictures.lossy,
  'image/png': pngPicture,
  'image/jpeg': jpegPicture,
};

/** With `more` as chunks behind the image, and what the extended form says of them. */
export function webpWith(flags: number, ...more: readonly Uint8Array[]): Uint8Array {
  return riff(extended(flags), webpChunks.lossy, ...more);
}

/** A chunk of a RIFF. */
export function chunk(name: string, data: Uint8Array): Uint8Array {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, new Uint8Array(data.length % 2)]);
}

function riff(...chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(chunks);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}

function extended(flags: number): Uint8Array {
  return chunk('VP8X', Uint8Array.of(flags, 0, 0, 0, 5, 0, 0, 3, 0, 0));
}

/** The PNG with a chunk more before its end. */
export function pngWith(name: string, data: Uint8Array): Uint8Array {
  return withPngChunk(pngPicture.length - 12, name, data);
}

/** The PNG with these numbers in its header. */
export function pngOfSize(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(pngPicture);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return new Uint8Array(bytes);
}

function withPngChunk(at: number, name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return new Uint8Array(Buffer.concat([pngPicture.subarray(0, at), length, named, check, pngPicture.subarray(at)]));
}

/** The JPEG with a segment more behind its first one. */
export function jpegWith(marker: number, data: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return new Uint8Array(Buffer.concat([jpegPicture.subarray(0, 20), head, data, jpegPicture.subarray(20)]));
}
