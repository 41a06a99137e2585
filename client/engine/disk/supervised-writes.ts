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
}

/**
 * Takes the place of the library's own writer, which throws at whoever writes when the database is gone,
 * and leaves a full disk as an unhandled rejection. Answers how to cancel what is scheduled.
 */
export function superviseWrites({ persistence, state, schedule }: Supervision): () => void {
  const { doc } = persistence;
  let cancelFold: () => void = () => undefined;
  const write = (update: Uint8Array, origin: unknown) => {
    // Until the database is open there is nothing to do: the library stores the whole state then.
    if (persistence.db === null || origin === persistence) return;
    if (!addUpdate(persistence.db, update)) return leaveDisk(persistence, state);
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
export function watchDatabase(db: IDBDatabase, { persistence, state, schedule }: Supervision): () => void {
  let cancel: () => void = () => undefined;
  const repairLater = () => {
    state.set('failing');
    cancel = schedule(repairDelayMs, repair);
  };
  const repair = () => {
    if (state.get() !== 'failing') return;
    const written = addUpdate(db, Y.encodeStateAsUpdate(persistence.doc), () => state.set('ok'));
    if (!written) leaveDisk(persistence, state);
  };
  const onFailure = () => {
    if (state.get() === 'none') return;
    cancel();
    repairLater();
  };
  const onGone = () => leaveDisk(persistence, state);
  db.addEventListener('abort', onFailure);
  // Another tab deletes the database, or the browser has taken it away.
  db.addEventListener('versionchange', onGone);
  db.addEventListener('close', onGone);
  return () => cancel();
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

function leaveDisk(persistence: IndexeddbPersistence, state: Writable<DiskState>): void {
  state.set('none');
  void persistence.destroy();
}

async function fold(persistence: IndexeddbPersistence): Promise<void> {
  try {
    await storeState(persistence, false);
  } catch {
    // The updates are still there one by one; the next fold takes them.
  }
}
