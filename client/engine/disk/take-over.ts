// Takes over a document's database that is used no more: reads it to the end and deletes it.
// Promises: what any tab was told is on the disk there has been read. Tabs that still hold it let go first, for the
// database is opened at a higher version; after that nobody can write into it under the old one.

export interface AbandonedDisk {
  readonly updates: readonly Uint8Array[];
  /** Settles when it is deleted. */
  remove(): Promise<void>;
  /** Leaves it for another time. */
  close(): void;
}

const abandonedVersion = 2;
// y-indexeddb's object store for the document.
const updatesStore = 'updates';

/** Waits for as long as a frozen tab holds it. Rejects when the browser cannot open it. */
export async function takeOverDatabase(name: string): Promise<AbandonedDisk> {
  const db = await open(name);
  return {
    updates: await readUpdates(db),
    remove() {
      db.close();
      return settled(indexedDB.deleteDatabase(name));
    },
    close: () => db.close(),
  };
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, abandonedVersion);
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      request.result.addEventListener('versionchange', () => request.result.close());
      resolve(request.result);
    });
    request.addEventListener('error', () => reject(request.error ?? new Error('the database does not open')));
  });
}

async function readUpdates(db: IDBDatabase): Promise<readonly Uint8Array[]> {
  if (!db.objectStoreNames.contains(updatesStore)) return [];
  const request: IDBRequest<Uint8Array[]> = db.transaction(updatesStore).objectStore(updatesStore).getAll();
  await settled(request);
  return request.result;
}

function settled(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
  });
}
