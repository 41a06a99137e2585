// What the screen shows: all logs of a chapter reduced and ordered by (`at`, `id`).
// Pure and total: the same entries give the same items whatever the order of their arrival.
// Judges only who owns the target of an edit or deletion; roles were judged by admission. Step 9 of a message's path.
import type { ClientId, EventId } from '../ids.ts';
import { isGroupEvent, type DeleteEvent, type GroupEvent, type MessageEvent, type UserEvent } from './events.ts';
import { serverAuthor, type Author, type LogEntry } from './log.ts';

type EditEvent = UserEvent & { kind: 'edit' };

/** One row. Items are never changed in place: a changed row is a new object, an unchanged one stays the same. */
export interface TimelineItem {
  /** Unique in a conversation: who wrote it, and its id. */
  readonly key: string;
  readonly id: EventId;
  readonly author: Author;
  readonly at: number;
  /** What happened in the group, where this row tells of that; null for a message. */
  readonly notice: GroupEvent | null;
  /** Null when the message was deleted, and for a notice. */
  readonly text: string | null;
  readonly isEdited: boolean;
  /** When it reached the server, in ms, if that was long after `at`; else null. */
  readonly lateAt: number | null;
  /** Place of the message in its log; null when only its deletion is known. */
  readonly place: { readonly client: ClientId; readonly clock: number } | null;
}

interface Message {
  readonly event: MessageEvent;
  readonly client: ClientId;
  readonly clock: number;
}

/** All that is known of one message, in any order of arrival. */
interface Subject {
  readonly author: Author;
  message: Message | null;
  edit: EditEvent | null;
  deletion: DeleteEvent | null;
  notice: { readonly event: GroupEvent; readonly client: ClientId; readonly clock: number } | null;
  item: TimelineItem | null;
}

interface LateRun {
  readonly clock: number;
  readonly count: number;
  readonly at: number;
}

export class Timeline {
  readonly #subjects = new Map<string, Subject>();
  readonly #lateRuns = new Map<number, LateRun[]>();
  readonly #subjectAt = new Map<string, string>();
  #items: TimelineItem[] = [];

  /** Rows from the oldest to the newest. A new array after each change. */
  get items(): readonly TimelineItem[] {
    return this.#items;
  }

  /** Takes entries in; each costs the same however many there are. Entries seen before change nothing. */
  apply(entries: Iterable<LogEntry>): void {
    const touched = new Set<string>();
    for (const entry of entries) {
      for (const key of this.#reduce(entry)) touched.add(key);
    }
    const changed = [...touched].filter((key) => this.#isChanged(key));
    if (changed.length === 0) return;
    this.#items = [...this.#items];
    for (const key of changed) this.#place(key);
  }

  #isChanged(key: string): boolean {
    const subject = this.#subjects.get(key);
    return subject !== undefined && !isSameItem(subject.item, this.#itemOf(key, subject));
  }

  #reduce({ author, client, clock, event }: LogEntry): string[] {
    if (event === null) return [];
    if (event.kind === 'late') return this.#takeLateRun(event.client as ClientId, event);
    if (event.kind === 'closed') return [];
    if (isGroupEvent(event)) return this.#takeNotice({ event, client, clock });
    const key = `${author} ${event.kind === 'message' ? event.id : event.target}`;
    const subject = this.#subject(key, author);
    if (event.kind === 'message') {
      subject.message = earlierMessage(subject.message, { event, client, clock });
      this.#subjectAt.set(placeKey(client, clock), key);
    } else if (event.kind === 'edit') {
      if (subject.edit === null || compare(subject.edit, event) < 0) subject.edit = event;
    } else {
      if (subject.deletion === null || compare(event, subject.deletion) < 0) subject.deletion = event;
    }
    return [key];
  }

  /** Said again after a crash it has the same id, and stands once. */
  #takeNotice(notice: NonNullable<Subject['notice']>): string[] {
    const key = `${serverAuthor} ${notice.event.id}`;
    this.#subject(key, serverAuthor).notice = notice;
    return [key];
  }

