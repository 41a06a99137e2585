// What may truthfully be said of one of my messages. Pure: the server's word, what lies on others' devices, the refusal
// and this device's disk decide, never the link's state.
import type { ClientId, UserId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import type { Mark } from '../messenger.ts';
import { isAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';
import { isReached, type ReaderClocks } from '../replica/reader-clocks.ts';
import { isStored, type Stored } from '../replica/watch-stored.ts';
import type { KeptRows } from './kept-rows.ts';

export interface Known {
  readonly me: UserId;
  readonly acknowledged: Acknowledged;
  readonly deliveries: ReaderClocks;
  readonly reads: ReaderClocks;
  readonly stored: Stored;
  readonly refusal: Refusal | null;
  /** The server does not let this person in any more. */
  readonly isDenied: boolean;
  readonly keptRows: KeptRows;
}

// One object for each, so that asking again costs nothing.
const writing: Mark = { status: 'writing' };
const waiting: Mark = { status: 'waiting' };
const sent: Mark = { status: 'sent' };
const delivered: Mark = { status: 'delivered' };
const read: Mark = { status: 'read' };
const shutOut: Mark = { status: 'refused', code: 'not-a-member' };

/** Null for what is not mine, and for a message of which only the deletion is left. */
export function markOf({ key, author, place }: TimelineItem, known: Known): Mark | null {
  const { me, acknowledged, deliveries, reads, refusal } = known;
  if (author !== me) return null;
  if (place === null) return keptMark(known.keptRows.marks.get(key) ?? null, known.isDenied);
  if (isAcknowledged(acknowledged, place)) {
    if (isReached(reads, place)) return read;
    return isReached(deliveries, place) ? delivered : sent;
  }
  if (refusal !== null && isRefused(place, refusal)) return { status: 'refused', code: refusal.code };
  if (known.isDenied) return shutOut;
  // What is appended again is kept beside the document until it is stored in it.
  const isKept = known.keptRows.marks.get(key)?.status === 'waiting';
  return isKept || isStored(known.stored, place) ? waiting : writing;
}

/** What waits to be appended again waits in vain where its writer is not let in. */
function keptMark(mark: Mark | null, isDenied: boolean): Mark | null {
  return mark?.status === 'waiting' && isDenied ? shutOut : mark;
}

/** A refusal that names no entry is about the whole update: all that the server does not have. */
function isRefused({ client, clock }: { client: ClientId; clock: number }, refusal: Refusal): boolean {
  return (refusal.client ?? client) === client && (refusal.clock ?? clock) === clock;
}
