import { expect, test } from 'vitest';
import type { ChosenFile } from '../../engine/files/files.ts';
import { makeWritable } from '../../engine/writable.ts';
import { whenKept } from './when-kept.ts';

const file = (state: ChosenFile['state']): ChosenFile => ({
  ...{ id: state, name: 'a', size: 1, form: 'document', state, problem: null, kept: 0 },
  ...{ attachment: null, isOriginal: null },
});

test('it waits as long as one is being kept, and for none that has a problem', async () => {
  const chosen = makeWritable([file('keeping'), file('problem')]);
  let isOver = false;
  const waiting = whenKept(chosen).then(() => (isOver = true));
  await Promise.resolve();
  expect(isOver).toBe(false);
  chosen.set([file('ready'), file('problem')]);
  await waiting;
  await whenKept(makeWritable([]));
});