  #takeLateRun(client: ClientId, run: LateRun): string[] {
    this.#lateRuns.set(client, [...(this.#lateRuns.get(client) ?? []), run]);
    const keys: string[] = [];
    for (let clock = run.clock; clock < run.clock + run.count; clock++) {
      const key = this.#subjectAt.get(placeKey(client, clock));
      if (key !== undefined) keys.push(key);
    }
    return keys;
  }

  #subject(key: string, author: Author): Subject {
    let subject = this.#subjects.get(key);
    if (subject === undefined) {
      subject = { author, message: null, edit: null, deletion: null, notice: null, item: null };
      this.#subjects.set(key, subject);
    }
    return subject;
  }

  /** Puts the row of one subject where it belongs now. */
  #place(key: string): void {
    const subject = this.#subjects.get(key);
    if (subject === undefined) return;
    const item = this.#itemOf(key, subject);
    if (subject.item !== null) this.#items.splice(placeOf(this.#items, subject.item), 1);
    if (item !== null) this.#items.splice(placeOf(this.#items, item), 0, item);
    subject.item = item;
  }

  #itemOf(key: string, { author, message, edit, deletion, notice }: Subject): TimelineItem | null {
    if (notice !== null) return noticeItem(key, notice);
    const place = message === null ? null : { client: message.client, clock: message.clock };
    if (deletion !== null) {
      const { target: id, targetAt: at } = deletion;
      return { key, id, author, at, notice: null, text: null, isEdited: false, lateAt: null, place };
    }
    if (message === null || place === null) return null; // an edit whose message has not arrived yet
    const { id, at, text } = message.event;
    return {
      key,
      id,
      author,
      at,
      notice: null,
      text: edit?.text ?? text,
      isEdited: edit !== null,
      lateAt: this.#lateAt(place),
      place,
    };
  }

  #lateAt({ client, clock }: { client: ClientId; clock: number }): number | null {
    const runs = this.#lateRuns.get(client) ?? [];
    const arrivals = runs.filter((run) => clock >= run.clock && clock < run.clock + run.count).map((run) => run.at);
    return arrivals.length === 0 ? null : Math.min(...arrivals);
  }
}

function noticeItem(key: string, { event, client, clock }: NonNullable<Subject['notice']>): TimelineItem {
  const { id, at } = event;
  const place = { client, clock };
  return { key, id, author: serverAuthor, at, notice: event, text: null, isEdited: false, lateAt: null, place };
}

type Placed = Readonly<{ at: number; id: string; author: string }>;

/** The order of everything: by `at`, then by `id`, then by author. */
export function compareItems(a: Placed, b: Placed): number {
  return compare(a, b) || (a.author < b.author ? -1 : a.author > b.author ? 1 : 0);
}

function compare(a: { at: number; id: string }, b: { at: number; id: string }): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Whether two rows of one subject show the same. */
function isSameItem(a: TimelineItem | null, b: TimelineItem | null): boolean {
  if (a === null || b === null) return a === b;
  const isSameRow = a.at === b.at && a.text === b.text && a.isEdited === b.isEdited && a.lateAt === b.lateAt;
  return isSameRow && a.place?.client === b.place?.client && a.place?.clock === b.place?.clock;
}

/** One message may stand twice after its writer had to move it: every replica takes the same one. */
function earlierMessage(known: Message | null, found: Message): Message {
  if (known === null) return found;
  const order = known.event.at - found.event.at || known.client - found.client || known.clock - found.clock;
  return order <= 0 ? known : found;
}

/** Index of the first item that is not before `item`; most arrive at the end, so the search starts there. */
export function placeOf(items: readonly TimelineItem[], item: TimelineItem): number {
  const last = items.at(-1);
  if (last === undefined || compareItems(last, item) < 0) return items.length;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = items[middle];
    if (found !== undefined && compareItems(found, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeKey(client: ClientId, clock: number): string {
  return `${client}:${clock}`;
}
