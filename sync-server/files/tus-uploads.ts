// The tus protocol (1.0) on the store: how far an upload is, going on with it, giving it up. Uploads are begun by an
// announcement alone, and only their sender's requests come here.
// Does not know: who asks, what is done with a whole upload.
import type { Readable } from 'node:stream';
import { DataStore, Server, Upload } from '@tus/server';
import { isHttpRefusalCode, type HttpRefusalCode } from '../../shared/protocol/people-api.ts';
import type { BlobStore, Bytes } from './blob-store.ts';
import type { FileRecords } from './file-records.ts';
import type { UploadLocks } from './upload-locks.ts';

export interface TusParts {
  readonly records: FileRecords;
  readonly blobs: BlobStore;
  readonly locks: UploadLocks;
  /** Forgets an upload, once nobody looks at it. */
  readonly giveUp: (id: string) => Promise<void>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export type TusAnswer =
  | { readonly status: 'ok'; readonly offset: number | null; readonly length: number | null }
  | { readonly status: 'refused'; readonly code: HttpRefusalCode };

export const tusVersion = '1.0.0';

/** Answers a HEAD, PATCH or DELETE of one upload. */
export function makeTus(parts: TusParts): (request: Request) => Promise<TusAnswer> {
  const server = new Server({
    path: '/api/uploads',
    datastore: new TusStore(parts),
    locker: (request) => parts.locks.lockerFor(request.method),
    lockDrainTimeout: 1, // whoever has to give way has been silent
    allowedOrigins: () => false,
    onResponseError(_request, error) {
      if (error instanceof Error && !('status_code' in error)) parts.onTrouble('an upload failed', error);
      return undefined;
    },
  });
  return async (request) => toAnswer(await server.handleWeb(request));
}

async function toAnswer(response: Response): Promise<TusAnswer> {
  if (response.ok) {
    const read = (name: string) => (response.headers.has(name) ? Number(response.headers.get(name)) : null);
    return { status: 'ok', offset: read('Upload-Offset'), length: read('Upload-Length') };
  }
  return { status: 'refused', code: codeOf(response.status, (await response.text()).trim()) };
}

const codes: Readonly<Record<number, HttpRefusalCode>> = {
  404: 'not-found',
  409: 'upload-moved',
  410: 'not-found',
  413: 'too-large',
  500: 'server-error',
};

function codeOf(status: number, body: string): HttpRefusalCode {
  return isHttpRefusalCode(body) ? body : (codes[status] ?? 'bad-request');
}

/** What tus answers with these: a status, and one of our codes. */
const missing = { status_code: 404, body: 'not-found' };
const full = { status_code: 507, body: 'no-room' };

class TusStore extends DataStore {
  override extensions = ['termination'];
  readonly #parts: TusParts;

  constructor(parts: TusParts) {
    super();
    this.#parts = parts;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { records, blobs } = this.#parts;
    const row = records.upload(id);
    const offset = row === null ? null : await blobs.received(id);
    if (row === null || offset === null) throw missing;
    return new Upload({ id, size: row.size, offset });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const { blobs, locks } = this.#parts;
    try {
      if ((await blobs.room()) === 0) throw full;
      const writing = blobs.append(id, offset, this.#metered(id, stream));
      locks.noteWriting(id, writing);
      return await writing;
    } catch (error) {
      throw blobs.isFull(error) ? full : error;
    }
  }

  override async remove(id: string): Promise<void> {
    await this.#parts.giveUp(id);
  }

  async *#metered(id: string, source: Bytes): Bytes {
    for await (const piece of source) {
      this.#parts.locks.noteActive(id);
      yield piece;
    }
  }
}
