// A server where people write to their contacts only.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTestServer, type TestServer } from './test-server.ts';

export async function openContactsOnly(): Promise<TestServer> {
  const first = await openTestServer();
  await first.stop();
  const file = join(first.dataDir, 'workspace.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...settings, whoMayWrite: 'contacts' }));
  return openTestServer({ dataDir: first.dataDir });
}
