// The door of the demo lets anybody in as anybody: it is there for this machine alone, and only when it was asked for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { DemoDoor } from '../../sync-server/demo/demo-routes.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';

const door: DemoDoor = {
  people: [{ handle: 'ada', name: 'Ada <Example>', about: 'Owner' }],
  credentialsOf: (handle) => ({ email: `${handle}@example.test`, password: `correct horse ${handle}` }),
};

let server: TestServer | undefined;
afterEach(() => server?.close());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookies: number;
}

/** With any Host and Origin at all. */
async function ask(path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const { port } = new URL(server!.url);
  const asking = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', headers });
  asking.end(body);
  const [answer] = await once(asking, 'response');
  return { status: answer.statusCode, body: await text(answer), cookies: (answer.headers['set-cookie'] ?? []).length };
}

const json = { 'content-type': 'application/json' };
const asAda = JSON.stringify({ handle: 'ada' });

test('signs in as anybody of the demo, from our own page', async () => {
  server = await openTestServer({ demo: door });
  await server.people('Ada');
  const page = await ask('/demo', { host: new URL(server.url).host });
  expect(page).toMatchObject({ status: 200 });
  expect(page.body).toContain('Ada &lt;Example&gt;');
  const answer = await ask('/api/demo/sign-in', { ...json, origin: server.url }, asAda);
  expect(answer).toMatchObject({ status: 200, cookies: 1 });
  expect(JSON.parse(answer.body)).toMatchObject({ me: { handle: 'ada' } });
});

test('opens to no other site, no other name of this machine and no stranger', async () => {
  server = await openTestServer({ demo: door });
  await server.people('Ada', 'Ben');
  const { url } = server;
  const foreign = { host: 'rebound.example:80', origin: 'http://rebound.example:80' };
  expect(await ask('/demo', { host: foreign.host })).toMatchObject({ status: 403 });
  for (const headers of [
    { ...json },
    { ...json, origin: foreign.origin },
    { ...json, origin: url, host: foreign.host },
  ]) {
    expect(await ask('/api/demo/sign-in', headers, asAda)).toMatchObject({ status: 403, cookies: 0 });
  }
  const ben = JSON.stringify({ handle: 'ben' }); // in the workspace, and nobody of the demo
  expect(await ask('/api/demo/sign-in', { ...json, origin: url }, ben)).toMatchObject({ status: 404, cookies: 0 });
});

test('is not there when the demo was not asked for', async () => {
  server = await openTestServer();
  await server.people('Ada');
  const answer = await ask('/api/demo/sign-in', { ...json, origin: server.url }, asAda);
  expect(answer).toMatchObject({ status: 404, cookies: 0 });
  for (const path of ['/demo', '/demo/door.mjs', '/demo/door.css']) {
    expect(await ask(path, {})).toMatchObject({ status: 404 });
  }
});

/** Starts the server's own entry and waits for its end. */
async function runMain(words: readonly string[], env: Record<string, string>) {
  const entry = join(import.meta.dirname, '../../sync-server/main.ts');
  const child = spawn(process.execPath, [entry, ...words], {
    env: { ...process.env, PORT: '0', BASE_URL: '', ...env },
  });
  const ended = once(child, 'exit');
  const [said] = await Promise.all([text(child.stderr), text(child.stdout)]);
  return { code: (await ended)[0] as number, said };
}

test('the demo starts on no address that others reach', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'biz1-demo-'));
  const dataDir = join(folder, 'demo');
  for (const setting of [{ HOST: '0.0.0.0' }, { BASE_URL: 'https://chat.example.com' }, { TRUST_PROXY: '1' }]) {
    const outcome = await runMain(['--demo'], { DATA_DIR: dataDir, ...setting });
    expect(outcome).toEqual({ code: 2, said: expect.stringContaining('on this machine alone') });
  }
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('the demo leaves a folder alone that holds anything else', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-demo-'));
  await writeFile(join(dataDir, 'log.db'), 'messages');
  const outcome = await runMain(['--demo'], { DATA_DIR: dataDir });
  expect(outcome).toEqual({ code: 2, said: expect.stringContaining('no demo') });
  expect(await readdir(dataDir)).toEqual(['log.db']);
  await rm(dataDir, { recursive: true });
});

test('a word that the server does not know is answered with those that it knows', async () => {
  const outcome = await runMain(['--nonsense'], {});
  expect(outcome.code).toBe(2);
  expect(outcome.said).toContain('There is no --nonsense.');
  expect(outcome.said).toContain('npm start -- --demo');
});
