// One log per writer: the root array `log/<author>/<client>` of a chapter, appended to by that Yjs client alone.
// Reads entries out of a document without trusting them; appends one entry of one's own. Step 2 of a message's path.
import * as Y from 'yjs';
import { parseClientId, parseUserId, type ClientId, type UserId } from '../ids.ts';
import {
  parseServerEvent,
  parseUserEvent,
  subjectOf,
  targetOf,
  type ChapterEvent,
  type DeleteEvent,
  type SubjectKey,
  type UserEvent,
} from './events.ts';

/** The server's own name among authors. */
export const serverAuthor = '@server';
export type Author = UserId | typeof serverAuthor;

/** Where an entry stands: which client wrote it, and as how many-th. */
export interface Place {
  readonly client: ClientId;
  readonly clock: number;
}

/** One place in a log. `event` is null where the content was erased or belongs to a newer version. */
export interface LogEntry {
  readonly author: Author;
  readonly client: ClientId;
  readonly clock: number;
  readonly state: 'event' | 'erased' | 'unknown';
  readonly event: ChapterEvent | null;
}

/** Root name of the log that `author` writes as `client`. */
export function logRoot(author: Author, client: ClientId): string {
  return `log/${author}/${client}`;
}

/** The author and client in a root's name, or null when it is no log's name. */
export function parseLogRoot(root: string): { author: Author; client: ClientId } | null {
  const [kind, name, number, ...rest] = root.split('/');
  if (kind !== 'log' || name === undefined || number === undefined || rest.length > 0) return null;
  const author = name === serverAuthor ? serverAuthor : parseUserId(name);
  const client = /^(0|[1-9]\d{0,9})$/.test(number) ? parseClientId(Number(number)) : null;
  return author === null || client === null ? null : { author, client };
}

/** Appends my event to my log; the document's own client id names the log. */
export function appendEvent(doc: Y.Doc, author: UserId, event: UserEvent): void {
  doc.getArray(logRoot(author, doc.clientID as ClientId)).push([event]);
}

/**
 * Erases the content of my entries and says so in the same transaction: a `delete` event for the message, a Yjs deletion
 * for its text, its edits and what I reacted to it.
 */
export function appendDelete(doc: Y.Doc, author: UserId, ...deletions: readonly DeleteEvent[]): void {
  doc.transact(() => {
    eraseAbout(doc, author, new Set(deletions.flatMap((deletion) => targetOf(author, deletion) ?? [])));
    for (const deletion of deletions) appendEvent(doc, author, deletion);
  });
}

/** Takes the content of my entries that goes with these messages out of the document. */
export function eraseAbout(doc: Y.Doc, author: UserId, subjects: ReadonlySet<SubjectKey>): void {
  doc.transact(() => {
    const mine = [...readLogs(doc)].filter((entry) => entry.author === author); // erasing splits what is read
    for (const entry of mine) {
      const subject = entry.event === null ? null : subjectOf(author, entry.event);
      if (subject !== null && subjects.has(subject)) eraseEntry(doc, entry);
    }
  });
}

/** Every entry of every log, each log in the order of its clocks. */
export function* readLogs(doc: Y.Doc): Generator<LogEntry> {
  for (const root of doc.share.keys()) yield* readLog(doc, root, 0);
}

/** The entries of one root from `fromClock` on; nothing when the root is no log. */
export function* readLog(doc: Y.Doc, root: string, fromClock: number): Generator<LogEntry> {
  const log = parseLogRoot(root);
  if (log === null) return;
  for (const struct of structsOf(doc, root, log.client)) {
    if (struct.id.clock + struct.length <= fromClock) continue;
    const values = readValues(struct);
    for (let index = Math.max(0, fromClock - struct.id.clock); index < struct.length; index++) {
      yield readEntry(log, struct.id.clock + index, values?.[index]);
    }
  }
}

/** What an author wrote and did not erase, as it stands there, whether or not this version knows what it is. */
export function* readWritten(doc: Y.Doc, author: Author): Generator<{ place: Place; value: unknown }> {
  for (const root of doc.share.keys()) {
    const log = parseLogRoot(root);
    if (log?.author !== author) continue;
    for (const struct of structsOf(doc, root, log.client)) {
      const values = readValues(struct) ?? [];
      for (const [index, value] of values.entries()) {
        yield { place: { client: log.client, clock: struct.id.clock + index }, value };
      }
    }
  }
}

/** A client's structs, if they stand in this root: a root's name alone proves nothing. */
function structsOf(doc: Y.Doc, root: string, client: ClientId): readonly (Y.Item | Y.GC)[] {
  const structs = doc.store.clients.get(client) ?? [];
  const [first] = structs;
  return first instanceof Y.Item && first.parent === doc.share.get(root) ? structs : [];
}

/** Until its transaction ends, an erased item still holds its content. */
function readValues(struct: Y.Item | Y.GC): readonly unknown[] | null {
  if (!(struct instanceof Y.Item) || struct.deleted) return null;
  return struct.content instanceof Y.ContentAny ? struct.content.arr : null;
}

function readEntry(log: { author: Author; client: ClientId }, clock: number, value: unknown): LogEntry {
  if (value === undefined) return { ...log, clock, state: 'erased', event: null };
  const event = log.author === serverAuthor ? parseServerEvent(value) : parseUserEvent(value);
  return { ...log, clock, state: event === null ? 'unknown' : 'event', event };
}

function eraseEntry(doc: Y.Doc, { author, client, clock }: LogEntry): void {
  const log = doc.getArray(logRoot(author, client));
  // Y.Array counts only what is not erased, so the index is found among the living entries.
  let index = 0;
  for (const entry of readLog(doc, logRoot(author, client), 0)) {
    if (entry.clock === clock) break;
    if (entry.state !== 'erased') index++;
  }
  log.delete(index, 1);
}
