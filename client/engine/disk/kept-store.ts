// What is kept beside the documents: commands, the list as last seen, people, drafts. Read once at the start; from then
// on it is at hand without waiting, and each change goes to the disk and to the other tabs at once.
// A disk that does not answer holds nobody up: it is asked on, and until it has answered nothing is written over what
// may be there. Promises: what `whenStored` has said true for survives a killed browser. Where nothing can be stored it
// lives in memory until the page goes. Does not know what the values mean; whoever reads them checks them.
import * as v from 'valibot';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import type { FullReading } from './local-table.ts';

/**
 * `unread`: what the disk holds is not at hand yet, and nothing is written to it. `read`: all of it is at hand.
 * `new`: so it is, and there was no database before.
 */
export type KeptState = 'unread' | 'read' | 'new';

/** Values are what a structured clone can carry, and nobody changes one that was written or read. */
export interface KeptStore {
  /** Changes once at most, after all who listen have heard what was read late. */
  readonly state: Readable<KeptState>;
  /** Null when there is none. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  remove(key: string): void;
  /** All keys that begin so. */
  keys(prefix: string): readonly string[];
  /**
   * Calls back with the key of each value that another tab changed, or that the disk gave out late, until the returned
   * function is called.
   */
  onChangedElsewhere(listener: (key: string) => void): () => void;
  /** Settles when everything written so far is on the disk; false when the device does not take it. */
  whenStored(): Promise<boolean>;
  /** Settles when what was written is on the disk, or cannot be. Nothing is written after. */
  close(): Promise<void>;
}

export interface KeptStoreOptions {
  readonly platform: Pick<Platform, 'openTable' | 'openTabChannel' | 'schedule'>;
  /** Of its database; the tabs that have the same one open follow each other. */
  readonly name: string;
  /**
   * What counts of a value that was written here before the disk gave out another one, found under the same key.
   * Null is none: `written` is null when it was removed here.
   */
  readonly merge?: (key: string, written: unknown, found: unknown) => unknown;
}

/** For this long a start waits for the disk; after that it begins with nothing. */
const patienceMs = 5_000;
/** Between a reading that failed and the next. */
const rereadDelayMs = 2_000;

const message = v.variant('kind', [
  v.object({ kind: v.literal('written'), key: v.string(), value: v.unknown() }),
  v.object({ kind: v.literal('removed'), key: v.string() }),
  /** A tab is about to read the disk: it must be told what is not there yet. */
  v.object({ kind: v.literal('opened') }),
]);
type Message = v.InferOutput<typeof message>;

export async function openKeptStore(options: KeptStoreOptions): Promise<KeptStore> {
  const { platform, name, merge = (_key, written) => written } = options;
  const values = new Map<string, unknown>();
  /** Changed here or in another tab before the disk was read: what is found there is older. */
  const changed = new Set<string>();
  /** Of these the ones written or removed here. */
  const withheld = new Set<string>();
  /** The last write of each key that the disk has not taken, or not yet. */
  const unstored = new Map<string, Promise<boolean>>();
  const listeners = new Set<(key: string) => void>();
  const state = makeWritable<KeptState>('unread');
  let isRead = false;
  let isClosed = false;
  let cancelReread: () => void = () => undefined;
  const tell = (key: string) => {
    const words: Message = values.has(key)
      ? { kind: 'written', key, value: values.get(key) }
      : { kind: 'removed', key };
    channel.post(words);
  };
  const say = (key: string) => listeners.forEach((listener) => listener(key));
  const hear = (said: Message) => {
    if (said.kind === 'opened') return [...unstored.keys(), ...withheld].forEach(tell);
    if (said.kind === 'written') values.set(said.key, said.value);
    else values.delete(said.key);
    changed.add(said.key);
    withheld.delete(said.key); // the other tab writes it
    say(said.key);
  };
  // Open before the disk is read: what another tab writes meanwhile is newer than what is found there.
  const channel = platform.openTabChannel(name, (data) => {
    const parsed = v.safeParse(message, data);
    if (parsed.success && !isClosed) hear(parsed.output); // else: of another version of the app
  });
  channel.post({ kind: 'opened' } satisfies Message);
  const table = platform.openTable(name);

  const store = (key: string) => {
    const storing = values.has(key) ? table.write(key, values.get(key)) : table.remove(key);
    unstored.set(key, storing);
    void storing.then((isStored) => isStored && unstored.get(key) === storing && unstored.delete(key));
  };
  const change = (key: string, run: () => void) => {
    if (isClosed) return;
    run();
    if (isRead) store(key);
    else withheld.add(key);
    tell(key);
  };
  /** Takes what was found on the disk, where nothing newer is known. Answers the keys of what is news to this tab. */
  const takeFound = (found: ReadonlyMap<string, unknown>): readonly string[] => {
    const isNews = ([key, value]: [string, unknown]) => {
      const here = values.get(key) ?? null;
      // What another tab has said and was then removed here was seen before.
      const isChangedHere = withheld.has(key) && (here !== null || !changed.has(key));
      if (!isChangedHere && changed.has(key)) return false;
      const counting = isChangedHere ? merge(key, here, value) : value;
      if (counting === here) return false;
      values.set(key, counting);
      return true;
    };
    return [...found].filter(isNews).map(([key]) => key);
  };
  const take = ({ values: found, isNew }: Extract<FullReading, { status: 'read' }>) => {
    const news = takeFound(found);
    isRead = true; // what is written upon hearing of it goes to the disk
    for (const key of withheld) store(key);
    for (const key of news) if (withheld.has(key)) tell(key); // the others have heard of it without what was found
    withheld.clear();
    for (const key of news) say(key);
    state.set(isNew ? 'new' : 'read');
  };
  /** Settles after the first attempt. */
  const readOn = async (): Promise<void> => {
    const reading = await table.readAll();
    if (isClosed) return;
    if (reading.status === 'read') take(reading);
    else cancelReread = platform.schedule(rereadDelayMs, () => void readOn());
  };
  let cancelPatience: () => void = () => undefined;
  const patience = new Promise<void>((resolve) => (cancelPatience = platform.schedule(patienceMs, resolve)));
  await Promise.race([readOn(), patience]);
  cancelPatience();

  const areStored = async () => (await Promise.all(unstored.values())).every(Boolean);
  const whenStored = async () => {
    if (withheld.size > 0) return false;
    if (await areStored()) return true;
    for (const key of [...unstored.keys()]) store(key); // once more: there may be room by now
    return areStored();
  };
  return {
    state,
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
      cancelReread();
      channel.close();
      await whenStored();
      table.close();
    },
  };
}
