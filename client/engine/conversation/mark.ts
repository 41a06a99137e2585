// What may truthfully be said of one of my messages. Pure: the server's word and the refusal decide, never the link's state.
import type { ClientId, UserId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import type { Mark } from '../messenger.ts';
import { isAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';

export interface Known {
  readonly me: UserId;
  readonly acknowledged: Acknowledged;
  readonly refusal: Refusal | null;
}

// One object for each, so that asking again costs nothing.
const waiting: Mark = { status: 'waiting' };
const sent: Mark = { status: 'sent' };

/** Null for what is not mine, and for a message of which only the deletion is left. */
export function markOf({ author, place }: TimelineItem, { me, acknowledged, refusal }: Known): Mark | null {
  if (author !== me || place === null) return null;
  if (isAcknowledged(acknowledged, place)) return sent;
  if (refusal !== null && isRefused(place, refusal)) return { status: 'refused', code: refusal.code };
  return waiting;
}

/** A refusal that names no entry is about the whole update: all that the server does not have. */
function isRefused({ client, clock }: { client: ClientId; clock: number }, refusal: Refusal): boolean {
  return (refusal.client ?? client) === client && (refusal.clock ?? clock) === clock;
}
