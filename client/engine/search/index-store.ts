// Where the index of a device lies: a record for each chapter, and the texts of its messages in blocks of their own.
// Promises: a chapter is there whole or not at all, as it was written last. Whether a record is damaged its reader sees.
// A browser that stores nothing is served from memory. Does not know what the bytes mean.

export interface StoredChapter {
  /** The document's name. */
  readonly document: string;
  /** Which state of the document it was made of, and where its database stood then. */
  readonly version: string;
  readonly place: string;
  readonly packed: Uint8Array;
}

export interface IndexStore {
  /** Calls back with some at a time, until all were told. Never rejects. */
  readAll(take: (some: readonly StoredChapter[]) => void): Promise<void>;
  /** Takes the place of whatever stands there. False when it could not be written. */
  write(chapter: StoredChapter, blocks: readonly Uint8Array[]): Promise<boolean>;
  /** The document is where it was, although its database moved on. */
  notePlace(document: string, place: string): Promise<boolean>;
  remove(document: string): Promise<boolean>;
  /** Null where there is none, in the order of the asked. Never rejects. */
  readBlocks(wanted: readonly BlockName[]): Promise<readonly (Uint8Array | null)[]>;
  /** Calls back when the database is being deleted. */
  onTaken(listener: () => void): void;
  close(): void;
}

export interface BlockName {
  readonly document: string;
  readonly block: number;
}

const chapters = 'chapters';
const blocks = 'blocks';
const batch = 32;

export async function openIndexStore(name: string): Promise<IndexStore> {
  const db = await open(name);
  return db === null ? openMemoryStore() : new IndexedDbStore(db);
}

class IndexedDbStore implements IndexStore {
  readonly #db: IDBDatabase;
  readonly #listeners: (() => void)[] = [];

  constructor(db: IDBDatabase) {
    this.#db = db;
    db.addEventListener('versionchange', () => {
      db.close();
      for (const listener of this.#listeners) listener();
    });
  }

  async readAll(take: (some: readonly StoredChapter[]) => void): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const range: IDBKeyRange | null = after === null ? null : IDBKeyRange.lowerBound(after, true);
      const some: readonly StoredChapter[] = await this.#read(chapters, (store) => store.getAll(range, batch), []);
      const last = some.at(-1);
      if (last === undefined) return;
      after = last.document;
      take(some.filter(isStored));
    }
  }

  write(chapter: StoredChapter, packed: readonly Uint8Array[]): Promise<boolean> {
    return this.#change((transaction) => {
      transaction.objectStore(chapters).put(chapter);
      const store = transaction.objectStore(blocks);
      store.delete(blocksOf(chapter.document));
      for (const [block, bytes] of packed.entries()) store.put(bytes, [chapter.document, block]);
    });
  }

  notePlace(document: string, place: string): Promise<boolean> {
    return this.#change((transaction) => {
      const store = transaction.objectStore(chapters);
      const reading: IDBRequest<StoredChapter | undefined> = store.get(document);
      reading.addEventListener('success', () => reading.result && store.put({ ...reading.result, place }));
    });
  }

  remove(document: string): Promise<boolean> {
    return this.#change((transaction) => {
      transaction.objectStore(chapters).delete(document);
      transaction.objectStore(blocks).delete(blocksOf(document));
    });
  }

  readBlocks(wanted: readonly BlockName[]): Promise<readonly (Uint8Array | null)[]> {
    return new Promise((resolve) => {
      const found: (Uint8Array | null)[] = wanted.map(() => null);
      try {
        const transaction = this.#db.transaction(blocks);
        const store = transaction.objectStore(blocks);
        for (const [index, { document, block }] of wanted.entries()) {
          const reading: IDBRequest<unknown> = store.get([document, block]);
          reading.addEventListener('success', () => {
            if (reading.result instanceof Uint8Array) found[index] = reading.result;
          });
        }
        transaction.addEventListener('complete', () => resolve(found));
        transaction.addEventListener('abort', () => resolve(found));
      } catch {
        resolve(found); // taken away meanwhile
      }
    });
  }

  onTaken(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#db.close();
  }

  #read<T>(store: string, ask: (store: IDBObjectStore) => IDBRequest<T>, otherwise: T): Promise<T> {
    return new Promise((resolve) => {
      try {
        const request = ask(this.#db.transaction(store).objectStore(store));
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => resolve(otherwise));
      } catch {
        resolve(otherwise); // taken away meanwhile
      }
    });
  }

  #change(change: (transaction: IDBTransaction) => void): Promise<boolean> {
    return new Promise((resolve) => {
      try {
        const transaction = this.#db.transaction([chapters, blocks], 'readwrite');
        transaction.addEventListener('complete', () => resolve(true));
        transaction.addEventListener('abort', () => resolve(false));
        change(transaction);
      } catch {
        resolve(false); // taken away meanwhile
      }
    });
  }
}

function isStored(value: unknown): value is StoredChapter {
  if (typeof value !== 'object' || value === null) return false;
  const { document, version, place, packed } = value as Partial<Record<keyof StoredChapter, unknown>>; // looked at below
  const areTexts = [document, version, place].every((text) => typeof text === 'string');
  return areTexts && packed instanceof Uint8Array;
}

function blocksOf(document: string): IDBKeyRange {
  return IDBKeyRange.bound([document, 0], [document, Infinity]);
}

/** Null when the browser will not. */
function open(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(chapters, { keyPath: 'document' });
        request.result.createObjectStore(blocks);
      });
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => resolve(null));
    } catch {
      resolve(null);
    }
  });
}

/** Until the page goes. */
export function openMemoryStore(): IndexStore {
  const kept = new Map<string, { chapter: StoredChapter; packed: readonly Uint8Array[] }>();
  return {
    readAll(take) {
      take([...kept.values()].map(({ chapter }) => chapter));
      return Promise.resolve();
    },
    write(chapter, packed) {
      kept.set(chapter.document, { chapter, packed });
      return Promise.resolve(true);
    },
    notePlace(document, place) {
      const known = kept.get(document);
      if (known !== undefined) kept.set(document, { ...known, chapter: { ...known.chapter, place } });
      return Promise.resolve(true);
    },
    remove: (document) => Promise.resolve(kept.delete(document) || true),
    readBlocks: (wanted) =>
      Promise.resolve(wanted.map(({ document, block }) => kept.get(document)?.packed[block] ?? null)),
    onTaken: () => undefined,
    close: () => kept.clear(),
  };
}
