// File records in memory, for servers whose log is in memory.
import type { FileHash } from '../../shared/conversation/attachments.ts';
import type { UserId } from '../../shared/ids.ts';
import type { FileRecords, StoredFile, UploadRow } from './file-records.ts';

export class MemoryFileRecords implements FileRecords {
  readonly #stored = new Map<FileHash, StoredFile>();
  readonly #going = new Set<FileHash>();
  readonly #uploads = new Map<string, UploadRow>();
  /** When somebody has shown to have a file, by file and person. */
  readonly #claims = new Map<FileHash, Map<UserId, number>>();

  stored(hash: FileHash): StoredFile | null {
    return this.#stored.get(hash) ?? null;
  }

  noteStored(file: StoredFile, upload: UploadRow): void {
    this.#stored.set(file.hash, file);
    this.#going.delete(file.hash);
    this.#uploads.delete(upload.id);
    if (file.state === 'stored') this.claim(upload.userId, file.hash, file.storedAt);
  }

  claim(userId: UserId, hash: FileHash, atMs: number): void {
    const claims = this.#claims.get(hash) ?? new Map<UserId, number>();
    this.#claims.set(hash, claims.set(userId, Math.max(atMs, claims.get(userId) ?? 0)));
  }

  holdsClaim(userId: UserId, hash: FileHash, sinceMs: number): boolean {
    if (this.#stored.get(hash)?.state !== 'stored') return false;
    return (this.#claims.get(hash)?.get(userId) ?? -1) >= sinceMs;
  }

  upload(id: string): UploadRow | null {
    return this.#uploads.get(id) ?? null;
  }

  beginUpload(row: UploadRow): void {
    if (!this.#uploads.has(row.id)) this.#uploads.set(row.id, row);
  }

  endUpload(id: string): void {
    this.#uploads.delete(id);
  }

  countUploads(userId: UserId): number {
    return [...this.#uploads.values()].filter((upload) => upload.userId === userId).length;
  }

  uploadsBefore(atMs: number, atMost: number): readonly UploadRow[] {
    const old = [...this.#uploads.values()].filter(({ begunAt }) => begunAt < atMs);
    return old.sort((a, b) => a.begunAt - b.begunAt).slice(0, atMost);
  }

  usageOf(userId: UserId): number {
    const stored = [...this.#stored.values()].filter(({ hash }) => this.#claims.get(hash)?.has(userId));
    const sent = [...this.#uploads.values()].filter((upload) => upload.userId === userId);
    return sizeOf(stored) + sizeOf(sent);
  }

  usage(): number {
    return sizeOf([...this.#stored.values()]) + sizeOf([...this.#uploads.values()]);
  }

  collect(sinceMs: number, atMost: number): number {
    const isOld = ({ hash }: StoredFile) => [...(this.#claims.get(hash)?.values() ?? [])].every((at) => at < sinceMs);
    const old = [...this.#stored.values()].filter((file) => file.state === 'stored' && isOld(file)).slice(0, atMost);
    for (const { hash } of old) {
      this.#stored.delete(hash);
      this.#claims.delete(hash);
      this.#going.add(hash);
    }
    return old.length;
  }

  going(atMost: number): readonly FileHash[] {
    return [...this.#going].slice(0, atMost);
  }

  noteGone(hash: FileHash): void {
    this.#going.delete(hash);
  }
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
