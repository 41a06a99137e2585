// Files against whoever means harm: uploads that are not what they were said to be, of others, or cut anywhere; more than
// there is room for; viruses. Nothing corrupt is ever visible, nothing leaks, and honest people go on.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseFileHash } from '../../shared/conversation/attachments.ts';
import { firstFileSettings, type FileSettings } from '../../shared/protocol/account-api.ts';
import type { Bytes } from '../../sync-server/files/blob-store.ts';
import { claimLifeMs } from '../../sync-server/files/file-records.ts';
import { MemoryBlobs } from '../../sync-server/files/memory-blobs.ts';
import { maxUploadsPerPerson, rates, uploadSilenceMs } from '../../sync-server/limits.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import { eicar, openClamdDouble, type ClamdDouble } from '../kit/clamd-double.ts';
import type { Person } from '../kit/person.ts';
import { announce, ask, begin, giveUp, hashOfBytes, head, patch, sendFile } from '../kit/send-file.ts';
import { openTestServer, type TestServer, type TestServerOptions } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
let [ada, ben]: Person[] = [];
let nowMs = 0;
const people = () => ({ ada: must(ada, 'Ada'), ben: must(ben, 'Ben') });

async function open(options: TestServerOptions = {}): Promise<void> {
  nowMs = Date.now();
  server = await openTestServer({ now: () => nowMs, ...options });
  [ada, ben] = await server.people('Ada', 'Ben');
}
afterEach(() => server.close());

const fileOf = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from(randomBytes(length));
const isThere = async (sender: Person, bytes: Uint8Array) =>
  (await announce(sender, { hash: hashOfBytes(bytes), size: bytes.length })).body.status === 'have';
const offsetOf = async (sender: Person, upload: string) => (await head(sender, upload)).headers.get('upload-offset');

/** A body that goes on only when it is told to. */
function slowBody(): { readonly body: ReadableStream; send(bytes: Uint8Array): void; end(): void } {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  return { body, send: (bytes) => controller.enqueue(bytes), end: () => controller.close() };
}

/** Whole files that the disk of this server holds. */
async function filesOnDisk(): Promise<string[]> {
  const names = await readdir(join(server.dataDir, 'files'), { recursive: true });
  return names.map((name) => name.slice(3)).filter((name) => parseFileHash(name) !== null);
}

