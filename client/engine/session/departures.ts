// What whoever opens and closes messengers must know of departures: finish those begun, and what came of one.
import { clearEndedNotice, readEndedNotice, type EndedNotice } from './ended-notice.ts';
import { finishDepartures, noteSignIn, type Place } from './departure.ts';
import type { UserId } from '../../../shared/ids.ts';

export interface Departures {
  /** False when the server must still be told of one, and cannot be: until then nobody is let in by its cookie. */
  finish(): Promise<boolean>;
  noteSignIn(userId: UserId): void;
  /** What was lost when another device ended the session here; null once somebody has signed in. */
  notice(): EndedNotice | null;
}

export function makeDepartures(place: Place): Departures {
  const { store } = place.platform;
  return {
    finish: () => finishDepartures(place),
    noteSignIn(userId) {
      noteSignIn({ store }, userId);
      clearEndedNotice(store);
    },
    notice: () => readEndedNotice(store),
  };
}
