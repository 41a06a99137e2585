// The server's own entries: written by no device, so judged by nobody, but admitted in the same form. Step 5.
import * as encoding from 'lib0/encoding';
import { logRoot, serverAuthor, type Author, type Place } from '../../shared/conversation/log.ts';
import { mintEventId, type ClientId } from '../../shared/ids.ts';
import { targetOf, type ChapterEvent, type LateEvent, type ServerEvent } from '../../shared/conversation/events.ts';
import { lateAfterMs } from '../limits.ts';
import type { AdmittedUpdate, Fresh } from './admit.ts';
import type { ChapterState, EntryRow } from './chapter-state.ts';

/** The server's events as the next entries of its log in a chapter. */
export function admitServerEvents(client: ClientId, clock: number, events: readonly ServerEvent[]): AdmittedUpdate {
  return entriesOf(serverAuthor, { client, clock }, events) as AdmittedUpdate;
}

/** Events as entries of somebody's log, from this clock on. */
export function entriesOf(author: Author, { client, clock }: Place, events: readonly ChapterEvent[]): Fresh {
  const encoder = encoding.createEncoder();
  for (const event of events) encoding.writeAny(encoder, event);
  const root = logRoot(author, client);
  const rows = events.map((event, index) => ({ author, client, clock: clock + index, event }) as const);
  const bytes = encoding.toUint8Array(encoder);
  return { runs: [{ client, root, clock, length: events.length, bytes }], rows, erased: [] };
}

/**
 * Takes away what is left of messages that were deleted: what their author's device did not know of, and what others
 * said about them. Null when nothing is.
 */
export function admitErasure(state: ChapterState, rows: readonly EntryRow[]): AdmittedUpdate | null {
  const deleted = rows.flatMap(({ author, event }) =>
    event?.kind === 'delete' ? (targetOf(author, event) ?? []) : [],
  );
  const erased = deleted.length === 0 ? [] : [...state.contentOf(new Set(deleted))];
  const update: Fresh = { runs: [], rows: [], erased };
  return erased.length === 0 ? null : (update as AdmittedUpdate);
}

/** One note for each run of entries that were written long before now; empty when everything is fresh. */
export function lateNotes(
  rows: readonly EntryRow[],
  nowMs: number,
  random: (count: number) => Uint8Array,
): LateEvent[] {
  const notes: LateEvent[] = [];
  for (const { client, clock, event } of rows) {
    if (event === null || event.at >= nowMs - lateAfterMs) continue;
    const last = notes.at(-1);
    if (last !== undefined && last.client === client && last.clock + last.count === clock) last.count++;
    else notes.push({ kind: 'late', id: mintEventId('late', random(15)), at: nowMs, client, clock, count: 1 });
  }
  return notes;
}
