// What every store of files promises: uploads that go on where they stand, whole files under their hash, stretches of
// them, and that doing anything twice is as doing it once. S3 is a double of its HTTP API (tests/kit/s3-double.ts).
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { BlobStore, Bytes } from '../../sync-server/files/blob-store.ts';
import { openDiskBlobs } from '../../sync-server/files/disk-blobs.ts';
import { MemoryBlobs } from '../../sync-server/files/memory-blobs.ts';
import { openS3Blobs } from '../../sync-server/files/s3-blobs.ts';
import { openS3Double, type S3Double } from '../kit/s3-double.ts';
import { hashOfBytes } from '../kit/send-file.ts';

interface Opened {
  readonly blobs: BlobStore;
  /** The same store as after a start of the server; null where nothing outlives it. */
  readonly again: (() => Promise<BlobStore>) | null;
  close(): Promise<void>;
}

const implementations: Readonly<Record<string, () => Promise<Opened>>> = {
  MemoryBlobs: () => Promise.resolve({ blobs: new MemoryBlobs(), again: null, close: () => Promise.resolve() }),
  async DiskBlobs() {
    const folder = await mkdtemp(join(tmpdir(), 'biz1-blobs-'));
    const again = () => openDiskBlobs(folder);
    return { blobs: await again(), again, close: () => rm(folder, { recursive: true }) };
  },
  async S3Blobs() {
    const double = await openS3Double();
    const again = () => Promise.resolve(openS3Blobs(double.config));
    return { blobs: await again(), again, close: () => double.close() };
  },
};

const id = 'an-upload-of-somebody';

