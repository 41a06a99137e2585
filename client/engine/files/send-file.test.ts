// One file on its way to a server that answers what the test says.
import { expect, test } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { mintUserId } from '../../../shared/ids.ts';
import { sendFile } from './send-file.ts';

const wanted = { hash: 'a'.repeat(64) as FileHash, size: 5, form: 'document', from: null } as const;

test('what is not what its hash says goes twice at most, and is then told as lost', async () => {
  let sent = 0;
  const outcome = await sendFile(
    {
      platform: {
        origin: 'https://chat.example',
        send() {
          sent++;
          const body = JSON.stringify({ code: 'hash-mismatch' });
          return Promise.resolve({ status: 422, body, header: () => null });
        },
      },
      api: {
        announceFile: () => Promise.resolve({ status: 'ok', value: { status: 'send', upload: '/up', offset: 0 } }),
      },
      me: mintUserId(new Uint8Array(16)),
      bytesOf: () => Promise.resolve(new Blob(['other'])),
      onProgress: () => undefined,
      onUpload: () => undefined,
      signal: new AbortController().signal,
    },
    wanted,
  );
  expect([outcome, sent]).toEqual([{ status: 'gone' }, 2]);
});
