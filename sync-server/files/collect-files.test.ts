import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { documentOf, hashOf, storeFor } from '../../tests/kit/sample-files.ts';
import type { FileHash } from '../../shared/conversation/attachments.ts';
import { openCollectFiles, type CollectFiles } from './collect-files.ts';
import { claimLifeMs } from './file-records.ts';
import { MemoryFileRecords } from './memory-file-records.ts';

const me = freshUserId();
let records: MemoryFileRecords;
/** Whose bytes are there. */
let bytes: Set<FileHash>;
let uploads: Set<string>;
let failing: FileHash | null;
let beforeRemoval: (hash: FileHash) => void;
let troubles: string[];
let opened: CollectFiles[];

beforeEach(() => {
  records = new MemoryFileRecords();
  [bytes, uploads, failing, troubles, opened] = [new Set(), new Set(), null, [], []];
  beforeRemoval = () => undefined;
});
afterEach(() => Promise.all(opened.map((one) => one.close())));

function store(name: string, atMs = 0): FileHash {
  storeFor(records, me, { attachments: [documentOf(name)], atMs });
  bytes.add(hashOf(name));
  return hashOf(name);
}

/** One start, until nothing is under way. */
async function collect(nowMs: number): Promise<void> {
  const collecting = openCollectFiles({
    records,
    remove: (hash) => {
      if (hash === failing) return Promise.reject(new Error('the disk is stubborn'));
      bytes.delete(hash);
      return Promise.resolve();
    },
    endUpload: ({ id }) => {
      records.endUpload(id);
      uploads.delete(id);
      return Promise.resolve();
    },
    turns: {
      run: (hash, work) => {
        beforeRemoval(hash);
        return work();
      },
    },
    now: () => nowMs,
    onTrouble: (what) => troubles.push(what),
  });
  opened.push(collecting);
  await collecting.settled();
}

test('removes what nobody has put into a message for a day, and nothing sooner', async () => {
  const [old, young] = [store('old'), store('young', 5)];
  await collect(claimLifeMs);
  expect(bytes).toEqual(new Set([old, young]));
  await collect(claimLifeMs + 1);
  expect(bytes).toEqual(new Set([young]));
  expect(records.going(9)).toEqual([]);
});

test('a start finishes what the one before did not, and what fails holds up no other', async () => {
  const [stubborn, other] = [store('stubborn'), store('other')];
  failing = stubborn;
  await collect(claimLifeMs + 1);
  expect(bytes).toEqual(new Set([stubborn]));
  expect(troubles).toEqual(['a file could not be removed']);
  failing = null;
  await collect(claimLifeMs + 1);
  expect([bytes.size, records.going(9), records.stored(other)]).toEqual([0, [], null]);
});

test('what is sent again before its turn comes stays', async () => {
  const again = store('again');
  beforeRemoval = () => void store('again', 99);
  await collect(claimLifeMs + 1);
  expect(bytes).toEqual(new Set([again]));
  expect([records.stored(again)?.storedAt, records.going(9)]).toEqual([99, []]);
});

test('an upload that has not ended within a day is forgotten', async () => {
  const upload = { userId: me, hash: hashOf('half'), size: 9, form: 'document' } as const;
  for (const [id, begunAt] of [
    ['old', 0],
    ['young', 5],
  ] as const) {
    records.beginUpload({ ...upload, id, begunAt });
    uploads.add(id);
  }
  await collect(claimLifeMs + 1);
  expect(uploads).toEqual(new Set(['young']));
  expect(records.usage()).toBe(9);
});
