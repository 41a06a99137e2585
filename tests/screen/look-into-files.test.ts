// Files looked into by the built app's own code in a real Chromium, under the page's own policy: what they are sent as,
// what they tell no more, and that no file costs the page anything.
import { createHash } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import * as v from 'valibot';
import { stripPhoto } from '../../client/engine/files/prepare/strip-photo.ts';
import type { Prepared, Preparer } from '../../client/engine/files/prepared.ts';
import { attachment } from '../../shared/conversation/attachments.ts';
import { builtChunk } from '../kit/built-chunk.ts';
import { jpegWith, pngOfSize, pngWith, samplePictures } from '../kit/sample-pictures.ts';
import { makePdf, makeWav, sampleFile } from '../kit/sendable-files.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openBrowser } from './pages.ts';

declare const preparer: Preparer;

let server: TestServer;
let page: Page;
const complaints: string[] = [];
const asked: string[] = [];
test.beforeAll(async ({ browser }) => {
  server = await openTestServer();
  page = await openBrowser(browser, { isForAll: true });
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(server.url);
  page.on('request', (request) => asked.push(request.url()));
  await page.evaluate(async (address) => {
    const { openPreparer } = (await import(address)) as { openPreparer: () => Preparer };
    Object.assign(globalThis, { preparer: openPreparer() });
  }, builtChunk('engine/files/prepare/open-preparer.ts'));
});
test.afterAll(async () => {
  await page.context().close();
  await server.close();
});

interface Given {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly isOriginal?: boolean;
}

interface Looked extends Omit<Prepared, 'file'> {
  readonly bytes: Buffer;
  /** Of its small picture; none where it has none. */
  readonly small: Buffer;
}

async function look({ bytes, ...given }: Given): Promise<Looked> {
  const { files, ...prepared } = await page.evaluate(
    async ({ base64, name, type, isOriginal = false }) => {
      const read = async (file: Blob) => {
        const text = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte));
        return btoa(text.join(''));
      };
      const file = new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name, { type });
      const made = await preparer.prepare({ file, name, isOriginal }, new AbortController().signal);
      return { ...made, files: [await read(made.file), await read(made.preview?.file ?? new Blob())] as const };
    },
    { ...given, base64: Buffer.from(bytes).toString('base64') },
  );
  expect(v.is(attachment, prepared.attachment)).toBe(true);
  const [sent, small] = [Buffer.from(files[0], 'base64'), Buffer.from(files[1], 'base64')];
  expect(namedOf(prepared.attachment)).toEqual(namedOf({ hash: hashOf(sent), size: sent.length }));
  if (prepared.preview !== null) expect(namedOf(prepared.preview.named).hash).toBe(hashOf(small));
  return { ...prepared, bytes: sent, small };
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const namedOf = ({ hash, size }: { readonly hash: string; readonly size: number }) => ({ hash, size });

/** The colours in the corners of a picture as this browser shows it, each rounded to what a JPEG keeps. */
function cornersOf(bytes: Uint8Array, type: string): Promise<readonly string[]> {
  return page.evaluate(
    async ({ base64, type: shown }) => {
      const file = new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: shown });
      const bitmap = await createImageBitmap(file);
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const places = [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => [x * width, y * height] as const));
      return places.map(([x, y]) => {
        const pixel = context?.getImageData(Math.floor(x), Math.floor(y), 1, 1).data ?? [];
        return Array.from(pixel.slice(0, 3), (part) => (part > 128 ? 'X' : '.')).join('');
      });
    },
    { base64: Buffer.from(bytes).toString('base64'), type },
  );
}

const turned: Given = { name: 'turned.jpg', type: 'image/jpeg', bytes: sampleFile('turned.jpg') };
const [red, green, blue, yellow] = ['X..', '.X.', '..X', 'XX.'];
const told = ['Berlin', 'Example', 'taken at home', 'Phone 7'];

