// The index of this device: follows what its documents say, keeps what it made of them, and answers the tabs.
// Promises: it leaves out no message that lies on this device, once it is ready; what was deleted or changed is found no
// more from when that is told; what it keeps is a value of the documents, made again wherever the two differ or it is
// damaged. Runs in a worker of one tab, or wherever its parts are given.
import { parseDocumentName } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Query } from '../../../shared/search/query.ts';
import type { TabChannel } from '../platform.ts';
import type { IndexState } from './device-search.ts';
import { makeFinder, type Finder, type FreshRow, type WantedBlock } from './find-newest.ts';
import { guess } from './guess.ts';
import { makeBlockCache, type IndexedChapter } from './indexed-chapter.ts';
import type { IndexStore, StoredChapter } from './index-store.ts';
import type { FromIndex, ToIndex, ToldRow } from './index-words.ts';
import { parseToIndex } from './parse-to-index.ts';
import { readBlocks } from './read-blocks.ts';
import { chapterOf, readChapter, readPlace } from './read-chapter.ts';
import { makeSegment, packBlocks, packSegment, unpackSegment, type Block, type Row } from './segment.ts';

export interface IndexParts {
  readonly store: IndexStore;
  readonly openChannel: (onMessage: (message: unknown) => void) => TabChannel;
  /** What a database that a tab names is called here. */
  readonly databaseName: (name: string) => string;
  readonly nowMs: () => number;
  readonly schedule: (delayMs: number, run: () => void) => () => void;
  /** Settles when messages that have come were heard. */
  readonly pause: () => Promise<void>;
}

export interface DeviceIndex {
  stop(): void;
}

/** What is told live is searched as it stands; this is when it goes into its chapter, for many come at once. */
const takeInDelayMs = 2_000;
/** How long anything may be looked for before messages are heard. */
const sliceMs = 8;
/** Between two chapters, so that the disk is the tabs'. */
const restMs = 2;
const againDelayMs = 150;
/** A tab that types quickly has some under way; one that went has stopped none. */
const maxSearches = 16;
/** Further than anybody scrolls through the pictures of a conversation; each is told anew when something changes. */
const maxCount = 10_000;
/** Fewer than so many: it may have been typed wrong. */
const fewHits = 3;

interface Search {
  readonly id: string;
  readonly query: Query;
  count: number;
  finder: Finder | null;
  isStopped: boolean;
}

export function runDeviceIndex(parts: IndexParts): DeviceIndex {
  const index = new Index(parts);
  void index.start();
  return index;
}

class Index implements DeviceIndex {
  readonly #parts: IndexParts;
  readonly #channel: TabChannel;
  readonly #chapters = new Map<string, IndexedChapter>();
  /** By document and a message's key: what was told since its chapter was read; null for a deleted one. */
  readonly #fresh = new Map<string, Map<string, Row | null>>();
  readonly #databases = new Map<string, string>();
  /** What is to be read because it changed, and what is to be looked at once. */
  readonly #changed = new Map<string, () => void>();
  readonly #due: string[] = [];
  #toCheck: string[] = [];
  #checked = 0;
  #toCheckOnce = 0;
  readonly #searches = new Map<string, Search>();
  readonly #cache = makeBlockCache();
  #state: IndexState = { status: 'building', done: 0, of: 0 };
  #isLoaded = false;
  #hasBegun = false;
  #isWorking = false;
  #isStopped = false;
  #cancelAgain: (() => void) | null = null;
  #sliceEnds = 0;

  constructor(parts: IndexParts) {
    this.#parts = parts;
    this.#channel = parts.openChannel((message) => this.#hear(message));
    parts.store.onTaken(() => this.stop());
  }

