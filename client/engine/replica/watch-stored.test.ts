import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DiskState } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { isStored, watchStored } from './watch-stored.ts';

const client = 7;

/** A disk that answers when the test says so. */
function makeDisk() {
  const state = makeWritable<DiskState>('ok');
  const asked: ((isStored: boolean) => void)[] = [];
  return { state, asked, whenStored: () => new Promise<boolean>((resolve) => asked.push(resolve)) };
}

function makeWatched() {
  const doc = new Y.Doc();
  doc.clientID = client;
  const disk = makeDisk();
  const watch = watchStored(doc, disk);
  const answer = async (word: boolean) => {
    disk.asked.shift()?.(word);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const write = async () => {
    doc.getArray('log').push([1]);
    await Promise.resolve(); // the disk is asked once the turn that wrote is over
  };
  return { ...watch, doc, disk, answer, write };
}

describe('what is on the disk', () => {
  test('is claimed once the disk has answered, up to what was asked', async () => {
    const { stored, answer, write } = makeWatched();
    await write();
    await write();
    expect(stored.get()).toEqual({});
    await answer(true);
    expect([0, 1].map((clock) => isStored(stored.get(), { client, clock }))).toEqual([true, false]);
    await answer(true);
    expect(stored.get()).toEqual({ [client]: 2 });
  });

  test('is asked only after the turn in which the disk is given it', () => {
    const { doc, disk } = makeWatched();
    const askedAtUpdate: number[] = [];
    doc.on('update', () => askedAtUpdate.push(disk.asked.length));
    doc.getArray('log').push([1]);
    expect(askedAtUpdate).toEqual([0]);
  });

  test('is not claimed by a disk that cannot say so, and all of it by one that is well again', async () => {
    const { stored, disk, answer, write } = makeWatched();
    await write();
    disk.state.set('failing');
    await answer(false);
    await write();
    await answer(false);
    expect(stored.get()).toEqual({});
    disk.state.set('ok');
    await answer(true);
    expect(stored.get()).toEqual({ [client]: 2 });
  });

  test('is nothing when the browser takes the database away', async () => {
    const { stored, disk, answer, write } = makeWatched();
    await write();
    await answer(true);
    disk.state.set('gone');
    expect(stored.get()).toEqual({});
  });
});
