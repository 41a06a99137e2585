// What is known of a chapter without opening it: how much is in it and which stretch of time it covers.
// Moved along with each append, in the same commit. Pure; both logs count by it.
import { isGroupEvent } from '../../shared/conversation/events.ts';
import type { EntryRow } from '../admission/chapter-state.ts';

/** Order keys in ms, both ends included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface ChapterFigures {
  readonly entries: number;
  /** Of the updates as they were logged. */
  readonly bytes: number;
  /** Deleted ones included. */
  readonly messages: number;
  /** Where its messages and what happened in a group stand in the timeline; null when it has neither. */
  readonly onTime: Interval | null;
  /** The same of messages that came long after they were written: a few of them must not stretch the chapter. */
  readonly late: Interval | null;
  /** When the server closed it; null while it is open. */
  readonly closedAt: number | null;
}

export const noFigures: ChapterFigures = {
  ...{ entries: 0, bytes: 0, messages: 0 },
  ...{ onTime: null, late: null, closedAt: null },
};

/** The figures after an append. Its rows hold the notes on what came late in it. */
export function grow(figures: ChapterFigures, rows: readonly EntryRow[], bytes: number): ChapterFigures {
  const isLate = makeLateFinder(rows);
  let { messages, onTime, late, closedAt } = figures;
  for (const row of rows) {
    const { event } = row;
    if (event?.kind === 'closed') closedAt ??= event.at;
    // The place of a deleted message stays in the timeline, also where the message itself never came.
    if (event?.kind === 'delete' && !isIn(onTime, event.targetAt) && !isIn(late, event.targetAt)) {
      late = stretch(late, event.targetAt);
    }
    // Whoever reads of it must find the chapter, also one in which nobody has said anything.
    if (event !== null && isGroupEvent(event)) onTime = stretch(onTime, event.at);
    if (event?.kind !== 'message') continue;
    messages++;
    if (isLate(row)) late = stretch(late, event.at);
    else onTime = stretch(onTime, event.at);
  }
  return { entries: figures.entries + rows.length, bytes: figures.bytes + bytes, messages, onTime, late, closedAt };
}

function makeLateFinder(rows: readonly EntryRow[]): (row: EntryRow) => boolean {
  const runs = rows.flatMap(({ event }) => (event?.kind === 'late' ? [event] : []));
  return ({ client, clock }) =>
    runs.some((run) => run.client === client && clock >= run.clock && clock < run.clock + run.count);
}

function isIn(interval: Interval | null, at: number): boolean {
  return interval !== null && at >= interval.from && at <= interval.to;
}

function stretch(interval: Interval | null, at: number): Interval {
  return interval === null
    ? { from: at, to: at }
    : { from: Math.min(interval.from, at), to: Math.max(interval.to, at) };
}
