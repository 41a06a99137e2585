// What the screen shows: all logs of a chapter reduced and ordered by (`at`, `id`).
// Pure and total: the same entries give the same items whatever the order of their arrival.
// Judges only whose an edit is; roles were judged by admission. Step 9 of a message's path.
import type { ClientId, EventId, UserId } from '../ids.ts';
import type { Attachment } from './attachments.ts';
import {
  isGroupEvent,
  subjectKey,
  targetOf,
  type ActionEvent,
  type DeleteEvent,
  type EditEvent,
  type Forwarded,
  type GroupEvent,
  type MessageEvent,
  type PinEvent,
  type ReplyTo,
} from './events.ts';
import { serverAuthor, type Author, type LogEntry } from './log.ts';
import type { Mention } from '../rules/mentions.ts';
import { noReactions, reactionsOf, takeReaction, type Reaction, type Words } from './reactions.ts';

/** What a message said from a moment on. */
export interface Version {
  readonly at: number;
  readonly text: string;
}

/** One row. Items are never changed in place: a changed row is a new object, an unchanged one stays the same. */
export interface TimelineItem {
  /** Unique in a conversation: who wrote it, and its id. */
  readonly key: string;
  readonly id: EventId;
  readonly author: Author;
  readonly at: number;
  /** What happened in the group, where this row tells of that; null for a message. */
  readonly notice: GroupEvent | null;
  /** Null when the message was deleted, and for a notice; empty for files without a caption. */
  readonly text: string | null;
  readonly isEdited: boolean;
  /** What it said first and after each edit, the earliest first; none where it was never edited, or is deleted. */
  readonly versions: readonly Version[];
  /** The message that this one answers; nothing of it is known here. */
  readonly replyTo: ReplyTo | null;
  readonly forwarded: Forwarded | null;
  /** Whom its text mentions, as it is now. */
  readonly mentions: readonly Mention[];
  /** The files it carries; none where it is deleted. An edit leaves them. */
  readonly attachments: readonly Attachment[];
  /** Its author's auto-reply wrote it. */
  readonly isAutomatic: boolean;
  readonly reactions: readonly Reaction[];
  readonly isPinned: boolean;
  /** Who deleted it; null where it is there. */
  readonly deletedBy: Author | null;
  /** When it reached the server, in ms, if that was long after `at`; else null. */
  readonly lateAt: number | null;
  /** Place of the message in its log; null when only its deletion is known. */
  readonly place: { readonly client: ClientId; readonly clock: number } | null;
}

const noVersions: readonly Version[] = [];
const noMentions: readonly Mention[] = [];
const noAttachments: readonly Attachment[] = [];

/** What a row has that nobody did anything to. */
export const untouched = {
  ...{ isEdited: false, versions: noVersions, replyTo: null, forwarded: null },
  ...{ isAutomatic: false, mentions: noMentions, attachments: noAttachments, reactions: noReactions },
  ...{ isPinned: false, deletedBy: null },
} as const satisfies Partial<TimelineItem>;

interface Deletion {
  readonly author: Author;
  readonly event: DeleteEvent;
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
  /** Each once, the earliest first. */
  edits: readonly EditEvent[];
  deletion: Deletion | null;
  readonly words: Words;
  /** What they come to; null until it is asked for again: many come at once, and each would count all. */
  reactions: readonly Reaction[] | null;
  pin: PinEvent | null;
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
    if (event.kind === 'message') return this.#takeMessage(author, { event, client, clock });
    const key = targetOf(author, event);
    if (key !== null) take(this.#subject(key), author, event);
    return key === null ? [] : [key];
  }

