// The update log: the durable record of everything admitted. Step 6, and the promise of every tick on a screen.
// Two implementations stand behind it, SQLite and memory; `tests/contract/update-log.test.ts` proves both.
import type { Brand } from '../../shared/base/brand.ts';
import type { DocumentName, Series } from '../../shared/conversation/document-name.ts';
import type { ClientId, ConversationId } from '../../shared/ids.ts';
import type { EntryNote, EntryRow } from '../admission/chapter-state.ts';
import type { Range } from '../admission/update-parts.ts';
import type { ChapterFigures } from './chapter-figures.ts';
import type { ChapterReading } from './chapter-reading.ts';
import type { SpokenReading } from './spoken-reading.ts';
import type { FileRecords } from '../files/file-records.ts';
import type { ReaderClock } from '../lane/reader-clocks.ts';

/** One admitted update, to stand in its document's log right after number `after`. */
export interface Append {
  readonly document: DocumentName;
  /** Number of the update before this one; 0 for the first. */
  readonly after: number;
  readonly update: Uint8Array;
  readonly rows: readonly EntryRow[];
  /** Entries of earlier updates whose content is erased with this one. */
  readonly erased: readonly Range[];
  /** Server time of the admission, in ms. */
  readonly arrivedAt: number;
}

export type AppendOutcome =
  | { readonly status: 'logged'; readonly position: number }
  /** Number `after` is not the last one, or an earlier append to this document failed. */
  | { readonly status: 'conflict' }
  /** The author has used the id of this entry in this conversation before. */
  | { readonly status: 'duplicate-id'; readonly client: ClientId; readonly clock: number }
  /** This message names a file that is not stored any more: it went between the judgement and this. */
  | { readonly status: 'no-file'; readonly client: ClientId; readonly clock: number }
  /** The disk did not take it. */
  | { readonly status: 'failed'; readonly error: unknown };

/** Only what an outcome of `logged` stands for: what is not on disk cannot be applied, acknowledged or fanned out. */
export type LoggedUpdate<T> = Brand<T & { readonly position: number }, 'LoggedUpdate'>;

/** What admission needs of a document. */
export interface StoredChapter {
  /** Number of its last update; 0 when it has none. */
  readonly sequence: number;
  /** Place of its last update among those of all documents. */
  readonly position: number;
  readonly notes: readonly EntryNote[];
  readonly deliveries: readonly ReaderClock[];
  /** What each reader has ever read, whether or not they marked it unread again. */
  readonly reads: readonly ReaderClock[];
  readonly figures: ChapterFigures;
}

/** A document's whole content: the snapshot, then the updates since, in order. */
export interface StoredUpdates {
  readonly sequence: number;
  readonly snapshot: Uint8Array | null;
  readonly updates: readonly Uint8Array[];
}

export interface UpdateLog extends ChapterReading, SpokenReading {
  /** Names this life of the data: a new log, or one restored from a backup, has another. */
  readonly epoch: string;
  /** What is known of files: what messages name moves with the appends. */
  readonly files: FileRecords;
  /**
   * Appends all of `batch` in one commit. What is `logged` when this resolves survives `kill -9` and power loss.
   * Each append succeeds or fails whole and alone. After a rejection any of them may stand: read the log anew.
   */
  append(batch: readonly Append[]): Promise<AppendOutcome[]>;
  /** The newest chapter as a backup had it, when this was put back from one: devices may hold later ones. Else null. */
  newestRestored(conversation: ConversationId): number | null;
  readChapter(document: DocumentName): Promise<StoredChapter>;
  readUpdates(document: DocumentName): Promise<StoredUpdates>;
  /** Puts `state` in the place of the updates up to number `sequence`: all of it or, after a crash, nothing. */
  fold(document: DocumentName, sequence: number, state: Uint8Array): Promise<void>;
  /** Documents whose updates still hold the text of what was erased: erased, and not folded since. */
  documentsHoldingErased(): Promise<DocumentName[]>;
  /** Keeps what readers said is on their devices. May be lost in a crash: devices say it again. */
  saveDeliveries(document: DocumentName, rows: readonly ReaderClock[]): Promise<void>;
  /** The first of these entries whose id its author has used in this conversation before; null when there is none. */
  findTakenId(conversation: ConversationId, rows: readonly EntryRow[]): EntryRow | null;
  /** The number that a series goes on in: the one after the last closed, or the last that has something. */
  newestIn(series: Series): number;
  /** The first chapter in which nothing has been logged. */
  newestUntouched(conversation: ConversationId): number;
  /** Overwrites what was erased also where the storage keeps copies for itself. */
  scrub(): Promise<void>;
  close(): void;
}
