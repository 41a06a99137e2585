// Small differences in time that people should not see: a state shorter than the delay never shows.
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';

/** True once `claim` has been true for `delayMs` without a break; false at once when it ends. */
export function createDelayed(claim: Accessor<boolean>, delayMs: number): Accessor<boolean> {
  const [isDue, setDue] = createSignal(false);
  createEffect(
    on(claim, (holds) => {
      setDue(false);
      if (!holds) return;
      const timer = setTimeout(() => setDue(true), delayMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return () => isDue() && claim();
}
