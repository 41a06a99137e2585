// A table of small values that survives a killed browser: one database, values by key.
// Promises: what `write` and `remove` say true for is on the disk. A device that stores nothing keeps it in memory.
// Does not know what the values mean; whoever reads them checks them.
import type { DiskState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { afterFailedOpen } from './failed-open.ts';

/** `failed`: there may be a value, but the browser does not give it out. */
export type Reading = { readonly status: 'read'; readonly value: unknown } | { readonly status: 'failed' };

export interface LocalTable {
  /** `ok` once it is open; else why it is in memory only, until the page goes. */
  readonly whenOpen: Promise<DiskState>;
  /** The value is undefined when there is none. Never rejects. */
  read(key: string): Promise<Reading>;
  /** All values by their keys. Never rejects. */
  readAll(): Promise<ReadonlyMap<string, unknown>>;
  /** False when it is kept in memory only, until the page goes. Never rejects. */
  write(key: string, value: unknown): Promise<boolean>;
  /** False when it is gone from memory only, until the page goes. Never rejects. */
  remove(key: string): Promise<boolean>;
  close(): void;
}

const store = 'values';

/** A browser may never answer an open; then the table lives in memory. */
const openTimeoutMs = 5_000;

export function openLocalTable(name: string, { schedule }: Pick<Platform, 'schedule'>): LocalTable {
  /** Where the disk does not have it: undefined for what it still holds and should not. */
  const inMemory = new Map<string, unknown>();
  const inTime = Promise.race([
    openDatabase(name),
    new Promise<DiskState>((resolve) => void schedule(openTimeoutMs, () => resolve('none'))),
  ]);
  let open: IDBDatabase | null = null;
  const opening = inTime.then((opened) => (open = typeof opened === 'string' ? null : opened));
  const change = async (key: string, value: unknown): Promise<boolean> => {
    // At once when it is open: a page that goes runs nothing later.
    const db = open ?? (await opening);
    const isWritten = db !== null && (await changeValue(db, key, value));
    if (isWritten) inMemory.delete(key);
    else inMemory.set(key, value);
    return isWritten;
  };
  return {
    whenOpen: inTime.then((opened) => (typeof opened === 'string' ? opened : 'ok')),
    async read(key) {
      const db = await opening;
      if (db === null || inMemory.has(key)) return { status: 'read', value: inMemory.get(key) };
      return readValue(db, key);
    },
    async readAll() {
      const db = await opening;
      const onDisk = db === null ? [] : await readValues(db);
      return new Map([...onDisk, ...inMemory].filter(([, value]) => value !== undefined));
    },
    write: change,
    remove: (key) => change(key, undefined),
    close: () => void opening.then((db) => db?.close()),
  };
}

/** Why not, when the browser will not. */
function openDatabase(name: string): Promise<IDBDatabase | DiskState> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store));
      request.addEventListener('error', () => resolve(afterFailedOpen(request.error)));
      request.addEventListener('success', () => {
        request.result.addEventListener('versionchange', () => request.result.close());
        resolve(request.result);
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

function readValues(db: IDBDatabase): Promise<Entry[]> {
  return new Promise((resolve) => {
    try {
      const values = db.transaction(store).objectStore(store);
      const keys = values.getAllKeys();
      const all: IDBRequest<unknown[]> = values.getAll(); // in the same order, and the last to answer
      const entryOf = (key: IDBValidKey, at: number): Entry[] =>
        typeof key === 'string' ? [[key, all.result[at]]] : [];
      all.addEventListener('success', () => resolve(keys.result.flatMap(entryOf)));
      all.addEventListener('error', () => resolve([]));
    } catch {
      resolve([]); // taken away meanwhile
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
