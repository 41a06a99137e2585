// What parts have in common that come later than the frame, like the one player of all conversations: made when it is first
// asked for, gone with whoever is signed in. Needs an owner. Does not know what it holds.
import { createSignal, getOwner, runWithOwner, type Accessor, type Component } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { SignedIn } from './signed-in.tsx';

export interface Share {
  /** One for each function that makes it. */
  of<T>(create: (signedIn: SignedIn) => T): T;
  /** What stands above every screen as long as something plays. */
  readonly bar: Accessor<Component | null>;
  showBar(bar: Component | null): void;
}

/** Above the context of those signed in: what is made is given them. */
export function createShare(signedIn: () => SignedIn): Share {
  const owner = getOwner();
  const made = new Map<unknown, unknown>();
  const [bar, setBar] = createSignal<Component | null>(null);
  return {
    of<T>(create: (signedIn: SignedIn) => T): T {
      if (!made.has(create))
        made.set(
          create,
          runWithOwner(owner, () => create(signedIn())),
        );
      return must(made.get(create) as T | undefined, 'something is made of it'); // by the same function as before
    },
    bar,
    showBar: (shown) => void setBar(() => shown),
  };
}
