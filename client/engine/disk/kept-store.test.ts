import 'fake-indexeddb/auto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Platform } from '../platform.ts';
import { openTabChannel } from '../tabs/tab-channel.ts';
import { openKeptStore, type KeptStore, type KeptStoreOptions } from './kept-store.ts';
import { openLocalTable, type LocalTable } from './local-table.ts';

let names = 0;
const freshName = () => `kept-test/${names++}`;
const schedule = () => () => undefined;
const openTable = (name: string) => openLocalTable(name, { schedule });
const platform: Pick<Platform, 'openTable' | 'openTabChannel' | 'schedule'> = { openTable, openTabChannel, schedule };

async function open(
  name: string,
  parts: Partial<KeptStoreOptions['platform'] & Pick<KeptStoreOptions, 'merge'>> = {},
): Promise<KeptStore> {
  const { merge, ...platformParts } = parts;
  const kept = await openKeptStore({
    platform: { ...platform, ...platformParts },
    name,
    ...(merge === undefined ? {} : { merge }),
  });
  onTestFinished(() => kept.close());
  return kept;
}

/** A tab whose disk does not answer what it is asked until it is let go. */
function makeStuckTable(what: 'reads' | 'writes') {
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  const [reading, writing] = what === 'reads' ? [free, Promise.resolve()] : [Promise.resolve(), free];
  return {
    openTable(name: string): LocalTable {
      const table = openTable(name);
      return {
        ...table,
        readAll: () => reading.then(() => table.readAll()),
        write: (key, value) => writing.then(() => table.write(key, value)),
        remove: (key) => writing.then(() => table.remove(key)),
      };
    },
    letGo: () => letGo(),
  };
}

describe('what is kept', () => {
  test('is at hand at once, and there after a kill once it says so', async () => {
    const name = freshName();
    const killed = await openKeptStore({ platform: { ...platform, openTabChannel: () => silent }, name });
    killed.write('list/a', { one: 1 });
    killed.write('list/a', { two: 2 });
    killed.write('list/b', 'gone');
    killed.remove('list/b');
    killed.write('other', [3]);
    expect([killed.read('list/a'), killed.read('list/b'), killed.keys('list/')]).toEqual([
      { two: 2 },
      null,
      ['list/a'],
    ]);
    expect(await killed.whenStored()).toBe(true);
    const later = await open(name);
    expect([later.read('list/a'), later.read('list/b'), later.read('other')]).toEqual([{ two: 2 }, null, [3]]);
  });

  test('is on the disk when it is closed, and nothing is written after', async () => {
    const name = freshName();
    const writes = makeStuckTable('writes');
    const before = await open(name, writes);
    before.write('a', 'last words');
    const closed = before.close();
    before.write('a', 'too late');
    writes.letGo();
    await closed;
    expect((await open(name)).read('a')).toBe('last words');
  });

  test('in one tab is the same in the other, which is told', async () => {
    const name = freshName();
    const [one, other] = [await open(name), await open(name)];
    const told: string[] = [];
    const stop = other.onChangedElsewhere((key) => told.push(`${key} is ${String(other.read(key))}`));
    one.write('a', 1);
    one.remove('a');
    other.write('b', 2);
    await vi.waitFor(() => expect(told).toEqual(['a is 1', 'a is null']));
    await vi.waitFor(() => expect(one.read('b')).toBe(2));
    stop();
    one.write('c', 3);
    await vi.waitFor(() => expect(other.read('c')).toBe(3));
    expect(told).toHaveLength(2);
  });

  test('of what another tab changes while it loads, the change counts', async () => {
    const name = freshName();
    const one = await open(name);
    one.write('changed', 'old');
    one.write('removed', 'old');
    await one.whenStored();
    const [reads, writes] = [makeStuckTable('reads'), makeStuckTable('writes')];
    const opening = open(name, reads);
    const other = await open(name, writes);
    other.write('changed', 'new');
    other.remove('removed');
    await vi.waitFor(() => expect([one.read('changed'), one.read('removed')]).toEqual(['new', null]));
    reads.letGo();
    const loaded = await opening;
    await vi.waitFor(() => expect([loaded.read('changed'), loaded.read('removed')]).toEqual(['new', null]));
    writes.letGo();
  });

  test('and is not on the disk yet is told to a tab that opens', async () => {
    const name = freshName();
    const writes = makeStuckTable('writes');
    const one = await open(name, writes);
    one.write('a', 'on its way');
    const other = await open(name);
    await vi.waitFor(() => expect(other.read('a')).toBe('on its way'));
    writes.letGo();
    expect(await one.whenStored()).toBe(true);
  });

  test('where the table cannot be opened lives in memory, and says so', async () => {
    const spied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    onTestFinished(() => spied.mockRestore());
    const kept = await open(freshName());
    kept.write('a', 1);
    expect(await kept.whenStored()).toBe(false);
    expect(kept.read('a')).toBe(1);
    kept.remove('a');
    expect([kept.read('a'), kept.keys('')]).toEqual([null, []]);
  });

  test('that the disk did not take is tried again', async () => {
    const name = freshName();
    let isFull = true;
    const full = (of: string): LocalTable => {
      const table = openTable(of);
      return { ...table, write: (key, value) => (isFull ? Promise.resolve(false) : table.write(key, value)) };
    };
    const kept = await open(name, { openTable: full });
    kept.write('a', 1);
    expect(await kept.whenStored()).toBe(false);
    isFull = false;
    expect(await kept.whenStored()).toBe(true);
    expect((await open(name)).read('a')).toBe(1);
  });
});

