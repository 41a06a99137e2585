// The part of the SQLite log that people's inboxes are read from, and their read vectors.
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSettled } from '../../shared/conversation/chapters.ts';
import { chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import { parseUserEvent } from '../../shared/conversation/events.ts';
import { inShort } from '../../shared/conversation/files-in-short.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import type { ClientId, ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';
import { everyone } from '../../shared/rules/mentions.ts';
import { maxClocksPerMerge } from '../limits.ts';
import type {
  ChangedChapter,
  ChangedSince,
  ChapterReading,
  Comer,
  LogHead,
  MergedReads,
  PinnedMessage,
  ReadNews,
  ReadReport,
  Standing,
  UnsettledReads,
} from './chapter-reading.ts';
import { figureColumns, readFigures } from './figure-columns.ts';
import { attachmentsIn, isDeleted, lastEdit } from './message-now.ts';

interface Place {
  readonly document: number;
  readonly reader: UserId;
}

/** What is still to be counted as read: all chapters for each who came, from this one of them and after this log. */
interface Rest {
  readonly documents: readonly number[];
  readonly comers: readonly Comer[];
  readonly at: number;
  readonly after: number;
}

type Claim = readonly [client: number, clock: number];

/** What a report said that is new, and how many clocks it cost to know. */
interface Outcome {
  readonly news: ReadNews | null;
  readonly clocks: number;
  readonly unsettled?: UnsettledReads;
}

const nothingNew: Outcome = { news: null, clocks: 0 };

export class SqliteChapterReading implements ChapterReading {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = prepare(db);
  }

  head(reader: UserId): LogHead {
    return { position: this.position(), reads: this.#readsOf(reader) };
  }

  position(): number {
    return Number(this.#sql.position.get()?.['position'] ?? 0);
  }

  changedChapters({ reader, conversations, reads, below, limit }: ChangedSince): ChangedChapter[] {
    const rows = this.#sql.changed.all(JSON.stringify(conversations), reader, reads, below, limit);
    return rows.map((row) => ({
      conversationId: row['conversationId'] as ConversationId, // as it was put in
      chapter: Number(row['chapter']),
      position: Number(row['position']),
      figures: readFigures(row),
    }));
  }

  standing(chapter: ChapterName, reader: UserId): Standing {
    const found = this.#sql.document.get(chapterName(chapter));
    if (found === undefined) return { read: { epoch: 0, clocks: {} }, unread: 0, mentions: 0, lastMessage: null };
    const document = Number(found['id']);
    const counts = this.#sql.unread.get({ document, reader });
    return {
      read: this.#readOf({ document, reader }),
      unread: Number(counts?.['unread']),
      mentions: Number(counts?.['mentions']),
      lastMessage: this.#lastMessage(document),
    };
  }

  #readOf({ document, reader }: Place): Standing['read'] {
    const clocks = this.#sql.clocks.all(document, reader).map((row) => [String(row['client']), Number(row['clock'])]);
    return { epoch: this.#epochOf({ document, reader }) ?? 0, clocks: Object.fromEntries(clocks) };
  }

  #lastMessage(document: number): Standing['lastMessage'] {
    const row = this.#sql.lastMessage.get(document);
    if (row === undefined) return null;
    const text = textOf(row['edit'] ?? row['content']);
    const about = { id: row['id'] as EventId, at: Number(row['at']), author: row['author'] as UserId }; // as they were put in
    return { ...about, text, files: inShort(attachmentsIn(row)) };
  }

  pins(chapter: ChapterName, limit: number): PinnedMessage[] {
    const found = this.#sql.document.get(chapterName(chapter));
    const rows = found === undefined ? [] : this.#sql.pins.all(Number(found['id']), limit);
    return rows.map((row) => ({ id: row['id'], author: row['author'], at: Number(row['at']) }) as PinnedMessage); // as put in
  }

  mergeReads(reader: UserId, reports: readonly ReadReport[], nowMs: number): Promise<MergedReads> {
    return this.#inOneCommit(() => this.#mergeSome(reader, reports, nowMs));
  }

  async countAsRead(conversation: ConversationId, comers: readonly Comer[]): Promise<void> {
    const documents = this.#sql.documentsOf.all(conversation).map((row) => Number(row['id']));
    let rest: Rest | null = { documents, comers, at: 0, after: -1 };
    while (rest !== null) {
      const now: Rest = rest;
      rest = await this.#inOneCommit(() => this.#countSome(now));
      await nextTurn();
    }
  }

  /** As much as one commit takes. Answers what is left; null when that is nothing. */
  #countSome({ documents, comers, at, after }: Rest): Rest | null {
    for (let cost = 0; cost < maxClocksPerMerge;) {
      const comer = comers[Math.floor(at / documents.length)];
      const document = documents[at % documents.length];
      if (comer === undefined || document === undefined) return null;
      const wanted = maxClocksPerMerge - cost;
      const clients = this.#sql.clientsAfter.all(document, after, wanted).map((row) => Number(row['client']));
      this.#countLogs({ document, ...comer }, clients);
      cost += 1 + clients.length;
      const last = clients.at(-1);
      if (last === undefined || clients.length < wanted) [at, after] = [at + 1, -1];
      else after = last;
    }
    return { documents, comers, at, after };
  }

  #countLogs({ position, ...place }: Place & Comer, clients: readonly number[]): void {
    const { document, reader } = place;
    const isNews = clients.map((client) => {
      const last = this.#sql.lastUpTo.get(document, client, position);
      if (last === undefined || last['author'] === reader || last['author'] === serverAuthor) return false;
      return this.#sql.raise.run(document, reader, client, Number(last['clock']) + 1, 0).changes > 0;
    });
    const epoch = this.#epochOf(place) ?? 0;
    if (isNews.includes(true)) this.#sql.putVector.run(document, reader, epoch, this.#readsOf(reader) + 1);
  }

  #inOneCommit<T>(run: () => T): Promise<T> {
    return Promise.try(() => {
      this.#db.exec('begin immediate');
      try {
        const result = run();
        this.#db.exec('commit');
        return result;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('rollback');
        throw error;
      }
    });
  }

  #mergeSome(reader: UserId, reports: readonly ReadReport[], nowMs: number): MergedReads {
    const news: ReadNews[] = [];
    const unsettled: UnsettledReads[] = [];
    let [merged, cost] = [0, 0];
    for (const report of reports) {
      if (cost >= maxClocksPerMerge) break;
      const outcome = this.#merge(reader, report, nowMs);
      if (outcome.news !== null) news.push(outcome.news);
      if (outcome.unsettled !== undefined) unsettled.push(outcome.unsettled);
      cost += 1 + outcome.clocks;
      merged++;
    }
    return { news, merged, cost, unsettled };
  }

  #merge(reader: UserId, { vector, isTold, ...chapter }: ReadReport, nowMs: number): Outcome {
    const found = this.#sql.document.get(chapterName(chapter));
    if (found === undefined) return nothingNew;
    const closedAt = found['closed_at'] === null ? null : Number(found['closed_at']);
    const place = { document: Number(found['id']), reader };
    if (vector.clocks === 'all' && !isSettled(closedAt, nowMs)) {
      const read = this.#readOf(place);
      return { news: null, clocks: Object.keys(read.clocks).length, unsettled: { ...chapter, read } };
    }
    const epoch = this.#epochOf(place);
    if (vector.epoch < (epoch ?? 0)) return nothingNew;
    const isNewEpoch = vector.epoch > (epoch ?? 0);
    const putBack = isNewEpoch ? Number(this.#sql.beginEpoch.run(place.document, reader).changes) : 0;
    const claims = this.#claimsOf(place, vector);
    const clocks = this.#clampedTo(place, claims).filter((row) => this.#raise(place, row, isTold));
    const cost = putBack + claims.length;
    if (!isNewEpoch && clocks.length === 0) return { news: null, clocks: cost };
    this.#sql.putVector.run(place.document, reader, vector.epoch, this.#readsOf(reader) + 1);
    return { news: { ...chapter, clocks: isTold ? clocks : [] }, clocks: cost };
  }

  #raise({ document, reader }: Place, { client, clock }: ReaderClock, isTold: boolean): boolean {
    return this.#sql.raise.run(document, reader, client, clock, isTold ? clock : 0).changes > 0;
  }

  #claimsOf({ document }: Place, { clocks }: ReadReport['vector']): Claim[] {
    if (clocks !== 'all') return Object.entries(clocks).map(([client, clock]) => [Number(client), clock]);
    return this.#sql.clients.all(document).map((row) => [Number(row['client']), Infinity]);
  }

  /** No further than the logs of others go. */
  #clampedTo({ document, reader }: Place, claims: readonly Claim[]): ReaderClock[] {
    return claims.flatMap(([client, claimed]) => {
      const last = this.#sql.lastOf.get(document, client);
      if (last === undefined || last['author'] === reader || last['author'] === serverAuthor) return [];
      const clock = Math.min(claimed, Number(last['clock']) + 1);
      return clock > 0 ? [{ reader, client: client as ClientId, clock }] : []; // only a client that has a log counts
    });
  }

  #epochOf({ document, reader }: Place): number | null {
    const row = this.#sql.vector.get(reader, document);
    return row === undefined ? null : Number(row['epoch']);
  }

  #readsOf(reader: UserId): number {
    return Number(this.#sql.newestVector.get(reader)?.['sequence'] ?? 0);
  }
}

