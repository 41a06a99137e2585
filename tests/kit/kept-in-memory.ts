// The kept store of one person in memory: its tabs share what is written and hear of each other at once, and a new tab
// finds what the others left.
import type { KeptStore } from '../../client/engine/disk/kept-store.ts';

export interface KeptInMemory {
  readonly values: ReadonlyMap<string, unknown>;
  /** Every key written, in order. */
  readonly written: readonly string[];
  openTab(): KeptStore;
}

export function makeKeptInMemory(): KeptInMemory {
  const values = new Map<string, unknown>();
  const written: string[] = [];
  const tabs = new Set<Set<(key: string) => void>>();
  const openTab = (): KeptStore => {
    const listeners = new Set<(key: string) => void>();
    tabs.add(listeners);
    const tell = (key: string) => {
      for (const others of tabs) if (others !== listeners) for (const listener of others) listener(key);
    };
    return {
      read: (key) => structuredClone(values.get(key)) ?? null,
      write(key, value) {
        values.set(key, structuredClone(value));
        written.push(key);
        tell(key);
      },
      remove: (key) => values.delete(key) && tell(key),
      keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
      onChangedElsewhere(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      whenStored: () => Promise.resolve(true),
      close: () => Promise.resolve(void tabs.delete(listeners)),
    };
  };
  return { values, written, openTab };
}

/** Timers that run when a test says so, whatever their time. */
export function makeTimers() {
  const waiting = new Set<() => void>();
  return {
    schedule(_delayMs: number, run: () => void): () => void {
      waiting.add(run);
      return () => void waiting.delete(run);
    },
    waiting,
    runAll() {
      const due = [...waiting];
      waiting.clear();
      for (const run of due) run();
    },
  };
}