test('a photo goes as it was held, without where it was taken and by whom', async () => {
  const given = Buffer.from(turned.bytes);
  expect(told.filter((word) => given.includes(word))).toEqual(told);
  const photo = await look(turned);
  expect(photo).toMatchObject({ attachment: { form: 'image', width: 240, height: 320 }, isPhoto: true });
  expect(told.filter((word) => photo.bytes.includes(word))).toEqual([]);
  expect(await cornersOf(photo.bytes, 'image/jpeg')).toEqual([blue, red, yellow, green]);
});

test('an original goes byte for byte, and says how it is to be shown', async () => {
  const photo = await look({ ...turned, isOriginal: true });
  expect(photo.bytes.equals(turned.bytes)).toBe(true);
  expect(photo.attachment).toMatchObject({ form: 'image', width: 240, height: 320, name: 'turned.jpg' });
});

test('a photo that would take more if it were written anew keeps its pixels, and loses its words', async () => {
  const secret = Buffer.from('Exif\0\0 at home');
  for (const bytes of [jpegWith(0xe1, secret), pngWith('tEXt', secret)]) {
    const type = bytes[0] === 0xff ? 'image/jpeg' : 'image/png';
    const kept = Buffer.concat(stripPhoto(type, Uint8Array.from(bytes)) ?? []);
    expect(kept.includes('home')).toBe(false);
    expect((await look({ name: 'small', type, bytes })).bytes.equals(kept)).toBe(true);
  }
});

