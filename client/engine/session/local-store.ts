// Small values that must be there before anything else opens: who is signed in, who is leaving, which databases there are.
// A browser puts them on its disk seconds late, and one that is killed before forgets them: then somebody signs in once
// more, or has to leave once more. What must not be lost is in disk/kept-store.ts. A device that stores nothing (private mode, full disk) is no failure: reading finds nothing, writing says so.

export interface LocalStore {
  /** The stored value, or null when there is none or it cannot be read. */
  read(key: string): unknown;
  /** False when the device did not take it. */
  write(key: string, value: unknown): boolean;
  remove(key: string): void;
  /** Removes everything whose key begins so. */
  removeAll(prefix: string): void;
  /** All keys that begin so. */
  keys(prefix: string): readonly string[];
}

/** `openStorage` may throw: browsers do so where storage is forbidden. */
export function makeLocalStore(openStorage: () => Storage): LocalStore {
  const attempt = <T>(otherwise: T, run: (storage: Storage) => T): T => {
    try {
      return run(openStorage());
    } catch {
      return otherwise; // forbidden, full, or not JSON
    }
  };
  return {
    read: (key) => attempt<unknown>(null, (storage) => JSON.parse(storage.getItem(key) ?? 'null')),
    write: (key, value) =>
      attempt(false, (storage) => {
        storage.setItem(key, JSON.stringify(value));
        return true;
      }),
    remove: (key) => attempt(undefined, (storage) => storage.removeItem(key)),
    removeAll: (prefix) =>
      attempt(undefined, (storage) => {
        for (const key of keysOf(storage, prefix)) storage.removeItem(key);
      }),
    keys: (prefix) => attempt<string[]>([], (storage) => keysOf(storage, prefix)),
  };
}

function keysOf(storage: Storage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  return keys.filter((key) => key.startsWith(prefix));
}
