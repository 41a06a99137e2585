// The figures of a chapter as columns of its row.
import type { ChapterFigures, Interval } from './chapter-figures.ts';

export const figureColumns = [
  ...['entries', 'bytes', 'messages'],
  ...['on_time_from', 'on_time_to', 'late_from', 'late_to', 'closed_at'],
] as const;

/** In the order of the names. */
export function columnsOf({ entries, bytes, messages, onTime, late, closedAt }: ChapterFigures): (number | null)[] {
  const ends = [onTime?.from ?? null, onTime?.to ?? null, late?.from ?? null, late?.to ?? null];
  return [entries, bytes, messages, ...ends, closedAt];
}

export function readFigures(row: Record<string, unknown>): ChapterFigures {
  return {
    entries: Number(row['entries']),
    bytes: Number(row['bytes']),
    messages: Number(row['messages']),
    onTime: readInterval(row['on_time_from'], row['on_time_to']),
    late: readInterval(row['late_from'], row['late_to']),
    closedAt: row['closed_at'] === null ? null : Number(row['closed_at']),
  };
}

function readInterval(from: unknown, to: unknown): Interval | null {
  return from === null ? null : { from: Number(from), to: Number(to) };
}
