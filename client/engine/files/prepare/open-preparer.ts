// Looks into files: what they are, how large, how they look small; takes from photos what they tell besides what they show.
// Promises: a file that hangs, kills or fools what looks into it goes as a document; one that cannot be read is refused.
// Does not know: where files are kept, or who sends them.
import type { FileHash } from '../../../../shared/conversation/attachments.ts';
import type { Preparer } from '../prepared.ts';
import { attachmentOf } from './attachment-of.ts';
import { formOf } from './form-of.ts';
import { openGuardedWorker, WorkFailed } from './guarded-worker.ts';
import { hashBlob } from './hash-blob.ts';
import { lookAtFile } from './look-at-file.ts';
import type { Looked, ToLook } from './look-worker.ts';

/** A slow disk, or a phone that is busy with something else. */
const silenceMs = 30_000;
const restMs = 20_000;

export function openPreparer(): Preparer {
  const hasher = openGuardedWorker<Blob, FileHash>({
    start: () => new Worker(new URL('hash-worker.ts', import.meta.url), { type: 'module' }),
    ...{ silenceMs, restMs, isEndedByAbort: true },
  });
  const looker = openGuardedWorker<ToLook, Looked>({
    start: () => new Worker(new URL('look-worker.ts', import.meta.url), { type: 'module' }),
    ...{ silenceMs, restMs, isEndedByAbort: false },
  });
  const hash: Preparer['hash'] = async (file, signal) => {
    try {
      return await hasher.run(file, signal);
    } catch (error) {
      // What is to be sent has a hash, even where no worker can be had.
      if (error instanceof WorkFailed && error.why === 'broken') return hashBlob(file, { signal });
      throw error;
    }
  };
  return {
    formOf,
    hash,
    async prepare(what, signal) {
      return attachmentOf(what, await lookAtFile(what, { looker, signal }), (file) => hash(file, signal));
    },
  };
}
