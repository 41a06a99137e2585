// The demo: a folder is filled once, by what people of a real workspace do, and stands as it is at the next start.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseUserId } from '../../shared/ids.ts';
import { parseConfig, type Config } from '../../sync-server/config.ts';
import type { DemoDoor } from '../../sync-server/demo/demo-routes.ts';
import { openDemo } from '../../sync-server/demo/open-demo.ts';
import { startDevice } from '../kit/engine-device.ts';
import { personOf, type Person } from '../kit/person.ts';
import { hashOfBytes, readFileOf } from '../kit/send-file.ts';
import { builtClientDir, openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let folder: string;
let config: Config;
let door: DemoDoor;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biz1-demo-'));
  const outcome = parseConfig({ DATA_DIR: join(folder, 'demo') });
  if (outcome.status === 'bad') throw new Error(outcome.problems.join('\n'));
  config = outcome.config;
  door = await openDemo(config, builtClientDir);
  server = await openTestServer({ dataDir: config.dataDir, demo: door });
}, 180_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Through the door, as its page does it. */
async function enter(handle: string): Promise<Person> {
  const headers = { origin: server.url, 'content-type': 'application/json' };
  const body = JSON.stringify({ handle });
  const response = await fetch(`${server.url}/api/demo/sign-in`, { method: 'POST', headers, body });
  const { me } = (await response.json()) as { me: { userId: string; name: string } };
  const userId = must(parseUserId(me.userId), 'somebody of the demo');
  const cookie = must(response.headers.getSetCookie()[0]?.split(';')[0], 'a session');
  const account = { name: me.name, email: '', password: '' };
  return personOf({ url: server.url, userId, cookie, account });
}

test('a device finds days of talk, with something unread, late, edited, deleted, and what happened in a group', async () => {
  const device = await startDevice(await enter('ada'));
  const { conversations, contacts } = device.messenger;
  const titles = () => conversations.get().map(({ title, members }) => title ?? members.map(({ name }) => name).join());
  await until(() => conversations.get().length === 9, 'the list');
  expect(titles()[0]).toBe('Spring catalogue');
  expect(conversations.get().some(({ unread }) => unread > 0)).toBe(true);
  expect(conversations.get().some(({ unread }) => unread === 0)).toBe(true);
  expect(contacts.get().received).toHaveLength(1);

  const catalogue = await device.open(must(conversations.get()[0], 'a first conversation').conversationId);
  const items = () => catalogue.items.get();
  await until(() => items().some(({ text }) => text?.startsWith('Proof is') === true), 'what was said last');
  expect(items().filter(({ lateAt }) => lateAt !== null)).toHaveLength(1);
  expect(items().some(({ text }) => text?.startsWith('I would put two stories') === true)).toBe(true);
  expect(items().filter(({ text }) => text === null).length).toBeGreaterThan(0);
  await device.close();
});

test('files that were sent can be had whole, by those who are in the conversation', async () => {
  const dana = await enter('dana');
  const device = await startDevice(dana);
  const { conversations } = device.messenger;
  await until(() => conversations.get().length > 0, 'the list');
  const fair = must(
    conversations.get().find(({ title }) => title?.startsWith('Autumn trade fair') === true),
    'the fair',
  );
  const { items } = await device.open(fair.conversationId);
  const files = () => items.get().flatMap(({ attachments }) => attachments);
  await until(() => files().length === 5, 'three posters, a voice message and a list');
  expect(files().map(({ form }) => form)).toEqual(['image', 'image', 'image', 'voice', 'document']);

  const zoe = await enter('zoe');
  for (const { hash, size } of files()) {
    const wanted = { hash, conversation: fair.conversationId };
    const { status, bytes } = await readFileOf(dana, wanted);
    expect({ status, hash: hashOfBytes(bytes), size: bytes.length }).toEqual({ status: 200, hash, size });
    expect(await readFileOf(zoe, wanted)).toMatchObject({ status: 404, code: 'not-found' });
  }
  await device.close();
});

test('everybody on the page can come in', async () => {
  const names = [];
  for (const { handle } of door.people) names.push((await enter(handle)).name);
  expect(names).toEqual(door.people.map(({ name }) => name));
});

test('a second start makes nothing anew', async () => {
  const before = await readFile(join(config.dataDir, 'demo.json'), 'utf8');
  await openDemo(config, builtClientDir);
  expect(await readFile(join(config.dataDir, 'demo.json'), 'utf8')).toBe(before);
});
