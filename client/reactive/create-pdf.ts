// The pages of a PDF for a screen: drawn as they are wanted, and nothing more once the screen is gone.
import { onCleanup, untrack, type Accessor } from 'solid-js';
import { openPdf, type DrawnPage } from '../engine/files/pdf/open-pdf.ts';
import { WorkFailed } from '../engine/files/prepare/guarded-worker.ts';

export type { DrawnPage } from '../engine/files/pdf/open-pdf.ts';

/** `locked`: it wants a password. `given-up`: it is not wanted any more. */
export type PdfProblem = 'locked' | 'broken' | 'given-up';

export interface PdfDrawing {
  /** `page` from 1; `width` in pixels of the screen. The frame is the caller's to close. */
  draw(page: number, width: number, signal: AbortSignal): Promise<DrawnPage | PdfProblem>;
}

/** The file is that of the moment: another one is another document. */
export function createPdf(file: Accessor<Blob>): PdfDrawing {
  const pdf = openPdf(untrack(file));
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());
  return {
    async draw(page, width, signal) {
      try {
        return await pdf.draw(page, { width }, AbortSignal.any([signal, leaving.signal]));
      } catch (error) {
        if (!(error instanceof WorkFailed)) return 'given-up';
        return error.cause === 'PasswordException' ? 'locked' : 'broken';
      }
    },
  };
}
