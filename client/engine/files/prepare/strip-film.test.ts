import { expect, test } from 'vitest';
import { sampleFile } from '../../../../tests/kit/sendable-files.ts';
import { stripFilm } from './strip-film.ts';

function box(name: string, ...content: readonly (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat([name, ...content].map((part) => Buffer.from(part as string, 'latin1')));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
}

const place = '+52.5163+013.3777/';
const film = { type: box('ftyp', 'isom'), frames: box('mdat', 'frames +52.5163 frames'), head: box('mvhd', 'head') };

async function strip(...parts: readonly Uint8Array[]): Promise<Buffer | null> {
  const stripped = await stripFilm(new Blob(parts.map((part) => Uint8Array.from(part))));
  return stripped === null ? null : Buffer.from(await stripped.arrayBuffer());
}

const tellers: readonly (readonly [string, Buffer])[] = [
  ['Android', box('udta', box('\u00A9xyz', '\0\x12\x15\xc7', place))],
  ['3GPP', box('udta', box('loci', place))],
  ['Apple', box('meta', box('keys', 'com.apple.quicktime.location.ISO6709'), box('ilst', place))],
  ['XMP', box('uuid', '<exif:GPSLatitude>', place)],
];

test.each(tellers)('a film forgets where it was taken, as %s says it, and nothing else moves', async (_, teller) => {
  const { type, frames, head } = film;
  const empty = box('free', new Uint8Array(teller.length - 8));
  expect(await strip(type, frames, box('moov', head, teller))).toEqual(
    Buffer.concat([type, frames, box('moov', head, empty)]),
  );
  expect(await strip(type, box('moov', box('trak', teller), head), frames)).toEqual(
    Buffer.concat([type, box('moov', box('trak', empty), head), frames]),
  );
  expect(await strip(type, teller, frames)).toEqual(Buffer.concat([type, empty, frames]));
});

test('a film that says nothing of a place goes byte for byte', async () => {
  expect(await strip(film.type, box('moov', film.head, box('udta', 'title')), film.frames)).toBeNull();
  expect(await strip(sampleFile('film.mp4'))).toBeNull();
});

test('a film beyond four gigabytes says how long it is in eight bytes', async () => {
  const wide = Buffer.concat([Buffer.from('\0\0\0\x01mdat\0\0\0\0\0\0\0\x16frames', 'latin1')]);
  const moov = box('moov', box('udta', box('loci', place)));
  expect((await strip(wide, moov))?.includes(place)).toBe(false);
});

test('whatever a box announces, its file is read to the end and no further', async () => {
  const whole = Buffer.concat([film.type, box('moov', film.head, box('udta', box('loci', place))), film.frames]);
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] = 0xff;
    expect((await strip(changed))?.length ?? whole.length).toBe(whole.length);
    await strip(changed.subarray(0, at));
  }
});

test('what is no film is left alone', async () => {
  expect(await strip(Buffer.from('location GPS moov'))).toBeNull();
  expect(await strip()).toBeNull();
});
