// What a device keeps, over a disk in memory: nothing that is needed goes, whatever the other tabs and the browser do.
import { expect, test, vi } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { mintConversationId } from '../../../shared/ids.ts';
import { makeKeptInMemory, type KeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { openKeptFiles } from './kept-files.ts';
import { makeFilesInMemory } from '../../../tests/kit/files-in-memory.ts';

const where = mintConversationId(new Uint8Array(16));
const hash = 'a'.repeat(64) as FileHash;
const file = { hash, size: 5, type: 'text/plain' };
const bytes = new Blob(['sunny']);

function openTab(kept: KeptInMemory, disk = makeFilesInMemory()) {
  let fresh = 0;
  const platform = { nowMs: () => 0, schedule: () => () => undefined };
  const files = openKeptFiles({
    ...{ platform, store: kept.openTab(), disk },
    freshName: () => `fresh-${fresh++}`,
    isHeld: () => false,
  });
  return { files, disk };
}

test('as long as it is not known which files are kept, none is taken for a stray', async () => {
  const kept = makeKeptInMemory();
  kept.state.set('unread');
  const { files, disk } = openTab(kept);
  await disk.put('of an earlier start', bytes);
  for (let count = 0; count < 3; count++) await files.sweep(() => false);
  expect(await disk.names()).toEqual(['of an earlier start']);
});

test('what another tab keeps just now has a row a moment later, and is no stray', async () => {
  const kept = makeKeptInMemory();
  const { files, disk } = openTab(kept);
  await disk.put('theirs', bytes);
  await disk.put('stray', bytes);
  await files.sweep(() => false);
  expect(await disk.names()).toEqual(['theirs', 'stray']);
  await openTab(kept, disk).files.note(file, 'theirs', where);
  await files.sweep(() => false);
  expect(await disk.names()).toEqual(['theirs']);
});

test('what the disk does not give out now is not taken for lost', async () => {
  const { files, disk } = openTab(makeKeptInMemory());
  await files.keep(file, bytes, where);
  const failing = vi.spyOn(disk, 'get').mockRejectedValueOnce(new Error('not now'));
  await expect(files.get(hash)).rejects.toThrow('not now');
  failing.mockRestore();
  expect(await (await files.get(hash))?.text()).toBe('sunny');
});

test('what was taken away from under its row is kept anew', async () => {
  const { files, disk } = openTab(makeKeptInMemory());
  await disk.put('first', bytes);
  await files.note(file, 'first', where);
  await disk.remove('first');
  await disk.put('second', bytes);
  await files.note(file, 'second', where);
  expect(await (await files.get(hash))?.text()).toBe('sunny');
});
