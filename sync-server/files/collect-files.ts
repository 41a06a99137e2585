// Removes the bytes of files that no message names any more, soon after the deletion that was the last; what nobody has put
// into a message for a day; and uploads that were begun a day ago and never ended.
// Promises: what is going stands in the log until its bytes are gone, so a start finishes what a crash cut short; what is
// sent again meanwhile stays, for both happen in turns of its hash. Nobody waits for it.
import type { FileHash } from '../../shared/conversation/attachments.ts';
import { filesPerCollection } from '../limits.ts';
import { claimLifeMs, type FileRecords, type UploadRow } from './file-records.ts';

export interface CollectFilesOptions {
  readonly records: Pick<FileRecords, 'collect' | 'going' | 'noteGone' | 'stored' | 'uploadsBefore'>;
  /** Forgets the bytes of a file, whether they are there or not. */
  readonly remove: (hash: FileHash) => Promise<void>;
  /** Forgets an upload with all that has come of it. */
  readonly endUpload: (upload: UploadRow) => Promise<void>;
  /** The turns in which a file is stored as well. */
  readonly turns: { run<T>(hash: FileHash, work: () => Promise<T>): Promise<T> };
  readonly now: () => number;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface CollectFiles {
  /** A message may have been the last to name a file. */
  wake(): void;
  /** Once nothing is under way. */
  settled(): Promise<void>;
  /** Settles when nothing is under way; what is left goes after the next start. */
  close(): Promise<void>;
}

/** How much later than a day what nobody wanted may go; each look costs two look-ups when there is nothing. */
const lookEveryMs = 10 * 60_000;

/** Begins at once. */
export function openCollectFiles(options: CollectFilesOptions): CollectFiles {
  const state = { isAsked: true, isClosed: false };
  let underWay: Promise<void> | null = null;
  const look = () => {
    state.isAsked = true;
    underWay ??= run().finally(() => (underWay = null));
  };
  /** Never rejects: what went wrong is tried again at the next look. */
  const run = async () => {
    try {
      while (state.isAsked && !state.isClosed) {
        state.isAsked = false;
        await collectAll(options, () => state.isClosed);
      }
    } catch (error) {
      options.onTrouble('files could not be removed', error);
    }
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  look();
  return {
    wake: look,
    settled: async () => {
      await underWay;
    },
    async close() {
      clearInterval(timer);
      state.isClosed = true;
      await underWay;
    },
  };
}

async function collectAll(options: CollectFilesOptions, isClosed: () => boolean): Promise<void> {
  const { records, endUpload, now } = options;
  const [before, most] = [now() - claimLifeMs, filesPerCollection];
  let isMore = true;
  while (isMore && !isClosed()) {
    const found = records.collect(before, most);
    const removed = await removeSome(options, isClosed);
    isMore = found === most || removed === most;
  }
  for (const upload of records.uploadsBefore(before, most)) {
    if (!isClosed()) await endUpload(upload);
  }
}

/** How many went. What cannot be removed now holds up no other. */
async function removeSome(options: CollectFilesOptions, isClosed: () => boolean): Promise<number> {
  const { records, remove, turns, onTrouble } = options;
  let removed = 0;
  for (const hash of records.going(filesPerCollection)) {
    if (isClosed()) break;
    try {
      await turns.run(hash, async () => {
        if (records.stored(hash) === null) await remove(hash); // else it was sent again
        records.noteGone(hash);
      });
      removed++;
    } catch (error) {
      onTrouble('a file could not be removed', error);
    }
  }
  return removed;
}
