// The server's own entries: written by no device, so judged by nobody, but admitted in the same form. Step 5.
import * as encoding from 'lib0/encoding';
import { logRoot, serverAuthor } from '../../shared/conversation/log.ts';
import { mintEventId, type ClientId } from '../../shared/ids.ts';
import type { LateEvent, ServerEvent } from '../../shared/conversation/events.ts';
import { lateAfterMs } from '../limits.ts';
import type { AdmittedUpdate, Fresh } from './admit.ts';
import type { EntryRow } from './chapter-state.ts';

/** The server's events as the next entries of its log in a chapter. */
export function admitServerEvents(client: ClientId, clock: number, events: readonly ServerEvent[]): AdmittedUpdate {
  const encoder = encoding.createEncoder();
  for (const event of events) encoding.writeAny(encoder, event);
  const root = logRoot(serverAuthor, client);
  const rows = events.map((event, index) => ({ author: serverAuthor, client, clock: clock + index, event }) as const);
  const bytes = encoding.toUint8Array(encoder);
  const update: Fresh = { runs: [{ client, root, clock, length: events.length, bytes }], rows, erased: [] };
  return update as AdmittedUpdate;
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