/** A log at a time: `min` over an index is one seek, so that a document costs what it has of logs and not of entries. */
const logsOf = (document: string, isWanted = 'true') => `
  log (client) as (
    select min(client) from event where document = ${document} and ${isWanted}
    union all
    select (select min(event.client) from event where event.document = ${document} and event.client > log.client)
    from log where log.client is not null
  )`;

function prepare(db: DatabaseSync) {
  return {
    position: db.prepare(`select seq as position from sqlite_sequence where name = 'logged_update'`),
    newestVector: db.prepare('select max(sequence) as sequence from read_vector where reader = ?'),
    documentsOf: db.prepare(
      'select id from document where conversation = (select id from conversation where name = ?) order by chapter desc',
    ),
    document: db.prepare('select id, closed_at from document where name = ?'),
    // Cross joins keep the order: from the conversations asked for to their changed chapters, never through all there are.
    changed: db.prepare(
      `with wanted as materialized (
         select value ->> 'conversationId' as name, value ->> 'position' as position,
           value ->> 'fromChapter' as fromChapter from json_each(?1)
       ), changed as (
         select document.id from wanted
           cross join conversation on conversation.name = wanted.name
           cross join document on document.conversation = conversation.id and document.position > wanted.position
             and document.chapter >= wanted.fromChapter
         union
         select document.id from read_vector
           cross join document on document.id = read_vector.document
           cross join conversation on conversation.id = document.conversation
           cross join wanted on wanted.name = conversation.name
         where read_vector.reader = ?2 and read_vector.sequence > ?3 and document.chapter >= wanted.fromChapter
       )
       select conversation.name as conversationId, document.chapter, document.position, ${figureColumns.join(', ')}
       from changed cross join document on document.id = changed.id
         cross join conversation on conversation.id = document.conversation
       where document.position < ?4 order by document.position desc limit ?5`,
    ),
    vector: db.prepare('select epoch from read_vector where reader = ? and document = ?'),
    clocks: db.prepare('select client, clock from read_clock where document = ? and reader = ? and clock > 0'),
    unread: db.prepare(
      `with recursive ${logsOf(':document')}, others as materialized (
         select client, (
           select clock from read_clock where document = :document and reader = :reader and client = log.client
         ) as clock
         from log where client is not null
           and (select author from event where document = :document and client = log.client limit 1)
             not in (:reader, '${serverAuthor}')
       )
       select count(*) as unread, count(*) filter (where exists (
         select 1 from json_each(coalesce(${lastEdit}, message.content), '$.mentions') as mention
         where mention.value ->> 'who' in (:reader, '${everyone}')
       )) as mentions from others
         cross join event as message on message.document = :document and message.client = others.client
           and message.clock >= coalesce(others.clock, 0)
       where message.kind = 'message' and message.content is not null and not ${isDeleted}`,
    ),
    lastMessage: db.prepare(
      `select id, author, at, content, ${lastEdit} as edit, content ->> 'attachments' as attachments
       from event as message
       where document = ? and kind = 'message' and content is not null and not ${isDeleted}
       order by at desc, id desc limit 1`,
    ),
    // Of the pins for one message the one with the greatest (`at`, `id`, `isOn`) says whether it is pinned.
    pins: db.prepare(
      `with pin as materialized (
         select target, target_author, at, id, content ->> 'isOn' as is_on, row_number() over (
           partition by target_author, target order by at desc, id desc, content ->> 'isOn' desc
         ) as place
         from event where document = ?1 and kind = 'pin'
       )
       select message.id, message.author, message.at from pin
         cross join event as message on message.conversation = (select conversation from document where id = ?1)
           and message.author = pin.target_author and message.id = pin.target
       where place = 1 and is_on = 1 and message.document = ?1 and message.kind = 'message'
         and message.content is not null and not ${isDeleted}
       order by pin.at desc, pin.id desc limit ?2`,
    ),
    clients: db.prepare(`with recursive ${logsOf('?1')} select client from log where client is not null`),
    clientsAfter: db.prepare(
      `with recursive ${logsOf('?1', 'client > ?2')} select client from log where client is not null limit ?3`,
    ),
    lastUpTo: db.prepare(
      `select author, clock from event where document = ? and client = ? and position <= ?
       order by clock desc limit 1`,
    ),
    lastOf: db.prepare('select author, clock from event where document = ? and client = ? order by clock desc limit 1'),
    beginEpoch: db.prepare('update read_clock set clock = 0 where document = ? and reader = ?'),
    raise: db.prepare(
      `insert into read_clock values (?, ?, ?, ?, ?)
       on conflict do update set clock = excluded.clock, highest = max(highest, excluded.highest)
       where excluded.clock > clock`,
    ),
    putVector: db.prepare(
      `insert into read_vector values (?, ?, ?, ?)
       on conflict (reader, document) do update set epoch = excluded.epoch, sequence = excluded.sequence`,
    ),
  };
}

/** Our own writing, checked by admission. */
function textOf(content: unknown): string {
  const event = parseUserEvent(JSON.parse(String(content)));
  return event !== null && 'text' in event ? event.text : '';
}
