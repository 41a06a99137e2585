// Which databases of this process hold a text, in whatever store, key or value: as somebody would find it who has the disk.
import { serialize } from 'node:v8';
import { holdsText } from './holds-text.ts';

export async function databasesWith(text: string): Promise<string[]> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  const found = await Promise.all(names.map(async (name) => (holdsText(await contentOf(name), text) ? name : [])));
  return found.flat();
}

/** As a browser writes it: what can be cloned, bytes as they are. */
async function contentOf(name: string): Promise<Buffer> {
  const opening = indexedDB.open(name);
  const db = await settled(opening);
  const stores = [...db.objectStoreNames].map((store) => db.transaction(store).objectStore(store));
  const records = stores.map((store) => Promise.all([settled(store.getAllKeys()), settled(store.getAll())]));
  const content = serialize(await Promise.all(records));
  db.close();
  return content;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
  });
}
