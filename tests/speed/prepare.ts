// The bench of looking into files: how long the built app, in a real Chromium, hashes what is large and makes a photo
// ready, and what its code takes. Beside it the browser's own hash of the same bytes, which takes all of them at once.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Preparer } from '../../client/engine/files/prepared.ts';
import { builtChunk } from '../kit/built-chunk.ts';
import { openTestServer } from '../kit/test-server.ts';
import { formatTable, round } from './figures.ts';
import { makeProfile } from './history/profile.ts';

declare const preparer: Preparer;

const megabyte = 1024 * 1024;
const hashed = [1, 50, 1_024];

export async function benchPrepare(): Promise<void> {
  const server = await openTestServer();
  const profile = await makeProfile();
  const page = await profile.start();
  await page.goto(server.url);
  await page.evaluate(async (address) => {
    const { openPreparer } = (await import(address)) as { openPreparer: () => Preparer };
    Object.assign(globalThis, { preparer: openPreparer() });
  }, builtChunk('engine/files/prepare/open-preparer.ts'));
  const rows = [['', 'ms', 'MB/s']];
  for (const megabytes of hashed) {
    const ms = await page.evaluate(async (size) => {
      const piece = new Uint8Array(1024 * 1024).map((_, at) => at * 7_919);
      const file = new Blob(Array.from({ length: size }, () => piece));
      const began = performance.now();
      await preparer.hash(file, new AbortController().signal);
      return performance.now() - began;
    }, megabytes);
    rows.push([`hash ${megabytes} MB`, `${Math.round(ms)}`, `${round(megabytes / (ms / 1_000), 1)}`]);
  }
  const atOnce = await page.evaluate(async (bytes) => {
    const began = performance.now();
    await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
    return performance.now() - began;
  }, 50 * megabyte);
  rows.push(['the browser’s own, 50 MB at once', `${Math.round(atOnce)}`, `${round(50 / (atOnce / 1_000), 1)}`]);
  for (const time of ['first', 'second']) {
    const { ms, size } = await page.evaluate(preparePhoto);
    rows.push([
      `a photo of 12 megapixels, ${time}`,
      `${Math.round(ms)}`,
      `${round(size / megabyte / (ms / 1_000), 1)}`,
    ]);
  }
  console.log(`\n${formatTable(rows)}\n\n${formatTable([['code', 'bytes', 'gzipped'], ...chunkSizes()])}`);
  await page.context().close();
  await profile.remove();
  await server.close();
}

/** Noise over a gradient, as a camera has it. */
async function preparePhoto(): Promise<{ ms: number; size: number }> {
  const canvas = new OffscreenCanvas(4_032, 3_024);
  const context = canvas.getContext('2d');
  const image = new ImageData(canvas.width, canvas.height);
  for (let at = 0, noise = 7; at < image.data.length; at += 4) {
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
    const light = (at / image.data.length) * 200 + (noise % 40);
    image.data.set([light, 255 - light, light / 2, 255], at);
  }
  context?.putImageData(image, 0, 0);
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  const began = performance.now();
  await preparer.prepare({ file, name: 'a.jpg', isOriginal: false }, new AbortController().signal);
  return { ms: performance.now() - began, size: file.size };
}

function chunkSizes(): readonly (readonly string[])[] {
  const app = new URL('../../dist/client/', import.meta.url);
  const parts = /^(?:open-preparer|hash-worker|look-worker|pdf-worker|pdf-pages|text-pages)-|_fallback\.js$/;
  return ['assets', 'pdf'].flatMap((folder) => {
    const names = readdirSync(new URL(folder, app)).filter((name) => parts.test(name) && name.endsWith('.js'));
    return names.map((name) => {
      const bytes = readFileSync(new URL(`${folder}/${name}`, app));
      return [name, `${bytes.length}`, `${gzipSync(bytes, { level: 9 }).length}`];
    });
  });
}
