import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartProblem } from '../ops/start-problem.ts';
import { openPushKey } from './push-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biz1-push-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the key is made at the first start, for the server’s user alone, and stays', async () => {
  const file = join(folder, 'push-key.pem');
  const { publicKey } = await openPushKey(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await openPushKey(file)).publicKey).toBe(publicKey);
});

test.each(['', 'nonsense', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
  'a damaged key stops the start and stays as it is: %j',
  async (text) => {
    const file = join(folder, 'push-key.pem');
    await writeFile(file, text);
    await expect(openPushKey(file)).rejects.toThrow(StartProblem);
    expect(await readFile(file, 'utf8')).toBe(text);
  },
);
