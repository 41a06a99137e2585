// The update log in one SQLite file with a connection of its own, used synchronously: a commit here can never be
// rolled back by somebody else's transaction. WAL with synchronous=FULL: the commit returns after fdatasync. Step 6.
import { DatabaseSync } from 'node:sqlite';
import { must } from '../../shared/base/assert.ts';
import {
  firstChapter,
  placeInSeries,
  type ChapterName,
  type DocumentName,
  type Series,
} from '../../shared/conversation/document-name.ts';
import { subjectKey } from '../../shared/conversation/events.ts';
import type { Author } from '../../shared/conversation/log.ts';
import type { ClientId, ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { EntryNote, EntryRow } from '../admission/chapter-state.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';
import { lastRestoredKey, migrate } from './schema.ts';
import { grow, noFigures, type ChapterFigures } from './chapter-figures.ts';
import type { ChangedSince, Comer, ReadReport } from './chapter-reading.ts';
import { columnsOf, figureColumns, readFigures } from './figure-columns.ts';
import { SpokenIndex } from './spoken-index.ts';
import { SqliteFileRecords, type NumberedRow } from './sqlite-file-records.ts';
import type { LookThrough, SpokenPlace } from './spoken-reading.ts';
import { SqliteChapterReading } from './sqlite-chapter-reading.ts';
import { SqliteSpokenReading } from './sqlite-spoken-reading.ts';
import { targetIn } from './target-in.ts';
import type { Append, AppendOutcome, StoredChapter, StoredUpdates, UpdateLog } from './update-log.ts';

export interface SqliteUpdateLogOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  readonly random: (byteCount: number) => Uint8Array;
}

/** Opens or makes the log. Throws when the file is not one, or is of a newer version. */
export function openSqliteUpdateLog({ file, random }: SqliteUpdateLogOptions): UpdateLog {
  return makeSqliteUpdateLog(new DatabaseSync(file), random);
}

/** The log on a connection that nothing else uses from here on. */
export function makeSqliteUpdateLog(db: DatabaseSync, random: SqliteUpdateLogOptions['random']): UpdateLog {
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma busy_timeout = 0');
  migrate(db);
  return new SqliteUpdateLog(db, random);
}

type Row = Record<string, unknown>;

const nothingStored: StoredChapter = {
  ...{ sequence: 0, position: 0, notes: [], deliveries: [], reads: [] },
  figures: noFigures,
};

class SqliteUpdateLog implements UpdateLog {
  readonly epoch: string;
  readonly files: SqliteFileRecords;
  /** The last document that the backup had, when this was put back from one. */
  readonly #lastRestored: number | null;
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #reading: SqliteChapterReading;
  readonly #index: SpokenIndex;
  readonly #spoken: SqliteSpokenReading;

  constructor(db: DatabaseSync, random: SqliteUpdateLogOptions['random']) {
    this.#db = db;
    this.#sql = prepare(db);
    this.#reading = new SqliteChapterReading(db);
    this.#index = new SpokenIndex(db);
    this.files = new SqliteFileRecords(db);
    this.#spoken = new SqliteSpokenReading(db, this.#index);
    this.epoch = this.#meta('epoch', () => Buffer.from(random(12)).toString('hex'));
    const restored = this.#sql.findMeta.get(lastRestoredKey)?.['value'];
    this.#lastRestored = restored === undefined ? null : Number(restored);
  }

  append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    return Promise.try(() => this.#appendNow(batch));
  }

