// File records in memory, for servers whose log is in memory: by plain looking through all, so that it shows what is meant.
import type { Attachment, FileHash } from '../../shared/conversation/attachments.ts';
import type { SubjectKey } from '../../shared/conversation/events.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { namesIn } from '../update-log/names-in.ts';
import type { FileRecords, NamedThere, StoredFile, UploadRow } from './file-records.ts';

/** A message that stands, by its place and its author. */
export interface NamingMessage {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly author: UserId;
  readonly attachments: readonly Attachment[];
}

export class MemoryFileRecords implements FileRecords {
  readonly #stored = new Map<FileHash, StoredFile>();
  readonly #going = new Set<FileHash>();
  readonly #uploads = new Map<string, UploadRow>();
  /** When somebody has shown to have a file, by file and person. */
  readonly #claims = new Map<FileHash, Map<UserId, number>>();
  readonly #messages = new Map<SubjectKey, NamingMessage>();

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
    if (this.#stored.get(hash)?.state !== 'stored') return;
    const claims = this.#claims.get(hash) ?? new Map<UserId, number>();
    this.#claims.set(hash, claims.set(userId, Math.max(atMs, claims.get(userId) ?? 0)));
  }

  holdsClaim(userId: UserId, hash: FileHash, sinceMs: number): boolean {
    if (this.#stored.get(hash)?.state !== 'stored') return false;
    if (this.#isNamedBy(hash, userId)) return true;
    return (this.#claims.get(hash)?.get(userId) ?? -Infinity) >= sinceMs;
  }

  namedIn(conversationId: ConversationId, hash: FileHash): NamedThere | null {
    const naming = this.#naming(hash).filter((one) => one.conversationId === conversationId);
    if (naming.length === 0) return null;
    const chapter = Math.max(...naming.map((one) => one.chapter));
    const names = naming.flatMap((one) => (one.chapter === chapter ? namesIn(one.attachments) : []));
    return { chapter, name: names.find((one) => one.hash === hash && one.name !== null)?.name ?? null };
  }

  /** Whether all that a message names is stored. */
  hasAllOf(attachments: readonly Attachment[]): boolean {
    return namesIn(attachments).every(({ hash }) => this.#stored.get(hash)?.state === 'stored');
  }

  noteMessage(key: SubjectKey, message: NamingMessage): void {
    this.#messages.set(key, message);
  }

  /** What nobody names any more is going. */
  dropMessages(keys: readonly SubjectKey[]): void {
    const touched = keys.flatMap((key) => namesIn(this.#messages.get(key)?.attachments ?? []));
    for (const key of keys) this.#messages.delete(key);
    for (const { hash } of touched) if (this.#naming(hash).length === 0) this.#letGo(hash);
  }

  #naming(hash: FileHash): NamingMessage[] {
    return [...this.#messages.values()].filter(({ attachments }) =>
      namesIn(attachments).some((one) => one.hash === hash),
    );
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
    const stored = [...this.#stored.values()].filter(
      ({ hash }) => this.#claims.get(hash)?.has(userId) === true || this.#isNamedBy(hash, userId),
    );
    const sent = [...this.#uploads.values()].filter((upload) => upload.userId === userId);
    return sizeOf(stored) + sizeOf(sent);
  }

  usage(): number {
    return (
      sizeOf([...this.#stored.values()].filter(({ state }) => state === 'stored')) + sizeOf([...this.#uploads.values()])
    );
  }

  collect(sinceMs: number, atMost: number): number {
    for (const [hash, claims] of this.#claims) {
      for (const [holder, at] of claims) if (at < sinceMs && !this.#isNamedBy(hash, holder)) claims.delete(holder);
    }
    const isOld = ({ hash }: StoredFile) =>
      (this.#claims.get(hash)?.size ?? 0) === 0 && this.#naming(hash).length === 0;
    const old = [...this.#stored.values()].filter((file) => file.state === 'stored' && isOld(file)).slice(0, atMost);
    for (const { hash } of old) this.#letGo(hash);
    return old.length;
  }

  #isNamedBy(hash: FileHash, holder: UserId): boolean {
    return this.#naming(hash).some(({ author }) => author === holder);
  }

  #letGo(hash: FileHash): void {
    this.#stored.delete(hash);
    this.#claims.delete(hash);
    this.#going.add(hash);
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
