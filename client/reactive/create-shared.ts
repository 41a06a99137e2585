// What was shared to the app, for a screen. Needs an owner.
import { createEffect, createSignal, on, type Accessor } from 'solid-js';
import { forgetShared, readShared, type SharedThings } from '../engine/share/shared-things.ts';

export interface Shared {
  /** Null where there is nothing of that name any more. */
  readonly things: Accessor<SharedThings | null | 'looking'>;
  /** Nothing of it is kept beyond what was done with it. */
  forget(): Promise<void>;
}

export function createShared(page: Window & typeof globalThis, id: Accessor<string>): Shared {
  const [things, setThings] = createSignal<SharedThings | null | 'looking'>('looking');
  const caches = 'caches' in page ? page.caches : null; // only where the page came securely
  let shown = '';
  const look = async (name: string) => {
    if (name !== '') shown = name;
    const found = caches === null ? null : await readShared(caches, name).catch(() => null);
    setThings(found);
  };
  createEffect(on(id, (name) => void look(name)));
  return {
    things,
    async forget() {
      // One may be elsewhere by now, where the address has no name.
      await (caches === null ? null : forgetShared(caches, shown))?.catch(() => undefined); // a later one takes its place
    },
  };
}
