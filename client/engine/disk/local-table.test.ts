import 'fake-indexeddb/auto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
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
    expect(await after.read('a')).toEqual({ two: 2 });
    expect(await after.read('b')).toBeUndefined();
  });

  test('is read by another tab as it is now', async () => {
    const name = freshName();
    const [one, other] = [openLocalTable(name, { schedule }), openLocalTable(name, { schedule })];
    await one.write('a', 1);
    expect(await other.read('a')).toBe(1);
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
    expect(await table.read('a')).toBe(1);
    table.close();
  });
});
