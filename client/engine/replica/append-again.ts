// Appends events of an earlier life to the document as it lives now, each with its old id. Step 2 of a message's path,
// once more. Does not know why they could not stand before.
import type * as Y from 'yjs';
import { maxAheadMs, type Clock } from '../../../shared/clock.ts';
import type { UserEvent } from '../../../shared/conversation/events.ts';
import { appendDelete, appendEvent, readWritten } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import { placeInTime } from './decide-recovery.ts';

/** How far ahead of the server's time an order key may be to be used again: half of what is admitted. */
const sureAheadMs = maxAheadMs / 2;

export interface Writing {
  readonly doc: Y.Doc;
  readonly me: UserId;
  readonly clock: Clock;
}

/** Appends the first so many, in their order on the screen, as one update that has one answer. Returns them. */
export function appendAgain(
  { doc, me, clock }: Writing,
  events: readonly UserEvent[],
  count: number,
): readonly UserEvent[] {
  const latest = clock.now() + sureAheadMs;
  const placed = placeInTime(events, { lastAt: lastAt(doc, me), latest, next: () => clock.next() }).slice(0, count);
  doc.transact(() => {
    for (const event of placed) {
      if (event.kind === 'delete') appendDelete(doc, me, event);
      else appendEvent(doc, me, event);
    }
  });
  return placed;
}

/** Order key of the newest event in the log of this life. */
function lastAt(doc: Y.Doc, me: UserId): number {
  let last = 0;
  for (const { place, value } of readWritten(doc, me)) {
    if (place.client !== doc.clientID) continue;
    if (typeof value === 'object' && value !== null && 'at' in value) last = Math.max(last, Number(value.at));
  }
  return last;
}
