import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseFileHash } from '../../shared/conversation/attachments.ts';
import { firstFileSettings } from '../../shared/protocol/account-api.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { claimLifeMs } from './file-records.ts';
import { openFiles, type Files, type FilesParts } from './files.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { MemoryFileRecords } from './memory-file-records.ts';
import { noScanner } from './scanner.ts';

const me = freshUserId();
const bytes = Uint8Array.from(randomBytes(5_000));
const hash = must(parseFileHash(createHash('sha256').update(bytes).digest('hex')), 'a hash');
const announcement = { hash, size: bytes.length, form: 'document' } as const;

let records: MemoryFileRecords;
let blobs: MemoryBlobs;
let nowMs: number;
let opened: Files[];

beforeEach(() => {
  [records, blobs, nowMs, opened] = [new MemoryFileRecords(), new MemoryBlobs(), 1_000_000, []];
});
afterEach(() => Promise.all(opened.map((files) => files.close())));

/** A server on what is there. */
function start(parts: Partial<FilesParts> = {}): Files {
  const files = openFiles({
    ...{ records, blobs, scanner: noScanner, secret: 'secret', now: () => nowMs },
    access: { find: () => Promise.resolve(null) },
    settings: () => firstFileSettings,
    onTrouble: () => undefined,
    ...parts,
  });
  opened.push(files);
  return files;
}

async function idOf(files: Files): Promise<string> {
  const answer = await files.announce(me, announcement);
  if (answer.status !== 'send') throw new Error(`it is not to be sent: ${JSON.stringify(answer)}`);
  return answer.id;
}

function patch(files: Files, id: string, { offset, body }: { offset: number; body: Uint8Array<ArrayBuffer> }) {
  const headers = {
    ...{ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset) },
    'Content-Type': 'application/offset+octet-stream',
  };
  const request = new Request(`http://x/api/uploads/${id}`, { method: 'PATCH', headers, body });
  return files.upload({ id, userId: me, request, isStillSignedIn: () => Promise.resolve(true) });
}

const send = async (files: Files) => patch(files, await idOf(files), { offset: 0, body: bytes });

test('an upload has the same id after a start, and another for everybody else', async () => {
  const id = await idOf(start());
  expect(await idOf(start())).toBe(id);
  const other = await start().announce(freshUserId(), announcement);
  expect(other).toMatchObject({ status: 'send', offset: 0 });
  expect(other).not.toMatchObject({ id });
});

test('a server that ends before it has looked at what came does so when it is asked again', async () => {
  const first = start({ scanner: { scan: () => Promise.reject(new Error('the server ends')) } });
  await expect(send(first)).rejects.toThrow('the server ends');
  expect(records.stored(hash)).toBeNull();
  expect(await start().announce(me, announcement)).toEqual({ status: 'have' });
  expect(await blobs.size(hash)).toBe(5_000);
});

test('a server that ends between keeping a file and knowing of it knows of it then', async () => {
  class Failing extends MemoryFileRecords {
    isBroken = true;
    override noteStored(...noted: Parameters<MemoryFileRecords['noteStored']>): void {
      if (this.isBroken) throw new Error('the disk fails');
      super.noteStored(...noted);
    }
  }
  const failing = new Failing();
  const files = start({ records: failing });
  await expect(send(files)).rejects.toThrow('the disk fails');
  failing.isBroken = false;
  expect(await files.announce(me, announcement)).toEqual({ status: 'have' });
  expect(failing.holdsClaim(me, hash, nowMs)).toBe(true);
});

test('an upload that a crash has left after its file was there goes with the next start', async () => {
  const files = start();
  const id = await idOf(files);
  await send(files);
  await blobs.begin(id); // as if it had not been dropped
  await start().close();
  expect(await blobs.received(id)).toBeNull();
  expect(await blobs.size(hash)).toBe(5_000);
});

test('what the records know and the store has lost is sent again, and there again', async () => {
  const files = start();
  await send(files);
  await blobs.remove(hash);
  expect(await files.announce(me, announcement)).toMatchObject({ status: 'send', offset: 0 });
  expect((await send(files)).status).toBe('ok');
  expect(await blobs.size(hash)).toBe(5_000);
});

test('a claim is renewed by asking, and ends after a day without', async () => {
  const files = start();
  await send(files);
  nowMs += claimLifeMs - 1;
  expect((await files.announce(me, announcement)).status).toBe('have');
  nowMs += claimLifeMs;
  expect((await files.announce(me, announcement)).status).toBe('have');
  nowMs += claimLifeMs + 1;
  expect((await files.announce(me, announcement)).status).toBe('send');
});

test('another size under the same hash is another upload', async () => {
  const files = start();
  const id = await idOf(files);
  await patch(files, id, { offset: 0, body: bytes.slice(0, 100) });
  const lied = await files.announce(me, { ...announcement, size: 70 });
  expect(lied).toEqual({ status: 'send', id, offset: 0 });
  expect(records.usageOf(me)).toBe(70);
  expect(await files.announce(me, announcement)).toEqual({ status: 'send', id, offset: 0 });
});

test('whoever may read it where it comes from need not send it', async () => {
  await send(start());
  const file = must(records.stored(hash), 'a stored file');
  const files = start({ access: { find: () => Promise.resolve({ file, name: null }) } });
  const other = freshUserId();
  const from = 'cnv_somewhere' as never; // access is asked, and says yes here
  expect(await files.announce(other, announcement)).toMatchObject({ status: 'send' });
  expect(await files.announce(other, { ...announcement, from })).toEqual({ status: 'have' });
  expect(records.holdsClaim(other, hash, nowMs)).toBe(true);
});
