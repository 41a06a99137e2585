import { describe, expect, test } from 'vitest';
import { makeBerths } from './berths.ts';

/** Berths of two, and who is on the link. */
function makeHarbour() {
  const berths = makeBerths(2);
  const log: string[] = [];
  const attached = new Set<string>();
  const join = (name: string, document = name) =>
    berths.join(document, (isAttached) => {
      log.push(`${name} ${isAttached ? 'on' : 'off'}`);
      if (isAttached) attached.add(name);
      else attached.delete(name);
    });
  return { join, log, on: () => [...attached].toSorted().join(), settle: () => Promise.resolve() };
}

describe('the documents on the link', () => {
  test('are those that were wanted last, and never more than there is room for', async () => {
    const { join, log, on, settle } = makeHarbour();
    for (const name of ['a', 'b', 'c']) {
      join(name);
      await settle();
    }
    expect(on()).toBe('b,c');
    expect(log).toEqual(['a on', 'b on', 'a off', 'c on']); // room is made before it is taken
  });

  test('are those that somebody looks at before all others', async () => {
    const { join, on, settle } = makeHarbour();
    join('shown').want(true);
    for (const name of ['b', 'c', 'd']) join(name).want(false);
    await settle();
    expect(on()).toBe('d,shown');
  });

  test('make room when one leaves, and for one that is wanted anew', async () => {
    const { join, on, settle } = makeHarbour();
    const a = join('a');
    join('b');
    const c = join('c');
    await settle();
    expect(on()).toBe('b,c');
    a.want(true);
    await settle();
    expect(on()).toBe('a,c');
    c.leave();
    await settle();
    expect(on()).toBe('a,b,c'); // who leaves takes itself off the link
  });

  test('hold each document once: its later life waits for the earlier one to leave', async () => {
    const { join, on, settle } = makeHarbour();
    const early = join('early', 'one document');
    const late = join('late', 'one document');
    late.want(true);
    await settle();
    expect(on()).toBe('early');
    early.leave();
    await settle();
    expect(on()).toBe('early,late'); // who leaves takes itself off the link
  });

  test('are told nothing when nothing changes for them', async () => {
    const { join, log, settle } = makeHarbour();
    const a = join('a');
    await settle();
    a.want(true);
    a.want(false);
    await settle();
    expect(log).toEqual(['a on']);
  });
});
