// One file on its way to a server that answers what the test says.
import { expect, test } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { mintUserId } from '../../../shared/ids.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import type { Platform } from '../platform.ts';
import { sendFile, type SendFileParts } from './send-file.ts';

const wanted = { hash: 'a'.repeat(64) as FileHash, size: 5, form: 'document', from: null } as const;
const timers = makeTimers();

const sendTo = (send: Platform['send'], others: Partial<SendFileParts> = {}) =>
  sendFile(
    {
      platform: { origin: 'https://chat.example', send, ...timers },
      api: {
        announceFile: () => Promise.resolve({ status: 'ok', value: { status: 'send', upload: '/up', offset: 0 } }),
      },
      me: mintUserId(new Uint8Array(16)),
      bytesOf: () => Promise.resolve(new Blob(['other'])),
      onProgress: () => undefined,
      onUpload: () => undefined,
      signal: new AbortController().signal,
      ...others,
    },
    wanted,
  );

test('what the server has already counts as having gone', async () => {
  const heard: number[] = [];
  const outcome = await sendTo(() => Promise.reject(new Error('nothing to send')), {
    api: { announceFile: () => Promise.resolve({ status: 'ok', value: { status: 'have' } }) },
    onProgress: (bytes) => heard.push(bytes),
  });
  expect([outcome, heard]).toEqual([{ status: 'there' }, [wanted.size]]);
});

test('what is not what its hash says goes twice at most, and is then told as lost', async () => {
  let sent = 0;
  const outcome = await sendTo(() => {
    sent++;
    const body = JSON.stringify({ code: 'hash-mismatch' });
    return Promise.resolve({ status: 422, body, header: () => null });
  });
  expect([outcome, sent]).toEqual([{ status: 'gone' }, 2]);
});

test('a line that is lost without a word is given up, however much had gone', async () => {
  const outcome = sendTo((_url, { onProgress, signal }) => {
    onProgress(3);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new TypeError('cut'))));
  });
  await expect.poll(() => timers.waiting.size).toBe(1);
  timers.runAll();
  expect(await outcome).toEqual({ status: 'later' });
  expect(timers.waiting.size).toBe(0);
});
