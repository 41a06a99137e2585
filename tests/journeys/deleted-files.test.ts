// The bytes of a file go with the last message that names it, also where the server died between the two.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseFileHash, type Attachment } from '../../shared/conversation/attachments.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { claimLifeMs } from '../../sync-server/files/file-records.ts';
import { openDiskBlobs } from '../../sync-server/files/disk-blobs.ts';
import type { Person } from '../kit/person.ts';
import { messageAt } from '../kit/sample-events.ts';
import { hashOfBytes, readFileOf, sendFile } from '../kit/send-file.ts';
import { openTestServer, type TestServer, type TestServerOptions } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

const bytes = Uint8Array.from(randomBytes(5_000));
const attachment: Attachment = {
  ...{ form: 'document', hash: hashOfBytes(bytes), size: bytes.length },
  ...{ type: 'application/octet-stream', name: 'plan.bin' },
};

let server: TestServer;
let nowMs = 0;
let ada: Person;
let conversation: ConversationId;
let device: WireDevice;
let replica: WireReplica;

async function start(options: TestServerOptions = {}): Promise<void> {
  server = await openTestServer({ now: () => nowMs, ...options });
}

beforeEach(async () => {
  nowMs = Date.now();
  await start();
  const [first, ben] = await server.people('Ada', 'Ben');
  ada = must(first, 'Ada');
  conversation = await ada.direct(must(ben, 'Ben'));
  await openIt();
});
afterEach(async () => {
  await device.close();
  await server.close();
});

async function openIt(): Promise<void> {
  device = await openDevice({ ...ada, url: server.url });
  replica = await device.openConversation(conversation);
}

async function say(): Promise<MessageEvent> {
  const message = { ...messageAt(nowMs++, ''), attachments: [attachment] };
  appendEvent(replica.doc, ada.userId, message);
  await device.acknowledged(replica);
  return message;
}

async function erase({ id, at }: MessageEvent): Promise<void> {
  device.erase(replica, id, at);
  await device.acknowledged(replica);
}

async function filesOnDisk(): Promise<string[]> {
  const names = await readdir(join(server.dataDir, 'files'), { recursive: true });
  return names.map((name) => name.slice(3)).filter((name) => parseFileHash(name) !== null);
}

const isGone = async () => (await filesOnDisk()).length === 0;

test('they stay for the message that is left, and go with it', async () => {
  await sendFile(ada, bytes);
  const [first, last] = [await say(), await say()];
  await erase(first);
  expect((await readFileOf(ada, { hash: attachment.hash, conversation })).status).toBe(200);
  await erase(last);
  expect((await readFileOf(ada, { hash: attachment.hash, conversation })).status).toBe(404);
  await until(isGone, 'the bytes to be gone');
});

test('a start finishes what a server that died had let go of', async () => {
  await sendFile(ada, bytes);
  const message = await say();
  const { dataDir } = server;
  await device.close();
  await server.stop();
  const stubborn = { remove: () => Promise.reject(new Error('no time left')) };
  await start({ dataDir, blobs: Object.assign(await openDiskBlobs(join(dataDir, 'files')), stubborn) });
  await openIt();
  await erase(message);
  await until(() => server.server.log.files.going(1).length === 1, 'it to be let go of');
  await device.close();
  await server.stop();
  expect(await filesOnDisk()).toEqual([attachment.hash]);
  await start({ dataDir });
  await until(isGone, 'the bytes to be gone');
  await openIt();
});

test('what was sent and said in no message goes after a day, and what was said stays', async () => {
  await sendFile(ada, bytes);
  const unsaid = Uint8Array.from(randomBytes(500));
  await sendFile(ada, unsaid);
  await say();
  const { dataDir } = server;
  await device.close();
  await server.stop();
  nowMs += claimLifeMs + 60_000;
  await start({ dataDir });
  await until(async () => (await filesOnDisk()).length === 1, 'what was not said to be gone');
  expect(await filesOnDisk()).toEqual([attachment.hash]);
  await openIt();
});
