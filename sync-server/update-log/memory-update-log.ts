// The update log in memory: the same promises for as long as the process lives. For tests that need no disk.
import { must } from '../../shared/base/assert.ts';
import {
  chapterName,
  firstChapter,
  parseDocumentName,
  placeInSeries,
  type ChapterName,
  type DocumentName,
  type Series,
} from '../../shared/conversation/document-name.ts';
import { subjectKey, targetOf, type SubjectKey } from '../../shared/conversation/events.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import type { ClientId, ConversationId, UserId } from '../../shared/ids.ts';
import { noteOf, type EntryNote, type EntryRow } from '../admission/chapter-state.ts';
import { MemoryFileRecords, type NamingMessage } from '../files/memory-file-records.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';
import { maxClocksPerMerge, spokenRowsPerStretch } from '../limits.ts';
import { grow, noFigures, type ChapterFigures } from './chapter-figures.ts';
import type {
  UnsettledReads,
  ChangedChapter,
  ChangedSince,
  Comer,
  LogHead,
  MergedReads,
  PinnedMessage,
  ReadNews,
  ReadReport,
  Standing,
} from './chapter-reading.ts';
import {
  isSound,
  messagesOf,
  pinsOf,
  readOn,
  saidNow,
  standingOf,
  type Reading,
  type Said,
  type StoredEntry,
  readSoFar,
} from './memory-chapter-reading.ts';
import type { LookThrough, SpokenLook, SpokenMessage, SpokenPlace } from './spoken-reading.ts';
import type { Append, AppendOutcome, StoredChapter, StoredUpdates, UpdateLog } from './update-log.ts';

interface StoredDocument {
  sequence: number;
  position: number;
  erasedSequence: number;
  readonly notes: Map<string, EntryNote>;
  /** By place, the position of the update that an entry came with. */
  readonly positions: Map<string, number>;
  /** By place, how many entries the log had taken with it. */
  readonly numbers: Map<string, number>;
  readonly deliveries: Map<string, ReaderClock>;
  readonly texts: Map<string, Said>;
  /** By the id of each entry that pins. */
  readonly pinned: Map<string, boolean>;
  readonly readings: Map<UserId, Reading>;
  snapshot: { sequence: number; state: Uint8Array } | null;
  figures: ChapterFigures;
  updates: { sequence: number; bytes: Uint8Array }[];
}

interface Merge {
  readonly reader: UserId;
  readonly report: ReadReport;
  readonly nowMs: number;
}

export class MemoryUpdateLog implements UpdateLog {
  readonly epoch: string;
  readonly files = new MemoryFileRecords();
  readonly #documents = new Map<DocumentName, StoredDocument>();
  readonly #ids = new Set<string>();
  #position = 0;
  #entries = 0;

  constructor(random: (byteCount: number) => Uint8Array) {
    this.epoch = random(12).join('');
  }

  append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    return Promise.try(() => {
      const outcomes = batch.map((append) => this.#appendAlone(append));
      // After all of them, as what one lets go of another may name.
      const logged = batch.filter((_, index) => outcomes[index]?.status === 'logged');
      this.files.dropMessages(logged.flatMap(deletedIn));
      return outcomes;
    });
  }

