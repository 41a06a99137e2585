// Whether a conversation can be shown: decided from its replica, the link, and what there is to show.
// Opening lasts until there is something true to show: what this disk holds, what the server sent, or that there is no link.
import { unreachable } from '../../../shared/base/assert.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { LinkState, OpenState, Readable } from '../messenger.ts';
import type { ReplicaState } from '../replica/open-life.ts';
import { makeWritable } from '../writable.ts';

export interface Watched {
  readonly replica: Readable<ReplicaState>;
  readonly link: Readable<LinkState>;
  readonly items: Readable<readonly TimelineItem[]>;
  /** Whether it waits for the command that begins it: what this device holds is all there is. */
  readonly isHeld: () => boolean;
}

export function watchOpenState(watched: Watched): { state: Readable<OpenState>; stop: () => void } {
  const state = makeWritable<OpenState>({ status: 'opening' });
  const update = () => {
    const { replica, link, items, isHeld } = watched;
    const seen = { replica: replica.get(), link: link.get(), isEmpty: items.get().length === 0, isHeld: isHeld() };
    state.set(nextOpenState(state.get(), seen));
  };
  const stops = [watched.replica, watched.link, watched.items].map((source) => source.subscribe(update));
  return { state, stop: () => stops.forEach((stop) => stop()) };
}

export interface Seen {
  readonly replica: ReplicaState;
  readonly link: LinkState;
  readonly isEmpty: boolean;
  readonly isHeld: boolean;
}

/** Answers the same object when nothing changes. */
export function nextOpenState(known: OpenState, { replica, link, isEmpty, isHeld }: Seen): OpenState {
  if (replica.status === 'loading') return known;
  switch (replica.channel.status) {
    case 'denied':
      return known.status === 'unavailable' ? known : { status: 'unavailable', code: 'not-found' };
    case 'met':
    case 'refused':
      return ready(known);
    case 'meeting':
    case 'resting':
      if (known.status === 'unavailable') return known; // asked again: unavailable until the server has answered
      return !isEmpty || isHeld || link.status === 'offline' || link.status === 'refused' ? ready(known) : known;
    default:
      return unreachable(replica.channel);
  }
}

function ready(known: OpenState): OpenState {
  return known.status === 'ready' ? known : { status: 'ready' };
}
