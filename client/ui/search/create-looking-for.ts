// One search of a screen, for as long as the screen stands.
import { onCleanup, type Accessor } from 'solid-js';
import type { Query } from '../../../shared/search/query.ts';
import { openEverywhere, type Everywhere, type Found } from '../../engine/search/everywhere.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

export interface LookingFor extends Pick<Everywhere, 'hold' | 'more' | 'again'> {
  readonly found: Accessor<Found>;
  look(query: Query): void;
}

export function createLookingFor(): LookingFor {
  const { messenger, api } = useSignedIn();
  const everywhere = openEverywhere({
    device: messenger.search,
    ask: (query, page) => api.findMessages(query, page),
    link: messenger.link,
    platform: {
      schedule(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    },
  });
  onCleanup(() => everywhere.close());
  return {
    found: createReadable(everywhere.found),
    look: (query) => everywhere.look(query),
    hold: (key) => everywhere.hold(key),
    more: () => everywhere.more(),
    again: () => everywhere.again(),
  };
}