  #appendAlone({ document, after, update, rows, erased }: Append): AppendOutcome {
    const stored = this.#documents.get(document) ?? emptyDocument();
    if (stored.sequence !== after) return { status: 'conflict' };
    const { series } = must(placeInSeries(document), 'a document has a well-formed name');
    const ids = new Set<string>();
    for (const { author, client, clock, event } of rows) {
      if (event === null) continue;
      const id = `${series} ${author} ${event.id}`;
      if (ids.has(id) || this.#ids.has(id)) return { status: 'duplicate-id', client, clock };
      ids.add(id);
    }
    const isTaken = rows.some((row) => stored.notes.has(place(row.client, row.clock)));
    if (isTaken) return { status: 'failed', error: new Error('a place in a log is taken once') };
    const naming = rows.flatMap((row) => namingIn(document, row));
    const missing = naming.find(({ attachments }) => !this.files.hasAllOf(attachments));
    if (missing !== undefined) return { status: 'no-file', client: missing.row.client, clock: missing.row.clock };
    for (const { key, ...message } of naming) this.files.noteMessage(key, message);
    for (const id of ids) this.#ids.add(id);
    stored.sequence = after + 1;
    stored.position = ++this.#position;
    stored.figures = grow(stored.figures, rows, update.length);
    stored.updates.push({ sequence: stored.sequence, bytes: update.slice() });
    for (const row of rows) {
      stored.notes.set(place(row.client, row.clock), noteOf(row));
      stored.positions.set(place(row.client, row.clock), stored.position);
      stored.numbers.set(place(row.client, row.clock), ++this.#entries);
      if (row.event?.kind === 'pin') stored.pinned.set(row.event.id, row.event.isOn);
      if (row.event !== null && 'text' in row.event) {
        const { text, mentions = [] } = row.event;
        const attachments = row.event.kind === 'message' ? (row.event.attachments ?? []) : [];
        stored.texts.set(place(row.client, row.clock), { text, mentions, attachments });
      }
    }
    if (erased.length > 0) stored.erasedSequence = stored.sequence;
    for (const { client, clock, length } of erased) {
      for (let index = clock; index < clock + length; index++) erase(stored, place(client, index));
    }
    this.#documents.set(document, stored);
    return { status: 'logged', position: stored.position };
  }

  readChapter(document: DocumentName): Promise<StoredChapter> {
    const stored = this.#documents.get(document) ?? emptyDocument();
    const notes = [...stored.notes.values()].sort((a, b) => a.client - b.client || a.clock - b.clock);
    const { sequence, position, figures } = stored;
    const deliveries = [...stored.deliveries.values()];
    const reads = [...stored.readings].flatMap(([reader, { highest }]) =>
      [...highest].map(([client, clock]) => ({ reader, client, clock })),
    );
    return Promise.resolve({ sequence, position, notes, deliveries, reads, figures });
  }

  readUpdates(document: DocumentName): Promise<StoredUpdates> {
    const { sequence, snapshot, updates } = this.#documents.get(document) ?? emptyDocument();
    const logged = updates.map(({ bytes }) => bytes.slice());
    return Promise.resolve({ sequence, snapshot: snapshot?.state.slice() ?? null, updates: logged });
  }

  fold(document: DocumentName, sequence: number, state: Uint8Array): Promise<void> {
    const stored = this.#documents.get(document);
    if (stored !== undefined && (stored.snapshot?.sequence ?? 0) < sequence) {
      stored.snapshot = { sequence, state: state.slice() };
      stored.updates = stored.updates.filter((update) => update.sequence > sequence);
    }
    return Promise.resolve();
  }

  documentsHoldingErased(): Promise<DocumentName[]> {
    const isHolding = ({ erasedSequence, snapshot }: StoredDocument) => erasedSequence > (snapshot?.sequence ?? 0);
    return Promise.resolve([...this.#documents].filter(([, stored]) => isHolding(stored)).map(([name]) => name));
  }

  saveDeliveries(document: DocumentName, rows: readonly ReaderClock[]): Promise<void> {
    const stored = this.#documents.get(document) ?? emptyDocument();
    for (const row of rows) {
      const key = `${row.reader} ${row.client}`;
      if (row.clock > (stored.deliveries.get(key)?.clock ?? 0)) stored.deliveries.set(key, row);
    }
    this.#documents.set(document, stored);
    return Promise.resolve();
  }

  head(reader: UserId): LogHead {
    return { position: this.#position, reads: this.#readsOf(reader) };
  }

  changedChapters({ reader, conversations, reads, below, limit }: ChangedSince): ChangedChapter[] {
    const changed = conversations.flatMap(({ conversationId, position, fromChapter }) =>
      this.#documentsIn(conversationId).filter(
        ([name, stored]) =>
          chapterOf(name).chapter >= fromChapter &&
          (stored.position > position || (stored.readings.get(reader)?.sequence ?? 0) > reads),
      ),
    );
    const rows = changed.map(([name, { position, figures }]) => ({ ...chapterOf(name), position, figures }));
    rows.sort((one, other) => other.position - one.position);
    return rows.filter(({ position }) => position < below).slice(0, limit);
  }

  standing(chapter: ChapterName, reader: UserId): Standing {
    const stored = this.#documents.get(chapterName(chapter)) ?? emptyDocument();
    const entries = entriesOf(stored);
    const { isDeleted, edits } = saidAbout(entries);
    const reading = stored.readings.get(reader);
    return standingOf(messagesOf(entries, isDeleted), { edits, reading, reader });
  }

  pins(chapter: ChapterName, limit: number): PinnedMessage[] {
    const stored = this.#documents.get(chapterName(chapter)) ?? emptyDocument();
    return pinsOf([...stored.notes.values()], stored.pinned).slice(0, limit);
  }

  mergeReads(reader: UserId, reports: readonly ReadReport[], nowMs: number): Promise<MergedReads> {
    const news: ReadNews[] = [];
    const unsettled: UnsettledReads[] = [];
    let [merged, cost] = [0, 0];
    for (const report of reports) {
      if (cost >= maxClocksPerMerge) break;
      const stored = this.#documents.get(chapterName(report));
      cost += 1 + (stored === undefined ? 0 : clocksOf(report, stored, reader));
      const { conversationId, chapter, vector } = report;
      if (stored !== undefined && !isSound(vector, stored.figures.closedAt, nowMs)) {
        unsettled.push({ conversationId, chapter, read: readSoFar(stored.readings.get(reader)) });
      }
      const clocks = stored === undefined ? null : this.#merge(stored, { reader, report, nowMs });
      if (clocks !== null) news.push({ conversationId, chapter, clocks });
      merged++;
    }
    return Promise.resolve({ news, merged, cost, unsettled });
  }

  #merge(stored: StoredDocument, { reader, report, nowMs }: Merge): ReaderClock[] | null {
    const { vector } = report;
    if (!isSound(vector, stored.figures.closedAt, nowMs)) return null;
    const place = { ends: endsForReader(stored, reader), reader, sequence: this.#readsOf(reader) + 1 };
    const before = stored.readings.get(reader);
    const outcome = readOn(before, vector, place);
    if (outcome === null) return null;
    const highest = report.isTold ? outcome.reading.highest : (before?.highest ?? new Map());
    stored.readings.set(reader, { ...outcome.reading, highest });
    return report.isTold ? outcome.clocks : [];
  }

  position(): number {
    return this.#position;
  }

  countAsRead(conversation: ConversationId, comers: readonly Comer[]): Promise<void> {
    for (const [, stored] of this.#documentsIn(conversation)) {
      for (const comer of comers) this.#countAsRead(stored, comer);
    }
    return Promise.resolve();
  }

  #countAsRead(stored: StoredDocument, { reader, position }: Comer): void {
    const ends = endsForReader(stored, reader, position);
    const before = stored.readings.get(reader);
    const everything = { epoch: before?.vector.epoch ?? 0, clocks: 'all' } as const;
    const outcome = readOn(before, everything, { ends, reader, sequence: this.#readsOf(reader) + 1 });
    const highest = before?.highest ?? new Map(); // nobody is told
    if (outcome !== null) stored.readings.set(reader, { ...outcome.reading, highest });
  }

  #readsOf(reader: UserId): number {
    const sequences = [...this.#documents.values()].map(({ readings }) => readings.get(reader)?.sequence ?? 0);
    return Math.max(0, ...sequences);
  }

  #documentsIn(series: Series): [DocumentName, StoredDocument][] {
    return [...this.#documents].filter(([name]) => placeInSeries(name)?.series === series);
  }

  lookThrough(places: readonly SpokenPlace[]): LookThrough {
    return ({ authors, below }: SpokenLook) => {
      const all = places.flatMap((place) => this.#spokenIn(place));
      const newest = all.sort((one, other) => other.number - one.number);
      const older = newest.filter(({ number }) => number < (below ?? Infinity));
      const met = older.slice(0, spokenRowsPerStretch);
      return {
        messages: met.filter(({ author }) => authors?.includes(author) ?? true),
        met: met.length,
        below: older.length > met.length ? (met.at(-1)?.number ?? null) : null,
      };
    };
  }

  #spokenIn({ conversationId, fromChapter }: SpokenPlace): SpokenMessage[] {
    return this.#documentsIn(conversationId).flatMap(([name, stored]) => {
      const { chapter } = chapterOf(name);
      if (chapter < fromChapter) return [];
      const entries = entriesOf(stored);
      const { isDeleted, edits } = saidAbout(entries);
      return messagesOf(entries, isDeleted).flatMap((entry) => {
        const { author, id, at, client, clock } = entry.note;
        const text = saidNow(entry, edits)?.text;
        const attachments = entry.said?.attachments ?? [];
        if (id === null || author === serverAuthor || text === undefined) return [];
        return [
          {
            ...{ conversationId, chapter, author, id, at, text, attachments },
            number: stored.numbers.get(place(client, clock)) ?? 0,
          },
        ];
      });
    });
  }

  fillSpoken(): Promise<boolean> {
    return Promise.resolve(false);
  }

  findTakenId(conversation: ConversationId, rows: readonly EntryRow[]): EntryRow | null {
    const isTaken = ({ author, event }: EntryRow) =>
      event !== null && this.#ids.has(`${conversation} ${author} ${event.id}`);
    return rows.find(isTaken) ?? null;
  }

  newestUntouched(conversation: ConversationId): number {
    const chapters = this.#documentsIn(conversation).map(([name]) => chapterOf(name).chapter + 1);
    return Math.max(firstChapter, ...chapters);
  }

  newestRestored(): null {
    return null;
  }

  newestIn(series: Series): number {
    const numbers = this.#documentsIn(series).map(([name, { figures }]) => {
      const { number } = must(placeInSeries(name), 'a document has a well-formed name');
      return figures.closedAt === null ? number : number + 1;
    });
    return Math.max(firstChapter, ...numbers);
  }

