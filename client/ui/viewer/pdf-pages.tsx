// The pages of a PDF, one below the other, drawn as they come into view: however many there are, those near the view are in
// memory alone. Larger and smaller by buttons, keys and the wheel. Does not know where the file comes from.
import './viewer.css';
import Minus from 'lucide-solid/icons/minus';
import MoveHorizontal from 'lucide-solid/icons/move-horizontal';
import Plus from 'lucide-solid/icons/plus';
import { createEffect, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { createPdf, type PdfProblem } from '../../reactive/create-pdf.ts';
import { createDelayed } from '../parts/delayed.ts';
import { IconButton } from '../parts/button.tsx';
import { useViewerWords } from '../words/viewer/viewer-words.ts';
import { nearestPage } from './nearest-page.ts';
import { PdfPage, type PageShape } from './pdf-page.tsx';
import { nextZoom } from './zoom-steps.ts';

/** Elements of pages that were not come near to cost something too. */
const shownAtOnce = 50;
/** Of the pages as broad as there is room: a line is not longer than one can read. */
const maxWidth = 960;

export function PdfPages(props: { readonly file: Blob }) {
  return (
    <Show when={props.file} keyed>
      {(file) => <Document file={file} />}
    </Show>
  );
}

function Document(props: { readonly file: Blob }) {
  const told = useViewerWords();
  const pdf = createPdf(() => props.file); // another file is another document
  const [count, setCount] = createSignal(0);
  const [shape, setShape] = createSignal<PageShape | null>(null);
  const [problem, setProblem] = createSignal<PdfProblem | null>(null);
  const [shown, setShown] = createSignal(shownAtOnce);
  const [current, setCurrent] = createSignal(1);
  const [zoom, setZoom] = createSignal(1);
  const [room, setRoom] = createSignal(0);
  const width = () => Math.round(Math.min(maxWidth, room()) * zoom());
  let scroller!: HTMLDivElement;

  createEffect(
    on(room, (there) => {
      if (there > 0 && count() === 0 && problem() === null) void begin();
    }),
  );
  const begin = async () => {
    const first = await pdf.draw(1, 64, new AbortController().signal);
    if (typeof first === 'string') return void setProblem(first);
    first.frame.close(); // it was asked for its shape
    setShape(first);
    setCount(first.pages);
  };
  const watchRoom = (element: HTMLElement) => {
    const observer = new ResizeObserver(() => setRoom(element.clientWidth - 32));
    observer.observe(element);
    onCleanup(() => observer.disconnect());
  };
  const scrolled = () => {
    const at = nearestPage(scroller);
    setCurrent(at);
    if (at > shown() - 10) setShown(Math.min(count(), shown() + shownAtOnce));
  };
  const zoomTo = (next: number) => {
    const place = (scroller.scrollTop + scroller.clientHeight / 2) / Math.max(1, scroller.scrollHeight);
    setZoom(next);
    scroller.scrollTop = place * scroller.scrollHeight - scroller.clientHeight / 2; // what is read stays in view
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = event.key === '0' ? 1 : event.key === '+' ? 1 : event.key === '-' ? -1 : null;
    if (to === null) return;
    event.preventDefault();
    zoomTo(event.key === '0' ? 1 : nextZoom(zoom(), to));
  };
  const turn = (event: WheelEvent) => {
    if (!event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault(); // the document, not the app
    zoomTo(nextZoom(zoom(), event.deltaY < 0 ? 1 : -1));
  };
  const isSlow = createDelayed(() => count() === 0 && problem() === null, 200);
  return (
    <div class="pdf">
      <div
        class="pdf-pages"
        role="group"
        aria-label={told.pages}
        tabIndex={0}
        ref={(element) => {
          scroller = element;
          watchRoom(element);
          element.addEventListener('wheel', turn, { passive: false });
        }}
        onScroll={scrolled}
        onKeyDown={press}
      >
        <Switch>
          <Match when={problem()}>{(why) => <Problem why={why()} />}</Match>
          <Match when={shape()}>
            {(first) => (
              <For each={Array.from({ length: Math.min(shown(), count()) }, (_, index) => index + 1)}>
                {(page) => <PdfPage {...{ page, pdf, first: first(), scroller }} of={count()} width={width()} />}
              </For>
            )}
          </Match>
          <Match when={isSlow()}>
            <p class="viewer-note" role="status">
              {told.opening}
            </p>
          </Match>
        </Switch>
      </div>
      <Show when={count() > 0}>
        <div class="pdf-bar">
          <span class="pdf-place" role="status">
            {told.page(current(), count())}
          </span>
          <IconButton label={told.zoomOut} onPress={() => zoomTo(nextZoom(zoom(), -1))}>
            <Minus />
          </IconButton>
          <IconButton label={told.zoomFit} onPress={() => zoomTo(1)}>
            <MoveHorizontal />
          </IconButton>
          <IconButton label={told.zoomIn} onPress={() => zoomTo(nextZoom(zoom(), 1))}>
            <Plus />
          </IconButton>
        </div>
      </Show>
    </div>
  );
}

function Problem(props: { readonly why: PdfProblem }) {
  const told = useViewerWords();
  return (
    <p class="viewer-note" role="alert">
      {props.why === 'locked' ? told.locked : told.broken}
    </p>
  );
}
