// A document in y-indexeddb: one database each, with small notes beside it.
// The library loads and folds; supervised-writes.ts writes. An open that never answers stops nobody, and a database
// that the browser took away is made anew from memory.
import { fetchUpdates, IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import type { Platform } from '../platform.ts';
import type { DiskState } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import type { DocumentDisk, OpenDisk } from './document-disk.ts';
import { afterFailedOpen } from './failed-open.ts';
import { superviseWrites, watchDatabase, whenWritten } from './supervised-writes.ts';

/** A browser may never answer an open (a blocked upgrade, a broken profile): then the document goes on without it. */
const openTimeoutMs = 5_000;
/** Before a database that the browser took away is opened again. */
const reopenDelayMs = 5_000;

// y-indexeddb's object store for what is not the document.
const notesStore = 'custom';

export function makeIndexedDbDisk(platform: Pick<Platform, 'schedule'>): OpenDisk {
  return (name, doc) => new IndexedDbDisk({ name, doc, schedule: platform.schedule });
}

interface Opening {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly schedule: Platform['schedule'];
}

class IndexedDbDisk implements DocumentDisk {
  readonly state = makeWritable<DiskState>('opening');
  readonly whenLoaded: Promise<void>;
  readonly #opening: Opening;
  readonly #cancels = new Set<() => void>();
  #persistence: IndexeddbPersistence;
  #isClosed = false;

  constructor(opening: Opening) {
    this.#opening = opening;
    this.#persistence = this.#open();
    this.whenLoaded = this.#load(this.#persistence);
  }

  #open(): IndexeddbPersistence {
    const persistence = new IndexeddbPersistence(this.#opening.name, this.#opening.doc);
    this.#cancels.add(superviseWrites(this.#supervision(persistence)));
    return persistence;
  }

  #supervision(persistence: IndexeddbPersistence) {
    const onGone = (isTaken: boolean) => {
      if (persistence === this.#persistence) this.#leave(isTaken);
    };
    return { persistence, state: this.state, schedule: this.#opening.schedule, onGone };
  }

  /** Settles when it is loaded, has failed or takes too long; y-indexeddb itself says nothing of the last two. */
  #load(persistence: IndexeddbPersistence): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = (state: DiskState) => {
        if (this.state.get() === 'opening') this.state.set(state);
        resolve();
      };
      const cancel = this.#schedule(openTimeoutMs, () => giveUp('none'));
      const take = ({ db }: IndexeddbPersistence) => {
        cancel();
        // Also when it comes late: y-indexeddb stores the whole state when it opens.
        if (db !== null && !this.#isClosed) {
          this.#cancels.add(watchDatabase(db, this.#supervision(persistence)));
          this.state.set('ok');
        }
        resolve();
      };
      const fail = (error: unknown) => {
        cancel();
        if (this.state.get() === 'gone') this.#schedule(reopenDelayMs, () => this.#reopen());
        else giveUp(afterFailedOpen(error));
      };
      persistence.whenSynced.then(take, fail);
      // Asking it for a note shows both failures that y-indexeddb keeps to itself: of the open and of an empty database.
      persistence.get(notesStore).catch(fail);
    });
  }

  #leave(isTaken: boolean): void {
    if (this.#isClosed || this.state.get() === 'gone') return;
    this.state.set('gone');
    void this.#persistence.destroy();
    if (!isTaken) this.#schedule(reopenDelayMs, () => this.#reopen());
  }

  #schedule(delayMs: number, run: () => void): () => void {
    const cancel = this.#opening.schedule(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
    return cancel;
  }

  #reopen(): void {
    this.#persistence = this.#open();
    void this.#load(this.#persistence);
  }

  async whenStored(): Promise<boolean> {
    const { db } = this.#persistence;
    if (db === null || this.state.get() !== 'ok') return false;
    return (await whenWritten(db)) && this.state.get() === 'ok';
  }

  async readAgain(): Promise<void> {
    if (this.#persistence.db === null || this.state.get() === 'gone') return;
    try {
      await fetchUpdates(this.#persistence);
    } catch {
      // The database is closing: what this tab knows has to do.
    }
  }

  async readNote(key: string): Promise<unknown> {
    if (this.#persistence.db === null) return undefined; // an open that never settles must not be waited for
    try {
      return await this.#persistence.get(key);
    } catch {
      return undefined; // what cannot be read was never said
    }
  }

  changeNote(key: string, change: (known: unknown) => unknown): void {
    const { db } = this.#persistence;
    if (db === null || this.state.get() === 'gone') return;
    try {
      const store = db.transaction(notesStore, 'readwrite').objectStore(notesStore);
      const reading = store.get(key);
      reading.addEventListener('success', () => store.put(change(reading.result), key));
    } catch {
      // The database is closing; a note is only ever a help.
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    // An open that never settles must not hold up the closing.
    if (this.#persistence.db !== null) await this.#persistence.destroy();
    else void this.#persistence.destroy().catch(() => undefined);
  }
}
