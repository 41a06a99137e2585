// Where PDFs are read and drawn: all of pdf.js in one worker, which the page ends when it hangs. It runs no script of a
// PDF, asks no network for anything of it, and reads of the file what a page needs.
import 'pdfjs-dist/build/pdf.worker.mjs'; // runs here, not in a worker of its own: ended with this one
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import { answerAsks } from '../prepare/worker-words.ts';
import { NoFilters, pageStandIn, PdfTables } from './pdf-surroundings.ts';

export interface ToDraw {
  /** The same for the same file: it stays open. */
  readonly document: number;
  readonly file: Blob;
  /** From 1. */
  readonly page: number;
  /** Pixels of the longest side, or of the width alone. */
  readonly fit: { readonly side: number } | { readonly width: number };
}

export interface DrawnPage {
  readonly pages: number;
  /** In points of the document, as the page is turned. */
  readonly width: number;
  readonly height: number;
  readonly frame: ImageBitmap;
}

/** What a page may have however it is shaped: 64 MB. */
const maxPagePixels = 16_000_000;
/** Of a picture on it. */
const maxImagePixels = 64_000_000;

let open: { readonly document: number; readonly file: Promise<PDFDocumentProxy> } | null = null;

answerAsks(async (work) => {
  const asked = work as ToDraw; // of `draw-pages.ts`
  const file = await fileOf(asked);
  const page = await file.getPage(asked.page);
  const { width, height } = page.getViewport({ scale: 1 });
  const frame = await draw(page, asked.fit);
  page.cleanup();
  const done: DrawnPage = { pages: file.numPages, width, height, frame };
  return { done, give: [frame] };
});

async function fileOf({ document, file }: ToDraw): Promise<PDFDocumentProxy> {
  if (open?.document !== document) {
    await open?.file.then(
      (before) => before.loadingTask.destroy(),
      () => undefined, // it could not be opened
    );
    open = { document, file: openFile(file) };
  }
  return open.file;
}

async function draw(page: PDFPageProxy, fit: ToDraw['fit']): Promise<ImageBitmap> {
  const { width, height } = page.getViewport({ scale: 1 });
  const wanted = 'side' in fit ? fit.side / Math.max(width, height) : fit.width / width;
  const scale = Math.min(wanted, Math.sqrt(maxPagePixels / (width * height)));
  const viewport = page.getViewport({ scale });
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
  // Its types know the page's canvas alone; it draws on both.
  const drawn = page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, background: '#fff' });
  await drawn.promise;
  return canvas.transferToImageBitmap();
}

async function openFile(file: Blob): Promise<PDFDocumentProxy> {
  const range = new BlobRange(file.size, null);
  range.file = file;
  const opening = getDocument({
    range,
    rangeChunkSize: 256 * 1024,
    ...{ disableAutoFetch: true, disableStream: true, enableXfa: false, useWasm: false, useWorkerFetch: false },
    wasmUrl: new URL('/pdf/', location.href).href, // what decodes scans, as scripts: `vite.config.ts`
    ...{ maxImageSize: maxImagePixels, canvasMaxAreaInBytes: 4 * maxPagePixels },
    ...{ FilterFactory: NoFilters, BinaryDataFactory: PdfTables, ownerDocument: pageStandIn(), verbosity: 0 },
  });
  return opening.promise;
}

class BlobRange extends PDFDataRangeTransport {
  file = new Blob();

  override requestDataRange(begin: number, end: number): void {
    void this.file
      .slice(begin, end)
      .arrayBuffer()
      .then(
        (bytes) => this.onDataRange(begin, new Uint8Array(bytes)),
        () => this.onDataRange(begin, new Uint8Array()), // it cannot be read any more: the page is not drawn
      );
  }
}
