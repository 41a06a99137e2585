import 'fake-indexeddb/auto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deleteDatabase } from './databases.ts';
import { openLocalTable, type LocalTable } from './local-table.ts';

let names = 0;
const freshName = () => `table-test/${names++}`;
const schedule = () => () => undefined;
/** Patience that is over before it begins. */
const atOnce = (_delayMs: number, run: () => void) => {
  queueMicrotask(run);
  return () => undefined;
};

async function entriesOf(table: LocalTable): Promise<unknown> {
  const reading = await table.readAll();
  return reading.status === 'read' ? [...reading.values] : reading.status;
}

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
    expect(await entriesOf(after)).toEqual([
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
    expect([await table.read('c'), await entriesOf(table)]).toEqual([{ status: 'read', value: 3 }, 'failed']);
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
    const table = openLocalTable(freshName(), { schedule: atOnce });
    expect(await table.whenOpen).toBe(why);
    expect(await table.write('a', 1)).toBe(false);
    expect(await table.read('a')).toEqual({ status: 'read', value: 1 });
    expect(await table.remove('a')).toBe(false);
    expect(await table.read('a')).toEqual({ status: 'read', value: undefined });
    table.close();
  });

  test('that may not be there holds nothing to be read', async () => {
    const spied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    onTestFinished(() => spied.mockRestore());
    const table = openLocalTable(freshName(), { schedule });
    await table.write('a', 1);
    expect(await entriesOf(table)).toEqual([['a', 1]]);
  });

  test('tells whether it was there before', async () => {
    const name = freshName();
    const before = openLocalTable(name, { schedule });
    expect(await before.readAll()).toMatchObject({ isNew: true });
    before.close();
    expect(await openLocalTable(name, { schedule }).readAll()).toMatchObject({ isNew: false });
  });

  test('that cannot be read is read and written once it can, however late it is given up', async () => {
    const name = freshName();
    const before = openLocalTable(name, { schedule });
    await before.write('a', 'kept');
    before.close();
    const open = indexedDB.open.bind(indexedDB);
    const spied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError');
    });
    const table = openLocalTable(name, { schedule });
    expect([await table.whenOpen, await entriesOf(table)]).toEqual(['none', 'failed']);
    spied.mockImplementation((of) => open(of));
    expect(await entriesOf(table)).toBe('failed'); // asked before
    spied.mockRestore();
    expect(await entriesOf(table)).toEqual([['a', 'kept']]);
    expect(await table.write('b', 'late')).toBe(true);
    expect(await openLocalTable(name, { schedule }).read('b')).toEqual({ status: 'read', value: 'late' });
  });

  test('whose open is answered late is read and written from then on', async () => {
    const name = freshName();
    const before = openLocalTable(name, { schedule });
    await before.write('a', 'kept');
    before.close();
    let answer: () => void = () => undefined;
    const open = indexedDB.open.bind(indexedDB);
    const spied = vi.spyOn(indexedDB, 'open').mockImplementation((of, version) => {
      const request = open(of, version);
      const add = request.addEventListener.bind(request);
      const late = new Promise<void>((resolve) => (answer = resolve));
      request.addEventListener = (kind: string, run: (event: Event) => void) =>
        add(kind, kind === 'success' ? (event: Event) => void late.then(() => run(event)) : run);
      return request;
    });
    onTestFinished(() => spied.mockRestore());
    const table = openLocalTable(name, { schedule: atOnce });
    expect(await table.whenOpen).toBe('none');
    const reading = entriesOf(table);
    answer();
    expect(await reading).toEqual([['a', 'kept']]);
    expect(await table.write('a', 'late')).toBe(true);
  });
});
