// What docs/protocol.md says of reading: what is unread, how vectors meet, what the inbox tells of a chapter, and which
// tick a message has. As simply as can be, from that page alone, beside the oracle of the timeline.
import { expectChapter, readStated, type ExpectedPlace, type ExpectedRow, type PlainChapter } from './oracle.ts';

export type ExpectedClocks = Readonly<Record<string, number>>;

export interface ExpectedVector {
  readonly epoch: number;
  readonly clocks: ExpectedClocks | 'all';
}

/** A higher epoch wins, equal epochs merge by maximum for each client. */
export function mergeVectors(one: ExpectedVector, other: ExpectedVector): ExpectedVector {
  if (one.epoch !== other.epoch) return one.epoch > other.epoch ? one : other;
  if (one.clocks === 'all' || other.clocks === 'all') return { epoch: one.epoch, clocks: 'all' };
  const clocks = { ...one.clocks };
  for (const [client, clock] of Object.entries(other.clocks)) clocks[client] = Math.max(clock, clocks[client] ?? 0);
  return { epoch: one.epoch, clocks };
}

/** Messages of others beyond the vector that are not deleted. */
export function expectUnread(rows: readonly ExpectedRow[], reader: string, { clocks }: ExpectedVector): ExpectedRow[] {
  if (clocks === 'all') return [];
  const isOfOthers = (row: ExpectedRow) => row.author !== '@server' && row.author !== reader;
  return rows.filter((row) => isOfOthers(row) && row.text !== null && !isCovered(clocks, row.place));
}

/** Whether a message is meant for its reader: by name, or as everyone. */
export function mentionsReader({ mentions }: ExpectedRow, reader: string): boolean {
  return (mentions as readonly { readonly who: string }[]).some(({ who }) => who === reader || who === 'everyone');
}

/** What is unread once all from this row on was marked unread: each client's clock stands before its first from there. */
export function expectMarkedUnread(
  rows: readonly ExpectedRow[],
  reader: string,
  { read, row }: { readonly read: ExpectedVector; readonly row: ExpectedRow },
): ExpectedRow[] {
  const before = expectUnread(rows, reader, read);
  const all = expectUnread(rows, reader, { epoch: 0, clocks: {} });
  const from = rows.slice(rows.indexOf(row)).filter((one) => all.includes(one));
  const isBehind = ({ place }: ExpectedRow, one: ExpectedRow) =>
    place !== null && place.client === one.place?.client && place.clock >= one.place.clock;
  return all.filter((one) => before.includes(one) || from.some((marked) => isBehind(one, marked)));
}

/** What is kept of a report: no more than there is of others. */
export function clampVector({ logs }: PlainChapter, reader: string, { epoch, clocks }: ExpectedVector): ExpectedVector {
  const clamped = logs.flatMap(({ root, entries }) => {
    const [, author, client = ''] = root.split('/');
    const clock = clocks === 'all' ? entries.length : Math.min(clocks[client] ?? 0, entries.length);
    return author === '@server' || author === reader || clock === 0 ? [] : [[client, clock] as const];
  });
  return { epoch, clocks: Object.fromEntries(clamped) };
}

/** What the inbox tells of one chapter to its reader, as far as the chapter alone says it; where deleted messages stood it does not. */
export function expectInboxRow(chapter: PlainChapter, reader: string, vector: ExpectedVector) {
  const rows = expectChapter(chapter);
  const messages = rows.filter(({ notice }) => notice === null);
  const shown = messages.filter(({ text }) => text !== null);
  const late = shown.filter(({ lateAt }) => lateAt !== null);
  const onTime = rows.filter(({ notice, text, lateAt }) => notice !== null || (text !== null && lateAt === null));
  const [lateFrom, lateTo] = stretchOf(late);
  const [from, to] = stretchOf(onTime);
  const stated = chapter.logs.flatMap((log) => readStated(log));
  const last = shown.at(-1);
  const unread = expectUnread(rows, reader, vector);
  return {
    entries: chapter.logs.reduce((total, { entries }) => total + entries.length, 0),
    messages: messages.length,
    ...{ from, to, lateFrom, lateTo },
    closedAt: stated.find(({ kind }) => kind === 'closed')?.at ?? null,
    lastMessage: last === undefined ? null : tellLast(last),
    unread: unread.length,
    mentions: unread.filter((row) => mentionsReader(row, reader)).length,
  };
}

export type ExpectedTick = 'waiting' | 'sent' | 'delivered' | 'read';

/** What a writer was told of their own entries: acknowledged, and for each other person delivered and read. */
export interface Told {
  readonly acked: ExpectedClocks;
  readonly deliveries: Readonly<Record<string, ExpectedClocks>>;
  readonly reads: Readonly<Record<string, ExpectedClocks>>;
}

/** How far one's own message has come. */
export function expectTick(place: ExpectedPlace, { acked, deliveries, reads }: Told): ExpectedTick {
  const isIn = (clocks: ExpectedClocks) => isCovered(clocks, place);
  if (!isIn(acked)) return 'waiting';
  if (Object.values(reads).some(isIn)) return 'read';
  return Object.values(deliveries).some(isIn) ? 'delivered' : 'sent';
}

function isCovered(clocks: ExpectedClocks, place: ExpectedPlace | null): boolean {
  return place !== null && place.clock < (clocks[place.client] ?? 0);
}

function stretchOf(rows: readonly ExpectedRow[]): [number | null, number | null] {
  return [rows[0]?.at ?? null, rows.at(-1)?.at ?? null];
}

function tellLast({ id, text, at, author }: ExpectedRow) {
  return {
    id,
    text: Array.from(text ?? '')
      .slice(0, 200)
      .join(''),
    at,
    author,
  };
}
