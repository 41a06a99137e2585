// The kept store of one person in memory: each tab has its copy, hears of what the others write, and a new tab finds
// what they left.
import type { KeptState, KeptStore } from '../../client/engine/disk/kept-store.ts';
import { makeWritable, type Writable } from '../../client/engine/writable.ts';

export interface KeptInMemory {
  /** What is on the disk. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Every key written, in order. */
  readonly written: readonly string[];
  /** What its tabs say of the disk. */
  readonly state: Writable<KeptState>;
  openTab(): KeptStore;
  /** From now on the tabs hear nothing, until the returned function is called: their words cross. */
  hold(): () => void;
}

export function makeKeptInMemory(): KeptInMemory {
  const values = new Map<string, unknown>();
  const written: string[] = [];
  const tabs = new Set<(key: string, value: unknown) => void>();
  let held: (() => void)[] | null = null;
  const state = makeWritable<KeptState>('read');
  const openTab = (): KeptStore => {
    const own = new Map(values);
    const listeners = new Set<(key: string) => void>();
    const put = (map: Map<string, unknown>, key: string, value: unknown) =>
      value === undefined ? map.delete(key) : map.set(key, value);
    const hear = (key: string, value: unknown) => {
      put(own, key, value);
      for (const listener of listeners) listener(key);
    };
    tabs.add(hear);
    const change = (key: string, value: unknown) => {
      put(own, key, value);
      put(values, key, value);
      const tell = () => tabs.forEach((tab) => tab !== hear && tab(key, value));
      if (held === null) tell();
      else held.push(tell);
    };
    return {
      state,
      read: (key) => own.get(key) ?? null,
      write(key, value) {
        written.push(key);
        change(key, structuredClone(value));
      },
      remove: (key) => change(key, undefined),
      keys: (prefix) => [...own.keys()].filter((key) => key.startsWith(prefix)),
      onChangedElsewhere(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      whenStored: () => Promise.resolve(true),
      close: () => Promise.resolve(void tabs.delete(hear)),
    };
  };
  const hold = () => {
    const words: (() => void)[] = (held ??= []);
    return () => {
      held = null;
      for (const tell of words) tell();
    };
  };
  return { values, written, state, openTab, hold };
}
