import { describe, expect, it } from 'vitest';
import { pictureTypes, type PictureType } from '../../shared/protocol/pictures.ts';
import {
  chunk,
  jpegPicture,
  jpegWith,
  pngOfSize,
  pngPicture,
  pngWith,
  samplePictures,
  webpPictures,
  webpWith,
} from '../../tests/kit/sample-pictures.ts';
import { parsePictureType, readPicture } from './read-picture.ts';

const secret = Buffer.from('GPS 52.5163 N 13.3777 E');

function resultOf(type: PictureType, bytes: Uint8Array): string {
  const read = readPicture(type, bytes);
  return read.status === 'ok' ? 'ok' : read.code;
}

function cleanOf(type: PictureType, bytes: Uint8Array): Buffer {
  const read = readPicture(type, bytes);
  if (read.status !== 'ok') throw new Error(read.code);
  return Buffer.from(read.picture.bytes);
}

/** Random numbers that are the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a picture', () => {
  it.each(Object.entries(samplePictures) as [PictureType, Uint8Array][])('is taken as %s', (type, bytes) => {
    expect(resultOf(type, bytes)).toBe('ok');
  });

  it.each(Object.entries(webpPictures))('may be WebP that is %s', (_, bytes) => {
    expect(resultOf('image/webp', bytes)).toBe('ok');
  });

  it('reads the same when it is read again', () => {
    for (const type of pictureTypes) {
      const once = cleanOf(type, samplePictures[type]);
      expect(cleanOf(type, once)).toEqual(once);
    }
  });

  it('must be of the type that it is said to be', () => {
    for (const type of pictureTypes) {
      for (const other of pictureTypes.filter((one) => one !== type)) {
        expect(resultOf(other, samplePictures[type])).toBe('picture-invalid');
      }
    }
  });

  it('has a type among three, whatever its parameters', () => {
    expect(parsePictureType('IMAGE/PNG; charset=x')).toBe('image/png');
    expect([undefined, '', 'image/svg+xml', 'text/html', 'image/gif'].map(parsePictureType)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });
});

describe('what tells of a place or a person', () => {
  it.each([
    ['EXIF', 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), secret])],
    ['XMP', 0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), secret])],
    ['IPTC', 0xed, secret],
    ['a comment', 0xfe, secret],
    ['a thumbnail', 0xe0, Buffer.concat([Buffer.from('JFXX\0'), secret])],
    ['a longer JFIF', 0xe0, Buffer.concat([Buffer.from('JFIF\0'), secret])],
  ])('goes from a JPEG: %s', (_, marker, data) => {
    expect(cleanOf('image/jpeg', jpegWith(marker, data))).toEqual(cleanOf('image/jpeg', jpegPicture));
  });

  it.each(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'iCCP', 'prVt'])('goes from a PNG: %s', (name) => {
    expect(cleanOf('image/png', pngWith(name, secret))).toEqual(cleanOf('image/png', pngPicture));
  });

  it.each([
    ['EXIF', 0x08],
    ['XMP ', 0x04],
    ['ABCD', 0],
  ])('goes from a WebP: %s', (name, flag) => {
    const clean = cleanOf('image/webp', webpWith(flag, chunk(name, secret)));
    expect(clean).toEqual(cleanOf('image/webp', webpPictures.plain));
  });

  it('goes from a WebP with transparency, and so do the flags that speak of it', () => {
    const clean = cleanOf('image/webp', webpPictures.transparent);
    expect(clean.includes('ICCP')).toBe(false);
    expect(clean[20]).toBe(0x10);
  });
});

describe('what moves', () => {
  it('is refused as such', () => {
    expect([
      resultOf('image/png', pngWith('acTL', Buffer.alloc(8))),
      resultOf('image/webp', webpWith(0x02)),
      resultOf('image/webp', webpWith(0, chunk('ANMF', Buffer.alloc(16)))),
    ]).toEqual(['picture-animated', 'picture-animated', 'picture-animated']);
  });
});

describe('the size of a picture', () => {
  it.each([
    [0, 4],
    [6, 0],
    [513, 4],
    [6, 513],
    [0xffff_ffff, 0xffff_ffff],
  ])('is refused at %i by %i', (width, height) => {
    expect(resultOf('image/png', pngOfSize(width, height))).toBe('picture-dimensions');
  });

  it('is what its data fill', () => {
    expect([pngOfSize(7, 4), pngOfSize(5, 4), pngOfSize(6, 512)].map((bytes) => resultOf('image/png', bytes))).toEqual(
      Array.from({ length: 3 }, () => 'picture-invalid'),
    );
  });

  it('is that of the frame in a JPEG', () => {
    const at = Buffer.from(jpegPicture).indexOf(Buffer.from([0xff, 0xc0]));
    const huge = Uint8Array.from(jpegPicture);
    huge[at + 5] = 0x10;
    expect(resultOf('image/jpeg', huge)).toBe('picture-dimensions');
  });
});

describe('what is not whole', () => {
  it.each(pictureTypes)('is refused wherever a %s is cut off', (type) => {
    const bytes = samplePictures[type];
    for (let length = 0; length < bytes.length; length++) {
      expect(resultOf(type, bytes.subarray(0, length)), `${length} bytes`).toBe('picture-invalid');
    }
  });

  it.each(pictureTypes)('is refused with anything behind a %s', (type) => {
    for (const more of [Buffer.from([0]), secret, Buffer.from(samplePictures[type])]) {
      expect(resultOf(type, Buffer.concat([samplePictures[type], more]))).toBe('picture-invalid');
    }
  });

  it('is refused with something hidden between its parts', () => {
    const hidden = Buffer.concat([jpegPicture.subarray(0, 20), secret, jpegPicture.subarray(20)]);
    expect(resultOf('image/jpeg', hidden)).toBe('picture-invalid');
    expect(resultOf('image/png', pngWith('IDAT', secret))).toBe('picture-invalid');
    expect(resultOf('image/png', pngWith('ABCD', secret))).toBe('picture-invalid');
  });
});

describe('any bytes at all', () => {
  it.each(pictureTypes)('are read or refused, never more than they were, and nothing is thrown: %s', (type) => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 3_000; seed++) {
      const bytes = mutate(samplePictures[type], randomOf(seed));
      const read = readPicture(type, bytes);
      seen.add(read.status === 'ok' ? 'ok' : read.code);
      if (read.status === 'refused') continue;
      expect(read.picture.bytes.length, `seed ${seed}`).toBeLessThanOrEqual(bytes.length);
      expect(resultOf(type, read.picture.bytes), `seed ${seed}`).toBe('ok');
    }
    expect(seen).toContain('picture-invalid');
  });
});

/** A few bytes changed, cut out, doubled or put in. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let changed = Buffer.from(bytes);
  const count = 1 + Math.floor(random() * 4);
  for (let step = 0; step < count; step++) {
    const at = Math.floor(random() * changed.length);
    const upTo = at + Math.floor(random() * 12);
    const kind = Math.floor(random() * 4);
    if (kind === 0) changed[at] = Math.floor(random() * 256);
    else if (kind === 1) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(upTo)]);
    else if (kind === 2) changed = Buffer.concat([changed.subarray(0, upTo), changed.subarray(at)]);
    else
      changed = Buffer.concat([
        changed.subarray(0, at),
        Buffer.from([Math.floor(random() * 256)]),
        changed.subarray(at),
      ]);
  }
  return changed;
}