/** Made by this browser: noise over a gradient as in a photo, or a few lines on white as on a screen. */
async function drawn(width: number, height: number, what: 'photo' | 'screen', type: string): Promise<Uint8Array> {
  const base64 = await page.evaluate(
    async ([w, h, kind, wanted]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      const { data } = context.createImageData(w, h);
      for (let at = 0, noise = 7; at < data.length; at += 4) {
        noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
        const light = (at / data.length) * 200 + (noise % 40);
        data.set(kind === 'photo' ? [light, 255 - light, light / 2, 255] : [255, 255, 255, 255], at);
      }
      context.putImageData(new ImageData(data, w, h), 0, 0);
      if (kind === 'screen') for (let line = 0; line < h; line += 24) context.fillRect(20, line, w - 40, 9);
      const file = await canvas.convertToBlob({ type: wanted, quality: 0.95 });
      const bytes = new Uint8Array(await file.arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
      return btoa(text);
    },
    [width, height, what, type] as const,
  );
  return Buffer.from(base64, 'base64');
}

test('a large photo goes as large as it is looked at, with a small picture and a blur of it', async () => {
  const bytes = await drawn(3_200, 1_600, 'photo', 'image/jpeg');
  const photo = await look({ name: 'large.jpeg', type: 'image/jpeg', bytes });
  expect(photo.attachment).toMatchObject({ width: 2_560, height: 1_280, name: 'large.jpeg' });
  expect(photo.bytes.length).toBeLessThan(bytes.length / 2);
  expect(photo.preview?.named).toMatchObject({ width: 640, height: 320 });
  expect(photo.preview?.named.size).toBeLessThan(80 * 1_024);
});

test('what was drawn stays sharp, and what was taken does not go as a PNG', async () => {
  const screen = await look({ name: 'a.png', type: 'image/png', bytes: await drawn(900, 600, 'screen', 'image/png') });
  const photo = await look({ name: 'a.png', type: 'image/png', bytes: await drawn(900, 600, 'photo', 'image/png') });
  expect([screen, photo].map((one) => [one.attachment.type, one.attachment.name])).toEqual([
    ['image/png', 'a.png'],
    ['image/jpeg', 'a.jpg'],
  ]);
});

test('a film says how long it is and shows a frame that is not dark', async () => {
  const film = await look({ name: 'film.mp4', type: 'video/mp4', bytes: sampleFile('film.mp4') });
  expect(film.attachment).toMatchObject({ form: 'video', width: 320, height: 180, durationMs: 4_000 });
  const blur = 'blur' in film.attachment ? (film.attachment.blur ?? '') : '';
  expect((Buffer.from(blur, 'base64')[0] ?? 0) & 0x3f).toBeGreaterThan(10); // how light it is on the whole, of 63
  expect(film.preview?.named).toMatchObject({ width: 320, height: 180 });
});

test('a film forgets where it was taken, and is looked at as before', async () => {
  const place = Buffer.from('loci+52.5163+013.3777/');
  const bytes = Buffer.concat([
    sampleFile('film.mp4'),
    Buffer.from([0, 0, 0, 8 + place.length]),
    Buffer.from('udta'),
    place,
  ]);
  const film = await look({ name: 'film.mp4', type: 'video/mp4', bytes });
  expect(film.attachment).toMatchObject({ form: 'video', durationMs: 4_000, size: bytes.length });
  expect([bytes.includes('52.5163'), film.bytes.includes('52.5163')]).toEqual([true, false]);
});

test('a sound says how long it is, also one that does not say it itself', async () => {
  const sound = await look({ name: 'a.wav', type: 'audio/wav', bytes: makeWav(1_500) });
  expect(sound.attachment).toMatchObject({ form: 'audio', durationMs: 1_500, type: 'audio/wav' });
  const recorded = await look({ name: 'a', type: 'audio/webm;codecs=opus', bytes: sampleFile('recorded.webm') });
  const { durationMs = 0 } = { ...recorded.attachment } as { durationMs?: number };
  expect(Math.round(durationMs / 100)).toBe(20);
});

const script = '/OpenAction << /S /JavaScript /JS (app.launchURL\\("https://example.com/"\\)) >>';

test('a PDF shows its first page and says how many it has', async () => {
  const pdf = await look({ name: 'a.pdf', type: '', bytes: makePdf(3, script) });
  expect(pdf.attachment).toMatchObject({ form: 'document', type: 'application/pdf', pages: 3 });
  expect(pdf.preview?.named).toMatchObject({ width: 427, height: 640 });
});

test('a page that was scanned is drawn, as a fax and as JPEG 2000', async () => {
  const shown = (['fax.pdf', 'jpeg2000.pdf'] as const).map(async (name) => {
    const { small, preview } = await look({ name, type: 'application/pdf', bytes: sampleFile(name) });
    return cornersOf(small, preview?.named.type ?? '');
  });
  const [black, white] = ['...', 'XXX'];
  expect(await Promise.all(shown)).toEqual([
    [black, black, white, white],
    [white, white, blue, blue],
  ]);
});

test('a text says how it begins, whatever it is called', async () => {
  const bytes = Buffer.from('<svg onload="alert(1)"/>\n'.repeat(40));
  for (const type of ['image/svg+xml', 'text/html', 'video/mp4', 'image/png']) {
    const text = await look({ name: 'a', type, bytes });
    expect(text.attachment).toMatchObject({ form: 'document', start: expect.stringContaining('<svg onload') });
    expect(text.preview).toBeNull();
  }
});

test('what is broken, too large or not what it says goes as a document', async () => {
  const noise = Buffer.from(Array.from({ length: 2_000 }, (_, at) => (at * 7_919) % 256));
  const hostile: readonly (readonly [string, Uint8Array])[] = [
    ['image/png', pngOfSize(50_000, 50_000)],
    ['image/png', noise],
    ['image/jpeg', turned.bytes.subarray(0, 200)],
    ['image/webp', samplePictures['image/webp'].subarray(0, 40)],
    ['video/mp4', sampleFile('film.mp4').subarray(0, 300)],
    ['video/webm', noise],
    ['audio/mpeg', noise],
    ['application/pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), noise])],
    ['application/pdf', makePdf(2).subarray(0, 120)],
  ];
  for (const [type, bytes] of hostile) {
    const { attachment: sent, bytes: kept } = await look({ name: 'a', type, bytes });
    expect(sent.form, type).toBe('document');
    expect(kept.equals(bytes)).toBe(true);
  }
});

test('all that asked nobody but its own server, and for nothing that the page forbids', () => {
  expect(asked.filter((address) => !address.startsWith(server.url) && !address.startsWith('blob:'))).toEqual([]);
  expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});