async function* inPieces(bytes: Uint8Array, pieceBytes = 7_000): Bytes {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Breaks off after these. */
async function* broken(bytes: Uint8Array): Bytes {
  yield* inPieces(bytes);
  throw new Error('the line is cut');
}

async function allOf(source: Bytes | ReadableStream<Uint8Array> | null): Promise<Buffer | null> {
  if (source === null) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function put(blobs: BlobStore, bytes: Uint8Array): Promise<void> {
  await blobs.begin(id, bytes.length);
  await blobs.append(id, 0, inPieces(bytes));
  await blobs.keep(id, hashOfBytes(bytes));
  await blobs.drop(id);
}

describe.each(Object.entries(implementations))('%s', (_name, open) => {
  let opened: Opened;
  let blobs: BlobStore;
  beforeEach(async () => {
    opened = await open();
    blobs = opened.blobs;
  });
  afterEach(async () => {
    blobs.close();
    await opened.close();
  });

  test('an upload goes on behind what is there, also after a start, and is read as it came', async () => {
    const bytes = randomBytes(100_000);
    expect(await blobs.received(id)).toBeNull();
    await blobs.begin(id, bytes.length);
    expect(await blobs.received(id)).toBe(0);
    expect(await blobs.append(id, 0, inPieces(bytes.subarray(0, 30_000)))).toBe(30_000);
    expect(await blobs.received(id)).toBe(30_000);
    await blobs.begin(id, bytes.length); // announced once more
    if (opened.again !== null) blobs = await opened.again();
    expect(await blobs.received(id)).toBe(30_000);
    expect(await blobs.append(id, 30_000, inPieces(bytes.subarray(30_000)))).toBe(100_000);
    expect(bytes.equals((await allOf(blobs.readIncoming(id))) ?? Buffer.alloc(0))).toBe(true);
  });

  test('where the line is cut, what came until then stays', async () => {
    const bytes = randomBytes(50_000);
    await blobs.begin(id, bytes.length);
    expect(await blobs.append(id, 0, broken(bytes.subarray(0, 21_000)))).toBe(21_000);
    expect(await blobs.received(id)).toBe(21_000);
    expect(await blobs.append(id, 21_000, inPieces(bytes.subarray(21_000)))).toBe(50_000);
    expect(bytes.equals((await allOf(blobs.readIncoming(id))) ?? Buffer.alloc(0))).toBe(true);
  });

  test('a file of many parts comes whole', async () => {
    const bytes = randomBytes(17 * 1024 * 1024);
    await blobs.begin(id, bytes.length);
    const cut = 9 * 1024 * 1024;
    expect(await blobs.append(id, 0, inPieces(bytes.subarray(0, cut), 1024 * 1024))).toBe(cut);
    expect(await blobs.append(id, cut, inPieces(bytes.subarray(cut), 1024 * 1024))).toBe(bytes.length);
    await blobs.keep(id, hashOfBytes(bytes));
    expect(bytes.equals((await allOf(await blobs.read(hashOfBytes(bytes), null))) ?? Buffer.alloc(0))).toBe(true);
  });

  test('what is kept is there whole and in stretches, and stays when its upload is dropped', async () => {
    const bytes = randomBytes(70_000);
    const hash = hashOfBytes(bytes);
    expect(await blobs.size(hash)).toBeNull();
    expect(await blobs.read(hash, null)).toBeNull();
    await put(blobs, bytes);
    expect(await blobs.received(id)).toBeNull();
    expect(await blobs.size(hash)).toBe(70_000);
    expect(bytes.equals((await allOf(await blobs.read(hash, null))) ?? Buffer.alloc(0))).toBe(true);
    for (const [from, to] of [
      [0, 0],
      [10, 60_009],
      [69_999, 69_999],
    ] as const) {
      const stretch = await allOf(await blobs.read(hash, { from, to }));
      expect(bytes.subarray(from, to + 1).equals(stretch ?? Buffer.alloc(0))).toBe(true);
    }
  });

  test('keeping, dropping and removing twice are as once, and whoever reads meanwhile may stop', async () => {
    const bytes = randomBytes(400_000);
    const hash = hashOfBytes(bytes);
    await blobs.begin(id, bytes.length);
    await blobs.append(id, 0, inPieces(bytes));
    await blobs.keep(id, hash);
    await blobs.keep(id, hash);
    await blobs.drop(id);
    await blobs.drop(id);
    await (await blobs.read(hash, null))?.cancel();
    await blobs.remove(hash);
    await blobs.remove(hash);
    expect(await blobs.size(hash)).toBeNull();
    await put(blobs, bytes); // and it can come again
    expect(await blobs.size(hash)).toBe(400_000);
  });

  test('it names the uploads that are there, and no others', async () => {
    const uploads = ['first', 'second', 'third'].map((name) => name.padEnd(43, '_'));
    for (const upload of uploads) await blobs.begin(upload, 10);
    await blobs.append(must(uploads[0], 'one'), 0, inPieces(randomBytes(5)));
    await put(blobs, randomBytes(1_000));
    await blobs.drop(must(uploads[1], 'another'));
    expect((await Array.fromAsync(blobs.incoming())).sort()).toEqual([uploads[0], uploads[2]]);
  });

  test('giving up an upload that has only begun leaves nothing of it', async () => {
    await blobs.begin(id, 60_000);
    await blobs.append(id, 0, inPieces(randomBytes(20_000)));
    await blobs.drop(id);
    expect(await blobs.received(id)).toBeNull();
    await blobs.begin(id, 60_000);
    expect(await blobs.received(id)).toBe(0);
  });
});

describe('a bucket', () => {
  let double: S3Double;
  let blobs: BlobStore;
  beforeEach(async () => {
    double = await openS3Double();
    blobs = openS3Blobs(double.config);
  });
  afterEach(async () => {
    blobs.close();
    await double.close();
  });

  test('that cannot be asked does not make an upload look as if it were not there', async () => {
    await blobs.begin(id, 1_000);
    blobs = openS3Blobs(double.config); // which knows nothing by heart
    double.failOn(() => 'AccessDenied');
    await expect(blobs.received(id)).rejects.toThrow(/looked at|Forbidden|AccessDenied|Unknown/);
    double.failOn(() => null);
    expect(await blobs.received(id)).toBe(0);
  });

  test('that failed before it put the parts together does so when the upload is read', async () => {
    const bytes = randomBytes(10_000);
    await blobs.begin(id, bytes.length);
    double.failOn(({ method, query }) => (method === 'POST' && query.has('uploadId') ? 'AccessDenied' : null));
    await expect(blobs.append(id, 0, inPieces(bytes))).rejects.toThrow('AccessDenied');
    double.failOn(() => null);
    expect(await blobs.received(id)).toBe(10_000);
    expect(bytes.equals((await allOf(blobs.readIncoming(id))) ?? Buffer.alloc(0))).toBe(true);
  });

  test('says that it is full, and keeps nothing of what was given up', async () => {
    await blobs.begin(id, 6_000);
    double.failOn(({ method }) => (method === 'PUT' ? 'XMinioStorageFull' : null));
    const failed = await blobs.append(id, 0, inPieces(randomBytes(5_000))).catch((error: unknown) => error);
    expect(blobs.isFull(failed)).toBe(true);
    double.failOn(() => null);
    await blobs.drop(id);
    expect([double.keys(), double.openUploads()]).toEqual([[], 0]);
  });
});