  scrub(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#documents.clear();
  }
}

interface Naming extends NamingMessage {
  readonly key: SubjectKey;
  readonly row: EntryRow;
}

function namingIn(document: DocumentName, row: EntryRow): Naming[] {
  const { author, event } = row;
  const place = parseDocumentName(document);
  if (place === null || author === serverAuthor || event?.kind !== 'message') return [];
  if (event.attachments === undefined) return [];
  return [
    { ...place, key: keyIn(document, subjectKey(author, event.id)), row, author, attachments: event.attachments },
  ];
}

/** A message is deleted where it stands. */
function keyIn(document: DocumentName, subject: SubjectKey): SubjectKey {
  return `${document} ${subject}` as SubjectKey; // no other log knows of it
}

function deletedIn({ document, rows }: Append): SubjectKey[] {
  return rows.flatMap(({ author, event }) => {
    const target = event?.kind === 'delete' ? targetOf(author, event) : null;
    return target === null ? [] : [keyIn(document, target)];
  });
}

function erase(stored: StoredDocument, at: string): void {
  const note = stored.notes.get(at);
  if (note !== undefined) stored.notes.set(at, { ...note, isErased: true });
  stored.texts.delete(at);
}

function chapterOf(name: DocumentName): ChapterName {
  return must(parseDocumentName(name), 'a document has a well-formed name');
}

