// The index of what people have said, in the file of the log: moved in the same commit as the rows it is made from.
// A table of FTS5 without the texts: it knows for each piece of a folded text or of the name of a file in which rows it
// stands, and for each kind of thing which rows hold it; nothing else.
// With `secure-delete` what is taken out is overwritten, as everything here that was erased.
import type { DatabaseSync } from 'node:sqlite';
import type { EntryRow } from '../admission/chapter-state.ts';
import type { Range } from '../admission/update-parts.ts';
import { spokenRowsPerFill } from '../limits.ts';
import { attachmentsIn, isThere, lastEdit } from './message-now.ts';
import { targetIn } from './target-in.ts';
import { authorTerm, conversationTerm, termsForm, termsOf } from './spoken-terms.ts';

export interface InDocument {
  readonly id: number;
  readonly conversation: number;
}

export class SpokenIndex {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  /** Rows up to this one are not in the index yet. */
  #filledFrom: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    if (readMeta(db, formKey) !== termsForm) begin(db);
    this.#sql = prepare(db);
    this.#filledFrom = readMeta(db, filledKey) ?? 0;
  }

  get filledFrom(): number {
    return this.#filledFrom;
  }

  /** Takes out what an append is about to change. Answers the rows that `putBack` is to look at again. */
  takeOut({ id, conversation }: InDocument, rows: readonly EntryRow[], erased: readonly Range[]): number[] {
    const changed = new Set<number>();
    for (const { author, event } of rows) {
      if (event?.kind !== 'edit' && event?.kind !== 'delete') continue;
      const [target, targetAuthor] = targetIn(author, event);
      const found = this.#sql.message.get(conversation, targetAuthor, target);
      if (found !== undefined) changed.add(Number(found['row']));
    }
    for (const { client, clock, length } of erased) {
      for (const found of this.#sql.erased.all(id, client, clock, clock + length)) changed.add(Number(found['row']));
    }
    const known = [...changed].filter((row) => row > this.#filledFrom);
    for (const row of known) this.#move(row, this.#sql.remove);
    return known;
  }

  /** After the append, in its commit. */
  putBack(rows: readonly number[]): void {
    for (const row of rows) this.#move(row, this.#sql.add);
  }

  /** Some of what was there before the index was, the newest first. Answers whether there is more. */
  fill(): boolean {
    if (this.#filledFrom === 0) return false;
    const from = Math.max(0, this.#filledFrom - spokenRowsPerFill);
    this.#db.exec('begin immediate');
    try {
      for (const found of this.#sql.unfilled.all(from, this.#filledFrom))
        this.#move(Number(found['row']), this.#sql.add);
      this.#sql.putMeta.run(filledKey, from);
      this.#db.exec('commit');
      this.#filledFrom = from;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
    return from > 0;
  }

  #move(row: number, statement: { run(row: number, terms: string): unknown }): void {
    const found = this.#sql.textNow.get(row);
    if (found === undefined) return;
    const { conversation, author, text } = found;
    const terms = termsOf({ text: String(text), attachments: attachmentsIn(found) });
    statement.run(row, [conversationTerm(Number(conversation)), authorTerm(String(author)), ...terms].join(' '));
  }
}

const formKey = 'spoken-form';
const filledKey = 'spoken-filled';

function readMeta(db: DatabaseSync, key: string): number | null {
  const found = db.prepare('select value from meta where key = ?').get(key);
  return found === undefined ? null : Number(found['value']);
}

/** An empty index, to be filled from what is there. */
function begin(db: DatabaseSync): void {
  db.exec(`
    begin immediate;
    drop table if exists spoken;
    create virtual table spoken using fts5 (
      terms, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
    );
    insert into spoken (spoken, rank) values ('secure-delete', 1);
    insert or replace into meta values ('${formKey}', ${termsForm});
    insert or replace into meta select '${filledKey}', coalesce(max(rowid), 0) from event;
    commit`);
}

function prepare(db: DatabaseSync) {
  return {
    add: db.prepare('insert into spoken (rowid, terms) values (?, ?)'),
    remove: db.prepare(`insert into spoken (spoken, rowid, terms) values ('delete', ?, ?)`),
    message: db.prepare(
      `select rowid as row from event where conversation = ? and author = ? and id = ? and kind = 'message'`,
    ),
    // The messages in a run of entries that is erased, and those whose edits are.
    erased: db.prepare(
      `select case kind when 'message' then rowid else (
         select message.rowid from event as message where message.conversation = event.conversation
           and message.author = event.target_author and message.id = event.target
       ) end as row
       from event where document = ? and client = ? and clock >= ? and clock < ?
         and kind in ('message', 'edit') and row is not null`,
    ),
    textNow: db.prepare(
      `select message.conversation, message.author, coalesce(${lastEdit}, message.content) ->> 'text' as text,
         message.content ->> 'attachments' as attachments
       from event as message where message.rowid = ? and ${isThere}`,
    ),
    unfilled: db.prepare(`select rowid as row from event where rowid > ? and rowid <= ? and kind = 'message'`),
    putMeta: db.prepare('insert or replace into meta values (?, ?)'),
  };
}
