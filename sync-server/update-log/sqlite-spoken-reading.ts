// The part of the SQLite log that is looked through for words.
// Where the index knows something to go by, it leads; what it has not taken in yet is read row by row.
import type { DatabaseSync } from 'node:sqlite';
import type { ConversationId, EventId, UserId } from '../../shared/ids.ts';
import { maxConversationsInTerms, spokenRowsPerStretch, spokenWindow } from '../limits.ts';
import { attachmentsIn, isThere, lastEdit } from './message-now.ts';
import type { SpokenIndex } from './spoken-index.ts';
import type { LookThrough, SpokenLook, SpokenMessage, SpokenPlace, SpokenStretch } from './spoken-reading.ts';
import { authorTerm, conversationTerm, kindTerm, pieceTerm, quoted } from './spoken-terms.ts';

type Row = Record<string, unknown>;

/** By the conversation's number in the log. */
type Places = ReadonlyMap<number, SpokenPlace>;

export class SqliteSpokenReading {
  readonly #index: SpokenIndex;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: DatabaseSync, index: SpokenIndex) {
    this.#index = index;
    this.#sql = prepare(db);
  }

  lookThrough(places: readonly SpokenPlace[]): LookThrough {
    const numbered = this.#numbered(places);
    return (look) => {
      const isNobody = numbered.size === 0 || look.authors?.length === 0;
      return isNobody ? { messages: [], met: 0, below: null } : this.#stretch(numbered, look);
    };
  }

  #numbered(places: readonly SpokenPlace[]): Places {
    const byName = new Map(places.map((place) => [place.conversationId, place]));
    const rows = this.#sql.conversations.all(JSON.stringify([...byName.keys()]));
    return new Map(
      rows.flatMap((row) => {
        const place = byName.get(row['name'] as ConversationId); // as it was put in
        return place === undefined ? [] : [[Number(row['id']), place]];
      }),
    );
  }

  #stretch(places: Places, look: SpokenLook): SpokenStretch {
    const { below } = look;
    const end = below ?? this.#newest() + 1;
    const { filledFrom } = this.#index;
    const terms = termsFor(places, look);
    if (end > filledFrom + 1 && terms !== '') {
      const start = Math.max(filledFrom, end - 1 - spokenWindow);
      const rows = this.#sql.indexed.all(terms, start, end, spokenRowsPerStretch);
      return stretchOf(places, rows, start, spokenRowsPerStretch);
    }
    const start = Math.max(end > filledFrom + 1 ? filledFrom : 0, end - 1 - spokenRowsPerStretch);
    return stretchOf(places, this.#sql.rows.all(start, end), start, Infinity);
  }

  #newest(): number {
    return Number(this.#sql.newest.get()?.['row'] ?? 0);
  }
}

/** Empty where there is nothing to go by. */
function termsFor(places: Places, { pieces, kinds, authors }: SpokenLook): string {
  const all = [...kinds.map(kindTerm), ...pieces.map(pieceTerm)].map(quoted);
  if (authors !== null) all.push(anyOf(authors.map(authorTerm)));
  if (places.size <= maxConversationsInTerms) all.push(anyOf([...places.keys()].map(conversationTerm)));
  return all.join(' AND ');
}

function anyOf(terms: readonly string[]): string {
  return `(${terms.map(quoted).join(' OR ')})`;
}

/** `start`: everything above it was met, where fewer rows came than were asked for. */
function stretchOf(places: Places, rows: readonly Row[], start: number, asked: number): SpokenStretch {
  const last = rows.length < asked ? start + 1 : Number(rows.at(-1)?.['row']);
  return {
    messages: rows.flatMap((row) => messageIn(places, row)),
    met: rows.length,
    below: last > 1 ? last : null,
  };
}

function messageIn(places: Places, row: Row): SpokenMessage[] {
  const place = places.get(Number(row['conversation']));
  const chapter = Number(row['chapter']);
  if (place === undefined || chapter < place.fromChapter) return [];
  return [
    {
      conversationId: place.conversationId,
      chapter,
      author: row['author'] as UserId, // as they were put in
      id: row['id'] as EventId,
      at: Number(row['at']),
      text: String(row['text']),
      attachments: attachmentsIn(row),
      number: Number(row['row']),
    },
  ];
}

const columns = `message.rowid as row, message.conversation, document.chapter, message.author, message.id, message.at,
  coalesce(${lastEdit}, message.content) ->> 'text' as text, message.content ->> 'attachments' as attachments`;

function prepare(db: DatabaseSync) {
  return {
    conversations: db.prepare('select id, name from conversation where name in (select value from json_each(?))'),
    newest: db.prepare('select max(rowid) as row from event'),
    // The row's number within bounds: the index goes on where it left off, and never further than a stretch.
    indexed: db.prepare(
      `select ${columns} from spoken
         cross join event as message on message.rowid = spoken.rowid
         cross join document on document.id = message.document
       where spoken match ? and spoken.rowid > ? and spoken.rowid < ? order by spoken.rowid desc limit ?`,
    ),
    rows: db.prepare(
      `select ${columns} from event as message cross join document on document.id = message.document
       where message.rowid > ? and message.rowid < ? and ${isThere} order by message.rowid desc`,
    ),
  };
}
