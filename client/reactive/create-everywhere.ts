// One search of a screen, for as long as the screen stands.
import { onCleanup, type Accessor } from 'solid-js';
import { openEverywhere, type Everywhere, type EverywhereOptions, type Found } from '../engine/search/everywhere.ts';
import { createReadable } from './create-readable.ts';

export interface LookingEverywhere extends Pick<Everywhere, 'look' | 'hold' | 'more' | 'again'> {
  readonly found: Accessor<Found>;
}

export function createEverywhere(options: Omit<EverywhereOptions, 'platform'>): LookingEverywhere {
  const everywhere = openEverywhere({ ...options, platform: { schedule } });
  onCleanup(() => everywhere.close());
  return {
    found: createReadable(everywhere.found),
    look: (query) => everywhere.look(query),
    hold: (key) => everywhere.hold(key),
    more: () => everywhere.more(),
    again: () => everywhere.again(),
  };
}

function schedule(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
