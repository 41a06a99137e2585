// A file from its sender to whoever reads it, over the server's own HTTP: in stretches, under its name, only by who is in
// the conversation at that moment, and gone with the last message that names it.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseFileHash, type Attachment } from '../../shared/conversation/attachments.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { messageAt } from '../kit/sample-events.ts';
import { samplePictures } from '../kit/sample-pictures.ts';
import { announce, begin, patch, readFileOf, sendFile } from '../kit/send-file.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let [ada, ben, cleo]: Person[] = [];
let device: WireDevice;
let lastAt = 0;
const people = () => ({ ada: must(ada, 'Ada'), ben: must(ben, 'Ben'), cleo: must(cleo, 'Cleo') });

beforeEach(async () => {
  server = await openTestServer();
  [ada, ben, cleo] = await server.people('Ada', 'Ben', 'Cleo');
  device = await openDevice(must(ada, 'Ada'));
});
afterEach(async () => {
  await device.close();
  await server.close();
});

/** Ada sends it into a conversation, under this name. */
async function say(conversation: ConversationId, bytes: Uint8Array<ArrayBuffer>, name: string) {
  const { ada } = people();
  const { hash } = await sendFile(ada, bytes);
  const attachment: Attachment = { form: 'document', hash, size: bytes.length, type: 'application/x-thing', name };
  return { hash, ...(await sayWith(await device.openConversation(conversation), attachment)) };
}

async function sayWith(replica: WireReplica, attachment: Attachment) {
  const message = { ...messageAt((lastAt = Math.max(Date.now(), lastAt + 1)), ''), attachments: [attachment] };
  appendEvent(replica.doc, people().ada.userId, message);
  await device.acknowledged(replica);
  return { message, replica };
}

const filesOnDisk = async () =>
  (await readdir(join(server.dataDir, 'files'), { recursive: true })).filter(
    (name) => parseFileHash(name.slice(3)) !== null,
  );

test('everybody in the conversation gets it byte for byte, whole and in stretches, and nobody else any of it', async () => {
  const { ada, ben, cleo } = people();
  const group = await makeGroup([ada, ben]);
  const bytes = Uint8Array.from(randomBytes(1_000_000));
  const { hash } = await say(group, bytes, 'plan “final”.zip');
  const where = { hash, conversation: group };
  const whole = await readFileOf(ben, where);
  expect([whole.status, Buffer.compare(whole.bytes, bytes)]).toEqual([200, 0]);
  const headers = Object.fromEntries(whole.headers);
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="plan _final_.zip"; filename*=UTF-8''plan%20%E2%80%9Cfinal%E2%80%9D.zip`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    'content-length': '1000000',
    vary: 'Cookie',
  });
  const part = await readFileOf(ben, where, { range: 'bytes=500000-500009', 'if-range': headers['etag'] ?? '' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 500000-500009/1000000']);
  expect(part.bytes).toEqual(bytes.subarray(500_000, 500_010));
  const outside = await readFileOf(ben, where, { range: 'bytes=1000000-' });
  expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */1000000']);
  const head = await readFileOf(ben, { ...where, method: 'HEAD' }, { range: 'bytes=0-9' });
  expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([206, '10', 0]);
  for (const range of ['', 'bytes=0-0', 'bytes=9999999-']) {
    const strange = await readFileOf(cleo, where, range === '' ? {} : { range });
    expect([strange.status, strange.code]).toEqual([404, 'not-found']);
    expect(strange.headers.get('content-range')).toBeNull();
  }
  const guesses = [
    await readFileOf(ben, { hash: 'f'.repeat(64), conversation: group }),
    await readFileOf(ben, { hash: '../../../secret', conversation: group }),
    await readFileOf(ben, { hash, conversation: 'dir_nobody' }),
    await readFileOf({ url: ben.url, cookie: '' }, where),
  ];
  expect(guesses.map(({ status }) => status)).toEqual([404, 404, 404, 401]);
});

test('a picture is shown in place by its content, and a page that is called one is not', async () => {
  const { ada, ben } = people();
  const group = await makeGroup([ada, ben]);
  const picture = await say(group, Uint8Array.from(samplePictures['image/png']), 'harmless.html');
  const page = await say(group, Uint8Array.from(Buffer.from('<!doctype html><script>alert(1)</script>')), 'photo.png');
  const seen = await readFileOf(ben, { hash: picture.hash, conversation: group });
  expect(seen.headers.get('content-type')).toBe('image/png');
  expect(seen.headers.get('content-disposition')).toMatch(/^inline; /);
  const kept = await readFileOf(ben, { hash: page.hash, conversation: group });
  expect(kept.headers.get('content-type')).toBe('application/octet-stream');
  expect(kept.headers.get('content-disposition')).toMatch(/^attachment; filename="photo.png"/);
});

test('whoever has left reads nothing any more; what is forwarded follows those who are there', async () => {
  const { ada, ben, cleo } = people();
  const group = await makeGroup([ada, ben]);
  const elsewhere = await makeGroup([ada, cleo]);
  const bytes = Uint8Array.from(randomBytes(10_000));
  const { hash, message } = await say(group, bytes, 'plan.zip');
  expect((await readFileOf(ben, { hash, conversation: group })).status).toBe(200);
  await act(ben, { kind: 'leave-group', conversationId: group });
  for (const headers of [{}, { range: 'bytes=0-9' }])
    expect((await readFileOf(ben, { hash, conversation: group }, headers)).status).toBe(404);
  // Whoever cannot read it where they say they have it from has to send it.
  const named = { hash, size: bytes.length, from: group };
  expect((await announce(ben, named)).body.status).toBe('send');
  expect((await announce(cleo, named)).body.status).toBe('send');
  expect((await announce(ada, named)).body.status).toBe('have');
  await sayWith(await device.openConversation(elsewhere), must(message.attachments[0], 'the same file'));
  expect((await readFileOf(cleo, { hash, conversation: elsewhere })).status).toBe(200);
  expect((await readFileOf(cleo, { hash, conversation: group })).status).toBe(404);
  expect((await readFileOf(ben, { hash, conversation: elsewhere })).status).toBe(404);
  // And from there she may pass it on without sending any of it.
  expect((await announce(cleo, { ...named, from: elsewhere })).body.status).toBe('have');
});

test('the deletion of the last message that names it takes its bytes from the disk; it can be sent again', async () => {
  const { ada, ben } = people();
  const group = await makeGroup([ada, ben]);
  const bytes = Uint8Array.from(randomBytes(10_000));
  const first = await say(group, bytes, 'plan.zip');
  const second = await sayWith(first.replica, must(first.message.attachments[0], 'the same file'));
  expect(await filesOnDisk()).toHaveLength(1);
  device.erase(first.replica, first.message.id, first.message.at);
  await device.acknowledged(first.replica);
  expect((await readFileOf(ben, { hash: first.hash, conversation: group })).status).toBe(200);
  device.erase(second.replica, second.message.id, second.message.at);
  await device.acknowledged(second.replica);
  expect((await readFileOf(ben, { hash: first.hash, conversation: group })).status).toBe(404);
  await until(async () => (await filesOnDisk()).length === 0, 'its bytes to go');
  expect((await announce(ada, { hash: first.hash, size: bytes.length })).body.status).toBe('send');
  await patch(ada, await begin(ada, bytes), { offset: 0, body: bytes });
  expect(await filesOnDisk()).toHaveLength(1);
});