  #appendNow(batch: readonly Append[]): AppendOutcome[] {
    try {
      this.#sql.begin.run();
      const outcomes = this.#appendTogether(batch) ?? this.#appendEach(batch);
      this.files.settle();
      this.#sql.commit.run();
      return outcomes;
    } catch (error) {
      this.#rollBack();
      return batch.map(() => ({ status: 'failed', error }));
    }
  }

  /** The usual case, without a savepoint for each. Null when a member failed: what was written has to be taken back. */
  #appendTogether(batch: readonly Append[]): AppendOutcome[] | null {
    try {
      const outcomes = batch.map((append) => this.#write(append));
      return outcomes.every(({ status }) => status === 'logged') ? outcomes : null;
    } catch {
      return null; // the member that it belongs to meets it again
    }
  }

  #appendEach(batch: readonly Append[]): AppendOutcome[] {
    this.#rollBack();
    this.#sql.begin.run();
    return batch.map((append) => this.#appendAlone(append));
  }

  #rollBack(): void {
    this.files.forgetTouched();
    if (this.#db.isTransaction) this.#sql.rollback.run();
  }

  /** A failing member takes back only what it wrote itself. */
  #appendAlone(append: Append): AppendOutcome {
    this.#db.exec('savepoint member');
    try {
      const outcome = this.#write(append);
      if (outcome.status !== 'logged') this.#db.exec('rollback to member');
      this.#db.exec('release member');
      return outcome;
    } catch (error) {
      if (!this.#db.isTransaction) throw error; // SQLite gave up the whole commit, as on a full disk
      this.#db.exec('rollback to member; release member');
      return { status: 'failed', error };
    }
  }

  #write({ document, after, update, rows, erased, arrivedAt }: Append): AppendOutcome {
    const { id, conversation, chapter, sequence, figures } = this.#documentRow(document);
    if (sequence !== after) return { status: 'conflict' };
    const position = Number(this.#sql.addUpdate.run(id, after + 1, arrivedAt, update).lastInsertRowid);
    this.#sql.advance.run(after + 1, position, ...columnsOf(grow(figures, rows, update.length)), id);
    const changed = this.#index.takeOut({ id, conversation }, rows, erased);
    const numbered: NumberedRow[] = [];
    for (const row of rows) {
      const added = this.#addEvent(row, { id, conversation, position });
      if (added === 'id-taken') return { status: 'duplicate-id', client: row.client, clock: row.clock };
      if (row.event?.kind === 'message') changed.push(added);
      numbered.push({ row, number: added });
    }
    if (erased.length > 0) this.#sql.noteErasure.run(after + 1, id);
    for (const { client, clock, length } of erased) this.#sql.eraseEvents.run(id, client, clock, clock + length);
    this.#index.putBack(changed);
    const missing = this.files.follow({ id, conversation, chapter }, numbered, erased);
    if (missing !== null) return { status: 'no-file', client: missing.client, clock: missing.clock };
    return { status: 'logged', position };
  }

  /** The number of its row. */
  #addEvent(row: EntryRow, place: { id: number; conversation: number; position: number }): number | 'id-taken' {
    const { author, client, clock, event } = row;
    const [target, targetAuthor] = targetIn(author, event);
    const content = event === null ? null : JSON.stringify(event);
    try {
      const { lastInsertRowid } = this.#sql.addEvent.run(
        ...[place.id, client, clock, place.conversation, place.position, author],
        ...[event?.id ?? null, event?.kind ?? null, target, event?.at ?? 0, content, targetAuthor],
      );
      return Number(lastInsertRowid);
    } catch (error) {
      if (isDuplicateId(error)) return 'id-taken';
      throw error;
    }
  }

  #documentRow(name: DocumentName): DocumentRow {
    const found = this.#sql.findDocument.get(name);
    if (found !== undefined) {
      const { id, conversation, chapter, sequence } = found;
      const numbers = { id: Number(id), conversation: Number(conversation), chapter: Number(chapter) };
      return { ...numbers, sequence: Number(sequence), figures: readFigures(found) };
    }
    const { series, number } = must(placeInSeries(name), 'a document has a well-formed name');
    this.#sql.addConversation.run(series);
    const conversation = Number(this.#sql.findConversation.get(series)?.['id']);
    const id = Number(this.#sql.addDocument.run(name, conversation, number).lastInsertRowid);
    return { id, conversation, chapter: number, sequence: 0, figures: noFigures };
  }

  readChapter(document: DocumentName): Promise<StoredChapter> {
    return Promise.try(() => {
      const found = this.#sql.findDocument.get(document);
      if (found === undefined) return nothingStored;
      const notes = this.#sql.events.all(Number(found['id'])).map((row) => readNote(row));
      const deliveries = this.#sql.deliveries.all(Number(found['id'])).map(readClock);
      const reads = this.#sql.reads.all(Number(found['id'])).map(readClock);
      const { sequence, position } = found;
      const numbers = { sequence: Number(sequence), position: Number(position) };
      return { ...numbers, notes, deliveries, reads, figures: readFigures(found) };
    });
  }

  readUpdates(document: DocumentName): Promise<StoredUpdates> {
    return Promise.try(() => {
      const found = this.#sql.findDocument.get(document);
      if (found === undefined) return { sequence: 0, snapshot: null, updates: [] };
      const updates = this.#sql.updates.all(Number(found['id'])).map((row) => row['bytes'] as Uint8Array);
      const folded = this.#sql.findSnapshot.get(Number(found['id']));
      const snapshot = folded === undefined ? null : (folded['state'] as Uint8Array); // the column's type
      return { sequence: Number(found['sequence']), snapshot, updates };
    });
  }

  fold(document: DocumentName, sequence: number, state: Uint8Array): Promise<void> {
    return Promise.try(() => this.#foldNow(document, sequence, state));
  }

  #foldNow(document: DocumentName, sequence: number, state: Uint8Array): void {
    const found = this.#sql.findDocument.get(document);
    if (found === undefined || Number(found['snapshot_sequence']) >= sequence) return;
    this.#db.exec('begin immediate');
    try {
      this.#sql.putSnapshot.run(Number(found['id']), state);
      this.#sql.noteSnapshot.run(sequence, Number(found['id']));
      this.#sql.dropUpdates.run(Number(found['id']), sequence);
      this.#db.exec('commit');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
  }

  documentsHoldingErased(): Promise<DocumentName[]> {
    return Promise.try(() => this.#sql.holdingErased.all().map((row) => row['name'] as DocumentName)); // as it was put in
  }

  saveDeliveries(document: DocumentName, rows: readonly ReaderClock[]): Promise<void> {
    return Promise.try(() => {
      this.#sql.begin.run();
      try {
        const { id } = this.#documentRow(document);
        for (const { reader, client, clock } of rows) this.#sql.putDelivery.run(id, reader, client, clock);
        this.#sql.commit.run();
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  head(reader: UserId) {
    return this.#reading.head(reader);
  }

  changedChapters(since: ChangedSince) {
    return this.#reading.changedChapters(since);
  }

  standing(chapter: ChapterName, reader: UserId) {
    return this.#reading.standing(chapter, reader);
  }

  pins(chapter: ChapterName, limit: number) {
    return this.#reading.pins(chapter, limit);
  }

  position(): number {
    return this.#reading.position();
  }

  countAsRead(conversation: ConversationId, comers: readonly Comer[]): Promise<void> {
    return this.#reading.countAsRead(conversation, comers);
  }

  mergeReads(reader: UserId, reports: readonly ReadReport[], nowMs: number) {
    return this.#reading.mergeReads(reader, reports, nowMs);
  }

  lookThrough(places: readonly SpokenPlace[]): LookThrough {
    return this.#spoken.lookThrough(places);
  }

  fillSpoken(): Promise<boolean> {
    return Promise.try(() => this.#index.fill());
  }

  findTakenId(conversation: ConversationId, rows: readonly EntryRow[]): EntryRow | null {
    const isTaken = ({ author, event }: EntryRow) =>
      event !== null && this.#sql.findId.get(conversation, author, event.id) !== undefined;
    return rows.find(isTaken) ?? null;
  }

  newestIn(series: Series): number {
    return Number(this.#sql.newestIn.get(series)?.['number'] ?? firstChapter);
  }

  newestUntouched(conversation: ConversationId): number {
    return Number(this.#sql.newestUntouched.get(conversation)?.['chapter'] ?? firstChapter);
  }

  newestRestored(conversation: ConversationId): number | null {
    if (this.#lastRestored === null) return null;
    const row = this.#sql.newestUntil.get(conversation, this.#lastRestored);
    return Number(row?.['chapter'] ?? firstChapter);
  }

  scrub(): Promise<void> {
    return Promise.try(() => this.#db.exec('pragma wal_checkpoint(truncate)'));
  }

  close(): void {
    this.#db.close();
  }

  #meta(key: string, mint: () => string): string {
    this.#db.prepare('insert or ignore into meta values (?, ?)').run(key, mint());
    return String(this.#sql.findMeta.get(key)?.['value']);
  }
}

function prepare(db: DatabaseSync) {
  return {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    findDocument: db.prepare(
      `select id, conversation, chapter, sequence, snapshot_sequence, position, ${figureColumns.join(', ')}
       from document where name = ?`,
    ),
    findConversation: db.prepare('select id from conversation where name = ?'),
    addConversation: db.prepare('insert or ignore into conversation (name) values (?)'),
    addDocument: db.prepare('insert into document (name, conversation, chapter, sequence) values (?, ?, ?, 0)'),
    advance: db.prepare(
      `update document set sequence = ?, position = ?, ${figureColumns.map((name) => `${name} = ?`).join(', ')}
       where id = ?`,
    ),
    noteErasure: db.prepare('update document set erased_sequence = ? where id = ?'),
    addUpdate: db.prepare('insert into logged_update (document, sequence, arrived_at, bytes) values (?, ?, ?, ?)'),
    addEvent: db.prepare('insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    eraseEvents: db.prepare(
      'update event set content = null where document = ? and client = ? and clock >= ? and clock < ?',
    ),
    events: db.prepare(
      `select author, client, clock, id, kind, target, target_author, at, content is null as erased
       from event where document = ? order by client, clock`,
    ),
    holdingErased: db.prepare('select name from document where erased_sequence > snapshot_sequence order by id'),
    updates: db.prepare(
      `select bytes from logged_update where document = ?1
       and sequence > (select snapshot_sequence from document where id = ?1) order by sequence`,
    ),
    findSnapshot: db.prepare('select state from snapshot where document = ?'),
    deliveries: db.prepare('select reader, client, clock from delivery where document = ?'),
    reads: db.prepare('select reader, client, highest as clock from read_clock where document = ? and highest > 0'),
    putDelivery: db.prepare(
      `insert into delivery values (?, ?, ?, ?)
       on conflict do update set clock = max(clock, excluded.clock)`,
    ),
    putSnapshot: db.prepare('insert or replace into snapshot values (?, ?)'),
    noteSnapshot: db.prepare('update document set snapshot_sequence = ? where id = ?'),
    dropUpdates: db.prepare('delete from logged_update where document = ? and sequence <= ?'),
    findId: db.prepare(
      `select 1 from event where conversation = (select id from conversation where name = ?) and author = ? and id = ?`,
    ),
    newestIn: db.prepare(
      `select max(chapter + (closed_at is not null)) as number from document
       where conversation = (select id from conversation where name = ?)`,
    ),
    newestUntouched: db.prepare(
      `select max(chapter) + 1 as chapter from document
       where conversation = (select id from conversation where name = ?)`,
    ),
    newestUntil: db.prepare(
      `select max(chapter + (closed_at is not null)) as chapter from document
       where conversation = (select id from conversation where name = ?) and id <= ?`,
    ),
    findMeta: db.prepare('select value from meta where key = ?'),
  };
}

function readClock(row: Row): ReaderClock {
  return { reader: row['reader'] as UserId, client: row['client'] as ClientId, clock: Number(row['clock']) };
}

/** Our own writing, checked by admission. */
function readNote(row: Row): EntryNote {
  const kind = row['kind'] as EntryNote['kind'];
  const [author, id] = [row['author'] as Author, row['id'] as EventId | null];
  const [targetAuthor, targetId] = [row['target_author'] as Author | null, row['target'] as EventId | null];
  const target = targetAuthor === null || targetId === null ? null : subjectKey(targetAuthor, targetId);
  const hasContent = kind === 'edit' || kind === 'reaction';
  return {
    ...{ author, id, kind, target },
    client: row['client'] as ClientId,
    clock: Number(row['clock']),
    at: Number(row['at']),
    subject: kind === 'message' && id !== null ? subjectKey(author, id) : hasContent ? target : null,
    isErased: row['erased'] === 1,
  };
}

interface DocumentRow {
  readonly id: number;
  readonly conversation: number;
  readonly chapter: number;
  readonly sequence: number;
  readonly figures: ChapterFigures;
}

function isDuplicateId(error: unknown): boolean {
  return error instanceof Error && error.message.includes('event.id');
}
