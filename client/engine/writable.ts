// The one source of change in the engine: a value, and the callbacks of those who watch it.
// Knows no screen and no framework. A value that stays the same object tells nobody.
import type { Readable } from './messenger.ts';

export interface Writable<T> extends Readable<T> {
  set(value: T): void;
}

export function makeWritable<T>(initial: T): Writable<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(onChange) {
      // Its own function, so that one callback given twice leaves once at a time.
      const listener = () => onChange();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
