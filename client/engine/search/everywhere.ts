// One search over all that this person may see: what this device holds at once, the rest from the server, in one list
// without doubles, the newest first.
// Promises: what somebody looks at does not move: what is found later and belongs above waits until it is asked for. With
// no network, or where the server cannot answer, it says that only this device was looked through. Never throws.
import type { SearchAnswer } from '../../../shared/protocol/search-answer.ts';
import { maxNamed, type WireQuery } from '../../../shared/protocol/search-api.ts';
import { mayMatch } from '../../../shared/search/match.ts';
import { isEmptyQuery, type Query } from '../../../shared/search/query.ts';
import type { Answer, FailureCode } from '../api/request.ts';
import type { LinkState, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import type { DeviceSearch, FoundHere, RunningSearch } from './device-search.ts';
import { heldBack, hitOf, joinHits, type Hit } from './join-hits.ts';

/** `here`: only this device was looked through, as there is no network. */
export type ServerPart =
  | { readonly status: 'idle' | 'asking' | 'here' }
  /** `isWhole`: there is nothing further back. */
  | { readonly status: 'answered'; readonly isWhole: boolean }
  | { readonly status: 'failed'; readonly code: FailureCode };

export interface Found {
  readonly hits: readonly Hit[];
  /** How many wait above what one looks at. */
  readonly held: number;
  /** Close to what was typed, where it was not found as it stands. */
  readonly guesses: readonly Hit[];
  readonly server: ServerPart;
  /** There may be more further back. */
  readonly hasMore: boolean;
  /** This device has answered. */
  readonly isAnsweredHere: boolean;
}

export interface Everywhere {
  readonly found: Readable<Found>;
  /** Looks for something else; nothing for an empty query. */
  look(query: Query): void;
  /** Somebody looks at this row from now on; null shows everything at its place. */
  hold(key: string | null): void;
  /** Further back. */
  more(): void;
  /** Asks the server once more, after it could not answer. */
  again(): void;
  close(): void;
}

export interface EverywhereOptions {
  readonly device: DeviceSearch;
  readonly ask: (query: WireQuery, page: string | null) => Promise<Answer<SearchAnswer>>;
  readonly link: Readable<LinkState>;
  readonly platform: Pick<Platform, 'schedule'>;
}

const nothingFound: Found = {
  ...{ hits: [], held: 0, guesses: [], hasMore: false, isAnsweredHere: false },
  server: { status: 'idle' },
};

/** The server is asked once nobody has typed for so long. */
const typingPauseMs = 250;
/** An answer that holds so few brings the next one by itself. */
const fewHits = 20;
/** So many answers in a row that hold nothing; then somebody says whether to go on. */
const maxEmptyAnswers = 8;

const nothingHere: FoundHere = { hits: [], isWhole: true, guesses: [] };

export function openEverywhere(options: EverywhereOptions): Everywhere {
  return new Search(options);
}

class Search implements Everywhere {
  readonly found = makeWritable<Found>(nothingFound);
  readonly #options: EverywhereOptions;
  #query: Query | null = null;
  #running: RunningSearch | null = null;
  #here: FoundHere = nothingHere;
  #isAnsweredHere = false;
  /** What this device has found and finds no more: it was deleted or changed. */
  readonly #gone = new Set<string>();
  #hitsHere: readonly Hit[] = [];
  #there = new Map<string, Hit>();
  #next: string | null = null;
  #server: ServerPart = { status: 'idle' };
  #looked: string | null = null;
  /** Counts the queries: what an earlier one brings counts no more. */
  #turn = 0;
  #cancel: () => void = () => undefined;
  readonly #stop: () => void;

  constructor(options: EverywhereOptions) {
    this.#options = options;
    this.#stop = options.link.subscribe(() => this.#followLink());
  }

  look(query: Query): void {
    this.#forget();
    if (isEmptyQuery(query)) return this.#tell();
    this.#query = query;
    const turn = this.#turn;
    this.#server = { status: this.#isOnline() ? 'asking' : 'here' };
    this.#running = this.#options.device.find(query, (found) => {
      if (turn === this.#turn) this.#takeHere(found);
    });
    if (this.#isOnline()) this.#askSoon();
    this.#tell();
  }

  hold(key: string | null): void {
    if (key === this.#looked) return;
    this.#looked = key;
    this.#tell();
  }

  more(): void {
    if (!this.#here.isWhole) this.#running?.more();
    if (this.#server.status === 'answered' && this.#next !== null) void this.#ask();
  }

  again(): void {
    if (this.#query !== null && this.#isOnline() && this.#server.status !== 'asking') void this.#ask();
  }

  close(): void {
    this.#forget();
    this.#stop();
  }

  #forget(): void {
    this.#turn++;
    this.#cancel();
    this.#running?.stop();
    this.#running = null;
    this.#query = null;
    this.#here = nothingHere;
    this.#isAnsweredHere = false;
    this.#gone.clear();
    this.#hitsHere = [];
    this.#there = new Map();
    this.#next = null;
    this.#server = { status: 'idle' };
    this.#looked = null;
  }

  #isOnline(): boolean {
    return this.#options.link.get().status === 'online';
  }

  /** The network has come back: the server is asked for what it could not say. */
  #followLink(): void {
    const { status } = this.#server;
    if (this.#query === null || !this.#isOnline()) return;
    if (status === 'here' || (status === 'failed' && this.#server.code === 'offline')) void this.#ask();
  }

  #askSoon(): void {
    this.#cancel = this.#options.platform.schedule(typingPauseMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    const query = this.#query;
    if (query === null) return;
    this.#server = { status: 'asking' };
    this.#tell();
    let [count, empty] = [0, 0];
    do {
      const answer = await this.#options.ask(forWire(query), this.#next);
      if (turn !== this.#turn) return;
      if (answer.status === 'failed') {
        this.#server = answer.code === 'offline' ? { status: 'here' } : answer;
        return this.#tell();
      }
      // It may have been asked for more than is meant: see `forWire`.
      const meant = answer.value.hits.filter((hit) => mayMatch(query, hit));
      const hits = meant.map(hitOf).filter((hit) => !this.#there.has(hit.key));
      for (const hit of hits) this.#there.set(hit.key, hit);
      this.#next = answer.value.next;
      count += hits.length;
      empty = hits.length === 0 ? empty + 1 : 0;
      if (hits.length > 0) this.#tell();
    } while (this.#next !== null && count < fewHits && empty < maxEmptyAnswers);
    this.#server = { status: 'answered', isWhole: this.#next === null };
    this.#tell();
  }

  #takeHere(found: FoundHere): void {
    const hits = found.hits.map(hitOf);
    const keys = new Set(hits.map(({ key }) => key));
    const last = found.isWhole ? -Infinity : (hits.at(-1)?.at ?? Infinity);
    for (const { key, at } of this.#hitsHere) if (!keys.has(key) && at > last) this.#gone.add(key);
    for (const key of keys) this.#gone.delete(key);
    this.#here = found;
    this.#hitsHere = hits;
    this.#isAnsweredHere = true;
    this.#tell();
  }

  #tell(): void {
    const all = joinHits(this.#hitsHere, [...this.#there.values()], this.#gone);
    const shown = new Set(this.found.get().hits.map(({ key }) => key));
    const { hits, held } = heldBack(all, { shown, looked: this.#looked });
    const known = new Set(all.map(({ key }) => key));
    this.found.set({
      ...{ hits, held, server: this.#server, isAnsweredHere: this.#isAnsweredHere },
      guesses: this.#here.guesses.map(hitOf).filter(({ key }) => !known.has(key)),
      hasMore: !this.#here.isWhole || (this.#server.status === 'answered' && !this.#server.isWhole),
    });
  }
}

/** Where more people or conversations are meant than an address holds, all are looked through. */
function forWire(query: Query): WireQuery {
  const few = <T>(names: readonly T[] | null) => (names === null || names.length > maxNamed ? null : [...names]);
  return { ...query, from: few(query.from), in: few(query.in), unknown: [] };
}
