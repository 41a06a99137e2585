// What admission knows of one chapter: the next clock and the owner of each log, ids in use, what is erased.
// Built from the update log's rows, moved forward by what was admitted. Plain data: no document, no clock, no disk.
import type { ClientId, EventId, UserId } from '../../shared/ids.ts';
import type { ChapterSize } from '../../shared/conversation/chapters.ts';
import { subjectOf, type ChapterEvent } from '../../shared/conversation/events.ts';
import type { Author } from '../../shared/conversation/log.ts';
import { ClockRanges } from './clock-ranges.ts';
import type { Range } from './update-parts.ts';

/** One new entry. `event` is null where its content was erased before it came. */
export interface EntryRow {
  readonly author: Author;
  readonly client: ClientId;
  readonly clock: number;
  readonly event: ChapterEvent | null;
}

/** What stays known of an entry for judging those that follow: everything but its content. */
export interface EntryNote {
  readonly author: Author;
  readonly client: ClientId;
  readonly clock: number;
  readonly id: EventId | null;
  readonly at: number;
  /** The message whose deletion may erase this entry. */
  readonly subject: EventId | null;
  /** The message that this entry deletes. */
  readonly deletes: EventId | null;
  readonly isErased: boolean;
  /** The server closed the chapter with this entry. */
  readonly closes: boolean;
}

export function noteOf({ author, client, clock, event }: EntryRow): EntryNote {
  const place = { author, client, clock };
  if (event === null) return { ...place, id: null, at: 0, subject: null, deletes: null, isErased: true, closes: false };
  const deletes = event.kind === 'delete' ? event.target : null;
  const closes = event.kind === 'closed';
  return { ...place, id: event.id, at: event.at, subject: subjectOf(event), deletes, isErased: false, closes };
}

export interface LogState {
  readonly author: Author;
  /** The clock that the next entry must have. */
  next: number;
  /** Order key of the newest entry. */
  lastAt: number;
  /** For each clock the message whose deletion may erase it; null where there is nothing to erase. */
  readonly subjects: (EventId | null)[];
  readonly erased: ClockRanges;
}

export class ChapterState {
  readonly logs = new Map<ClientId, LogState>();
  readonly #ids = new Map<Author, Set<EventId>>();
  readonly #deleted = new Map<Author, Set<EventId>>();
  readonly #size = { entries: 0, bytes: 0 };
  /** Of a personal document: stretches that Yjs holds apart, or more. */
  pieces = 0;
  /** When the server closed it; null while it is open. */
  closedAt: number | null = null;

  /** `bytes`: how much these entries have taken. */
  static fromNotes(notes: Iterable<EntryNote>, bytes = 0): ChapterState {
    const state = new ChapterState();
    state.#size.bytes = bytes;
    for (const note of notes) state.append(note);
    return state;
  }

  /** Takes the next entry of a log. */
  append({ author, client, clock, id, at, subject, deletes, isErased, closes }: EntryNote): void {
    const log = this.#logOf(author, client);
    log.next = clock + 1;
    log.lastAt = Math.max(log.lastAt, at);
    log.subjects[clock] = subject;
    if (isErased) log.erased.add(clock, 1);
    if (id !== null) add(this.#ids, author, id);
    if (deletes !== null) add(this.#deleted, author, deletes);
    if (closes) this.closedAt ??= at;
    this.#size.entries++;
  }

  #logOf(author: Author, client: ClientId): LogState {
    const known = this.logs.get(client);
    if (known !== undefined) return known;
    const log: LogState = { author, next: 0, lastAt: 0, subjects: [], erased: new ClockRanges() };
    this.logs.set(client, log);
    return log;
  }

  /** In a personal document all is of one kind and one owner's: only how far each client is counts. */
  advance(owner: UserId, client: ClientId, next: number): void {
    this.#logOf(owner, client).next = next;
  }

  /** It was looked how large a personal document really is; between two looks its size is at most what was added. */
  measure({ bytes, pieces }: { readonly bytes: number; readonly pieces: number }): void {
    this.#size.bytes = bytes;
    this.pieces = pieces;
  }

  get size(): ChapterSize {
    return this.#size;
  }

  /** What was appended took so many bytes. */
  grow(bytes: number): void {
    this.#size.bytes += bytes;
  }

  /** Notes that the content of a run of places is gone. */
  erase({ client, clock, length }: Range): void {
    this.logs.get(client)?.erased.add(clock, length);
  }

  get hasErasure(): boolean {
    return [...this.logs.values()].some((log) => !log.erased.isEmpty);
  }

  nextClock(client: ClientId): number {
    return this.logs.get(client)?.next ?? 0;
  }

  hasId(author: Author, id: EventId): boolean {
    return this.#ids.get(author)?.has(id) === true;
  }

  isDeleted(author: Author, id: EventId): boolean {
    return this.#deleted.get(author)?.has(id) === true;
  }
}

function add(ids: Map<Author, Set<EventId>>, author: Author, id: EventId): void {
  const known = ids.get(author);
  if (known === undefined) ids.set(author, new Set([id]));
  else known.add(id);
}
