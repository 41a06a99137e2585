// What the indexes of this process's devices hold, unpacked: packed as it lies there, no look at the bytes would find it.
import { unpackBlock, unpackSegment } from '../../client/engine/search/segment.ts';
import { must } from '../../shared/base/assert.ts';
import { foldText } from '../../shared/text/fold-text.ts';

interface StoredIndex {
  readonly chapters: readonly { readonly document: string; readonly version: string; readonly packed: Uint8Array }[];
  readonly blocks: readonly { readonly key: readonly [string, number]; readonly packed: Uint8Array }[];
}

/** The names of the indexes in which a text stands, as `indexHolds` tells. */
export async function indexesWith(text: string): Promise<readonly string[]> {
  const found = (await indexNames()).map(async (name) => ((await indexHolds(name, text)) ? [name] : []));
  return (await Promise.all(found)).flat();
}

export async function indexNames(): Promise<readonly string[]> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  return names.filter((name) => name.endsWith('/search'));
}

/** Changes a byte of each record of a store. */
export async function damage(name: string, store: 'chapters' | 'blocks'): Promise<void> {
  const db = await settled(indexedDB.open(name));
  const records = db.transaction(store, 'readwrite').objectStore(store);
  const keys = await settled(records.getAllKeys());
  for (const key of keys) {
    const value = (await settled(records.get(key))) as Uint8Array | { packed: Uint8Array }; // as its store has them
    const packed = value instanceof Uint8Array ? value : value.packed;
    const at = packed.length >> 1;
    packed[at] = (packed[at] ?? 0) ^ 1;
    if (value instanceof Uint8Array) await settled(records.put(value, key));
    else await settled(records.put(value));
  }
  db.close();
}

/** Whether a text stands in it, whole or by any of its words of five letters or more. */
export async function indexHolds(name: string, text: string): Promise<boolean> {
  const { chapters, blocks } = await read(name);
  const known = new Map(
    chapters.map(({ document, version, packed }) => {
      return [document, { version, segment: must(unpackSegment(packed), 'a whole chapter') }];
    }),
  );
  const words = foldText(text)
    .split(/\s+/u)
    .filter((word) => word.length >= 5);
  const isSaid = blocks.some(({ key: [document], packed }) => {
    const { segment, version } = must(known.get(document) ?? null, 'the chapter of a block');
    const block = must(unpackBlock(packed, segment, version), 'a whole block');
    return block.texts.some((said) => said.includes(text));
  });
  const isIndexed = [...known.values()].some(({ segment: { plain, other } }) => {
    return words.some((word) => plain.text.includes(word) || other.text.includes(word));
  });
  return isSaid || isIndexed;
}

async function read(name: string): Promise<StoredIndex> {
  const db = await settled(indexedDB.open(name));
  if (!db.objectStoreNames.contains('chapters')) return { chapters: [], blocks: [] };
  const transaction = db.transaction(['chapters', 'blocks']);
  const chapters = await settled(transaction.objectStore('chapters').getAll());
  const keys = await settled(transaction.objectStore('blocks').getAllKeys());
  const packed = await settled(transaction.objectStore('blocks').getAll());
  db.close();
  const blocks: unknown = keys.map((key, index) => ({ key, packed: packed[index] as unknown }));
  return { chapters, blocks: blocks as StoredIndex['blocks'] }; // as they were written
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
  });
}
