// What every place that keeps an index promises.
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openIndexStore, openMemoryStore, type IndexStore, type StoredChapter } from './index-store.ts';

let stores = 0;
const places: readonly [string, () => Promise<IndexStore>][] = [
  ['IndexedDB', () => openIndexStore(`index-${stores++}`)],
  ['memory', () => Promise.resolve(openMemoryStore())],
];

test.each(places)('%s: a chapter is there as it was written last, with its blocks and no others', async (_, open) => {
  const store = await open();
  expect(await store.write(chapterOf('one', 'v1'), [bytes(1), bytes(2), bytes(3)])).toBe(true);
  await store.write(chapterOf('two', 'v1'), [bytes(9)]);
  await store.write(chapterOf('one', 'v2'), [bytes(4)]);
  expect(await readAll(store)).toEqual([chapterOf('one', 'v2'), chapterOf('two', 'v1')]);
  const wanted = [0, 1].map((block) => ({ document: 'one', block }));
  expect(await store.readBlocks([...wanted, { document: 'two', block: 0 }])).toEqual([bytes(4), null, bytes(9)]);
  store.close();
});

test.each(places)('%s: a chapter that is removed leaves nothing, and its neighbour stays', async (_, open) => {
  const store = await open();
  await store.write(chapterOf('one', 'v1'), [bytes(1)]);
  await store.write(chapterOf('one/more', 'v1'), [bytes(2)]);
  await store.remove('one');
  await store.notePlace('one', 'elsewhere');
  await store.notePlace('one/more', 'elsewhere');
  expect(await readAll(store)).toEqual([{ ...chapterOf('one/more', 'v1'), place: 'elsewhere' }]);
  const wanted = ['one', 'one/more'].map((document) => ({ document, block: 0 }));
  expect(await store.readBlocks(wanted)).toEqual([null, bytes(2)]);
  store.close();
});

test.each(places)('%s: many chapters are read, each once', async (_, open) => {
  const store = await open();
  for (let number = 100; number < 200; number++) await store.write(chapterOf(`c${number}`, 'v'), []);
  expect((await readAll(store)).map(({ document }) => document)).toEqual(
    Array.from({ length: 100 }, (_none, index) => `c${100 + index}`),
  );
  store.close();
});

test('a database that is deleted meanwhile is let go of, and answers nothing more', async () => {
  const store = await openIndexStore('taken');
  await store.write(chapterOf('one', 'v1'), [bytes(1)]);
  let isTaken = false;
  store.onTaken(() => (isTaken = true));
  await new Promise((resolve) => indexedDB.deleteDatabase('taken').addEventListener('success', resolve));
  expect(isTaken).toBe(true);
  expect(await store.write(chapterOf('one', 'v1'), [])).toBe(false);
  expect(await readAll(store)).toEqual([]);
  expect(await store.readBlocks([{ document: 'one', block: 0 }])).toEqual([null]);
});

function chapterOf(document: string, version: string): StoredChapter {
  return { document, version, place: '1/1', packed: bytes(7) };
}

function bytes(value: number): Uint8Array {
  return new Uint8Array([value]);
}

async function readAll(store: IndexStore): Promise<StoredChapter[]> {
  const all: StoredChapter[] = [];
  await store.readAll((some) => all.push(...some));
  return all;
}
