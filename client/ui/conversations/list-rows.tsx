// The rows of the list, of which only those around the view are made, however many there are. One of them is where Tab
// leads; from it the arrows go on. Whoever hears the list is told how long it is and where they are in it.
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show, untrack } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import type { Arranged } from './arrange-list.ts';
import { ListRow } from './list-row.tsx';
import { rowFor, rowsToMake, scrolledFor, type RowWindow } from './window-rows.ts';

const ConversationMenu = lazyPart(async () => (await import('./conversation-menu.tsx')).ConversationMenu);

interface ListRowsProps {
  readonly arranged: Arranged;
  readonly openId: ConversationId | null;
}

/** Until the first row has been measured. */
const assumedRowPixels = 60;
/** Above the first row and below the last, as the style has it. */
const gapPixels = 8;

export function ListRows(props: ListRowsProps) {
  let list!: HTMLUListElement;
  const [rowPixels, setRowPixels] = createSignal(assumedRowPixels);
  const [viewPixels, setViewPixels] = createSignal(innerHeight);
  const [scrolledPixels, setScrolledPixels] = createSignal(0);
  const [focusedId, setFocusedId] = createSignal<ConversationId | null>(null);
  const [menuFor, openMenuFor] = createSignal<ConversationId | null>(null);
  const placeOf = (id: ConversationId | null) => (id === null ? undefined : props.arranged.placeOf.get(id));
  const current = createMemo(() => placeOf(focusedId()) ?? placeOf(props.openId) ?? 0);
  const view = (): RowWindow => ({
    ...{ count: props.arranged.rows.length, rowPixels: rowPixels(), viewPixels: viewPixels() },
    ...{ scrolledPixels: scrolledPixels(), current: current() },
  });
  const made = createMemo(() => rowsToMake(view()), undefined, { equals: isSameRows });
  /** By their ids: a row stays the same element wherever it moves and whatever changes in it. */
  const ids = createMemo(() => made().flatMap((place) => props.arranged.rows[place]?.conversationId ?? []));
  const elementOf = (id: ConversationId | null) => list.querySelector<HTMLElement>(`[data-row="${id}"] > .list-row`);
  const noteScroll = () => setScrolledPixels(list.scrollTop);
  const scrollTo = (pixels: number) => {
    if (pixels === untrack(scrolledPixels)) return; // to ask where it is would make the browser lay out the page now
    list.scrollTop = pixels;
    noteScroll();
  };
  const goTo = (place: number) => {
    const id = props.arranged.rows[place]?.conversationId ?? null;
    setFocusedId(id);
    scrollTo(scrolledFor(place, view()));
    elementOf(id)?.focus({ preventScroll: true });
  };
  const pressKey = (event: KeyboardEvent) => {
    const id = rowIdOf(event.target);
    if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    const target = event.shiftKey ? null : rowFor(event.key, view());
    if (isMenu) openMenuFor(id);
    else if (target !== null) goTo(target);
    else return;
    event.preventDefault();
  };
  const measure = () => {
    const row = list.querySelector('li');
    setViewPixels(list.clientHeight - 2 * gapPixels);
    if (row !== null && row.offsetHeight > 0) setRowPixels(row.offsetHeight);
    noteScroll();
  };
  onMount(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    createEffect(() => {
      const first = ids()[0];
      const row = first === undefined ? null : elementOf(first);
      if (row !== null) observer.observe(row); // larger text makes higher rows
      onCleanup(() => row !== null && observer.unobserve(row));
    });
    // Whoever presses elsewhere goes on from there, also where nothing takes the focus.
    const leave = ({ target }: PointerEvent) => target instanceof Node && !list.contains(target) && setFocusedId(null);
    document.addEventListener('pointerdown', leave);
    onCleanup(() => {
      document.removeEventListener('pointerdown', leave);
      observer.disconnect();
    });
  });
  createEffect(
    on(
      () => props.arranged,
      (now, before) => before !== undefined && stayInPlace(before, now),
    ),
  );
  /** What is looked at far down stays where it is while others move to the top. */
  const stayInPlace = (before: Arranged, now: Arranged) => {
    const { scrolledPixels: pixels, rowPixels: high } = untrack(view);
    const first = before.rows[Math.floor(pixels / high)]?.conversationId;
    const [from, to] = [first && before.placeOf.get(first), first && now.placeOf.get(first)];
    if (pixels > 0 && from !== undefined && to !== undefined && from !== to) scrollTo(pixels + (to - from) * high);
  };
  /** An element that is moved among others loses the focus. */
  const giveFocusBack = () => {
    const id = untrack(focusedId);
    if (id !== null && document.activeElement === document.body) elementOf(id)?.focus({ preventScroll: true });
  };
  createEffect(on(ids, giveFocusBack, { defer: true }));
  createEffect(
    on(
      () => props.openId,
      () => {
        const place = placeOf(props.openId);
        if (place !== undefined) scrollTo(scrolledFor(place, untrack(view)));
      },
    ),
  );
  return (
    <>
      <ul
        ref={(element) => (list = element)}
        class="list-rows"
        style={{ '--rows': props.arranged.rows.length, '--row': `${rowPixels()}px` }}
        onScroll={noteScroll}
        onKeyDown={pressKey}
        onFocusIn={(event) => setFocusedId(rowIdOf(event.target))}
        onFocusOut={({ relatedTarget }) => relatedTarget instanceof Node && setFocusedId(rowIdOf(relatedTarget))}
      >
        <For each={ids()}>
          {(id) => {
            const place = () => placeOf(id) ?? 0;
            return (
              <li
                data-row={id}
                class="list-place"
                classList={{ 'list-last-pinned': place() === props.arranged.pinned - 1 }}
                style={{ '--place': place() }}
                aria-setsize={props.arranged.rows.length}
                aria-posinset={place() + 1}
              >
                <Show when={props.arranged.rows[place()]}>
                  {(conversation) => (
                    <ListRow
                      conversation={conversation()}
                      isOpen={id === props.openId}
                      isCurrent={place() === current()}
                      isMenuOpen={menuFor() === id}
                      onMenu={() => openMenuFor(id)}
                    />
                  )}
                </Show>
              </li>
            );
          }}
        </For>
      </ul>
      <Show when={menuFor()} keyed>
        {(id) => (
          <ConversationMenu
            conversationId={id}
            isOpen={id === props.openId}
            opener={() => elementOf(id) ?? list}
            onClose={() => openMenuFor(null)}
          />
        )}
      </Show>
    </>
  );
}

function rowIdOf(target: EventTarget | null): ConversationId | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return (row?.dataset['row'] ?? null) as ConversationId | null; // written above
}

function isSameRows(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((row, index) => row === other[index]);
}
