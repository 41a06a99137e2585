// The writing side of y-indexeddb, done so that no failure is silent and none reaches the writer.
// Promises: `ok` is said again after a failed write only when the whole state was written: a hole hides everything after it.
// What was erased leaves the disk soon: the updates that held it are folded into one, after a kill at the next opening.
// A browser's "complete" survives a killed tab or browser; it is no fsync.
import { PREFERRED_TRIM_SIZE, storeState, type IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { DiskState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import type { Writable } from '../writable.ts';

/** Between attempts to write the whole state after a failure, such as a full disk. */
const repairDelayMs = 5_000;
/** After the last of many updates, or of those that erase, before they are folded into one. */
const foldDelayMs = 1_000;
const updatesStore = 'updates';
const notesStore = 'custom';
/** Noted with each update that erases, until its text is folded away. */
const erasedNote = 'erased';

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
  let holdsErased = false;
  const foldAll = async () => {
    const { db } = persistence;
    const isForced = holdsErased;
    holdsErased = false;
    const isFolded = await fold(persistence, isForced);
    if (isForced && !isFolded) holdsErased = true; // the next write tries again
    else if (isForced && !holdsErased && db !== null) forgetErased(db);
  };
  const foldSoon = () => {
    cancelFold();
    cancelFold = schedule(foldDelayMs, () => void foldAll());
  };
  const write = (update: Uint8Array, origin: unknown, _?: Y.Doc, transaction?: Y.Transaction) => {
    // Until the database is open there is nothing to do: the library stores the whole state then.
    if (persistence.db === null || origin === persistence) return;
    const erases = (transaction?.deleteSet.clients.size ?? 0) > 0;
    if (!addUpdate(persistence.db, update, { erases })) return onGone(false);
    holdsErased ||= erases;
    if (++persistence._dbsize >= PREFERRED_TRIM_SIZE || holdsErased) foldSoon();
  };
  const goOn = async () => {
    const note: unknown = await persistence.whenSynced.then(() => persistence.get(erasedNote));
    holdsErased ||= note !== undefined;
    if (holdsErased) foldSoon();
  };
  goOn().catch(() => undefined); // the database does not open, which is told elsewhere
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
    const onComplete = () => isFailing() && state.set('ok');
    const written = addUpdate(db, Y.encodeStateAsUpdate(persistence.doc), { onComplete });
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
function addUpdate(db: IDBDatabase, update: Uint8Array, { erases = false, onComplete }: Writing): boolean {
  try {
    const transaction = db.transaction(erases ? [updatesStore, notesStore] : updatesStore, 'readwrite');
    if (onComplete !== undefined) transaction.addEventListener('complete', onComplete);
    transaction.objectStore(updatesStore).add(update);
    if (erases) transaction.objectStore(notesStore).put(true, erasedNote);
    return true;
  } catch {
    return false;
  }
}

interface Writing {
  readonly erases?: boolean;
  readonly onComplete?: () => void;
}

/** False when it could not be done: the updates are still there one by one, and the next fold takes them. */
async function fold(persistence: IndexeddbPersistence, isForced: boolean): Promise<boolean> {
  try {
    await storeState(persistence, isForced);
    return true;
  } catch {
    return false;
  }
}

/** After what was folded: a transaction that meets another waits for its end. */
function forgetErased(db: IDBDatabase): void {
  try {
    db.transaction([updatesStore, notesStore], 'readwrite').objectStore(notesStore).delete(erasedNote);
  } catch {
    // The database is closing: it is folded once more at the next opening.
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
