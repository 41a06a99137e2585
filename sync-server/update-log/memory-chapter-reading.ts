// What the log in memory knows of people's reading, by plain counting: short to read, so that it shows what is meant.
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { inShort } from '../../shared/conversation/files-in-short.ts';
import { isSettled } from '../../shared/conversation/chapters.ts';
import { mergeRead, nothingRead, isRead, type ReadVector } from '../../shared/conversation/read-vector.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import type { ClientId, UserId } from '../../shared/ids.ts';
import { isMentioned, type Mention } from '../../shared/rules/mentions.ts';
import type { EntryNote } from '../admission/chapter-state.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';
import type { PinnedMessage, Standing } from './chapter-reading.ts';

/** What a message or an edit says. */
export interface Said {
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** Of a message its files; an edit says nothing of them. */
  readonly attachments: readonly Attachment[];
}

/** An entry with what it still says. */
export interface StoredEntry {
  readonly note: EntryNote;
  readonly said: Said | null;
}

/** What one person has read of one chapter. */
export interface Reading {
  readonly vector: ReadVector;
  /** Which of that person's changes was the last one here. */
  readonly sequence: number;
  /** Of any epoch, by client. */
  readonly highest: ReadonlyMap<ClientId, number>;
}

/** Messages that are not deleted, the newest first. */
export function messagesOf(entries: Iterable<StoredEntry>, isDeleted: (note: EntryNote) => boolean): StoredEntry[] {
  const messages = [...entries].filter(({ note }) => isMessage(note) && !note.isErased && !isDeleted(note));
  return messages.sort((one, other) => compare(other.note, one.note));
}

/** `isOn`: by the id of each pin. */
export function pinsOf(notes: readonly EntryNote[], isOn: ReadonlyMap<string, boolean>): PinnedMessage[] {
  const pins = notes.filter(({ kind }) => kind === 'pin').sort((one, other) => compare(other, one));
  const last = pins.filter((pin, index) => pins.findIndex(({ target }) => target === pin.target) === index);
  const isDeleted = ({ subject }: EntryNote) =>
    notes.some(({ kind, target }) => kind === 'delete' && target === subject);
  return last.flatMap((pin) => {
    const message = notes.find((note) => note.kind === 'message' && note.subject === pin.target);
    if (isOn.get(`${pin.id}`) !== true || message === undefined || message.isErased || isDeleted(message)) return [];
    const { id, author, at } = message;
    return id === null || author === serverAuthor ? [] : [{ id, author, at }];
  });
}

export function standingOf(
  messages: readonly StoredEntry[],
  { edits, reading, reader }: { edits: readonly StoredEntry[]; reading: Reading | undefined; reader: UserId },
): Standing {
  const vector = reading?.vector ?? nothingRead;
  const isUnread = ({ note }: StoredEntry) =>
    note.author !== reader && note.author !== serverAuthor && !isRead(vector, note);
  const unread = messages.filter(isUnread);
  return {
    read: readSoFar(reading),
    unread: unread.length,
    mentions: unread.filter((message) => isMentioned(reader, saidNow(message, edits)?.mentions ?? [])).length,
    lastMessage: lastOf(messages, edits),
  };
}

function lastOf([newest]: readonly StoredEntry[], edits: readonly StoredEntry[]): Standing['lastMessage'] {
  if (newest === undefined || newest.note.id === null || newest.note.author === serverAuthor) return null;
  const { author, id, at } = newest.note;
  const files = inShort(newest.said?.attachments ?? []);
  return { id, author, at, text: saidNow(newest, edits)?.text ?? '', files };
}

/** As it was edited last. */
export function saidNow({ note: { subject }, said }: StoredEntry, edits: readonly StoredEntry[]): Said | null {
  const own = edits.filter(({ note }) => note.target === subject);
  const [last] = own.toSorted((one, other) => compare(other.note, one.note));
  return last?.said ?? said;
}

/** As far as it is known clock by clock. */
export function readSoFar(reading: Reading | undefined): Standing['read'] {
  const { epoch, clocks } = reading?.vector ?? nothingRead;
  return { epoch, clocks: clocks === 'all' ? {} : clocks };
}

/** The reading after a report, with what of it is new; null when nothing is. */
export function readOn(
  before: Reading | undefined,
  vector: ReadVector,
  { ends, reader, sequence }: { ends: ReadonlyMap<ClientId, number>; reader: UserId; sequence: number },
): { reading: Reading; clocks: ReaderClock[] } | null {
  const known = before?.vector ?? nothingRead;
  const merged = mergeRead(known, clamp(vector, ends));
  if (merged.epoch === known.epoch && sameClocks(merged, known)) return null;
  const rows = Object.entries(merged.clocks).map(([client, clock]) => ({ reader, client: Number(client), clock }));
  const base = merged.epoch > known.epoch ? nothingRead : known;
  const clocks = rows.filter(({ client, clock }) => !isRead(base, { client: client as ClientId, clock: clock - 1 }));
  const told = clocks.map((row) => ({ ...row, client: row.client as ClientId })); // of a log that is there
  const highest = new Map(before?.highest);
  for (const { client, clock } of told) highest.set(client, Math.max(highest.get(client) ?? 0, clock));
  return { reading: { vector: merged, sequence, highest }, clocks: told };
}

/** Whether a report can be taken at its word: all of a chapter is read only when nothing more can come. */
export function isSound({ clocks }: ReadVector, closedAt: number | null, nowMs: number): boolean {
  return clocks !== 'all' || isSettled(closedAt, nowMs);
}

function clamp({ epoch, clocks }: ReadVector, ends: ReadonlyMap<ClientId, number>): ReadVector {
  const claimed = [...ends].map(
    ([client, end]) => [client, clocks === 'all' ? end : Math.min(end, clocks[client] ?? 0)] as const,
  );
  return { epoch, clocks: Object.fromEntries(claimed.filter(([, clock]) => clock > 0)) };
}

function sameClocks(one: ReadVector, other: ReadVector): boolean {
  return JSON.stringify(one.clocks) === JSON.stringify(other.clocks);
}

function isMessage({ kind }: EntryNote): boolean {
  return kind === 'message';
}

function compare(one: EntryNote, other: EntryNote): number {
  return one.at - other.at || (`${one.id}` < `${other.id}` ? -1 : 1);
}
