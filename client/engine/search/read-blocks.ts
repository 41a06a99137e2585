// Blocks of texts, from memory or from the disk, each as it was when it was asked for.
import type { WantedBlock } from './find-newest.ts';
import type { BlockCache, IndexedChapter } from './indexed-chapter.ts';
import type { IndexStore } from './index-store.ts';
import { unpackBlock, type Block } from './segment.ts';

export interface BlockParts {
  readonly cache: BlockCache;
  readonly store: Pick<IndexStore, 'readBlocks'>;
  readonly isKept: (chapter: IndexedChapter) => boolean;
  /** What was kept of it is no good. */
  readonly makeAgain: (chapter: IndexedChapter) => void;
}

export async function readBlocks(
  wanted: readonly WantedBlock[],
  { cache, store, isKept, makeAgain }: BlockParts,
): Promise<readonly (Block | null)[]> {
  // What is at hand now may have made room for others by the time that these are read.
  const atHand = wanted.map(({ chapter, block }) => cache.get(chapter, block));
  const missing = wanted.filter((_, index) => atHand[index] === undefined);
  const names = missing.map(({ chapter: { document }, block }) => ({ document, block }));
  const read = missing.length === 0 ? [] : await store.readBlocks(names);
  let next = 0;
  return wanted.map(({ chapter, block }, index) => {
    const packed = atHand[index] === undefined ? (read[next++] ?? null) : null;
    const unpacked = atHand[index] ?? (packed === null ? null : unpackBlock(packed, chapter.segment, chapter.version));
    if (unpacked === null) makeAgain(chapter);
    else if (packed !== null && isKept(chapter)) cache.put(chapter, block, packed);
    return unpacked;
  });
}
