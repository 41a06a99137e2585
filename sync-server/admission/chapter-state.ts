// What admission knows of one chapter: the next clock and the owner of each log, ids in use, what is erased.
// Built from the update log's rows, moved forward by what was admitted. Plain data: no document, no clock, no disk.
import type { ClientId, EventId } from '../../shared/ids.ts';
import { subjectOf, type ChapterEvent } from '../../shared/conversation/events.ts';
import type { Author } from '../../shared/conversation/log.ts';

/** One entry as the update log keeps it. `event` is null where the content is erased. */
export interface EntryRow {
  readonly author: Author;
  readonly client: ClientId;
  readonly clock: number;
  readonly event: ChapterEvent | null;
}

export interface LogState {
  readonly author: Author;
  /** The clock that the next entry must have. */
  next: number;
  /** Order key of the newest entry. */
  lastAt: number;
  /** For each clock the message whose deletion may erase it; null where there is nothing to erase. */
  readonly subjects: (EventId | null)[];
  readonly erased: Set<number>;
}

export class ChapterState {
  readonly logs = new Map<ClientId, LogState>();
  readonly #ids = new Set<string>();
  readonly #deleted = new Set<string>();

  static fromRows(rows: Iterable<EntryRow>): ChapterState {
    const state = new ChapterState();
    for (const row of rows) state.append(row);
    return state;
  }

  /** Takes the next entry of a log. */
  append({ author, client, clock, event }: EntryRow): void {
    let log = this.logs.get(client);
    if (log === undefined) {
      log = { author, next: 0, lastAt: 0, subjects: [], erased: new Set() };
      this.logs.set(client, log);
    }
    log.next = clock + 1;
    log.subjects[clock] = event === null ? null : subjectOf(event);
    if (event === null) {
      log.erased.add(clock);
      return;
    }
    log.lastAt = event.at;
    this.#ids.add(`${author} ${event.id}`);
    if (event.kind === 'delete') this.#deleted.add(`${author} ${event.target}`);
  }

  /** Notes that the content at one place is gone. */
  erase(client: ClientId, clock: number): void {
    this.logs.get(client)?.erased.add(clock);
  }

  nextClock(client: ClientId): number {
    return this.logs.get(client)?.next ?? 0;
  }

  hasId(author: Author, id: EventId): boolean {
    return this.#ids.has(`${author} ${id}`);
  }

  isDeleted(author: Author, id: EventId): boolean {
    return this.#deleted.has(`${author} ${id}`);
  }

  /** The acknowledgement vector of one author: every log of theirs and how far it is known. */
  clocksOf(author: Author): Record<string, number> {
    const clocks: Record<string, number> = {};
    for (const [client, log] of this.logs) if (log.author === author) clocks[client] = log.next;
    return clocks;
  }
}
