// Files in memory: for worlds and tests, where nothing outlives the process. Kept in pieces as they came.
import type { FileHash } from '../../shared/conversation/attachments.ts';
import { untilBroken, type BlobStore, type ByteRange, type Bytes, type ByteStream } from './blob-store.ts';

export class MemoryBlobs implements BlobStore {
  readonly #incoming = new Map<string, Uint8Array[]>();
  readonly #files = new Map<FileHash, Uint8Array<ArrayBuffer>>();

  begin(id: string): Promise<void> {
    if (!this.#incoming.has(id)) this.#incoming.set(id, []);
    return Promise.resolve();
  }

  received(id: string): Promise<number | null> {
    const pieces = this.#incoming.get(id);
    return Promise.resolve(pieces === undefined ? null : lengthOf(pieces));
  }

  async append(id: string, offset: number, source: Bytes): Promise<number> {
    const pieces = this.#incoming.get(id);
    if (pieces === undefined || lengthOf(pieces) !== offset) throw new Error('nothing to go on with');
    for await (const piece of untilBroken(source)) pieces.push(this.take(piece));
    return lengthOf(pieces);
  }

  /** A copy, for who brings it may use it again. Tests let a disk fill up here. */
  protected take(piece: Uint8Array): Uint8Array {
    return piece.slice();
  }

  async *readIncoming(id: string): Bytes {
    yield* this.#incoming.get(id) ?? [];
  }

  keep(id: string, hash: FileHash): Promise<void> {
    const pieces = this.#incoming.get(id);
    if (pieces !== undefined) this.#files.set(hash, joined(pieces));
    return Promise.resolve();
  }

  drop(id: string): Promise<void> {
    this.#incoming.delete(id);
    return Promise.resolve();
  }

  async *incoming(): AsyncIterable<string> {
    yield* this.#incoming.keys();
  }

  read(hash: FileHash, range: ByteRange | null): Promise<ByteStream | null> {
    const bytes = this.#files.get(hash);
    if (bytes === undefined) return Promise.resolve(null);
    const wanted = range === null ? bytes : bytes.subarray(range.from, range.to + 1);
    const start = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
      if (wanted.length > 0) controller.enqueue(wanted.slice());
      controller.close();
    };
    return Promise.resolve(new ReadableStream<Uint8Array<ArrayBuffer>>({ start }));
  }

  size(hash: FileHash): Promise<number | null> {
    return Promise.resolve(this.#files.get(hash)?.length ?? null);
  }

  remove(hash: FileHash): Promise<void> {
    this.#files.delete(hash);
    return Promise.resolve();
  }

  room(): Promise<number> {
    return Promise.resolve(Number.MAX_SAFE_INTEGER);
  }

  isFull(_error: unknown): boolean {
    return false;
  }

  close(): void {
    // Nothing is open.
  }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
