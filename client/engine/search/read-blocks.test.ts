// What is read of a chapter's texts while others come and go.
import { expect, test } from 'vitest';
import { must } from '../../../shared/base/assert.ts';
import { mintConversationId, mintEventId, mintUserId } from '../../../shared/ids.ts';
import { makeBlockCache, type IndexedChapter } from './indexed-chapter.ts';
import { readBlocks } from './read-blocks.ts';
import { blockSize, makeSegment, packBlocks, type Row } from './segment.ts';

test('a block that makes room while others are being read is answered all the same, and its chapter stays', async () => {
  const { chapter, blocks } = twoBlocks();
  const cache = makeBlockCache(1); // room for the last one alone
  cache.put(chapter, 0, blocks[0]);
  const made: IndexedChapter[] = [];
  const read = await readBlocks(
    [0, 1].map((block) => ({ chapter, block })),
    {
      cache,
      isKept: () => true,
      makeAgain: (bad) => made.push(bad),
      store: {
        readBlocks(names) {
          for (let other = 2; other < 300; other++) {
            cache.put(chapter, other, blocks[1]);
            cache.get(chapter, other);
          }
          expect(cache.get(chapter, 0)).toBeUndefined();
          return Promise.resolve(names.map(({ block }) => blocks[block] ?? null));
        },
      },
    },
  );
  expect(read.map((block) => block?.texts[0])).toEqual(['words of 0', `words of ${blockSize}`]);
  expect(made).toEqual([]);
});

test('of a chapter with a block that cannot be read it is told, and the others are answered', async () => {
  const { chapter, blocks } = twoBlocks();
  const made: IndexedChapter[] = [];
  const read = await readBlocks(
    [0, 1].map((block) => ({ chapter, block })),
    {
      ...{ cache: makeBlockCache(), isKept: () => true, makeAgain: (bad) => made.push(bad) },
      store: { readBlocks: () => Promise.resolve([blocks[0], null]) },
    },
  );
  expect(read.map((block) => block?.texts.length)).toEqual([blockSize, undefined]);
  expect(made).toEqual([chapter]);
});

function twoBlocks() {
  const bytes = (number: number) => new Uint8Array(15).fill(number);
  const author = mintUserId(bytes(1));
  const rows = Array.from({ length: 2 * blockSize }, (_, at): Row => {
    return { id: mintEventId('message', bytes(at)), author, at, text: `words of ${at}`, attachments: [] };
  });
  const segment = makeSegment(rows);
  const [first, second] = packBlocks(rows, segment, 'now');
  const chapter: IndexedChapter = {
    ...{ document: 'one', conversationId: mintConversationId(bytes(2)), chapter: 1, version: 'now', place: '' },
    ...{ segment, newest: rows.length, packed: new Map() },
  };
  return { chapter, blocks: [must(first, 'a block'), must(second, 'a block')] as const };
}
