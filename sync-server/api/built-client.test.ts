import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBuiltClient } from './built-client.ts';

let root: string;
let clientDir: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'biz1-client-'));
  clientDir = join(root, 'assets', 'client'); // a clone may stand in a folder with this name
  for (const name of ['index.html', 'sw.js', 'manifest.webmanifest', 'icon.svg', 'assets/index-a1.js']) {
    await mkdir(dirname(join(clientDir, name)), { recursive: true });
    await writeFile(join(clientDir, name), name);
  }
});

afterEach(() => rm(root, { recursive: true }));

test('only what carries its content in its name is kept without asking again', () => {
  const kept = [...readBuiltClient(clientDir)].filter(([, file]) => file.cacheControl !== 'no-cache');
  expect(kept.map(([path, file]) => [path, file.cacheControl])).toEqual([
    ['/assets/index-a1.js', 'public, max-age=31536000, immutable'],
  ]);
});

test('worker and manifest carry the types without which a browser refuses them', () => {
  const client = readBuiltClient(clientDir);
  expect(client.get('/sw.js')?.type).toBe('text/javascript; charset=utf-8');
  expect(client.get('/manifest.webmanifest')?.type).toBe('application/manifest+json');
});
