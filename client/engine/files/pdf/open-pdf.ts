// Draws pages of PDFs for a page that never touches one. Promises: a PDF that hangs or kills what reads it costs nobody
// more than the page that was asked for.
import { openGuardedWorker, type GuardedWorker } from '../prepare/guarded-worker.ts';
import type { DrawnPage, ToDraw } from './pdf-worker.ts';

export type { DrawnPage } from './pdf-worker.ts';

export interface Pdf {
  /** `page` from 1. Rejects where it cannot be drawn, and with the signal's reason. */
  draw(page: number, fit: ToDraw['fit'], signal: AbortSignal): Promise<DrawnPage>;
}

/** A large scan on a slow phone. */
const silenceMs = 30_000;
const restMs = 10_000;

let worker: GuardedWorker<ToDraw, DrawnPage> | null = null;
let documents = 0;

export function openPdf(file: Blob): Pdf {
  const document = ++documents;
  const drawing = (worker ??= openGuardedWorker<ToDraw, DrawnPage>({
    start: () => new Worker(new URL('pdf-worker.ts', import.meta.url), { type: 'module' }),
    ...{ silenceMs, restMs, isEndedByAbort: false }, // to begin anew takes longer than most pages
  }));
  return { draw: (page, fit, signal) => drawing.run({ document, file, page, fit }, signal) };
}
