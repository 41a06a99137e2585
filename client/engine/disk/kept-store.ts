// What is kept beside the documents: commands, the list as last seen, people, drafts. Read once at the start; from then
// on it is at hand without waiting, and each change goes to the disk and to the other tabs at once.
// Promises: what `whenStored` has said true for survives a killed browser. Where nothing can be stored it lives in
// memory until the page goes. Does not know what the values mean; whoever reads them checks them.
import * as v from 'valibot';
import type { Platform } from '../platform.ts';

/** Values are what a structured clone can carry, and nobody changes one that was written or read. */
export interface KeptStore {
  /** Null when there is none. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  remove(key: string): void;
  /** All keys that begin so. */
  keys(prefix: string): readonly string[];
  /** Calls back with the key of each value that another tab changed, until the returned function is called. */
  onChangedElsewhere(listener: (key: string) => void): () => void;
  /** Settles when everything written so far is on the disk; false when the device does not take it. */
  whenStored(): Promise<boolean>;
  /** Settles when what was written is on the disk, or cannot be. Nothing is written after. */
  close(): Promise<void>;
}

export interface KeptStoreOptions {
  readonly platform: Pick<Platform, 'openTable' | 'openTabChannel'>;
  /** Of its database; the tabs that have the same one open follow each other. */
  readonly name: string;
}

const message = v.variant('kind', [
  v.object({ kind: v.literal('written'), key: v.string(), value: v.unknown() }),
  v.object({ kind: v.literal('removed'), key: v.string() }),
  /** A tab is about to read the disk: it must be told what is not there yet. */
  v.object({ kind: v.literal('opened') }),
]);
type Message = v.InferOutput<typeof message>;

export async function openKeptStore({ platform, name }: KeptStoreOptions): Promise<KeptStore> {
  const values = new Map<string, unknown>();
  /** The last write of each key that the disk has not taken, or not yet. */
  const unstored = new Map<string, Promise<boolean>>();
  const listeners = new Set<(key: string) => void>();
  const heard = new Set<string>();
  let isClosed = false;
  const tell = (key: string) => {
    const words: Message = values.has(key)
      ? { kind: 'written', key, value: values.get(key) }
      : { kind: 'removed', key };
    channel.post(words);
  };
  const hear = (said: Message) => {
    if (said.kind === 'opened') return [...unstored.keys()].forEach(tell);
    if (said.kind === 'written') values.set(said.key, said.value);
    else values.delete(said.key);
    heard.add(said.key);
    for (const listener of listeners) listener(said.key);
  };
  // Open before the disk is read: what another tab writes meanwhile is newer than what is found there.
  const channel = platform.openTabChannel(name, (data) => {
    const parsed = v.safeParse(message, data);
    if (parsed.success && !isClosed) hear(parsed.output); // else: of another version of the app
  });
  channel.post({ kind: 'opened' } satisfies Message);
  const table = platform.openTable(name);
  for (const [key, value] of await table.readAll()) if (!heard.has(key)) values.set(key, value);

  const store = (key: string) => {
    const storing = values.has(key) ? table.write(key, values.get(key)) : table.remove(key);
    unstored.set(key, storing);
    void storing.then((isStored) => isStored && unstored.get(key) === storing && unstored.delete(key));
  };
  const change = (key: string, run: () => void) => {
    if (isClosed) return;
    run();
    store(key);
    tell(key);
  };
  const areStored = async () => (await Promise.all(unstored.values())).every(Boolean);
  const whenStored = async () => {
    if (await areStored()) return true;
    for (const key of [...unstored.keys()]) store(key); // once more: there may be room by now
    return areStored();
  };
  return {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => change(key, () => values.set(key, value)),
    remove: (key) => change(key, () => values.delete(key)),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
    onChangedElsewhere(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    whenStored,
    async close() {
      if (isClosed) return;
      isClosed = true;
      channel.close();
      await whenStored();
      table.close();
    },
  };
}
