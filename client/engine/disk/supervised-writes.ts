// The writing side of y-indexeddb, done so that no failure is silent and none reaches the writer.
// Promises: `ok` is said again after a failed write only when the whole state was written: a hole hides everything after it.
// A browser's "complete" survives a killed tab or browser; it is no fsync.
import { PREFERRED_TRIM_SIZE, storeState, type IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { DiskState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import type { Writable } from '../writable.ts';

/** Between attempts to write the whole state after a failure, such as a full disk. */
const repairDelayMs = 5_000;
/** After the last of many updates, before they are folded into one. */
const foldDelayMs = 1_000;
const updatesStore = 'updates';

export interface Supervision {
  readonly persistence: IndexeddbPersistence;
  readonly state: Writable<DiskState>;
  readonly schedule: Platform['schedule'];
  /** The database takes nothing more. `isTaken`: another tab is deleting it, and it must not come back. */
  readonly onGone: (isTaken: boolean) => void;
}

/**
 * Takes the place of the library's own writer, which throws at whoever writes when the database is gone,
 * and leaves a full disk as an unhandled rejection. Answers how to cancel what is scheduled.
 */
export function superviseWrites({ persistence, schedule, onGone }: Supervision): () => void {
  const { doc } = persistence;
  let cancelFold: () => void = () => undefined;
  const write = (update: Uint8Array, origin: unknown) => {
    // Until the database is open there is nothing to do: the library stores the whole state then.
    if (persistence.db === null || origin === persistence) return;
    if (!addUpdate(persistence.db, update)) return onGone(false);
    if (++persistence._dbsize < PREFERRED_TRIM_SIZE) return;
    cancelFold();
    cancelFold = schedule(foldDelayMs, () => void fold(persistence));
  };
  doc.off('update', persistence._storeUpdate);
  persistence._storeUpdate = write; // so that its `destroy` takes this one off
  doc.on('update', write);
  return () => cancelFold();
}

/** Watches the open database; its transactions' failures bubble to it. Answers how to cancel what is scheduled. */
export function watchDatabase(db: IDBDatabase, { persistence, state, schedule, onGone }: Supervision): () => void {
  let cancel: () => void = () => undefined;
  const isFailing = () => state.get() === 'failing' || state.get() === 'full';
  const repair = () => {
    if (!isFailing()) return;
    const written = addUpdate(db, Y.encodeStateAsUpdate(persistence.doc), () => isFailing() && state.set('ok'));
    if (!written) onGone(false);
  };
  const onFailure = ({ target }: Event) => {
    if (!isFailing() && state.get() !== 'ok') return;
    cancel();
    state.set(isForLackOfRoom(target) ? 'full' : 'failing');
    cancel = schedule(repairDelayMs, repair);
  };
  db.addEventListener('abort', onFailure);
  db.addEventListener('versionchange', () => onGone(true));
  db.addEventListener('close', () => onGone(false)); // the browser has taken it away
  return () => cancel();
}

function isForLackOfRoom(target: EventTarget | null): boolean {
  return target !== null && 'error' in target && String(target.error).includes('QuotaExceededError');
}

/** False when the database takes nothing any more. A failed transaction is told by the database's `abort`. */
function addUpdate(db: IDBDatabase, update: Uint8Array, onComplete: () => void = () => undefined): boolean {
  try {
    const transaction = db.transaction(updatesStore, 'readwrite');
    transaction.addEventListener('complete', onComplete);
    transaction.objectStore(updatesStore).add(update);
    return true;
  } catch {
    return false;
  }
}

async function fold(persistence: IndexeddbPersistence): Promise<void> {
  try {
    await storeState(persistence, false);
  } catch {
    // The updates are still there one by one; the next fold takes them.
  }
}

/** Transactions on one store run in order: when this one is complete, so are all before it, unless the database says otherwise. */
export function whenWritten(db: IDBDatabase): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(updatesStore, 'readwrite');
      transaction.addEventListener('complete', () => resolve(true));
      transaction.addEventListener('abort', () => resolve(false));
      transaction.objectStore(updatesStore).count(0);
    } catch {
      resolve(false); // the database is closing
    }
  });
}
