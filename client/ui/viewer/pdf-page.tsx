// One page of a PDF: its place from the beginning, its picture while it is near the view.
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js';
import type { PdfDrawing } from '../../reactive/create-pdf.ts';
import { useViewerWords } from '../words/viewer/viewer-words.ts';

export interface PageShape {
  readonly width: number;
  readonly height: number;
}

interface PdfPageProps {
  readonly pdf: PdfDrawing;
  /** From 1. */
  readonly page: number;
  readonly of: number;
  /** The first page's: most are like it. */
  readonly first: PageShape;
  /** In pixels of the layout. */
  readonly width: number;
  readonly scroller: HTMLElement;
}

export function PdfPage(props: PdfPageProps) {
  const told = useViewerWords();
  const [own, setOwn] = createSignal<PageShape | null>(null);
  const shape = () => own() ?? props.first;
  const [isNear, setNear] = createSignal(false);
  const [isBroken, setBroken] = createSignal(false);
  let canvas!: HTMLCanvasElement;

  const watch = (element: HTMLElement) => {
    // A view's height before and after it: drawn before it is there.
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting === true), {
      root: props.scroller,
      rootMargin: '100% 0px',
    });
    observer.observe(element);
    onCleanup(() => observer.disconnect());
  };
  const draw = async (width: number, signal: AbortSignal) => {
    const drawn = await props.pdf.draw(props.page, width, signal);
    if (drawn === 'given-up') return;
    if (typeof drawn === 'string') return setBroken(true);
    if (signal.aborted) return drawn.frame.close();
    setBroken(false);
    setOwn(drawn);
    show(canvas, drawn.frame);
  };
  createEffect(
    on([isNear, () => Math.round(props.width * devicePixelRatio)], ([near, width]) => {
      if (!near) return forget(canvas);
      if (width <= 0) return;
      const ending = new AbortController();
      onCleanup(() => ending.abort());
      void draw(width, ending.signal);
    }),
  );
  return (
    <div
      class="pdf-page"
      ref={(element) => watch(element)}
      style={{ 'inline-size': `${props.width}px`, 'aspect-ratio': `${shape().width} / ${shape().height}` }}
    >
      <canvas
        class="pdf-canvas"
        role="img"
        aria-label={told.page(props.page, props.of)}
        ref={(made) => (canvas = made)}
      />
      <Show when={isBroken()}>
        <p class="viewer-note">{told.pageBroken}</p>
      </Show>
    </div>
  );
}

/** The frame is given away: no copy of it is made. */
function show(canvas: HTMLCanvasElement, frame: ImageBitmap): void {
  canvas.width = frame.width;
  canvas.height = frame.height;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(frame);
}

function forget(canvas: HTMLCanvasElement): void {
  if (canvas.width <= 1) return;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
  canvas.width = 1;
  canvas.height = 1;
}
