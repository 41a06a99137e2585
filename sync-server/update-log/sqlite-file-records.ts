// The file records of the SQLite log: in its file, on its connection, so that what messages name moves in the commit of
// their events. Nothing of it is ever half done: each call is one commit, or a part of the log's.
// How often a file is named and what each person takes up is counted by triggers (schema.ts).
import type { DatabaseSync } from 'node:sqlite';
import type { AttachmentForm, FileHash } from '../../shared/conversation/attachments.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { EntryRow } from '../admission/chapter-state.ts';
import type { Range } from '../admission/update-parts.ts';
import type { FileRecords, NamedThere, StoredFile, UploadRow } from '../files/file-records.ts';
import { isThere } from './message-now.ts';
import { namesIn } from './names-in.ts';
import { targetIn } from './target-in.ts';

type Row = Record<string, unknown>;

/** A document's row in the log. */
export interface InChapter {
  readonly id: number;
  readonly conversation: number;
  readonly chapter: number;
}

/** An entry with the number of its row. */
export interface NumberedRow {
  readonly row: EntryRow;
  readonly number: number;
}

export class SqliteFileRecords implements FileRecords {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  /** Files that messages have let go of in the commit under way: looked at when all of it is written. */
  readonly #touched = new Set<FileHash>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = prepare(db);
  }

  stored(hash: FileHash): StoredFile | null {
    const row = this.#sql.stored.get(hash);
    return row === undefined ? null : readStored(row);
  }

  noteStored(file: StoredFile, upload: UploadRow): void {
    this.#inOneCommit(() => {
      const { hash, size, type, width, height, state, storedAt } = file;
      this.#sql.putStored.run(hash, size, type, width, height, Number(file.isInline), state, storedAt);
      this.#sql.dropGoing.run(hash);
      this.#sql.dropUpload.run(upload.id);
      if (state === 'stored') this.#claim(upload.userId, hash, storedAt);
    });
  }

  claim(userId: UserId, hash: FileHash, atMs: number): void {
    this.#inOneCommit(() => this.#claim(userId, hash, atMs));
  }

  #claim(userId: UserId, hash: FileHash, atMs: number): void {
    this.#sql.putClaim.run(userId, atMs, hash);
    this.#sql.noteClaim.run(atMs, hash);
  }

  holdsClaim(userId: UserId, hash: FileHash, sinceMs: number): boolean {
    return this.#sql.holding.get(hash, userId, sinceMs) !== undefined;
  }

  namedIn(conversationId: ConversationId, hash: FileHash): NamedThere | null {
    const row = this.#sql.namedIn.get(hash, conversationId);
    if (row === undefined) return null;
    return { chapter: Number(row['chapter']), name: row['name'] as string | null };
  }

  upload(id: string): UploadRow | null {
    const row = this.#sql.upload.get(id);
    return row === undefined ? null : readUpload(row);
  }

  beginUpload({ id, userId, hash, size, form, begunAt }: UploadRow): void {
    this.#sql.addUpload.run(id, userId, hash, size, form, begunAt);
  }

  endUpload(id: string): void {
    this.#sql.dropUpload.run(id);
  }

  countUploads(userId: UserId): number {
    return Number(this.#sql.countUploads.get(userId)?.['count']);
  }

  uploadsBefore(atMs: number, atMost: number): readonly UploadRow[] {
    return this.#sql.uploadsBefore.all(atMs, atMost).map(readUpload);
  }

  usageOf(userId: UserId): number {
    return this.#usage(userId);
  }

  usage(): number {
    return this.#usage('');
  }

  #usage(holder: UserId | ''): number {
    return Number(this.#sql.usage.get(holder)?.['bytes'] ?? 0);
  }

  collect(sinceMs: number, atMost: number): number {
    return this.#inOneCommit(() => {
      this.#sql.dropOldClaims.run(sinceMs, atMost);
      const old = this.#sql.unnamed.all(sinceMs, atMost).map((row) => row['hash'] as FileHash); // as it was put in
      for (const hash of old) this.#letGo(hash);
      return old.length;
    });
  }

  going(atMost: number): readonly FileHash[] {
    return this.#sql.going.all(atMost).map((row) => row['hash'] as FileHash); // as it was put in
  }

  noteGone(hash: FileHash): void {
    this.#sql.dropGoing.run(hash);
  }

  /**
   * After an append has written its rows, in its commit: takes up what new messages name and lets go of what deleted ones
   * did. Answers the first message that names what is not stored any more, as it went while that was judged; else null.
   */
  follow(place: InChapter, rows: readonly NumberedRow[], erased: readonly Range[]): EntryRow | null {
    for (const { row } of rows) if (row.event?.kind === 'delete') this.#noteDeletion(place, row);
    for (const { client, clock, length } of erased) {
      for (const found of this.#sql.messagesIn.all(place.id, client, clock, clock + length)) {
        this.#unname(Number(found['number']));
      }
    }
    return rows.find(({ row, number }) => !this.#name(place, row, number))?.row ?? null;
  }

  #noteDeletion({ conversation }: InChapter, { author, event }: EntryRow): void {
    const [target, targetAuthor] = targetIn(author, event);
    const found = this.#sql.message.get(conversation, targetAuthor, target);
    if (found !== undefined) this.#unname(Number(found['number']));
  }

  /** Unless it still stands. */
  #unname(message: number): void {
    if (this.#sql.standing.get(message) !== undefined) return;
    for (const row of this.#sql.dropNamed.all(message)) this.#touched.add(row['hash'] as FileHash); // as it was put in
  }

  #name({ conversation, chapter }: InChapter, { author, event }: EntryRow, message: number): boolean {
    if (event?.kind !== 'message' || event.attachments === undefined) return true;
    if (this.#sql.standing.get(message) === undefined) return true; // deleted in the same append
    return namesIn(event.attachments).every(({ hash, form, name, type, size }, place) => {
      if (this.#sql.isStored.get(hash) === undefined) return false;
      this.#sql.addNamed.run(message, place, hash, conversation, chapter, author, form, name, type, size);
      return true;
    });
  }

  /** Once all that one commit brings is written: what nothing names any more is going from here on. */
  settle(): void {
    for (const hash of this.#touched) {
      if (this.#sql.isNamed.get(hash) === undefined) this.#letGo(hash);
      else this.#sql.dropUnclaimed.run(hash);
    }
    this.#touched.clear();
  }

  /** What was written is taken back. */
  forgetTouched(): void {
    this.#touched.clear();
  }

  #letGo(hash: FileHash): void {
    this.#sql.dropHoldings.run(hash);
    this.#sql.dropStored.run(hash);
    this.#sql.addGoing.run(hash);
  }

  #inOneCommit<T>(run: () => T): T {
    this.#db.exec('begin immediate');
    try {
      const result = run();
      this.#db.exec('commit');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
  }
}

function readStored(row: Row): StoredFile {
  return {
    hash: row['hash'] as FileHash, // as they were put in
    size: Number(row['size']),
    type: String(row['type']),
    width: row['width'] as number | null,
    height: row['height'] as number | null,
    isInline: row['is_inline'] === 1,
    state: row['state'] as StoredFile['state'],
    storedAt: Number(row['stored_at']),
  };
}

function readUpload(row: Row): UploadRow {
  return {
    id: String(row['id']),
    userId: row['holder'] as UserId, // as they were put in
    hash: row['hash'] as FileHash,
    size: Number(row['size']),
    form: row['form'] as AttachmentForm,
    begunAt: Number(row['begun_at']),
  };
}

function prepare(db: DatabaseSync) {
  return {
    stored: db.prepare('select * from stored_file where hash = ?'),
    isStored: db.prepare(`select 1 from stored_file where hash = ? and state = 'stored'`),
    isNamed: db.prepare('select 1 from stored_file where hash = ? and messages > 0'),
    putStored: db.prepare(
      `insert into stored_file (hash, size, type, width, height, is_inline, state, stored_at, claimed_at)
       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
       on conflict do update set type = ?3, width = ?4, height = ?5, is_inline = ?6, state = ?7, stored_at = ?8`,
    ),
    dropStored: db.prepare('delete from stored_file where hash = ?'),
    putClaim: db.prepare(
      `insert into file_holding (hash, holder, size, claimed_at)
       select hash, ?1, size, ?2 from stored_file where hash = ?3 and state = 'stored'
       on conflict do update set claimed_at = max(coalesce(claimed_at, 0), excluded.claimed_at)`,
    ),
    noteClaim: db.prepare('update stored_file set claimed_at = max(claimed_at, ?) where hash = ?'),
    holding: db.prepare(
      `select 1 from file_holding join stored_file using (hash)
       where hash = ? and holder = ? and (file_holding.messages > 0 or file_holding.claimed_at >= ?)
         and state = 'stored'`,
    ),
    dropHoldings: db.prepare('delete from file_holding where hash = ?'),
    dropUnclaimed: db.prepare('delete from file_holding where hash = ? and messages = 0 and claimed_at is null'),
    dropOldClaims: db.prepare(
      `delete from file_holding where (hash, holder) in (
         select hash, holder from file_holding where messages = 0 and claimed_at < ? order by claimed_at limit ?
       )`,
    ),
    unnamed: db.prepare(
      `select hash from stored_file where messages = 0 and state = 'stored' and claimed_at < ?
       order by claimed_at limit ?`,
    ),
    going: db.prepare('select hash from going_file limit ?'),
    addGoing: db.prepare('insert or ignore into going_file values (?)'),
    dropGoing: db.prepare('delete from going_file where hash = ?'),
    upload: db.prepare('select * from file_upload where id = ?'),
    addUpload: db.prepare(
      'insert or ignore into file_upload (id, holder, hash, size, form, begun_at) values (?, ?, ?, ?, ?, ?)',
    ),
    dropUpload: db.prepare('delete from file_upload where id = ?'),
    countUploads: db.prepare('select count(*) as count from file_upload where holder = ?'),
    uploadsBefore: db.prepare('select * from file_upload where begun_at < ? order by begun_at limit ?'),
    usage: db.prepare('select bytes from file_usage where holder = ?'),
    namedIn: db.prepare(
      `select chapter, name from message_file
       where hash = ? and conversation = (select id from conversation where name = ?)
       order by chapter desc, name is null limit 1`,
    ),
    message: db.prepare(
      `select rowid as number from event where conversation = ? and author = ? and id = ? and kind = 'message'`,
    ),
    messagesIn: db.prepare(
      `select rowid as number from event
       where document = ? and client = ? and clock >= ? and clock < ? and kind = 'message'`,
    ),
    standing: db.prepare(`select 1 from event as message where message.rowid = ? and ${isThere}`),
    addNamed: db.prepare('insert into message_file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    dropNamed: db.prepare('delete from message_file where message = ? returning hash'),
  };
}
