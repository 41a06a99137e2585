// Which databases of this process hold a text, in whatever store: as somebody would find it who has the disk.
const decoder = new TextDecoder();

export async function databasesWith(text: string): Promise<string[]> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  const found = await Promise.all(names.map(async (name) => ((await contentOf(name)).includes(text) ? name : [])));
  return found.flat();
}

async function contentOf(name: string): Promise<string> {
  const opening = indexedDB.open(name);
  const db = await settled(opening);
  const stores = [...db.objectStoreNames];
  const values = await Promise.all(stores.map((store) => settled(db.transaction(store).objectStore(store).getAll())));
  db.close();
  return JSON.stringify(values, (_, value: unknown) => (value instanceof Uint8Array ? decoder.decode(value) : value));
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
  });
}
