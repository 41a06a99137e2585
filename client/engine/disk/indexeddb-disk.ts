// y-indexeddb under supervision: one database for each document, watched for the failures that the library does not tell.
// After a failed write the whole state is written again before the disk counts as whole: a hole hides everything after it.
// A browser's "complete" survives a killed tab or browser; it is no fsync.
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { Platform } from '../platform.ts';
import type { DiskState } from '../messenger.ts';
import { learnAcknowledged, parseAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';
import { makeWritable, type Writable } from '../writable.ts';
import type { DocumentDisk, OpenDisk } from './document-disk.ts';

/** A browser may never answer an open (a blocked upgrade, a broken profile): then the document goes on without it. */
const openTimeoutMs = 5_000;
/** Between attempts to write the whole state after a failure, such as a full disk. */
const repairDelayMs = 5_000;

const acknowledgedKey = 'acknowledged';
// Names of y-indexeddb's own object stores.
const updatesStore = 'updates';
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
  let cancelRepair: () => void = () => undefined;
  const watch = (db: IDBDatabase) => {
    const gone = () => {
      // Another tab deletes the database, or the browser took it away: a write into it would throw at the writer.
      state.set('none');
      void persistence.destroy();
    };
    const failed = () => {
      if (state.get() !== 'ok') return;
      state.set('failing');
      cancelRepair = repeatRepair({ db, doc, state, schedule });
    };
    db.addEventListener('versionchange', gone);
    db.addEventListener('close', gone);
    db.addEventListener('abort', failed);
    db.addEventListener('error', failed);
  };
  const load = async () => {
    const { db } = await persistence.whenSynced;
    if (db === null) return;
    watch(db);
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
      cancelRepair();
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

interface Repair {
  readonly db: IDBDatabase;
  readonly doc: Y.Doc;
  readonly state: Writable<DiskState>;
  readonly schedule: Platform['schedule'];
}

function repeatRepair(repair: Repair): () => void {
  const { db, doc, state, schedule } = repair;
  let cancel: () => void = () => undefined;
  const again = () => {
    if (state.get() === 'failing') cancel = schedule(repairDelayMs, attempt);
  };
  const attempt = () => {
    if (state.get() !== 'failing') return;
    const transaction = db.transaction(updatesStore, 'readwrite');
    transaction.objectStore(updatesStore).add(Y.encodeStateAsUpdate(doc));
    transaction.addEventListener('complete', () => {
      if (state.get() === 'failing') state.set('ok');
    });
    transaction.addEventListener('abort', again);
  };
  again();
  return () => cancel();
}

/** Reads and writes in one transaction, so that two tabs do not undo each other. */
function mergeAcknowledged(db: IDBDatabase, told: Acknowledged): void {
  const store = db.transaction(customStore, 'readwrite').objectStore(customStore);
  const reading = store.get(acknowledgedKey);
  reading.addEventListener('success', () => {
    const known = parseAcknowledged(reading.result);
    store.put(known === null ? told : learnAcknowledged(known, told), acknowledgedKey);
  });
}
