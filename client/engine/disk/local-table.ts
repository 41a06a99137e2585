// A table of small values that survives a killed browser: one database, values by key.
// Promises: what `write` and `remove` say true for is on the disk. A device that stores nothing keeps it in memory.
// Does not know what the values mean; whoever reads them checks them.
import type { DiskState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { afterFailedOpen } from './failed-open.ts';

/** `failed`: there may be a value, but the browser does not give it out. */
export type Reading = { readonly status: 'read'; readonly value: unknown } | { readonly status: 'failed' };

/**
 * All values by their keys. `isNew`: the browser had no such database before.
 * `failed`: there may be some, but the browser does not give them out.
 */
export type FullReading =
  | { readonly status: 'read'; readonly values: ReadonlyMap<string, unknown>; readonly isNew: boolean }
  | { readonly status: 'failed' };

export interface LocalTable {
  /** `ok` once it is open; else why it is in memory only, until the page goes. */
  readonly whenOpen: Promise<DiskState>;
  /** The value is undefined when there is none. Never rejects. */
  read(key: string): Promise<Reading>;
  /**
   * Waits for as long as the browser takes; after it has failed it may be asked again. What it has read all of is from
   * then on written to the disk, however late that is. Never rejects.
   */
  readAll(): Promise<FullReading>;
  /** False when it is kept in memory only, until the page goes. Never rejects. */
  write(key: string, value: unknown): Promise<boolean>;
  /** False when it is gone from memory only, until the page goes. Never rejects. */
  remove(key: string): Promise<boolean>;
  close(): void;
}

const store = 'values';

/** A browser may never answer an open; then single values live in memory. */
const openTimeoutMs = 30_000;

export function openLocalTable(name: string, { schedule }: Pick<Platform, 'schedule'>): LocalTable {
  /** Where the disk does not have it: undefined for what it still holds and should not. */
  const inMemory = new Map<string, unknown>();
  let asked = openDatabase(name);
  const inTime = Promise.race([
    asked,
    new Promise<DiskState>((resolve) => void schedule(openTimeoutMs, () => resolve('none'))),
  ]);
  let open: IDBDatabase | null = null;
  let isClosed = false;
  const opening = inTime.then((opened) => (open ??= isOpen(opened) ? opened.db : null));
  const change = async (key: string, value: unknown): Promise<boolean> => {
    // At once when it is open: a page that goes runs nothing later.
    const db = open ?? (await opening);
    const isWritten = db !== null && (await changeValue(db, key, value));
    if (isWritten) inMemory.delete(key);
    else inMemory.set(key, value);
    return isWritten;
  };
  const readAll = async (): Promise<FullReading> => {
    const opened = await asked;
    if (isClosed) return { status: 'failed' };
    if (opened === 'denied') return { status: 'read', values: known([], inMemory), isNew: false };
    const values = isOpen(opened) ? await readValues(opened.db) : null;
    if (isOpen(opened) && values !== null) {
      open = opened.db;
      return { status: 'read', values: known(values, inMemory), isNew: opened.isNew };
    }
    if (isOpen(opened)) opened.db.close();
    asked = openDatabase(name); // for the next time
    return { status: 'failed' };
  };
  return {
    whenOpen: inTime.then((opened) => (isOpen(opened) ? 'ok' : opened)),
    async read(key) {
      const db = await opening;
      if (db === null || inMemory.has(key)) return { status: 'read', value: inMemory.get(key) };
      return readValue(db, key);
    },
    readAll,
    write: change,
    remove: (key) => change(key, undefined),
    close() {
      isClosed = true;
      void asked.then((opened) => isOpen(opened) && opened.db.close());
    },
  };
}

interface Opened {
  readonly db: IDBDatabase;
  readonly isNew: boolean;
}

function isOpen(opened: Opened | DiskState): opened is Opened {
  return typeof opened !== 'string';
}

function known(onDisk: readonly Entry[], inMemory: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  return new Map([...onDisk, ...inMemory].filter(([, value]) => value !== undefined));
}

/** Why not, when the browser will not. */
function openDatabase(name: string): Promise<Opened | DiskState> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      let isNew = false;
      request.addEventListener('upgradeneeded', () => {
        isNew = true;
        request.result.createObjectStore(store);
      });
      request.addEventListener('error', () => resolve(afterFailedOpen(request.error)));
      request.addEventListener('success', () => {
        const db = request.result;
        db.addEventListener('versionchange', () => db.close());
        resolve({ db, isNew });
      });
    } catch (error) {
      resolve(afterFailedOpen(error)); // forbidden, or no such thing here
    }
  });
}

function readValue(db: IDBDatabase, key: string): Promise<Reading> {
  return new Promise((resolve) => {
    try {
      const request: IDBRequest<unknown> = db.transaction(store).objectStore(store).get(key);
      request.addEventListener('success', () => resolve({ status: 'read', value: request.result }));
      request.addEventListener('error', () => resolve({ status: 'failed' }));
    } catch {
      resolve({ status: 'failed' }); // taken away meanwhile
    }
  });
}

type Entry = [key: string, value: unknown];

/** Null when the browser does not give them out. */
function readValues(db: IDBDatabase): Promise<Entry[] | null> {
  return new Promise((resolve) => {
    try {
      const values = db.transaction(store).objectStore(store);
      const keys = values.getAllKeys();
      const all: IDBRequest<unknown[]> = values.getAll(); // in the same order, and the last to answer
      const entryOf = (key: IDBValidKey, at: number): Entry[] =>
        typeof key === 'string' ? [[key, all.result[at]]] : [];
      all.addEventListener('success', () => resolve(keys.result.flatMap(entryOf)));
      all.addEventListener('error', () => resolve(null));
    } catch {
      resolve(null); // taken away meanwhile
    }
  });
}

/** `undefined` removes it. */
function changeValue(db: IDBDatabase, key: string, value: unknown): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(store, 'readwrite');
      transaction.addEventListener('complete', () => resolve(true));
      transaction.addEventListener('abort', () => resolve(false));
      const values = transaction.objectStore(store);
      if (value === undefined) values.delete(key);
      else values.put(value, key);
      // Else it waits for the page to hear of the answer, and a page that is killed before takes it along.
      if ('commit' in transaction) transaction.commit();
    } catch {
      resolve(false);
    }
  });
}
