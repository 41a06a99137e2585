// Watches over a person's going: by their own wish, in another tab, or ended by another of their devices.
// Promises: the screens are told before anything is taken away; what is lost was counted before.
// Does not know how things are wiped (departure.ts).
import type { Me } from '../../../shared/protocol/people-api.ts';
import type { Link } from '../link/open-link.ts';
import type { Departure, Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import type { Platform } from '../platform.ts';
import { beginDeparture, finishDeparture, isDeparting, type Place } from './departure.ts';
import { writeEndedNotice } from './ended-notice.ts';
import { personPrefix } from './person-prefix.ts';

export interface Watch {
  readonly departure: Readable<Departure | null>;
  signOut(): Promise<void>;
  stop(): void;
}

export interface WatchOptions extends Place {
  readonly platform: Platform;
  readonly me: Pick<Me, 'userId'>;
  readonly link: Pick<Link, 'state'>;
  readonly countUnsent: () => Promise<number>;
  /** Closes everything that has something of this person open. */
  readonly close: () => Promise<void>;
}

export function watchDeparture({ platform, api, me, link, countUnsent, close }: WatchOptions): Watch {
  const { userId } = me;
  const departure = makeWritable<Departure | null>(null);
  const tabs = platform.openTabChannel(`${personPrefix(platform, userId)}/departure`, (message) => {
    if (message === 'here' || message === 'elsewhere') void follow(message);
  });
  /** Another tab does the rest. */
  const follow = async (where: Departure['where']) => {
    if (departure.get() !== null) return;
    departure.set({ status: 'leaving', where });
    await close();
    tabs.close();
    departure.set({ status: 'gone', where });
  };
  const leave = async (where: Departure['where']) => {
    if (departure.get() !== null) return;
    const begun = beginDeparture(platform, { userId, isSessionOpen: where === 'here' });
    departure.set({ status: 'leaving', where });
    tabs.post(where);
    await close();
    await finishDeparture({ platform, api }, begun);
    tabs.close();
    departure.set({ status: 'gone', where });
  };
  const leaveElsewhere = async () => {
    // The other tabs of this browser learn it too; the first one counts for all.
    if (!isDeparting(platform, userId)) writeEndedNotice(platform.store, { unsent: await countUnsent() });
    await leave('elsewhere');
  };
  const stopWatching = link.state.subscribe(() => {
    const state = link.state.get();
    if (state.status === 'refused' && state.reason === 'signed-out-elsewhere') void leaveElsewhere();
  });
  return {
    departure,
    signOut: () => leave('here'),
    stop() {
      stopWatching();
      if (departure.get() === null) tabs.close();
    },
  };
}
