// Files on the server's disk: `incoming/<upload>` while they come, `<first two digits>/<hash>` once they are whole.
// Nothing stands beside the bytes that a crash could leave half written: how much is there is how long the file is.
import { createReadStream, type Stats } from 'node:fs';
import { link, mkdir, open, opendir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileHash } from '../../shared/conversation/attachments.ts';
import { reservedDiskBytes } from '../limits.ts';
import { untilBroken, type BlobStore, type ByteRange, type Bytes, type ByteStream } from './blob-store.ts';

export async function openDiskBlobs(folder: string): Promise<BlobStore> {
  await mkdir(join(folder, 'incoming'), { recursive: true, mode: 0o700 });
  return new DiskBlobs(folder);
}

class DiskBlobs implements BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async begin(id: string): Promise<void> {
    const file = await open(this.#incoming(id), 'a', 0o600);
    await file.close();
  }

  async received(id: string): Promise<number | null> {
    return (await statIfThere(this.#incoming(id)))?.size ?? null;
  }

  async append(id: string, offset: number, source: Bytes): Promise<number> {
    const file = await open(this.#incoming(id), 'r+');
    try {
      let at = offset;
      for await (const piece of untilBroken(source)) at += await writeAll(file, piece, at);
      await file.sync();
      return at;
    } finally {
      await file.close();
    }
  }

  readIncoming(id: string): Bytes {
    return createReadStream(this.#incoming(id), { highWaterMark: pieceBytes });
  }

  async keep(id: string, hash: FileHash): Promise<void> {
    const [from, to] = [this.#incoming(id), this.#file(hash)];
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await syncPath(from);
    await rm(to, { force: true }); // what a crash has left there before anybody was told of it
    try {
      await link(from, to); // the upload stays until the records have it
    } catch (error) {
      if (!isWithoutLinks(error)) throw error;
      await rename(from, to);
    }
    await syncPath(dirname(to));
    await syncPath(this.#folder); // a folder of two digits may be new
  }

  async drop(id: string): Promise<void> {
    await rm(this.#incoming(id), { force: true });
  }

  async *incoming(): AsyncIterable<string> {
    for await (const { name } of await opendir(join(this.#folder, 'incoming'))) yield name;
  }

  async read(hash: FileHash, range: ByteRange | null): Promise<ByteStream | null> {
    const file = await openIfThere(this.#file(hash));
    if (file === null) return null;
    const stretch = range === null ? {} : { start: range.from, end: range.to };
    const stream = file.createReadStream({ ...stretch, highWaterMark: pieceBytes });
    return Readable.toWeb(stream, { strategy: new ByteLengthQueuingStrategy({ highWaterMark: pieceBytes }) });
  }

  async size(hash: FileHash): Promise<number | null> {
    return (await statIfThere(this.#file(hash)))?.size ?? null;
  }

  async remove(hash: FileHash): Promise<void> {
    await rm(this.#file(hash), { force: true });
  }

  async room(): Promise<number> {
    const { bavail, blocks, bsize } = await statfs(this.#folder);
    return Math.max(0, bavail * bsize - Math.min(reservedDiskBytes, (blocks * bsize) / 20));
  }

  isFull(error: unknown): boolean {
    return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error));
  }

  close(): void {
    // Files are open only while they are read or written.
  }

  #incoming(id: string): string {
    return join(this.#folder, 'incoming', id);
  }

  #file(hash: FileHash): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }
}

/** A page's worth of disk reads at a time: all that one reader holds of a file. */
const pieceBytes = 256 * 1024;

/** One write may take less than it was given. */
async function writeAll(file: FileHandle, piece: Uint8Array, at: number): Promise<number> {
  let written = 0;
  while (written < piece.length) {
    const { bytesWritten } = await file.write(piece, written, piece.length - written, at + written);
    written += bytesWritten;
  }
  return written;
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (process.platform === 'win32') return null; // where folders cannot be opened, nor need to be
    throw error;
  });
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await handle.close();
  }
}

async function statIfThere(path: string): Promise<Stats | null> {
  return stat(path).catch(nullIfMissing);
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch(nullIfMissing);
}

function nullIfMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A disk that knows one name for a file only. */
function isWithoutLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error));
}
