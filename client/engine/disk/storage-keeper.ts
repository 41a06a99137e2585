// Asks the browser, once for each life of the page, not to evict what this device holds.
// Called after the first message one sends: from then on there is something to lose, and a browser that asks the
// person asks one who knows why. The answer changes nothing here.
import type { Platform } from '../platform.ts';

export function makeStorageKeeper({ keepStorage }: Pick<Platform, 'keepStorage'>): () => void {
  let wasAsked = false;
  return () => {
    if (wasAsked) return;
    wasAsked = true;
    keepStorage();
  };
}
