import 'fake-indexeddb/auto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { DiskState, Readable } from '../messenger.ts';
import { afterFailedOpen } from './failed-open.ts';
import { makeIndexedDbDisk } from './indexeddb-disk.ts';

let names = 0;
const freshName = () => `disk-test/${names++}`;

/** Disks whose pauses end when the test says so. */
function openDisks() {
  const timers = new Set<() => void>();
  const openDisk = makeIndexedDbDisk({
    schedule: (_, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  const endPauses = () => {
    for (const run of timers) {
      timers.delete(run);
      run();
    }
  };
  return { endPauses, open: (name: string, doc = new Y.Doc()) => ({ doc, disk: openDisk(name, doc) }) };
}

async function stateIs(state: Readable<DiskState>, wanted: DiskState): Promise<void> {
  if (state.get() === wanted) return;
  await new Promise<void>((resolve) => {
    const stop = state.subscribe(() => {
      if (state.get() !== wanted) return;
      stop();
      resolve();
    });
  });
}

function countUpdates(name: string): Promise<number> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const counting = opening.result.transaction('updates').objectStore('updates').count();
      counting.addEventListener('success', () => {
        opening.result.close();
        resolve(counting.result);
      });
    });
  });
}

/** All bytes that are in the database of a document. */
async function textsIn(name: string): Promise<string> {
  const found = await new Promise<Uint8Array[]>((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const reading: IDBRequest<Uint8Array[]> = opening.result.transaction('updates').objectStore('updates').getAll();
      reading.addEventListener('success', () => {
        opening.result.close();
        resolve(reading.result);
      });
    });
  });
  return found.map((bytes) => Buffer.from(bytes).toString('latin1')).join();
}

const textOf = (doc: Y.Doc) => doc.getText('text').toJSON();

/** From now on every write ends as on a full disk: its transaction is aborted a moment later. */
function fillDisk(error: DOMException | null = null) {
  const add: IDBObjectStore['add'] = Reflect.get(IDBObjectStore.prototype, 'add');
  const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value) {
    const request = add.call(this, value);
    Reflect.set(this.transaction, 'error', error);
    this.transaction.abort();
    return request;
  });
  onTestFinished(() => full.mockRestore());
  return { makeRoom: () => full.mockRestore() };
}