describe('a disk that does not answer', () => {
  /** A name under which these values are on the disk. */
  const withOnDisk = async (values: Record<string, unknown>): Promise<string> => {
    const name = freshName();
    const before = await openKeptStore({ platform, name });
    for (const [key, value] of Object.entries(values)) before.write(key, value);
    await before.close();
    return name;
  };
  /** Patience is over at once; what is tried again is tried when the test says so. */
  const makeImpatience = () => {
    const waiting: (() => void)[] = [];
    return {
      schedule: (delayMs: number, run: () => void) => {
        if (delayMs === 5_000) run();
        else waiting.push(run);
        return () => undefined;
      },
      tryAgain: () => waiting.splice(0).forEach((run) => run()),
    };
  };
  const onDisk = async (name: string, ...keys: string[]) => {
    const later = await open(name, { openTabChannel: () => silent });
    return keys.map((key) => later.read(key));
  };

  test('holds nobody up, and what it gives out late is told', async () => {
    const name = await withOnDisk({ a: 'kept', b: 'kept' });
    const reads = makeStuckTable('reads');
    const kept = await open(name, { ...makeImpatience(), ...reads });
    const told: string[] = [];
    kept.onChangedElsewhere((key) => told.push(`${key} is ${String(kept.read(key))}`));
    kept.state.subscribe(() => told.push(kept.state.get()));
    expect([kept.state.get(), kept.keys('')]).toEqual(['unread', []]);
    reads.letGo();
    await vi.waitFor(() => expect(told).toEqual(['a is kept', 'b is kept', 'read']));
  });

  test('is written to only when it has been read, and what was written meanwhile counts', async () => {
    const name = await withOnDisk({ changed: 'old', removed: 'old', other: 'kept' });
    const reads = makeStuckTable('reads');
    const kept = await open(name, { ...makeImpatience(), ...reads });
    kept.write('changed', 'new');
    kept.remove('removed');
    expect(await kept.whenStored()).toBe(false);
    expect(await onDisk(name, 'changed', 'removed')).toEqual(['old', 'old']);
    reads.letGo();
    await vi.waitFor(() => expect(kept.state.get()).toBe('read'));
    expect([kept.read('changed'), kept.read('removed'), kept.read('other')]).toEqual(['new', null, 'kept']);
    expect(await kept.whenStored()).toBe(true);
    expect(await onDisk(name, 'changed', 'removed', 'other')).toEqual(['new', null, 'kept']);
  });

  test('is asked again after it has failed', async () => {
    const name = await withOnDisk({ a: 'kept' });
    let isBroken = true;
    const broken = (of: string): LocalTable => {
      const table = openTable(of);
      return { ...table, readAll: () => (isBroken ? Promise.resolve({ status: 'failed' }) : table.readAll()) };
    };
    const { schedule, tryAgain } = makeImpatience();
    const kept = await open(name, { schedule, openTable: broken });
    expect(kept.state.get()).toBe('unread');
    isBroken = false;
    await vi.waitFor(() => {
      tryAgain();
      expect([kept.state.get(), kept.read('a')]).toEqual(['read', 'kept']);
    });
  });

  test('and gives out what cannot be replaced has it joined with what was written', async () => {
    const name = await withOnDisk({ list: ['kept'] });
    const reads = makeStuckTable('reads');
    const merge: KeptStoreOptions['merge'] = (_key, written, found) => [found, written].flat();
    const kept = await open(name, { ...makeImpatience(), ...reads, merge });
    kept.write('list', ['written']);
    reads.letGo();
    await vi.waitFor(() => expect(kept.read('list')).toEqual(['kept', 'written']));
    expect(await kept.whenStored()).toBe(true);
    expect(await onDisk(name, 'list')).toEqual([['kept', 'written']]);
  });

  test('and gives out what was removed unseen keeps what whoever removed it could not mean', async () => {
    const name = await withOnDisk({ a: 'found', b: 'found' });
    const reads = makeStuckTable('reads');
    const merge: KeptStoreOptions['merge'] = (key, written, found) => (key === 'a' ? found : written);
    const kept = await open(name, { ...makeImpatience(), ...reads, merge });
    const other = await open(name);
    kept.write('a', 'written');
    for (const key of ['a', 'b']) kept.remove(key);
    await vi.waitFor(() => expect(other.read('b')).toBeNull());
    reads.letGo();
    await vi.waitFor(() => expect([kept.read('a'), kept.read('b')]).toEqual(['found', null]));
    await vi.waitFor(() => expect(other.read('a')).toBe('found'));
    expect(await kept.whenStored()).toBe(true);
    expect(await onDisk(name, 'a', 'b')).toEqual(['found', null]);
  });

  test('gives out nothing of what was removed here once another tab had said it', async () => {
    const name = await withOnDisk({ a: 'found' });
    const reads = makeStuckTable('reads');
    const kept = await open(name, { ...makeImpatience(), ...reads, merge: (_key, _written, found) => found });
    (await open(name)).write('a', 'said');
    await vi.waitFor(() => expect(kept.read('a')).toBe('said'));
    kept.remove('a');
    reads.letGo();
    await vi.waitFor(() => expect(kept.state.get()).toBe('read'));
    expect(kept.read('a')).toBeNull();
    expect(await kept.whenStored()).toBe(true);
    expect(await onDisk(name, 'a')).toEqual([null]);
  });

  test('tells a tab that opens what is withheld from it', async () => {
    const name = await withOnDisk({ a: 'old' });
    const reads = makeStuckTable('reads');
    const kept = await open(name, { ...makeImpatience(), ...reads });
    kept.write('a', 'new');
    const other = await open(name);
    await vi.waitFor(() => expect(other.read('a')).toBe('new'));
    reads.letGo();
  });
});

test('a store says whether there was a database before', async () => {
  const name = freshName();
  const first = await openKeptStore({ platform, name });
  expect(first.state.get()).toBe('new');
  await first.close();
  expect((await open(name)).state.get()).toBe('read');
});

/** Of a tab that is dead: nobody hears it, and it hears nobody. */
const silent = { post: () => undefined, close: () => undefined };
