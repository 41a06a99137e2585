import 'fake-indexeddb/auto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deleteDatabase } from './databases.ts';
import { openLocalTable } from './local-table.ts';

let names = 0;
const freshName = () => `table-test/${names++}`;
const schedule = () => () => undefined;

describe('a table on the disk', () => {
  test('holds the last value of each key after a restart', async () => {
    const name = freshName();
    const before = openLocalTable(name, { schedule });
    expect(await before.whenOpen).toBe('ok');
    expect(await before.write('a', { one: 1 })).toBe(true);
    await before.write('a', { two: 2 });
    before.close();
    const after = openLocalTable(name, { schedule });
    expect(await after.read('a')).toEqual({ status: 'read', value: { two: 2 } });
    expect(await after.read('b')).toEqual({ status: 'read', value: undefined });
  });

  test('tells all that it holds, without what was removed', async () => {
    const name = freshName();
    const before = openLocalTable(name, { schedule });
    for (const key of ['b', 'a', 'c']) await before.write(key, `the ${key}`);
    expect(await before.remove('c')).toBe(true);
    expect(await before.read('c')).toEqual({ status: 'read', value: undefined });
    before.close();
    const after = openLocalTable(name, { schedule });
    expect([...(await after.readAll())]).toEqual([
      ['a', 'the a'],
      ['b', 'the b'],
    ]);
  });

  test('whose database another tab takes away goes on in memory', async () => {
    const name = freshName();
    const table = openLocalTable(name, { schedule });
    await table.write('a', 1);
    await deleteDatabase(name);
    expect([await table.write('b', 2), await table.remove('b'), await table.write('c', 3)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([...(await table.readAll())]).toEqual([['c', 3]]);
  });

  test('is read by another tab as it is now', async () => {
    const name = freshName();
    const [one, other] = [openLocalTable(name, { schedule }), openLocalTable(name, { schedule })];
    await one.write('a', 1);
    expect(await other.read('a')).toEqual({ status: 'read', value: 1 });
  });

  test('that is taken away says that it cannot be read, not that it is empty', async () => {
    const name = freshName();
    const table = openLocalTable(name, { schedule });
    await table.write('a', 1);
    await deleteDatabase(name);
    expect(await table.read('a')).toEqual({ status: 'failed' });
    expect(await table.write('a', 2)).toBe(false);
    expect(await table.read('a')).toEqual({ status: 'read', value: 2 });
  });

  test.each([
    [
      'forbids it',
      'denied',
      () => {
        throw new DOMException('no', 'SecurityError');
      },
    ],
    ['never answers', 'none', () => ({ addEventListener: () => undefined }) as unknown as IDBOpenDBRequest], // all that is called
  ])('lives in memory when the browser %s, and says so', async (_, why, open) => {
    const spied = vi.spyOn(indexedDB, 'open').mockImplementation(open);
    onTestFinished(() => spied.mockRestore());
    const atOnce = (_delayMs: number, run: () => void) => {
      queueMicrotask(run);
      return () => undefined;
    };
    const table = openLocalTable(freshName(), { schedule: atOnce });
    expect(await table.whenOpen).toBe(why);
    expect(await table.write('a', 1)).toBe(false);
    expect(await table.read('a')).toEqual({ status: 'read', value: 1 });
    expect([...(await table.readAll())]).toEqual([['a', 1]]);
    expect(await table.remove('a')).toBe(false);
    expect((await table.readAll()).size).toBe(0);
    table.close();
  });
});