describe('uploads', () => {
  beforeEach(() => open());

  test('a file is there for its sender once all of it has come, and not before', async () => {
    const { ada } = people();
    const bytes = fileOf(100_000);
    const upload = await begin(ada, bytes);
    const half = await patch(ada, upload, { offset: 0, body: bytes.slice(0, 40_000) });
    expect([half.status, half.headers.get('upload-offset')]).toEqual([204, '40000']);
    const looked = await head(ada, upload);
    expect([looked.status, looked.headers.get('upload-offset')]).toEqual([200, '40000']);
    expect([looked.headers.get('upload-length'), looked.headers.get('cache-control')]).toEqual(['100000', 'no-store']);
    const again = await announce(ada, { hash: hashOfBytes(bytes), size: bytes.length });
    expect(again.body).toEqual({ status: 'send', upload, offset: 40_000 });
    const rest = await patch(ada, upload, { offset: 40_000, body: bytes.slice(40_000) });
    expect([rest.status, rest.code]).toEqual([204, null]);
    expect(await isThere(ada, bytes)).toBe(true);
    expect(await filesOnDisk()).toEqual([hashOfBytes(bytes)]);
  });

  test('whoever knows a hash gets nothing by it: they send the bytes themselves, and it is stored once', async () => {
    const { ada, ben } = people();
    const bytes = fileOf(1_000);
    const unknown = await announce(ben, { hash: hashOfBytes(bytes), size: bytes.length });
    expect((await sendFile(ada, bytes)).status).toBe(204);
    const known = await announce(ben, { hash: hashOfBytes(bytes), size: bytes.length });
    expect(known).toEqual(unknown);
    expect((await sendFile(ben, bytes)).status).toBe(204);
    expect(await filesOnDisk()).toEqual([hashOfBytes(bytes)]);
  });

  test('an upload of somebody else, and one that nobody began, are not there', async () => {
    const { ada, ben } = people();
    const bytes = fileOf(1_000);
    const upload = await begin(ada, bytes);
    for (const path of [upload, '/api/uploads/x', `/api/uploads/${'A'.repeat(43)}`, '/api/uploads/..%2f..%2fsecret']) {
      const answers = [
        await head(ben, path),
        await patch(ben, path, { offset: 0, body: bytes }),
        await giveUp(ben, path),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    }
    expect((await patch(ada, upload, { offset: 0, body: bytes })).status).toBe(204);
  });

  test('nobody begins one but by announcing it, and nobody reads one', async () => {
    const { ada } = people();
    const upload = await begin(ada, fileOf(10));
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10', 'content-type': 'application/json' };
    expect((await ask(ada, '/api/uploads', { method: 'POST', headers, body: '{}' })).status).toBe(404);
    expect((await ask(ada, upload, { method: 'POST', headers, body: '{}' })).status).toBe(404);
    expect((await ask(ada, upload, { method: 'GET', headers })).code).toBe('not-found');
  });

  test('a request of another site, or as a form can send it, brings nothing', async () => {
    const { ada } = people();
    const upload = await begin(ada, fileOf(10));
    const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' };
    const evil = { ...tus, origin: 'https://evil.example', 'content-type': 'application/offset+octet-stream' };
    expect((await ask(ada, upload, { method: 'PATCH', headers: evil, body: fileOf(10) })).code).toBe('wrong-origin');
    const plain = { ...tus, 'content-type': 'text/plain' };
    expect((await ask(ada, upload, { method: 'PATCH', headers: plain, body: fileOf(10) })).code).toBe(
      'wrong-content-type',
    );
    expect(await offsetOf(ada, upload)).toBe('0');
  });

  test.each(['1', '99', '-1', '1.5', 'x', '1e3', '0x0', ' '])('at the offset %j nothing is written', async (offset) => {
    const { ada } = people();
    const bytes = fileOf(1_000);
    const upload = await begin(ada, bytes);
    const { status, code } = await patch(ada, upload, { offset, body: bytes });
    expect([400, 409]).toContain(status);
    expect(['bad-request', 'upload-moved']).toContain(code);
    expect(await offsetOf(ada, upload)).toBe('0');
    expect((await patch(ada, upload, { offset: 0, body: bytes })).status).toBe(204);
  });

  test('pieces that overlap what is there are refused, and the file is whole at the end', async () => {
    const { ada } = people();
    const bytes = fileOf(9_000);
    const upload = await begin(ada, bytes);
    await patch(ada, upload, { offset: 0, body: bytes.slice(0, 5_000) });
    const over = await patch(ada, upload, { offset: 4_000, body: fileOf(1_000) });
    expect([over.status, over.code]).toEqual([409, 'upload-moved']);
    expect((await patch(ada, upload, { offset: 5_000, body: bytes.slice(5_000) })).status).toBe(204);
    expect(await isThere(ada, bytes)).toBe(true);
  });

  test('more than was announced is refused, whether it says how much it is or not', async () => {
    const { ada } = people();
    const bytes = fileOf(1_000);
    const upload = await begin(ada, bytes);
    const told = await patch(ada, upload, { offset: 0, body: fileOf(1_001) });
    expect([told.status, told.code]).toEqual([413, 'too-large']);
    const slow = slowBody();
    slow.send(bytes);
    slow.send(fileOf(50_000));
    slow.end();
    const untold = await patch(ada, upload, { offset: 0, body: slow.body }).catch(() => null); // it may be hung up on
    expect(untold?.status ?? 413).toBe(413);
    expect(Number(await offsetOf(ada, upload))).toBeLessThanOrEqual(1_000);
  });

  test('what does not have the hash that was announced is gone, and says so', async () => {
    const { ada } = people();
    const bytes = fileOf(1_000);
    const upload = await begin(ada, bytes);
    const answer = await patch(ada, upload, { offset: 0, body: fileOf(1_000) });
    expect([answer.status, answer.code]).toEqual([422, 'hash-mismatch']);
    expect((await head(ada, upload)).status).toBe(404);
    expect(await filesOnDisk()).toEqual([]);
    expect((await sendFile(ada, bytes)).status).toBe(204); // it may be sent again
  });

  test('of two devices one goes on while the other is told to look again, and both end with one file', async () => {
    const { ada } = people();
    const other = await ada.signInAgain();
    const bytes = fileOf(200_000);
    const upload = await begin(ada, bytes);
    expect(await begin(other, bytes)).toBe(upload);
    const slow = slowBody();
    const first = patch(ada, upload, { offset: 0, body: slow.body });
    slow.send(bytes.slice(0, 80_000));
    await until(async () => (await offsetOf(other, upload)) === '80000', 'the first bytes');
    const second = await patch(other, upload, { offset: 80_000, body: bytes.slice(80_000) });
    expect([second.status, second.code, second.headers.get('retry-after')]).toEqual([423, 'upload-busy', '5']);
    slow.send(bytes.slice(80_000));
    slow.end();
    expect((await first).status).toBe(204);
    expect([await isThere(ada, bytes), await isThere(other, bytes)]).toEqual([true, true]);
  });

  test('a connection that brings nothing any more gives way to one that does', async () => {
    const { ada } = people();
    const bytes = fileOf(200_000);
    const upload = await begin(ada, bytes);
    const slow = slowBody();
    const silent = patch(ada, upload, { offset: 0, body: slow.body }).catch(() => null);
    slow.send(bytes.slice(0, 80_000));
    await until(async () => (await offsetOf(ada, upload)) === '80000', 'the first bytes');
    nowMs += uploadSilenceMs;
    expect((await patch(ada, upload, { offset: 80_000, body: bytes.slice(80_000) })).status).toBe(204);
    expect(await isThere(ada, bytes)).toBe(true);
    slow.end();
    await silent;
  });

  test('a connection that is cut leaves what it brought, and another goes on there at once', async () => {
    const { ada } = people();
    const bytes = fileOf(300_000);
    const upload = await begin(ada, bytes);
    const slow = slowBody();
    const cut = new AbortController();
    const going = patch(ada, upload, { offset: 0, body: slow.body, signal: cut.signal }).catch(() => null);
    slow.send(bytes.slice(0, 120_000));
    await until(async () => (await offsetOf(ada, upload)) === '120000', 'the first bytes');
    cut.abort();
    await going;
    const rest = { offset: 120_000, body: bytes.slice(120_000) };
    // The server hears of the cut when its system does; its clock stands still, so nothing is silent here.
    await until(async () => (await patch(ada, upload, rest)).status === 204, 'the upload to be free');
    expect(await isThere(ada, bytes)).toBe(true);
  });

  test('two devices that finish at once both hear that it is there', async () => {
    const { ada } = people();
    const other = await ada.signInAgain();
    const bytes = fileOf(50_000);
    const upload = await begin(ada, bytes);
    await patch(ada, upload, { offset: 0, body: bytes.slice(0, 49_999) });
    const last = bytes.slice(49_999);
    const answers = await Promise.all([ada, other].map((who) => patch(who, upload, { offset: 49_999, body: last })));
    for (const { status } of answers) expect([204, 404, 409, 423]).toContain(status);
    expect(answers.some(({ status }) => status === 204)).toBe(true);
    expect([await isThere(ada, bytes), await filesOnDisk()]).toEqual([true, [hashOfBytes(bytes)]]);
  });

  test('what was given up is gone, also in the middle of a piece', async () => {
    const { ada } = people();
    const bytes = fileOf(100_000);
    const upload = await begin(ada, bytes);
    const slow = slowBody();
    const going = patch(ada, upload, { offset: 0, body: slow.body }).catch(() => null);
    slow.send(bytes.slice(0, 50_000));
    await until(async () => (await offsetOf(ada, upload)) === '50000', 'the first bytes');
    expect((await giveUp(ada, upload)).status).toBe(204);
    slow.end();
    await going;
    expect((await head(ada, upload)).status).toBe(404);
    expect((await sendFile(ada, bytes)).status).toBe(204);
  });

  test('whoever is signed out while the last piece comes has sent nothing', async () => {
    const { ada, ben } = people();
    const bytes = fileOf(10_000);
    const upload = await begin(ben, bytes);
    const slow = slowBody();
    const last = patch(ben, upload, { offset: 0, body: slow.body });
    slow.send(bytes.slice(0, 5_000));
    await until(async () => (await offsetOf(ben, upload)) === '5000', 'the first bytes');
    await ada.call('POST', '/api/workspace/people/suspend', { userId: ben.userId, isSuspended: true });
    slow.send(bytes.slice(5_000));
    slow.end();
    expect((await last).code).toBe('not-signed-in');
    expect(await filesOnDisk()).toEqual([]);
  });

  test('an upload that was begun a day ago goes, unless somebody has gone on with it', async () => {
    const { ada } = people();
    const [left, wanted] = [fileOf(1_000), fileOf(1_000)];
    const uploads = [await begin(ada, left), await begin(ada, wanted)];
    for (const upload of uploads) await patch(ada, upload, { offset: 0, body: fileOf(500) });
    nowMs += claimLifeMs / 2;
    expect((await announce(ada, { hash: hashOfBytes(wanted), size: 1_000 })).body.offset).toBe(500);
    nowMs += claimLifeMs / 2 + 1;
    await server.stop();
    server = await openTestServer({
      dataDir: server.dataDir,
      port: Number(new URL(server.url).port),
      now: () => nowMs,
    });
    await until(async () => (await head(ada, must(uploads[0], 'one'))).status === 404, 'the old one to go');
    expect(await offsetOf(ada, must(uploads[1], 'another'))).toBe('500');
  });
});

describe('a server that dies', () => {
  let child: ChildServer;
  beforeEach(async () => {
    await open();
    child = await openChildServer();
  });
  afterEach(() => child.close());

  test('within a piece goes on where it stood, and the file is whole', async () => {
    const [ada] = await child.people('Ada');
    const bytes = fileOf(3_000_000);
    const upload = await begin(ada, bytes);
    const slow = slowBody();
    const cut = patch(ada, upload, { offset: 0, body: slow.body }).catch(() => null);
    slow.send(bytes.slice(0, 2_000_000));
    await until(async () => Number(await offsetOf(ada, upload)) > 1_000_000, 'half of it');
    await child.kill();
    await cut;
    await child.start();
    const { body } = await announce(ada, { hash: hashOfBytes(bytes), size: bytes.length });
    expect([body.status, body.upload]).toEqual(['send', upload]);
    const offset = must(body.offset, 'where it stands');
    expect(offset).toBeGreaterThan(1_000_000);
    expect((await patch(ada, upload, { offset, body: bytes.slice(offset) })).status).toBe(204);
    expect(await isThere(ada, bytes)).toBe(true);
    expect(child.complaints).toEqual([]);
  });
});

describe('room', () => {
  const settings = async (files: Partial<FileSettings>) => {
    const { ada } = people();
    const body = {
      name: 'Harbour',
      signUp: 'invite',
      whoMayWrite: 'anyone',
      files: { ...firstFileSettings, ...files },
    };
    expect((await ada.call('POST', '/api/workspace/settings', body)).status).toBe(200);
  };
  const mebibyte = 1024 * 1024;
  const roomOf = async (person: Person) => (await person.call('GET', '/api/files/limits')).body['room'];

  test('is shared by all that a person sends at once, to the last byte', async () => {
    const blobs = new FillingBlobs();
    await open({ blobs });
    await settings({ quotaMb: 1 });
    const { ada, ben } = people();
    const most = fileOf(Math.floor(mebibyte * 0.99));
    expect((await sendFile(ada, most)).status).toBe(204);
    expect(await roomOf(ada)).toBe(mebibyte - most.length);
    const rest = mebibyte - most.length;
    const over = await announce(ada, { hash: hashOfBytes(fileOf(8)), size: rest + 1 });
    expect([over.status, over.body.code]).toEqual([507, 'no-room']);
    blobs.askedAtOnce = 2;
    const both = await Promise.all(
      [1, 2].map((seed) => announce(ada, { hash: hashOfBytes(fileOf(seed)), size: Math.ceil(rest * 0.6) })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 507]);
    blobs.askedAtOnce = 1;
    expect(await isThere(ada, most)).toBe(true); // and costs nothing more
    expect(await roomOf(ben)).toBe(mebibyte);
    await giveUp(ada, must(both.find(({ status }) => status === 200)?.body.upload, 'the one that went'));
    expect((await announce(ada, { hash: hashOfBytes(fileOf(8)), size: rest })).status).toBe(200);
  });

  test('of the workspace ends for everybody', async () => {
    await open();
    await settings({ workspaceMb: 1 });
    const { ada, ben } = people();
    expect((await sendFile(ada, fileOf(mebibyte - 100))).status).toBe(204);
    const over = await announce(ben, { hash: hashOfBytes(fileOf(8)), size: 101 });
    expect([over.status, over.body.code]).toEqual([507, 'no-room']);
    expect(await roomOf(ben)).toBe(100);
  });

  test('for one file is as the workspace says for what it is sent as', async () => {
    await open();
    const maxFileMb = { ...firstFileSettings.maxFileMb, image: 1, voice: 0 };
    await settings({ maxFileMb });
    const { ada } = people();
    const asks = (form: 'image' | 'voice' | 'video', size: number) =>
      announce(ada, { hash: hashOfBytes(fileOf(size % 999)), size, form });
    expect((await asks('image', mebibyte)).status).toBe(200);
    expect((await asks('image', mebibyte + 1)).body.code).toBe('too-large');
    expect((await asks('voice', 1)).body.code).toBe('too-large');
    expect((await asks('video', mebibyte + 1)).status).toBe(200);
  });

  test('is changed by owners alone, and to nothing but whole numbers of bytes that a store can keep', async () => {
    await open();
    const { ada, ben } = people();
    const named = { name: 'Harbour', signUp: 'invite', whoMayWrite: 'anyone' };
    const change = (who: Person, files: unknown) => who.call('POST', '/api/workspace/settings', { ...named, files });
    expect((await change(ben, firstFileSettings)).status).toBe(403);
    const { maxFileMb } = firstFileSettings;
    for (const wrong of [
      { ...firstFileSettings, quotaMb: -1 },
      { ...firstFileSettings, quotaMb: 0.5 },
      { ...firstFileSettings, workspaceMb: 1e12 },
      { ...firstFileSettings, maxFileMb: { ...maxFileMb, video: 4_097 } },
      { ...firstFileSettings, maxFileMb: { image: 1 } },
      { ...firstFileSettings, more: 1 },
      null,
    ])
      expect((await change(ada, wrong)).status).toBe(400);
    await settings({ quotaMb: 7 });
    await ada.call('POST', '/api/workspace/settings', named); // by an older device, which does not know of it
    expect(await roomOf(ben)).toBe(7 * mebibyte);
  });

  test('is not taken by more uploads than anybody has under way', async () => {
    await open();
    const { ada } = people();
    const { files } = server.server.log;
    for (let number = 0; number < maxUploadsPerPerson; number++) {
      const hash = hashOfBytes(Uint8Array.of(number));
      files.beginUpload({ id: `upload ${number}`, userId: ada.userId, hash, size: 1, form: 'image', begunAt: nowMs });
    }
    const { status, body } = await announce(ada, { hash: hashOfBytes(fileOf(8)), size: 8 });
    expect([status, body.code]).toEqual([429, 'too-many']);
  });

  test('that ends on the disk is told, what came stays, and it goes on once there is some', async () => {
    const blobs = new FillingBlobs();
    await open({ blobs });
    const { ada } = people();
    const bytes = fileOf(300_000);
    const upload = await begin(ada, bytes);
    blobs.left = 150_000;
    const full = await patch(ada, upload, { offset: 0, body: bytes });
    expect([full.status, full.code]).toEqual([507, 'no-room']);
    const offset = Number(await offsetOf(ada, upload));
    expect(offset).toBeGreaterThan(0);
    expect((await announce(ada, { hash: hashOfBytes(fileOf(9)), size: 9 })).body.code).toBe('no-room');
    blobs.left = Number.MAX_SAFE_INTEGER;
    expect((await patch(ada, upload, { offset, body: bytes.slice(offset) })).status).toBe(204);
    expect(await isThere(ada, bytes)).toBe(true);
  });
});

/** A disk that fills up: what does not fit any more fails as the system says it. */
class FillingBlobs extends MemoryBlobs {
  left = Number.MAX_SAFE_INTEGER;

  override append(id: string, offset: number, source: Bytes): Promise<number> {
    return super.append(id, offset, source).then((at) => {
      if (this.left === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      return at;
    });
  }

  protected override take(piece: Uint8Array): Uint8Array {
    const taken = piece.slice(0, this.left);
    this.left -= taken.length;
    return taken;
  }

  /** Whoever asks for room hears of it once so many have asked. */
  askedAtOnce = 1;
  readonly #asking: (() => void)[] = [];

  override async room(): Promise<number> {
    const answered = new Promise<void>((resolve) => this.#asking.push(resolve));
    if (this.#asking.length >= this.askedAtOnce) for (const answer of this.#asking.splice(0)) answer();
    await answered;
    return this.left;
  }

  override isFull(error: unknown): boolean {
    return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  }
}

describe('a scanner', () => {
  let clamd: ClamdDouble;
  beforeEach(async () => {
    clamd = await openClamdDouble({ maxStreamBytes: 1_000_000 });
    await open({ clamd: clamd.address });
  });
  afterEach(() => clamd.close());
  const infected = () => Uint8Array.from(Buffer.concat([randomBytes(70_000), Buffer.from(eicar), randomBytes(10)]));

  test('lets through what is clean, and sees all of it', async () => {
    const { ada } = people();
    const bytes = fileOf(600_000);
    expect((await sendFile(ada, bytes)).status).toBe(204);
    expect([clamd.scanned, await isThere(ada, bytes)]).toEqual([[600_000], true]);
  });

  test('keeps out what is infected, for everybody and for ever, without being asked twice', async () => {
    const { ada, ben } = people();
    const bytes = infected();
    for (const who of [ada, ben]) {
      const answer = await sendFile(who, bytes);
      expect([answer.status, answer.code]).toEqual([422, 'file-infected']);
    }
    expect(clamd.scanned).toHaveLength(1);
    expect(await roomFor(ada)).toBe(firstFileSettings.quotaMb * 1024 * 1024);
    expect([await isThere(ada, bytes), await filesOnDisk()]).toEqual([false, []]);
  });

  test('that is away or talks nonsense lets nothing through, and it is asked again', async () => {
    const { ada } = people();
    const bytes = fileOf(10_000);
    const upload = await begin(ada, bytes);
    clamd.behave('away');
    const answer = await patch(ada, upload, { offset: 0, body: bytes });
    expect([answer.status, answer.code, answer.headers.get('retry-after')]).toEqual([503, 'not-scanned', '5']);
    clamd.behave('strange');
    expect((await announce(ada, { hash: hashOfBytes(bytes), size: bytes.length })).body.code).toBe('not-scanned');
    expect(await filesOnDisk()).toEqual([]);
    clamd.behave('well');
    expect(await isThere(ada, bytes)).toBe(true);
    expect(server.logLines.filter((line) => line.includes('virus scanner'))).toHaveLength(2);
  });

  test('that takes no file of this size lets none through', async () => {
    const { ada } = people();
    expect((await sendFile(ada, fileOf(1_500_000))).code).toBe('not-scanned');
    expect(await filesOnDisk()).toEqual([]);
  });

  const roomFor = async (person: Person) => (await person.call('GET', '/api/files/limits')).body['room'];
});

test('announcing is counted', async () => {
  await open();
  const { ada } = people();
  const asks = () => announce(ada, { hash: hashOfBytes(Uint8Array.of(1)), size: 1 });
  for (let tries = 0; tries < rates.announcePerPerson.burst; tries++) expect((await asks()).status).toBe(200);
  expect((await asks()).body.code).toBe('too-many');
});
