// A chapter as its database on this device holds it, read without opening it for anybody: nothing is written, and a
// database that is not there is not made. Gives way at once to whoever wants to delete it.
import * as Y from 'yjs';
import { readLogs } from '../../../shared/conversation/log.ts';
import { Timeline } from '../../../shared/conversation/timeline.ts';
import type { Row } from './segment.ts';

/** Where a database stands: another when anything was written into it. Null when there is none to be read. */
export type Place = string | null;

export interface ReadChapter {
  readonly place: string;
  readonly updates: readonly Uint8Array[];
}

// y-indexeddb's object store for the document.
const updatesStore = 'updates';

export function readPlace(name: string): Promise<Place> {
  return withDatabase<Place>(name, null, (store, answer) => placeIn(store, (place) => answer(place)));
}

/** Null when there is none. */
export function readChapter(name: string): Promise<ReadChapter | null> {
  return withDatabase<ReadChapter | null>(name, null, (store, answer) => {
    placeIn(store, (place) => {
      const all: IDBRequest<unknown[]> = store.getAll();
      all.addEventListener('success', () => answer({ place, updates: all.result.filter(isBytes) }));
    });
  });
}

export interface Chapter {
  /** The same for the same content, wherever and however it was written. */
  readonly version: string;
  /** From the oldest to the newest. */
  readonly rows: readonly Row[];
}

/** `known`: a version whose rows nobody needs; they are null then. */
export function chapterOf(updates: readonly Uint8Array[], known: string | null): Chapter | Unchanged {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const version = versionOf(doc);
  if (version === known) return { version, rows: null };
  const timeline = new Timeline();
  timeline.apply(readLogs(doc));
  const rows = timeline.items.flatMap(({ id, author, at, text, attachments }) =>
    text === null ? [] : [{ id, author, at, text, attachments }],
  );
  doc.destroy();
  return { version, rows };
}

interface Unchanged {
  readonly version: string;
  readonly rows: null;
}

function versionOf(doc: Y.Doc): string {
  const snapshot = Y.encodeSnapshot(Y.snapshot(doc));
  let [one, two] = [0x811c9dc5, 0x1000193];
  for (const byte of snapshot) {
    one = Math.imul(one ^ byte, 0x01000193);
    two = Math.imul(two + byte, 0x85ebca6b) ^ (two >>> 13);
  }
  return `${snapshot.length}.${(one >>> 0).toString(36)}.${(two >>> 0).toString(36)}`;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** By its last key and how many there are: each write adds one, each fold takes the others away. */
function placeIn(store: IDBObjectStore, answer: (place: string) => void): void {
  const last = store.openKeyCursor(null, 'prev');
  const count = store.count();
  count.addEventListener('success', () => answer(`${Number(last.result?.key ?? 0)}/${count.result}`));
}

/** Settles with `otherwise` when it cannot be read, or is not there. */
function withDatabase<T>(
  name: string,
  otherwise: T,
  read: (store: IDBObjectStore, answer: (value: T) => void) => void,
): Promise<T> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name);
      request.addEventListener('upgradeneeded', () => request.transaction?.abort()); // there was none, and none is made
      request.addEventListener('error', () => resolve(otherwise));
      request.addEventListener('success', () => {
        const db = request.result;
        let answer = otherwise;
        db.addEventListener('versionchange', () => db.close());
        const finish = () => {
          db.close();
          resolve(answer);
        };
        try {
          const transaction = db.transaction(updatesStore);
          transaction.addEventListener('complete', finish);
          transaction.addEventListener('abort', finish);
          read(transaction.objectStore(updatesStore), (value) => (answer = value));
        } catch {
          finish(); // of another shape, or going
        }
      });
    } catch {
      resolve(otherwise);
    }
  });
}
