// A chapter in the index, in memory: its segment, and those of its packed texts that there is room for.
import type { ConversationId } from '../../../shared/ids.ts';
import { unpackBlock, type Block, type Segment } from './segment.ts';

export interface IndexedChapter {
  readonly document: string;
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly version: string;
  place: string;
  readonly segment: Segment;
  /** When its newest message was written. */
  readonly newest: number;
  readonly packed: Map<number, Uint8Array>;
}

/** Bytes of packed texts that are kept at hand: those of about a million messages. */
const packedBudget = 64 * 1024 * 1024;
/** Unpacked: some megabytes. */
const maxUnpacked = 256;

export interface BlockCache {
  /** Null when it is damaged or another's; undefined when it must be read first. */
  get(chapter: IndexedChapter, block: number): Block | null | undefined;
  put(chapter: IndexedChapter, block: number, packed: Uint8Array): void;
  forget(chapter: IndexedChapter): void;
}

export function makeBlockCache(budget = packedBudget): BlockCache {
  const unpacked = new Map<IndexedChapter, Map<number, Block>>();
  let unpackedCount = 0;
  const order: { chapter: IndexedChapter; block: number }[] = [];
  let bytes = 0;
  const forget = (chapter: IndexedChapter) => {
    for (const packed of chapter.packed.values()) bytes -= packed.length;
    chapter.packed.clear();
    unpackedCount -= unpacked.get(chapter)?.size ?? 0;
    unpacked.delete(chapter);
  };
  return {
    get(chapter, block) {
      const known = unpacked.get(chapter)?.get(block);
      if (known !== undefined) return known;
      const packed = chapter.packed.get(block);
      if (packed === undefined) return undefined;
      const read = unpackBlock(packed, chapter.segment, chapter.version);
      if (read === null) return null;
      if (++unpackedCount > maxUnpacked) {
        unpacked.clear();
        unpackedCount = 1;
      }
      unpacked.set(chapter, (unpacked.get(chapter) ?? new Map<number, Block>()).set(block, read));
      return read;
    },
    put(chapter, block, packed) {
      if (chapter.packed.has(block)) return;
      chapter.packed.set(block, packed);
      order.push({ chapter, block });
      bytes += packed.length;
      while (bytes > budget && order.length > 1) {
        const oldest = order.shift();
        const gone = oldest?.chapter.packed.get(oldest.block);
        if (oldest === undefined || gone === undefined) continue;
        oldest.chapter.packed.delete(oldest.block);
        bytes -= gone.length;
      }
    },
    forget,
  };
}
