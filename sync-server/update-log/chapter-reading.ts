// What one person sees of the log: which chapters changed for them, how much they have not read, what they say they have.
// Read from rows, never from documents, so that a chapter which nobody has opened is counted as exactly.
import type { ChapterName } from '../../shared/conversation/document-name.ts';
import type { FilesInShort } from '../../shared/conversation/files-in-short.ts';
import type { ReadVector } from '../../shared/conversation/read-vector.ts';
import type { ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';
import type { ChapterFigures } from './chapter-figures.ts';

/** How far the log is, for one reader: what changes later lies beyond. Both only grow. */
export interface LogHead {
  /** Place of the newest update among those of all documents. */
  readonly position: number;
  /** How often this reader's vectors have changed. */
  readonly reads: number;
}

export interface WhereToLook {
  readonly conversationId: ConversationId;
  /** Beyond it a chapter has changed. */
  readonly position: number;
  /** The oldest that the reader sees. */
  readonly fromChapter: number;
}

/** Which chapters of whom. */
export interface ChangedSince {
  readonly reader: UserId;
  readonly conversations: readonly WhereToLook[];
  /** Beyond this the reader's own vectors have changed. */
  readonly reads: number;
  /** Only chapters whose last update stands below this position. */
  readonly below: number;
  readonly limit: number;
}

export interface ChangedChapter extends ChapterName {
  readonly position: number;
  readonly figures: ChapterFigures;
}

/** What one chapter is to one reader. */
export interface Standing {
  readonly read: { readonly epoch: number; readonly clocks: Readonly<Record<string, number>> };
  /** Messages of others beyond it that are not deleted. */
  readonly unread: number;
  /** Those of them that mention the reader, or everyone, as they were edited last. */
  readonly mentions: number;
  /** The newest by (`at`, `id`) that is not deleted, as it was edited last. */
  readonly lastMessage: {
    readonly id: EventId;
    readonly text: string;
    readonly at: number;
    readonly author: UserId;
    /** What it carries; null where that is nothing. */
    readonly files: FilesInShort | null;
  } | null;
}

export interface PinnedMessage {
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
}

export interface ReadReport extends ChapterName {
  readonly vector: ReadVector;
  /** Whether the writers of what is read are told. What is not told now is told with what is read later. */
  readonly isTold: boolean;
}

/** A chapter in which a reader's vector has changed, and where the clocks stand that moved, as far as that is told. */
export interface ReadNews extends ChapterName {
  readonly clocks: readonly ReaderClock[];
}

/** What came of reports, from the first one on. */
export interface MergedReads {
  readonly news: readonly ReadNews[];
  /** How many were merged: of those that are left nothing is known. */
  readonly merged: number;
  /** Clocks that were looked at or put back, and one for each report. */
  readonly cost: number;
  /** Reports of "all" in chapters that still take messages, with what is known to be read there. */
  readonly unsettled: readonly UnsettledReads[];
}

export interface UnsettledReads extends ChapterName {
  readonly read: ReadVector;
}

/** Somebody who came into a conversation when the log went up to this position. */
export interface Comer {
  readonly reader: UserId;
  readonly position: number;
}

export interface ChapterReading {
  head(reader: UserId): LogHead;
  /** Chapters that changed, those with the newest updates first. Costs one look-up for each conversation that did not. */
  changedChapters(since: ChangedSince): ChangedChapter[];
  /** Costs as much as there is unread. */
  standing(chapter: ChapterName, reader: UserId): Standing;
  /** Its messages that are pinned and not deleted, those pinned last first, at most `limit`. */
  pins(chapter: ChapterName, limit: number): PinnedMessage[];
  /** Place of the newest update among those of all documents. */
  position(): number;
  /**
   * Whatever was logged in a conversation until they came counts as read by these. Its writers are told of nobody who
   * has not looked. In commits that cost about `maxClocksPerMerge` each, with a turn of others between.
   */
  countAsRead(conversation: ConversationId, comers: readonly Comer[]): Promise<void>;
  /**
   * Merges what a reader has read into what is known of it, no further than the log goes; on disk when this resolves.
   * Of a chapter that still takes messages, "all" says nothing: `unsettled` names it. Answers what changed by it, so nothing the second time.
   * Merges as many reports as cost `maxClocksPerMerge` together, and one at least: the disk is held up no longer.
   */
  mergeReads(reader: UserId, reports: readonly ReadReport[], nowMs: number): Promise<MergedReads>;
}
