// A document in y-indexeddb: one database each, with what the server acknowledged beside it.
// The library loads and folds; supervised-writes.ts writes. An open that never answers stops nobody.
import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import type { Platform } from '../platform.ts';
import type { DiskState } from '../messenger.ts';
import { learnAcknowledged, parseAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';
import { makeWritable, type Writable } from '../writable.ts';
import type { DocumentDisk, OpenDisk } from './document-disk.ts';
import { superviseWrites, watchDatabase } from './supervised-writes.ts';

/** A browser may never answer an open (a blocked upgrade, a broken profile): then the document goes on without it. */
const openTimeoutMs = 5_000;

const acknowledgedKey = 'acknowledged';
// y-indexeddb's object store for what is not the document.
const customStore = 'custom';

export function makeIndexedDbDisk(platform: Pick<Platform, 'schedule'>): OpenDisk {
  return (name, doc) => openIndexedDbDisk({ name, doc, schedule: platform.schedule });
}

interface Opening {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly schedule: Platform['schedule'];
}

function openIndexedDbDisk({ name, doc, schedule }: Opening): DocumentDisk {
  const state = makeWritable<DiskState>('opening');
  const persistence = new IndexeddbPersistence(name, doc);
  const supervision = { persistence, state, schedule };
  const cancels = [superviseWrites(supervision)];
  const load = async () => {
    const { db } = await persistence.whenSynced;
    if (db === null) return;
    cancels.push(watchDatabase(db, supervision));
    // Also when it comes late: y-indexeddb stores the whole state when it opens.
    state.set('ok');
  };
  return {
    state,
    whenLoaded: Promise.race([load(), whenGivenUp(persistence, state, schedule)]),
    readAcknowledged: () => readAcknowledged(persistence),
    keepAcknowledged: (told) => {
      if (persistence.db !== null && state.get() !== 'none') mergeAcknowledged(persistence.db, told);
    },
    close: async () => {
      for (const cancel of cancels) cancel();
      // An open that never settles must not hold up the closing.
      if (persistence.db !== null) await persistence.destroy();
      else void persistence.destroy().catch(() => undefined);
    },
  };
}

async function readAcknowledged(persistence: IndexeddbPersistence): Promise<Acknowledged | null> {
  if (persistence.db === null) return null; // an open that never settles must not be waited for
  try {
    return parseAcknowledged(await persistence.get(acknowledgedKey));
  } catch {
    return null; // what cannot be read was never said: the server says it again when they meet
  }
}

/** Settles when the open has failed or takes too long; y-indexeddb itself would say nothing. */
function whenGivenUp(
  persistence: IndexeddbPersistence,
  state: Writable<DiskState>,
  schedule: Platform['schedule'],
): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = () => {
      if (state.get() === 'opening') state.set('none');
      resolve();
    };
    const cancel = schedule(openTimeoutMs, giveUp);
    persistence.whenSynced.then(cancel, giveUp);
    persistence.get(acknowledgedKey).then(undefined, giveUp);
  });
}

/** Reads and writes in one transaction, so that two tabs do not undo each other. */
function mergeAcknowledged(db: IDBDatabase, told: Acknowledged): void {
  try {
    const store = db.transaction(customStore, 'readwrite').objectStore(customStore);
    const reading = store.get(acknowledgedKey);
    reading.addEventListener('success', () => {
      const known = parseAcknowledged(reading.result);
      store.put(known === null ? told : learnAcknowledged(known, told), acknowledgedKey);
    });
  } catch {
    // The database is closing; the server says it again when they meet.
  }
}