describe('a document on the disk', () => {
  test('is whole again after a restart', async () => {
    const name = freshName();
    const { open } = openDisks();
    const before = open(name);
    await before.disk.whenLoaded;
    before.doc.getText('text').insert(0, 'kept');
    await before.disk.close();
    const after = open(name);
    await after.disk.whenLoaded;
    expect(textOf(after.doc)).toBe('kept');
    expect(after.disk.state.get()).toBe('ok');
  });

  test('goes on in memory when the browser never answers the open, and says so', async () => {
    const neverOpened = vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
    onTestFinished(() => neverOpened.mockRestore());
    const { open, endPauses } = openDisks();
    const { disk, doc } = open(freshName());
    expect(disk.state.get()).toBe('opening');
    endPauses();
    await disk.whenLoaded;
    expect(disk.state.get()).toBe('none');
    doc.getText('text').insert(0, 'in memory');
    expect(await disk.readNote('note')).toBeUndefined();
    expect(await disk.whenStored()).toBe(false);
    await disk.close();
  });

  test.each([
    ['SecurityError', 'denied'],
    ['InvalidStateError', 'denied'],
    ['QuotaExceededError', 'full'],
    ['UnknownError', 'none'],
  ])('whose open the browser answers with %s is %s', (name, state) => {
    expect(afterFailedOpen(new DOMException('no', name))).toBe(state);
    expect(afterFailedOpen(new Error(String(new DOMException('no', name))))).toBe(state); // as lib0 hands it on
  });

  test('counts as whole again after a full disk only when all of it was written', async () => {
    const name = freshName();
    const { open, endPauses } = openDisks();
    const { doc, disk } = open(name);
    await disk.whenLoaded;
    const { makeRoom } = fillDisk();
    doc.getText('text').insert(0, 'one ');
    await stateIs(disk.state, 'failing');
    makeRoom();
    doc.getText('text').insert(4, 'two');
    expect(disk.state.get()).toBe('failing');
    endPauses();
    await stateIs(disk.state, 'ok');
    await disk.close();
    const after = open(name);
    await after.disk.whenLoaded;
    expect(textOf(after.doc)).toBe('one two');
  });

  test('that another tab deletes takes nothing more, and writing goes on in memory', async () => {
    const name = freshName();
    const { doc, disk } = openDisks().open(name);
    await disk.whenLoaded;
    indexedDB.deleteDatabase(name);
    await stateIs(disk.state, 'gone');
    doc.getText('text').insert(0, 'in memory');
    disk.changeNote('note', () => 1);
    expect(textOf(doc)).toBe('in memory');
  });

  test('that is closed under it loses nothing of what is written and throws at nobody', async () => {
    const { doc, disk } = openDisks().open(freshName());
    const databases = vi.spyOn(IDBDatabase.prototype, 'transaction');
    onTestFinished(() => databases.mockRestore());
    await disk.whenLoaded;
    databases.mockImplementation(() => {
      throw new DOMException('the connection is closing', 'InvalidStateError');
    });
    doc.getText('text').insert(0, 'in memory');
    expect(disk.state.get()).toBe('gone');
    expect(textOf(doc)).toBe('in memory');
  });

  test('that the browser took away is made anew from memory', async () => {
    const name = freshName();
    const { open, endPauses } = openDisks();
    const { doc, disk } = open(name);
    await disk.whenLoaded;
    doc.getText('text').insert(0, 'before ');
    const databases = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('the connection is closing', 'InvalidStateError');
    });
    doc.getText('text').insert(7, 'and ');
    databases.mockRestore();
    await new Promise<void>((resolve) => {
      indexedDB.deleteDatabase(name).addEventListener('success', () => resolve());
    });
    expect(disk.state.get()).toBe('gone');
    doc.getText('text').insert(11, 'after');
    endPauses();
    await stateIs(disk.state, 'ok');
    await disk.close();
    const after = open(name);
    await after.disk.whenLoaded;
    expect(textOf(after.doc)).toBe('before and after');
  });

  test('is stored when it says so, and does not say so while a write has failed', async () => {
    const { doc, disk } = openDisks().open(freshName());
    await disk.whenLoaded;
    doc.getText('text').insert(0, 'one');
    expect(await disk.whenStored()).toBe(true);
    fillDisk();
    doc.getText('text').insert(0, 'two');
    expect(await disk.whenStored()).toBe(false);
  });

  test('takes in what another tab has written since', async () => {
    const name = freshName();
    const { open } = openDisks();
    const [one, other] = [open(name), open(name)];
    await Promise.all([one.disk.whenLoaded, other.disk.whenLoaded]);
    other.doc.getText('text').insert(0, 'from the other tab');
    await other.disk.whenStored();
    expect(textOf(one.doc)).toBe('');
    await one.disk.readAgain();
    expect(textOf(one.doc)).toBe('from the other tab');
  });

  test('of a thousand updates opens from a few', async () => {
    const name = freshName();
    const { open, endPauses } = openDisks();
    const { doc, disk } = open(name);
    await disk.whenLoaded;
    for (let index = 0; index < 1_000; index++) doc.getText('text').insert(0, 'x');
    const isFolded = async () => {
      endPauses(); // the pause before a fold begins when the last write has come to rest
      expect(await countUpdates(name)).toBeLessThan(10);
    };
    await vi.waitFor(isFolded, { timeout: 10_000 });
    await disk.close();
    const after = open(name);
    await after.disk.whenLoaded;
    expect(textOf(after.doc)).toHaveLength(1_000);
  });

  test('holds nothing of what was erased, also where it was killed before it could see to it', async () => {
    const name = freshName();
    const { open, endPauses } = openDisks();
    const first = open(name);
    await first.disk.whenLoaded;
    first.doc.getArray('log').push(['stays', 'secret']);
    first.doc.getArray('log').delete(1, 1);
    await first.disk.whenStored();
    await first.disk.close(); // its pauses never end
    expect(await textsIn(name)).toContain('secret');
    const { doc, disk } = open(name);
    await disk.whenLoaded;
    const isGone = async () => {
      endPauses();
      expect(await textsIn(name)).not.toContain('secret');
    };
    await vi.waitFor(isGone, { timeout: 10_000 });
    doc.getArray('log').push(['secret too']);
    doc.getArray('log').delete(1, 1);
    await vi.waitFor(isGone, { timeout: 10_000 });
    expect(await textsIn(name)).toContain('stays');
    await disk.close();
    const after = open(name);
    await after.disk.whenLoaded;
    expect(after.doc.getArray('log').toJSON()).toEqual(['stays']);
  });

  test('keeps a note that two tabs change at the same time', async () => {
    const name = freshName();
    const { open } = openDisks();
    const [one, other] = [open(name), open(name)];
    await Promise.all([one.disk.whenLoaded, other.disk.whenLoaded]);
    const add = (more: number) => (known: unknown) => (typeof known === 'number' ? known : 0) + more;
    one.disk.changeNote('sum', add(1));
    other.disk.changeNote('sum', add(10));
    expect(await one.disk.readNote('sum')).toBe(11);
  });

  test('that lacks room says so, and tries again until there is some', async () => {
    const { open, endPauses } = openDisks();
    const { doc, disk } = open(freshName());
    await disk.whenLoaded;
    const { makeRoom } = fillDisk(new DOMException('no room', 'QuotaExceededError'));
    doc.getText('text').insert(0, 'one ');
    await stateIs(disk.state, 'full');
    endPauses(); // a second attempt, and no room still
    expect(disk.state.get()).toBe('full');
    makeRoom();
    const isMended = () => {
      endPauses();
      expect(disk.state.get()).toBe('ok');
    };
    await vi.waitFor(isMended, { timeout: 10_000 });
    expect(await disk.whenStored()).toBe(true);
  });
});