function saidAbout(entries: readonly StoredEntry[]) {
  return {
    isDeleted: ({ subject }: EntryNote) =>
      entries.some(({ note }) => note.kind === 'delete' && note.target === subject),
    edits: entries.filter(({ note, said }) => said !== null && note.kind === 'edit'),
  };
}

function entriesOf({ notes, texts }: StoredDocument): StoredEntry[] {
  return [...notes].map(([at, note]) => ({ note, said: texts.get(at) ?? null }));
}

/** Those that a report names or stands for, and those that its epoch may put back. */
function clocksOf({ vector }: ReadReport, { notes, readings }: StoredDocument, reader: UserId): number {
  const { clocks } = vector;
  const named =
    clocks === 'all' ? new Set([...notes.values()].map(({ client }) => client)) : new Set(Object.keys(clocks));
  return named.size + (readings.get(reader)?.highest.size ?? 0);
}

/** The clock after the last entry of each log that is neither the reader's nor the server's. */
function endsForReader(
  { notes, positions }: StoredDocument,
  reader: UserId,
  upTo: number = Infinity,
): Map<ClientId, number> {
  const ends = new Map<ClientId, number>();
  for (const [at, { author, client, clock }] of notes) {
    if (author === reader || author === serverAuthor || (positions.get(at) ?? 0) > upTo) continue;
    ends.set(client, Math.max(ends.get(client) ?? 0, clock + 1));
  }
  return ends;
}

function emptyDocument(): StoredDocument {
  return {
    sequence: 0,
    position: 0,
    erasedSequence: 0,
    notes: new Map(),
    positions: new Map(),
    numbers: new Map(),
    deliveries: new Map(),
    texts: new Map(),
    pinned: new Map(),
    readings: new Map(),
    figures: noFigures,
    snapshot: null,
    updates: [],
  };
}

function place(client: ClientId, clock: number): string {
  return `${client}:${clock}`;
}
