// Where the bytes of files lie: incoming ones by the id of their upload, whole ones by their hash.
// Promises: what has come stays, also through a kill, but for less than a last part where a store takes parts only:
// `received` always tells what is there. `keep` is whole or not at all,
// and on the disk when it settles, also through a power loss; doing anything of this twice is as doing it once.
// Does not know: who sends, what is in a file, whether a hash is right. One suite proves it for every implementation:
// `tests/contract/blob-store.test.ts`.
import type { FileHash } from '../../shared/conversation/attachments.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** As an answer's body is given. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Both ends count; of a file of ten bytes the whole is from 0 to 9. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface BlobStore {
  /** Makes place for an upload of exactly this size; nothing where there is one of this id. */
  begin(id: string, size: number): Promise<void>;
  /** Bytes that are there of an upload; null where there is none of this id. */
  received(id: string): Promise<number | null>;
  /**
   * Puts bytes behind the `offset` that are there, and tells how many are there now. Where the source breaks off, what
   * came until then stays; where the store cannot go on it rejects, with `isFull` where that is why.
   */
  append(id: string, offset: number, source: Bytes): Promise<number>;
  /** All of an upload, in pieces. Only of one that is there. */
  readIncoming(id: string): Bytes;
  /** What a whole upload brought is there under its hash from now on. The upload stays until it is dropped. */
  keep(id: string, hash: FileHash): Promise<void>;
  /** Forgets an upload, whether there is one or not. */
  drop(id: string): Promise<void>;
  /** The ids of all uploads that are there. */
  incoming(): AsyncIterable<string>;
  /** A file, or a stretch inside it; null where it is not there. Whoever does not read it to its end cancels it. */
  read(hash: FileHash, range: ByteRange | null): Promise<ByteStream | null>;
  size(hash: FileHash): Promise<number | null>;
  /** Forgets a file, whether there is one or not. */
  remove(hash: FileHash): Promise<void>;
  /** Bytes that may still come before everything else that the server keeps there is short of room. */
  room(): Promise<number>;
  /** Whether a failure says that nothing more fits. */
  isFull(error: unknown): boolean;
  close(): void;
}

/** Passes on what comes; where it breaks off, it ends there. */
export async function* untilBroken(source: Bytes): Bytes {
  try {
    yield* source;
  } catch {
    // A connection that was cut: what came stays, and whoever sent it asks how much it is.
  }
}
