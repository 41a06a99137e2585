// The disk of files for browsers without one: a table.
import { expect, test } from 'vitest';
import { makeTableFileDisk } from './file-disk.ts';

/** Takes nothing: what it is given stays in memory. */
function fullTable() {
  const inMemory = new Map<string, unknown>();
  return {
    inMemory,
    whenOpen: Promise.resolve('ok' as const),
    read: (key: string) => Promise.resolve({ status: 'read' as const, value: inMemory.get(key) }),
    readAll: () => Promise.resolve({ status: 'read' as const, values: inMemory, isNew: false }),
    write: (key: string, value: unknown) => Promise.resolve(inMemory.set(key, value).size === 0),
    remove: (key: string) => Promise.resolve(inMemory.delete(key)),
    close: () => undefined,
  };
}

test('what a full disk has not taken is not held in memory instead', async () => {
  const table = fullTable();
  expect(await makeTableFileDisk(table).put('name', new Blob(['sunny']))).toBe('full');
  expect(table.inMemory.size).toBe(0);
});

test('a file that cannot be read any more is told as such, and no call asks for it whole', async () => {
  const gone = Object.assign(new Blob(['sunny']), {
    stream: () => new ReadableStream({ pull: (to) => to.error(new DOMException('gone', 'NotReadableError')) }),
    arrayBuffer: () => Promise.resolve(new ArrayBuffer(5)),
  });
  expect(await makeTableFileDisk(fullTable()).put('name', gone)).toBe('unreadable');
});