  #takeMessage(author: Author, { event, client, clock }: Message): string[] {
    const key = subjectKey(author, event.id);
    const subject = this.#subject(key);
    subject.message = earlierMessage(subject.message, { event, client, clock });
    this.#subjectAt.set(placeKey(client, clock), key);
    return [key];
  }

  /** Said again after a crash it has the same id, and stands once. */
  #takeNotice(notice: NonNullable<Subject['notice']>): string[] {
    const key = subjectKey(serverAuthor, notice.event.id);
    this.#subject(key).notice = notice;
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

  #subject(key: string): Subject {
    const known = this.#subjects.get(key);
    if (known !== undefined) return known;
    const author = key.slice(0, key.indexOf(' ')) as Author; // a subject's key begins with it
    const subject: Subject = {
      ...{ author, message: null, edits: [], deletion: null, words: new Map(), reactions: noReactions, pin: null },
      ...{ notice: null, item: null },
    };
    this.#subjects.set(key, subject);
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

  #itemOf(key: string, subject: Subject): TimelineItem | null {
    const { author, message, edits, deletion, pin, notice, item } = subject;
    if (notice !== null) return noticeItem(key, notice);
    const place = message === null ? null : { client: message.client, clock: message.clock };
    if (deletion !== null) {
      const { target: id, targetAt: at } = deletion.event;
      const deletedBy = deletion.author;
      return { key, id, author, at, ...untouched, notice: null, text: null, lateAt: null, place, deletedBy };
    }
    if (message === null || place === null) return null; // something about a message that has not arrived yet
    const { id, at, text, replyTo, forwarded, automatic, attachments = noAttachments } = message.event;
    const reactions = (subject.reactions ??= reactionsOf(subject.words));
    return {
      ...{ key, id, author, at, place, notice: null, deletedBy: null },
      text: edits.at(-1)?.text ?? text,
      isEdited: edits.length > 0,
      versions: versionsOf(message.event, edits, item?.versions ?? noVersions),
      ...{ replyTo: replyTo ?? null, forwarded: forwarded ?? null, reactions, isPinned: pin?.isOn ?? false },
      mentions: (edits.at(-1) ?? message.event).mentions ?? noMentions,
      ...{ isAutomatic: automatic === true, attachments },
      lateAt: this.#lateAt(place),
    };
  }

  #lateAt({ client, clock }: { client: ClientId; clock: number }): number | null {
    const runs = this.#lateRuns.get(client) ?? [];
    const arrivals = runs.filter((run) => clock >= run.clock && clock < run.clock + run.count).map((run) => run.at);
    return arrivals.length === 0 ? null : Math.min(...arrivals);
  }
}

/** Takes in what is said about a message, in whatever order it comes. */
function take(subject: Subject, author: Author, event: ActionEvent): void {
  if (event.kind === 'edit') subject.edits = withEdit(subject.edits, event);
  else if (event.kind === 'delete') subject.deletion = earlierDeletion(subject.deletion, { author, event });
  else if (event.kind === 'pin') subject.pin = laterPin(subject.pin, event);
  else if (takeReaction(subject.words, author as UserId, event)) subject.reactions = null;
}

/** Mostly it is the last. The same list when it is in it. */
function withEdit(edits: readonly EditEvent[], edit: EditEvent): readonly EditEvent[] {
  const before = edits.findLastIndex((known) => compareEdits(known, edit) <= 0);
  const known = edits[before];
  if (known !== undefined && compareEdits(known, edit) === 0) return edits;
  return edits.toSpliced(before + 1, 0, edit);
}

/** Two with one id and one time are none that a server took. */
function compareEdits(a: EditEvent, b: EditEvent): number {
  return compare(a, b) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}

/** `before`: the same list again where nothing has changed. */
function versionsOf(
  { at, text }: MessageEvent,
  edits: readonly EditEvent[],
  before: readonly Version[],
): readonly Version[] {
  if (edits.length === 0) return noVersions;
  const versions = [{ at, text }, ...edits.map((edit) => ({ at: edit.at, text: edit.text }))];
  const isSame = (version: Version, index: number) =>
    version.at === before[index]?.at && version.text === before[index]?.text;
  return versions.length === before.length && versions.every(isSame) ? before : versions;
}

function earlierDeletion(known: Deletion | null, found: Deletion): Deletion {
  if (known === null) return found;
  const order = compare(known.event, found.event) || known.event.targetAt - found.event.targetAt;
  return (order || (known.author < found.author ? -1 : 1)) <= 0 ? known : found;
}

function laterPin(known: PinEvent | null, found: PinEvent): PinEvent {
  if (known === null) return found;
  return (compare(known, found) || Number(known.isOn) - Number(found.isOn)) >= 0 ? known : found;
}

function noticeItem(key: string, { event, client, clock }: NonNullable<Subject['notice']>): TimelineItem {
  const { id, at } = event;
  const place = { client, clock };
  return { key, id, author: serverAuthor, at, ...untouched, notice: event, text: null, lateAt: null, place };
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
  const isSameRow = a.at === b.at && a.text === b.text && a.versions === b.versions && a.lateAt === b.lateAt;
  const isSameSource = a.replyTo === b.replyTo && a.forwarded === b.forwarded && a.isAutomatic === b.isAutomatic;
  const isSameTalk =
    a.mentions === b.mentions &&
    a.attachments === b.attachments &&
    a.reactions === b.reactions &&
    a.isPinned === b.isPinned &&
    a.deletedBy === b.deletedBy;
  return (
    isSameRow && isSameSource && isSameTalk && a.place?.client === b.place?.client && a.place?.clock === b.place?.clock
  );
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
