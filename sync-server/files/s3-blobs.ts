// Files in a bucket that speaks S3: uploads as multipart uploads by @tus/s3-store, whole files under their hash.
// Loaded only where one is configured. What a kill cuts off while bytes come is less than one part (5 MB): `received`
// tells how much is left, and it is sent again.
import { Readable } from 'node:stream';
import { S3Store } from '@tus/s3-store';
import { Upload } from '@tus/server';
import type { FileHash } from '../../shared/conversation/attachments.ts';
import { untilBroken, type BlobStore, type ByteRange, type Bytes, type ByteStream } from './blob-store.ts';

export interface S3Config {
  readonly bucket: string;
  readonly region: string;
  /** Of a service that is not Amazon's; null for theirs. */
  readonly endpoint: string | null;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function openS3Blobs(config: S3Config): BlobStore {
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = config;
  const store = new Bucket({
    s3ClientConfig: {
      ...{ bucket, region, credentials: { accessKeyId, secretAccessKey } },
      // Checksums in trailers are not spoken by every service, and what has come is checked by its hash.
      ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
      logger: silent,
      ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    },
  });
  return new S3Blobs(store, bucket);
}

/** What it asks the service with is used here for whole files too; what it remembers of an upload is forgotten with it. */
class Bucket extends S3Store {
  forget(key: string): Promise<void> {
    return this.clearCache(key);
  }

  get api() {
    return this.client;
  }
}

class S3Blobs implements BlobStore {
  readonly #store: Bucket;
  readonly #bucket: string;

  constructor(store: Bucket, bucket: string) {
    this.#store = store;
    this.#bucket = bucket;
  }

  get #client() {
    return this.#store.api;
  }

  async begin(id: string, size: number): Promise<void> {
    if ((await this.received(id)) !== null) return;
    await this.#store.create(new Upload({ id: incoming(id), size, offset: 0 }));
  }

  async received(id: string): Promise<number | null> {
    try {
      return (await this.#store.getUpload(incoming(id))).offset;
    } catch (error) {
      // It says so of every failure: whether there is none the bucket has to say itself.
      if (!isTusNotFound(error)) throw error;
      if ((await this.#length(`${incoming(id)}.info`)) === null) return null;
      throw new Error('an upload cannot be looked at now', { cause: error });
    }
  }

  append(id: string, offset: number, source: Bytes): Promise<number> {
    return this.#store.write(Readable.from(untilBroken(source), { objectMode: false }), incoming(id), offset);
  }

  async *readIncoming(id: string): Bytes {
    yield* await this.#whole(incoming(id));
  }

  async keep(id: string, hash: FileHash): Promise<void> {
    const source = { Bucket: this.#bucket, CopySource: `${this.#bucket}/${incoming(id)}` };
    await this.#client.copyObject({ ...source, Key: fileKey(hash) });
  }

  async drop(id: string): Promise<void> {
    const key = incoming(id);
    await this.#store.remove(key).catch((error: unknown) => {
      if (!isTusNotFound(error)) throw error; // it was whole already, or never begun
    });
    const left = [key, `${key}.info`, `${key}.part`];
    await this.#store.forget(key);
    await Promise.all(left.map((Key) => this.#client.deleteObject({ Bucket: this.#bucket, Key })));
  }

  async *incoming(): AsyncIterable<string> {
    let after: string | undefined;
    do {
      const page = {
        Bucket: this.#bucket,
        Prefix: incoming(''),
        ...(after !== undefined && { ContinuationToken: after }),
      };
      const { Contents = [], NextContinuationToken } = await this.#client.listObjectsV2(page);
      for (const { Key = '' } of Contents)
        if (Key.endsWith('.info')) yield Key.slice(incoming('').length, -'.info'.length);
      after = NextContinuationToken;
    } while (after !== undefined);
  }

  async read(hash: FileHash, range: ByteRange | null): Promise<ByteStream | null> {
    const stretch = range === null ? {} : { Range: `bytes=${range.from}-${range.to}` };
    const found = await this.#client
      .getObject({ Bucket: this.#bucket, Key: fileKey(hash), ...stretch })
      .catch(nullIfMissing);
    return (found?.Body?.transformToWebStream() as ByteStream | undefined) ?? null; // the library's type names no buffer
  }

  size(hash: FileHash): Promise<number | null> {
    return this.#length(fileKey(hash));
  }

  async remove(hash: FileHash): Promise<void> {
    await this.#client.deleteObject({ Bucket: this.#bucket, Key: fileKey(hash) });
  }

  room(): Promise<number> {
    return Promise.resolve(Number.MAX_SAFE_INTEGER); // it says so when there is none
  }

  isFull(error: unknown): boolean {
    const name = error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}` : '';
    return /QuotaExceeded|StorageFull|ENOSPC|EDQUOT/.test(name); // the last two: parts wait on this machine's disk
  }

  close(): void {
    this.#client.destroy();
  }

  /** An upload of which every part is there is one object only once that was asked for, which a crash may have kept back. */
  async #whole(key: string): Promise<Bytes> {
    const get = () => this.#client.getObject({ Bucket: this.#bucket, Key: key });
    let found = await get().catch(nullIfMissing);
    if (found === null) {
      const { offset } = await this.#store.getUpload(key);
      await this.#store.write(Readable.from([]), key, offset);
      found = await get();
    }
    return found.Body as Readable; // as it is under Node
  }

  async #length(key: string): Promise<number | null> {
    const found = await this.#client.headObject({ Bucket: this.#bucket, Key: key }).catch(nullIfMissing);
    return found?.ContentLength ?? null;
  }
}

/** What fails is told to whoever asked, and logged there. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore, trace: ignore };

function ignore(): void {
  // Nothing of it is for the log.
}

function incoming(id: string): string {
  return `incoming/${id}`;
}

function fileKey(hash: FileHash): string {
  return `files/${hash}`;
}

function isTusNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status_code' in error && error.status_code === 404;
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && ['NotFound', 'NoSuchKey'].includes(error.name)) return null;
  throw error;
}