  async start(): Promise<void> {
    await this.#parts.store.readAll((some) => {
      for (const stored of some) this.#takeStored(stored);
    });
    this.#isLoaded = true;
    if (this.#isStopped) return;
    this.#tellState(true);
    this.#searchAgain();
    void this.#work();
  }

  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#changed.values()) cancel();
    this.#cancelAgain?.();
    for (const search of this.#searches.values()) search.isStopped = true;
    this.#channel.close();
    this.#parts.store.close();
  }

  #post(words: FromIndex): void {
    if (!this.#isStopped) this.#channel.post(words);
  }

  #hear(message: unknown): void {
    const heard = this.#isStopped ? null : parseToIndex(message);
    if (heard !== null) this.#take(heard);
  }

  #take(heard: ToIndex): void {
    switch (heard.kind) {
      case 'begin':
        return this.#begin(heard.databases);
      case 'changed':
        return this.#noteChanged(heard);
      case 'forget':
        return this.#forgetConversation(heard.conversationId);
      case 'find':
        return this.#find(heard.search, heard.query, Math.min(heard.count, maxCount));
      case 'stop':
        return this.#stopSearch(heard.search);
      case 'state?':
        return this.#tellState(false);
    }
  }

  // What lies on the device

  #begin(databases: readonly { document: string; database: string }[]): void {
    for (const { document, database } of databases) this.#databases.set(document, database);
    const named = new Set(databases.map(({ document }) => document));
    this.#toCheck = [...named];
    this.#checked = 0;
    this.#toCheckOnce = this.#toCheck.length;
    this.#hasBegun = true;
    void this.#work();
  }

  #takeStored({ document, version, place, packed }: StoredChapter): void {
    const segment = this.#chapters.has(document) ? null : unpackSegment(packed);
    if (segment !== null) this.#keep({ document, version, place, segment });
  }

  #keep({
    document,
    ...made
  }: Pick<IndexedChapter, 'document' | 'version' | 'place' | 'segment'>): IndexedChapter | null {
    const name = parseDocumentName(document);
    if (name === null) return null;
    const before = this.#chapters.get(document);
    if (before !== undefined) this.#cache.forget(before);
    const { segment } = made;
    const newest = segment.ats[segment.count - 1] ?? -Infinity;
    const chapter: IndexedChapter = { document, ...name, ...made, newest, packed: new Map() };
    this.#chapters.set(document, chapter);
    return chapter;
  }

  #noteChanged({ document, database, rows }: Extract<ToIndex, { kind: 'changed' }>): void {
    this.#databases.set(document, database);
    for (const row of rows ?? []) this.#noteFresh(document, row);
    if (rows !== null) this.#searchAgain();
    if (this.#changed.has(document)) return;
    this.#changed.set(
      document,
      this.#parts.schedule(takeInDelayMs, () => {
        this.#changed.delete(document);
        this.#due.push(document);
        void this.#work();
      }),
    );
  }

  #noteFresh(document: string, { id, author, at, text, attachments }: ToldRow): void {
    const told = this.#fresh.get(document) ?? new Map<string, Row | null>();
    this.#fresh.set(
      document,
      told.set(`${author} ${id}`, text === null ? null : { id, author, at, text, attachments }),
    );
  }

  #forgetConversation(conversationId: ConversationId): void {
    const ofIt = (document: string) => parseDocumentName(document)?.conversationId === conversationId;
    for (const document of [...this.#databases.keys()].filter(ofIt)) this.#databases.delete(document);
    for (const document of [...this.#chapters.keys(), ...this.#fresh.keys()].filter(ofIt)) void this.#remove(document);
    this.#searchAgain();
  }

  #remove(document: string): Promise<boolean> {
    const chapter = this.#chapters.get(document);
    if (chapter !== undefined) this.#cache.forget(chapter);
    this.#chapters.delete(document);
    this.#fresh.delete(document);
    return this.#parts.store.remove(document);
  }

  // Following it

  async #work(): Promise<void> {
    if (this.#isWorking || !this.#isLoaded) return;
    this.#isWorking = true;
    if (this.#hasBegun) {
      for (const document of this.#chapters.keys()) if (!this.#databases.has(document)) await this.#remove(document);
    }
    for (let next = this.#nextDue(); next !== undefined && !this.#isStopped; next = this.#nextDue()) {
      await this.#bringUp(next.document);
      if (next.isCheck) this.#checked++;
      if (next.isCheck && (this.#checked % 16 === 0 || this.#toCheck.length === 0)) this.#tellState(false);
      await new Promise<void>((resolve) => void this.#parts.schedule(restMs, resolve));
    }
    this.#isWorking = false;
    this.#tellState(false);
  }

  #nextDue(): { document: string; isCheck: boolean } | undefined {
    const changed = this.#due.shift();
    if (changed !== undefined) return { document: changed, isCheck: false };
    const document = this.#toCheck.shift();
    return document === undefined ? undefined : { document, isCheck: true };
  }

  /** Makes what is kept of a chapter what its document says. */
  async #bringUp(document: string): Promise<void> {
    const name = this.#databases.get(document);
    if (name === undefined) return;
    const known = this.#chapters.get(document);
    const told = new Map(this.#fresh.get(document));
    const database = this.#parts.databaseName(name);
    if (told.size === 0 && known !== undefined && (await readPlace(database)) === known.place) return;
    const read = await readChapter(database);
    if (read === null || read.updates.length === 0) return void (known !== undefined && (await this.#remove(document)));
    const { version, rows } = chapterOf(read.updates, known?.version ?? null);
    await this.#parts.pause();
    if (rows === null) {
      if (known !== undefined) known.place = read.place;
      await this.#parts.store.notePlace(document, read.place);
    } else await this.#make({ document, version, place: read.place, rows });
    this.#letGoOfFresh(document, told, rows);
    this.#searchAgain();
  }

  async #make({ document, version, place, rows }: Made): Promise<void> {
    const segment = makeSegment(rows);
    await this.#parts.pause(); // whoever asks meanwhile need not wait for all of it
    const blocks = packBlocks(rows, segment, version);
    if (!this.#databases.has(document)) return; // forgotten meanwhile
    const chapter = this.#keep({ document, version, place, segment });
    if (chapter !== null) for (const [number, block] of blocks.entries()) this.#cache.put(chapter, number, block);
    await this.#parts.store.write({ document, version, place, packed: packSegment(segment) }, blocks);
    if (!this.#databases.has(document)) await this.#remove(document);
  }

  /** What the chapter says itself by now; the rest is on its way to the disk, and the chapter is read once more. */
  #letGoOfFresh(document: string, told: ReadonlyMap<string, Row | null>, rows: readonly Row[] | null): void {
    const fresh = this.#fresh.get(document);
    if (fresh === undefined) return;
    const said = new Map(rows?.map((row) => [`${row.author} ${row.id}`, row.text]));
    for (const [key, row] of told) {
      const isSaid = rows === null || (said.get(key) ?? null) === (row?.text ?? null);
      if (fresh.get(key) === row && isSaid) fresh.delete(key);
    }
    if (fresh.size === 0) this.#fresh.delete(document);
  }

  #tellState(isNew: boolean): void {
    const of = this.#toCheckOnce;
    const isReady = this.#isLoaded && this.#hasBegun && this.#checked >= of;
    this.#state = isReady ? { status: 'ready' } : { status: 'building', done: this.#checked, of };
    this.#post({ kind: 'state', state: this.#state, isNew });
  }

  // Looking for something

  #find(id: string, query: Query, count: number): void {
    const known = this.#searches.get(id);
    if (known !== undefined) {
      known.count = Math.max(known.count, count);
      return void this.#runSearch(known);
    }
    const search: Search = { id, query, count, finder: null, isStopped: false };
    this.#searches.set(id, search);
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > maxSearches && oldest !== undefined) this.#stopSearch(oldest);
    if (this.#isLoaded) void this.#runSearch(search);
  }

  #stopSearch(id: string): void {
    const search = this.#searches.get(id);
    if (search !== undefined) search.isStopped = true;
    this.#searches.delete(id);
  }

  /** What they were made of is another by now. */
  #searchAgain(): void {
    if (this.#searches.size === 0 || !this.#isLoaded) return;
    this.#cancelAgain ??= this.#parts.schedule(againDelayMs, () => {
      this.#cancelAgain = null;
      for (const search of this.#searches.values()) {
        search.finder = null;
        void this.#runSearch(search);
      }
    });
  }

  async #runSearch(search: Search): Promise<void> {
    const finder = (search.finder ??= this.#makeFinder(search, search.query));
    this.#sliceEnds = this.#parts.nowMs() + sliceMs;
    if (!(await finder.find(search.count)) || search.finder !== finder) return;
    const { id, count } = search;
    const hits = finder.hits.slice(0, count);
    const isWhole = finder.isWhole && hits.length === finder.hits.length;
    this.#post({ kind: 'found', search: id, hits, isWhole, guesses: [] });
    if (!isWhole || hits.length >= fewHits) return;
    const guesses = await this.#guess(search, new Set(hits.map((hit) => `${hit.author} ${hit.id}`)));
    if (guesses.length > 0 && search.finder === finder)
      this.#post({ kind: 'found', search: id, hits, isWhole, guesses });
  }

  async #guess(search: Search, known: ReadonlySet<string>) {
    const giveWay = () => this.#giveWay(search);
    const meant = await guess(search.query, { chapters: [...this.#chapters.values()], giveWay });
    const finders = meant.map((query) => this.#makeFinder(search, query));
    for (const finder of finders) if (!(await finder.find(search.count))) return [];
    const found = finders.flatMap(({ hits }) => hits).filter((hit) => !known.has(`${hit.author} ${hit.id}`));
    const each = new Map(found.map((hit) => [`${hit.author} ${hit.id}`, hit]));
    return [...each.values()].toSorted((one, other) => other.at - one.at).slice(0, search.count);
  }

  #makeFinder(search: Search, query: Query): Finder {
    return makeFinder(query, {
      chapters: [...this.#chapters.values()],
      fresh: [...this.#freshRows()],
      isReplaced: ({ document }, key) => this.#fresh.get(document)?.has(key) === true,
      readBlocks: (wanted) => this.#readBlocks(wanted),
      giveWay: () => this.#giveWay(search),
    });
  }

  *#freshRows(): Generator<FreshRow> {
    for (const [document, rows] of this.#fresh) {
      const place = parseDocumentName(document);
      if (place !== null) for (const row of rows.values()) if (row !== null) yield { ...row, place };
    }
  }

  async #giveWay(search: Search): Promise<boolean> {
    if (this.#parts.nowMs() >= this.#sliceEnds) {
      await this.#parts.pause();
      this.#sliceEnds = this.#parts.nowMs() + sliceMs;
    }
    return !search.isStopped;
  }

  #readBlocks(wanted: readonly WantedBlock[]): Promise<readonly (Block | null)[]> {
    return readBlocks(wanted, {
      cache: this.#cache,
      store: this.#parts.store,
      isKept: (chapter) => this.#chapters.get(chapter.document) === chapter,
      makeAgain: (chapter) => this.#makeAgain(chapter),
    });
  }

  /** What was kept of it is no good. */
  #makeAgain(chapter: IndexedChapter): void {
    if (this.#chapters.get(chapter.document) !== chapter) return;
    this.#cache.forget(chapter);
    this.#chapters.delete(chapter.document);
    this.#due.push(chapter.document);
    void this.#work();
  }
}

interface Made {
  readonly document: string;
  readonly version: string;
  readonly place: string;
  readonly rows: readonly Row[];
}
