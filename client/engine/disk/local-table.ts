// A table of small values that survives a killed browser: one database, values by key.
// Promises: `write` says true only when the value is on the disk. A device that stores nothing keeps it in memory.
// Does not know what the values mean; whoever reads them checks them.
import type { DiskState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { afterFailedOpen } from './failed-open.ts';

export interface LocalTable {
  /** `ok` once it is open; else why it is in memory only, until the page goes. */
  readonly whenOpen: Promise<DiskState>;
  /** Undefined when there is none. Never rejects. */
  read(key: string): Promise<unknown>;
  /** False when it is kept in memory only, until the page goes. Never rejects. */
  write(key: string, value: unknown): Promise<boolean>;
  close(): void;
}

const store = 'values';

/** A browser may never answer an open; then the table lives in memory. */
const openTimeoutMs = 5_000;

export function openLocalTable(name: string, { schedule }: Pick<Platform, 'schedule'>): LocalTable {
  const inMemory = new Map<string, unknown>();
  const inTime = Promise.race([
    openDatabase(name),
    new Promise<DiskState>((resolve) => void schedule(openTimeoutMs, () => resolve('none'))),
  ]);
  const opening = inTime.then((opened) => (typeof opened === 'string' ? null : opened));
  return {
    whenOpen: inTime.then((opened) => (typeof opened === 'string' ? opened : 'ok')),
    async read(key) {
      if (inMemory.has(key)) return inMemory.get(key);
      const db = await opening;
      return db === null ? undefined : await readValue(db, key);
    },
    async write(key, value) {
      const db = await opening;
      const isWritten = db !== null && (await writeValue(db, key, value));
      if (isWritten) inMemory.delete(key);
      else inMemory.set(key, value);
      return isWritten;
    },
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

function readValue(db: IDBDatabase, key: string): Promise<unknown> {
  return new Promise((resolve) => {
    try {
      const request: IDBRequest<unknown> = db.transaction(store).objectStore(store).get(key);
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => resolve(undefined));
    } catch {
      resolve(undefined); // taken away meanwhile
    }
  });
}

function writeValue(db: IDBDatabase, key: string, value: unknown): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(store, 'readwrite');
      transaction.addEventListener('complete', () => resolve(true));
      transaction.addEventListener('abort', () => resolve(false));
      transaction.objectStore(store).put(value, key);
    } catch {
      resolve(false);
    }
  });
}
