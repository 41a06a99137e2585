// Emoji in rows. One of them can be reached by Tab; from there the arrows go from one to the next, in the direction of
// the page. Knows no search and no groups.
import { createMemo, createSignal, For } from 'solid-js';
import type { Emoji } from './emoji-set.ts';

interface EmojiGridProps {
  readonly id: string;
  readonly label: string;
  readonly emoji: readonly Emoji[];
  /** As it is shown: in its colour. */
  drawn(emoji: Emoji): string;
  onPick(emoji: Emoji): void;
  /** The keys go up from the first row. */
  onAbove(): void;
}

const columns = 8;

export function EmojiGrid(props: EmojiGridProps) {
  let grid!: HTMLDivElement;
  const [marked, setMarked] = createSignal<string | null>(null);
  const rows = createMemo(() => inRows(props.emoji));
  /** The one that Tab leads to: where one was, or the first. */
  const entry = createMemo(() => {
    const known = props.emoji.some(({ emoji }) => emoji === marked());
    return known ? marked() : (props.emoji[0]?.emoji ?? null);
  });
  const pressKey = (event: KeyboardEvent) => {
    const cells = [...grid.querySelectorAll<HTMLElement>('[role=gridcell]')];
    const at = cells.findIndex((cell) => cell === document.activeElement);
    const onward = getComputedStyle(grid).direction === 'rtl' ? -1 : 1;
    const last = cells.length - 1;
    const targets: Record<string, number> = {
      ...{ ArrowRight: at + onward, ArrowLeft: at - onward, Home: 0, End: last },
      ...{ ArrowUp: at - columns, ArrowDown: Math.min(at + columns, last) },
    };
    const target = targets[event.key];
    if (target === undefined || at < 0) return;
    event.preventDefault();
    if (target < 0) props.onAbove();
    else cells[Math.min(target, last)]?.focus();
  };
  return (
    <div
      ref={(element) => (grid = element)}
      id={props.id}
      class="emoji-grid"
      role="grid"
      aria-label={props.label}
      onKeyDown={pressKey}
    >
      <For each={rows()}>
        {(row) => (
          <div class="emoji-row" role="row">
            <For each={row}>
              {(one) => (
                <button
                  type="button"
                  class="emoji-cell"
                  role="gridcell"
                  tabIndex={one.emoji === entry() ? 0 : -1}
                  aria-label={one.name}
                  title={one.name}
                  onFocus={() => setMarked(one.emoji)}
                  onClick={() => props.onPick(one)}
                >
                  {props.drawn(one)}
                </button>
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}

function inRows(emoji: readonly Emoji[]): readonly (readonly Emoji[])[] {
  const count = Math.ceil(emoji.length / columns);
  return Array.from({ length: count }, (_, row) => emoji.slice(row * columns, (row + 1) * columns));
}
