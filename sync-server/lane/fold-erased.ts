// Finishes, after a start, what a crash cut short: text that was erased and still stands in the updates of a document
// that nobody may open for months. In the background, one document at a time.
// Needs no lane: a snapshot takes the place of exactly the updates it was made of, whatever is appended meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { foldPauseMs } from '../limits.ts';
import { applyStored } from './apply-stored.ts';
import type { UpdateLog } from '../update-log/update-log.ts';

export interface FoldErasedOptions {
  readonly log: UpdateLog;
  readonly onTrouble: (what: string, document: DocumentName | null, error: unknown) => void;
}

/** Begins at once. The function it returns ends it early, and resolves when the log is not used any more. */
export function foldErased(options: FoldErasedOptions): () => Promise<void> {
  const ending = new AbortController();
  const running = foldEach(options, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) options.onTrouble('erased text could not be looked for', null, error);
  });
  return () => {
    ending.abort();
    return running;
  };
}

async function foldEach({ log, onTrouble }: FoldErasedOptions, signal: AbortSignal): Promise<void> {
  for (const document of await log.documentsHoldingErased()) {
    if (signal.aborted) return;
    try {
      await fold(log, document);
    } catch (error) {
      onTrouble('a document could not be folded', document, error);
    }
    await pause(foldPauseMs, undefined, { signal, ref: false });
  }
  // Also when nothing was left to fold: the end may have come between a fold and this.
  if (!signal.aborted) await log.scrub();
}

async function fold(log: UpdateLog, name: DocumentName): Promise<void> {
  const stored = await log.readUpdates(name);
  const doc = new Y.Doc();
  try {
    applyStored(doc, stored);
    await log.fold(name, stored.sequence, Y.encodeStateAsUpdate(doc));
  } finally {
    doc.destroy();
  }
}
