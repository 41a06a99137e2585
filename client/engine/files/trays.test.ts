// What is chosen, over a disk in memory.
import { expect, test } from 'vitest';
import { maxAttachments } from '../../../shared/conversation/attachments.ts';
import { mintConversationId } from '../../../shared/ids.ts';
import { makeFilesInMemory } from '../../../tests/kit/files-in-memory.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { until } from '../../../tests/kit/until.ts';
import { makeWritable } from '../writable.ts';
import { openKeptFiles, type KeptFiles } from './kept-files.ts';
import type { Preparer } from './prepared.ts';
import { makePlainPreparer } from './prepare/plain-preparer.ts';
import { openTrays, type Trays } from './trays.ts';

const where = mintConversationId(new Uint8Array(16));

let fresh = 0;

function openBrowser() {
  return { chosen: makeKeptInMemory(), rows: makeKeptInMemory(), disk: makeFilesInMemory(), locks: new Map() };
}

function openTray({ preparer = makePlainPreparer(), browser = openBrowser() } = {}) {
  const { disk } = browser;
  const locks: Map<string, Promise<unknown>> = browser.locks;
  const [kept, rows] = [browser.chosen.openTab(), browser.rows.openTab()];
  const freshName = () => `fresh-${fresh++}`;
  const timers = makeTimers();
  const platform = {
    ...{ nowMs: () => 0, ...timers, preparer },
    withLock<T>(name: string, run: () => Promise<T>) {
      const running = (locks.get(name) ?? Promise.resolve()).then(run);
      locks.set(name, running);
      return running;
    },
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
    ...{ trays, files, disk, chosen, timers },
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
  const { trays, files, disk, chosen, whenReady } = openTray({ preparer: { ...plain, prepare } });
  trays.choose(where, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')]);
  await until(async () => (await disk.names()).length === 2, 'both to be kept');
  trays.move(where, chosen.get()[1]?.id ?? '', 0);
  letGo();
  await whenReady();
  expect(chosen.get().map(({ name }) => name)).toEqual(['two.txt', 'one.txt']);
  const [moved] = chosen.get();
  expect(moved?.attachment && (await (await files.get(moved.attachment.hash))?.text())).toBe('two');
});

test('a message takes as many files as it may, however many tabs have chosen at once', async () => {
  const browser = openBrowser();
  const tabs = [openTray({ browser }), openTray({ browser })] as const;
  const letGo = browser.disk.hold();
  for (const { trays } of tabs) {
    trays.choose(
      where,
      Array.from({ length: maxAttachments }, (_, at) => new File([`${at}`], `${at}.txt`)),
    );
  }
  letGo();
  const [{ trays, chosen, whenReady }] = tabs;
  await until(() => chosen.get().length === 2 * maxAttachments, 'what both have chosen');
  await whenReady();
  const ready = trays.readyIn(where) ?? [];
  expect(ready).toHaveLength(maxAttachments);
  trays.letGo(
    where,
    ready.map(({ id }) => id),
  );
  expect(trays.readyIn(where)).toHaveLength(maxAttachments);
});

test('a file that is chosen twice is there once, and can go twice', async () => {
  const { trays, files, disk, chosen, whenReady } = openTray();
  trays.choose(where, [new File(['sunny'], 'one.txt')]);
  await whenReady();
  trays.choose(where, [new File(['sunny'], 'two.txt')]);
  await whenReady();
  await until(async () => (await disk.names()).length === 1, 'one copy to be left');
  for (const { attachment } of chosen.get())
    expect(attachment && (await (await files.get(attachment.hash))?.text())).toBe('sunny');
});

test('what another tab has looked into is not called unreadable before its word has come', async () => {
  const browser = openBrowser();
  const plain = makePlainPreparer();
  const isGone = () => Promise.reject(new Error('the file is not there any more'));
  const quick = openTray({ browser });
  const late = openTray({ browser, preparer: { ...plain, prepare: isGone } });
  let tellAll: () => void = () => undefined;
  const stop = quick.chosen.subscribe(() => {
    if (quick.chosen.get().length === 1) tellAll = browser.chosen.hold(); // it has heard of it, and takes it on
  });
  late.trays.choose(where, [new File(['sunny'], 'sunny.txt')]);
  await until(() => quick.chosen.get()[0]?.state === 'ready', 'one tab to have looked');
  stop();
  expect(late.chosen.get()[0]?.state).toBe('keeping');
  await until(() => late.timers.waiting.size > 0, 'the other tab to find nothing');
  tellAll();
  late.timers.runAll();
  await late.whenReady();
  expect([quick, late].map(({ chosen }) => chosen.get().map(({ state }) => state))).toEqual([['ready'], ['ready']]);
});

test('a file that cannot go takes no place in a message', () => {
  const { trays, chosen } = openTray();
  const [empty, full] = ['', 'full'].map((text) =>
    Array.from({ length: maxAttachments }, (_, at) => new File([text], `${at}.txt`)),
  ) as [File[], File[]];
  trays.choose(where, empty);
  trays.choose(where, full);
  expect(chosen.get().filter(({ problem }) => problem === 'too-many')).toEqual([]);
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
