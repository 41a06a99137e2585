import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { takeOverDatabase, type AbandonedDisk } from './take-over.ts';

let names = 0;
const freshName = () => `take-over-test/${names++}`;

async function open(name: string) {
  const doc = new Y.Doc();
  const disk = new IndexeddbPersistence(name, doc);
  await disk.whenSynced;
  return { doc, disk };
}

function textOf({ updates }: AbandonedDisk): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getText('text').toJSON();
}

async function databases(): Promise<(string | undefined)[]> {
  return (await indexedDB.databases()).map(({ name }) => name);
}

describe('a database that is used no more', () => {
  test('is read to the last write of a tab that still holds it, and then deleted', async () => {
    const name = freshName();
    const { doc } = await open(name);
    doc.getText('text').insert(0, 'the last word');
    const old = await takeOverDatabase(name);
    expect(textOf(old)).toBe('the last word');
    await old.remove();
    expect(await databases()).not.toContain(name);
  });

  test('takes nothing more from a tab that held it', async () => {
    const name = freshName();
    const { doc, disk } = await open(name);
    const old = await takeOverDatabase(name);
    expect(() => doc.getText('text').insert(0, 'too late')).toThrow(/state|closed/i);
    old.close();
    expect(textOf(await takeOverDatabase(name))).toBe('');
    await disk.destroy();
  });

  test('is read again when it was left for another time', async () => {
    const name = freshName();
    const { doc, disk } = await open(name);
    doc.getText('text').insert(0, 'kept');
    await disk.destroy();
    (await takeOverDatabase(name)).close();
    const again = await takeOverDatabase(name);
    expect(textOf(again)).toBe('kept');
    await again.remove();
  });

  test('that never was is nothing and leaves nothing', async () => {
    const name = freshName();
    const old = await takeOverDatabase(name);
    expect(old.updates).toEqual([]);
    await old.remove();
    expect(await databases()).not.toContain(name);
  });
});
