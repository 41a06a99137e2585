// What admission knows of one chapter: the next clock and the owner of each log, ids in use, what is erased.
// Built from the update log's rows, moved forward by what was admitted. Plain data: no document, no clock, no disk.
import type { ClientId, EventId, UserId } from '../../shared/ids.ts';
import type { ChapterSize } from '../../shared/conversation/chapters.ts';
import {
  subjectKey,
  subjectOf,
  targetOf,
  type ChapterEvent,
  type SubjectKey,
} from '../../shared/conversation/events.ts';
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
  readonly kind: ChapterEvent['kind'] | null;
  /** The message that this entry is about. */
  readonly target: SubjectKey | null;
  /** The message whose deletion may erase this entry. */
  readonly subject: SubjectKey | null;
  readonly isErased: boolean;
}

export function noteOf({ author, client, clock, event }: EntryRow): EntryNote {
  const place = { author, client, clock };
  if (event === null) return { ...place, id: null, at: 0, kind: null, target: null, subject: null, isErased: true };
  const { id, at, kind } = event;
  return {
    ...place,
    id,
    at,
    kind,
    target: targetOf(author, event),
    subject: subjectOf(author, event),
    isErased: false,
  };
}

export interface LogState {
  readonly author: Author;
  /** The clock that the next entry must have. */
  next: number;
  /** Order key of the newest entry. */
  lastAt: number;
  /** For each clock the message whose deletion may erase it; null where there is nothing to erase. */
  readonly subjects: (SubjectKey | null)[];
  readonly erased: ClockRanges;
}

export class ChapterState {
  readonly logs = new Map<ClientId, LogState>();
  readonly #ids = new Map<Author, Set<EventId>>();
  /** Where each message stands in the timeline. */
  readonly #messages = new Map<SubjectKey, number>();
  readonly #deleted = new Set<SubjectKey>();
  /** How often each person has said each kind of thing about a message. */
  readonly #counts = new Map<string, number>();
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
  append({ author, client, clock, id, at, kind, target, subject, isErased }: EntryNote): void {
    const log = this.#logOf(author, client);
    log.next = clock + 1;
    log.lastAt = Math.max(log.lastAt, at);
    log.subjects[clock] = subject;
    if (isErased) log.erased.add(clock, 1);
    if (id !== null) add(this.#ids, author, id);
    if (id !== null && kind === 'message') this.#messages.set(subjectKey(author, id), at);
    if (target !== null && kind === 'delete') this.#deleted.add(target);
    if (target !== null && kind !== null) this.#count(countKey(author, kind, target));
    if (kind === 'closed') this.closedAt ??= at;
    this.#size.entries++;
  }

  #count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
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

  /** The order key of a message that stands here; null when none does. */
  atOf(message: SubjectKey): number | null {
    return this.#messages.get(message) ?? null;
  }

  isDeleted(message: SubjectKey): boolean {
    return this.#deleted.has(message);
  }

  countOf(author: Author, kind: ChapterEvent['kind'], target: SubjectKey): number {
    return this.#counts.get(countKey(author, kind, target)) ?? 0;
  }

  /** What of these messages is not erased yet, whoever wrote it. Costs as much as the chapter is long. */
  *contentOf(messages: ReadonlySet<SubjectKey>): Generator<Range> {
    for (const [client, { subjects, erased }] of this.logs) {
      for (const [clock, subject] of subjects.entries()) {
        if (subject !== null && messages.has(subject)) {
          for (const range of erased.missingFrom(clock, 1)) yield { client, ...range };
        }
      }
    }
  }
}

function countKey(author: Author, kind: ChapterEvent['kind'], target: SubjectKey): string {
  return `${author} ${kind} ${target}`;
}

function add(ids: Map<Author, Set<EventId>>, author: Author, id: EventId): void {
  const known = ids.get(author);
  if (known === undefined) ids.set(author, new Set([id]));
  else known.add(id);
}
