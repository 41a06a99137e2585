// What is chosen, over a disk in memory.
import { expect, test } from 'vitest';
import { mintConversationId } from '../../../shared/ids.ts';
import { makeFilesInMemory } from '../../../tests/kit/files-in-memory.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { until } from '../../../tests/kit/until.ts';
import { makeWritable } from '../writable.ts';
import { openKeptFiles, type KeptFiles } from './kept-files.ts';
import type { Preparer } from './prepared.ts';
import { makePlainPreparer } from './prepare/plain-preparer.ts';
import { openTrays, type Trays } from './trays.ts';

const where = mintConversationId(new Uint8Array(16));

function openTray(preparer = makePlainPreparer()) {
  const [kept, rows, disk] = [makeKeptInMemory().openTab(), makeKeptInMemory().openTab(), makeFilesInMemory()];
  let fresh = 0;
  const freshName = () => `fresh-${fresh++}`;
  const platform = {
    ...{ nowMs: () => 0, schedule: () => () => undefined, preparer },
    withLock: <T>(_name: string, run: () => Promise<T>) => run(),
  };
  const files: KeptFiles = openKeptFiles({
    ...{ platform, store: rows, disk, freshName },
    isHeld: (hash) => trays.holds(hash),
  });
  const trays: Trays = openTrays({
    ...{ platform, kept, disk, files, freshName, limits: makeWritable(null), lockPrefix: '' },
    release: (hash) => (trays.holds(hash) ? undefined : files.forget(hash)),
    onKept: () => undefined,
  });
  const chosen = trays.chosenIn(where);
  return {
    ...{ trays, files, disk, chosen },
    whenReady: () => until(() => chosen.get().every(({ state }) => state === 'ready'), 'the files to be ready'),
  };
}

test('what is larger than all that may be kept of others is kept, for it is chosen', async () => {
  const { trays, files, chosen, whenReady } = openTray();
  files.setBudget(0);
  trays.choose(where, [new File(['sunny'], 'sunny.txt')]);
  await whenReady();
  const [one] = chosen.get();
  expect(one?.attachment && (await (await files.get(one.attachment.hash))?.text())).toBe('sunny');
});

test('a file that is moved while it is being kept stands in the tray once, where it was put', async () => {
  const { trays, disk, chosen, whenReady } = openTray();
  const letGo = disk.hold();
  trays.choose(where, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')]);
  trays.move(where, chosen.get()[1]?.id ?? '', 0);
  expect(chosen.get().map(({ name }) => name)).toEqual(['two.txt', 'one.txt']);
  letGo();
  await whenReady();
  expect(chosen.get().map(({ name }) => name)).toEqual(['two.txt', 'one.txt']);
});

test('a file that is moved while it is being looked at becomes ready where it was put, and is there', async () => {
  const plain = makePlainPreparer();
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const prepare: Preparer['prepare'] = (what, signal) => gate.then(() => plain.prepare(what, signal));
  const { trays, files, disk, chosen, whenReady } = openTray({ ...plain, prepare });
  trays.choose(where, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')]);
  await until(async () => (await disk.names()).length === 2, 'both to be kept');
  trays.move(where, chosen.get()[1]?.id ?? '', 0);
  letGo();
  await whenReady();
  expect(chosen.get().map(({ name }) => name)).toEqual(['two.txt', 'one.txt']);
  const [moved] = chosen.get();
  expect(moved?.attachment && (await (await files.get(moved.attachment.hash))?.text())).toBe('two');
});

test('what is removed while it is being looked at leaves nothing', async () => {
  const { trays, disk, files, chosen } = openTray();
  trays.choose(where, [new File(['sunny'], 'sunny.txt')]);
  await until(async () => (await disk.names()).length > 0, 'its bytes to be there');
  trays.drop(where, chosen.get()[0]?.id ?? '');
  const { hash } = (
    await makePlainPreparer().prepare(
      { file: new Blob(['sunny']), name: 'sunny.txt', isOriginal: false },
      new AbortController().signal,
    )
  ).attachment;
  await until(async () => (await disk.names()).length === 0, 'nothing to be left');
  expect(files.isHere(hash)).toBe(false);
});
