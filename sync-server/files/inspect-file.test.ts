import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { maxFrames } from '../limits.ts';
import type { Bytes } from './blob-store.ts';
import { inspectFile } from './inspect-file.ts';

const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const joined = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const big = (value: number) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const little = (value: number) => [value & 255, (value >>> 8) & 255];

async function* inPieces(bytes: Uint8Array, pieceBytes: number): Bytes {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** The same however it is cut into pieces. */
async function inspect(bytes: Uint8Array) {
  const [whole, cut] = [await inspectFile(inPieces(bytes, bytes.length)), await inspectFile(inPieces(bytes, 7))];
  expect(cut).toEqual(whole);
  return whole;
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunk = (name: string, data: readonly number[]) => joined(big(data.length), latin(name), data, [0, 0, 0, 0]);
const png = (width: number, height: number, ...more: readonly Uint8Array[]) =>
  joined(
    ...[pngStart, chunk('IHDR', [...big(width), ...big(height), 8, 6, 0, 0, 0]), ...more],
    ...[chunk('IDAT', [1, 2, 3]), chunk('IEND', [])],
  );
const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
const gif = (width: number, height: number, frames: number) =>
  joined(
    ...[latin('GIF89a'), little(width), little(height), [0x80, 0, 0, 0, 0, 0, 255, 255, 255]],
    ...[[0x21, 0xf9, 4, 0, 0, 0, 0, 0], ...Array.from({ length: frames }, () => frame), [0x3b]],
  );
const jpeg = (width: number, height: number) =>
  joined(
    ...[
      [0xff, 0xd8],
      [0xff, 0xe1, 0, 8, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ],
    [0xff, 0xc0, 0, 11, 8, (height >> 8) & 255, height & 255, (width >> 8) & 255, width & 255, 1, 1, 0x11, 0],
    [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9],
  );
const webp = (form: string, data: readonly number[]) =>
  joined(
    latin('RIFF'),
    [100, 0, 0, 0],
    latin('WEBP'),
    latin(form),
    [data.length, 0, 0, 0],
    data,
    Array.from({ length: 20 }, () => 0),
  );

test('what a browser may show is told by its content, with how large it is', async () => {
  const shown = { isInline: true };
  expect(await inspect(png(640, 480))).toMatchObject({ ...shown, type: 'image/png', width: 640, height: 480 });
  expect(await inspect(gif(300, 200, 3))).toMatchObject({ ...shown, type: 'image/gif', width: 300, height: 200 });
  expect(await inspect(jpeg(4_000, 3_000))).toMatchObject({
    ...shown,
    type: 'image/jpeg',
    width: 4_000,
    height: 3_000,
  });
  const extended = webp('VP8X', [0, 0, 0, 0, 0x7f, 0x02, 0, 0xdf, 0x01, 0]);
  expect(await inspect(extended)).toMatchObject({ ...shown, type: 'image/webp', width: 640, height: 480 });
  const film = joined([0, 0, 0, 24], latin('ftypisom'), [0, 0, 2, 0], latin('isomavc1'), [0, 0, 0, 8], latin('mdat'));
  expect(await inspect(film)).toMatchObject({ ...shown, type: 'video/mp4', width: null });
  const sound = joined(
    latin('RIFF'),
    [36, 0, 0, 0],
    latin('WAVEfmt '),
    Array.from({ length: 30 }, () => 0),
  );
  expect(await inspect(sound)).toMatchObject({ ...shown, type: 'audio/wav' });
});

test('it knows the size and the hash of all of it', async () => {
  const bytes = joined(
    png(2, 2),
    Uint8Array.from({ length: 300_000 }, (_, at) => at % 251),
  );
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(await inspectFile(inPieces(bytes, 65_536))).toMatchObject({ hash, size: bytes.length, type: 'image/png' });
});

const downloads: readonly (readonly [string, Uint8Array])[] = [
  ['an HTML page', latin('<!doctype html><script>alert(1)</script>')],
  ['an SVG', latin('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['an SVG behind an XML declaration', latin('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['an HTML page behind a byte order mark', joined([0xef, 0xbb, 0xbf], latin('<html><body onload=alert(1)>'))],
  ['an XHTML page', latin('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>')],
  ['a script', latin('alert(1)')],
  ['a PDF, which only our own viewer shows', latin('%PDF-1.7\n%âãÏÓ\n')],
  ['a page that says it is a PDF later on', latin('<html>%PDF-1.7')],
  ['a GIF that is a script', latin('GIF89a/*\u0000\u0000*/=1;alert(1)//')],
  [
    'an archive',
    joined(
      latin('PK\u0003\u0004'),
      Array.from({ length: 40 }, () => 0),
    ),
  ],
  ['a picture of a format that not every browser decodes safely', latin('II*\u0000\u0008\u0000\u0000\u0000')],
  ['nothing anybody knows', Uint8Array.from([0, 1, 2, 3, 255, 254])],
  ['one byte', Uint8Array.from([0xff])],
];
test.each(downloads)('%s is a download, whatever it is called', async (_what, bytes) => {
  expect((await inspect(bytes)).isInline).toBe(false);
});

test('a picture that would take more memory than a browser should spend is a download', async () => {
  expect((await inspect(png(8_192, 8_192))).isInline).toBe(true);
  for (const bomb of [
    png(8_193, 8_192),
    png(65_535, 65_535),
    png(0xffffffff, 0xffffffff),
    jpeg(65_500, 65_500),
    gif(65_535, 65_535, 1),
  ])
    expect((await inspect(bomb)).isInline).toBe(false);
});

test('a picture that says nothing of its size is a download', async () => {
  expect(
    (
      await inspect(
        joined(
          [0xff, 0xd8, 0xff, 0xe0],
          Array.from({ length: 60 }, () => 0),
        ),
      )
    ).isInline,
  ).toBe(false);
  expect((await inspect(png(0, 10))).isInline).toBe(false);
});

test('so is one with more pictures than anybody looks at', async () => {
  expect((await inspect(gif(10, 10, maxFrames))).isInline).toBe(true);
  expect((await inspect(gif(10, 10, maxFrames + 1))).isInline).toBe(false);
  const moving = (frames: number) => png(10, 10, chunk('acTL', [...big(frames), 0, 0, 0, 0]));
  expect((await inspect(moving(maxFrames))).isInline).toBe(true);
  expect((await inspect(moving(maxFrames + 1))).isInline).toBe(false);
});

test('what holds more pictures than its first bytes tell is counted to its end', async () => {
  const still = webp('VP8X', [2, 0, 0, 0, 9, 0, 0, 9, 0, 0]).subarray(0, 30);
  const many = Array.from({ length: maxFrames + 1 }, () =>
    joined(
      latin('ANMF'),
      [200, 0, 0, 0],
      Array.from({ length: 200 }, () => 0),
    ),
  );
  expect((await inspectFile(inPieces(joined(still, ...many.slice(1)), 1_000))).isInline).toBe(true);
  expect((await inspectFile(inPieces(joined(still, ...many), 1_000))).isInline).toBe(false);
});
