// The databases of this browser as a whole: which there are, and taking one away.
// Does not know what is in them, nor whose they are.

/** Empty where the browser does not tell: whoever must find all keeps a list of their own. */
export async function listDatabases(prefix: string): Promise<readonly string[]> {
  try {
    const found = await indexedDB.databases();
    return found.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : []));
  } catch {
    return []; // not known here, or forbidden
  }
}

/** Settles when the database is gone: at once, or when the tabs that hold it have let go. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error('the database was not deleted')));
  });
}
