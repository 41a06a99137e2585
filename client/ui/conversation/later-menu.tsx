// When a message is to go: times that most people mean, or any other.
import '../parts/menu.css';
import './row-menu.css';
import './later.css';
import { createSignal, For, onMount, Show } from 'solid-js';
import { moveFocus } from '../parts/menu-keys.ts';
import { standBeside } from '../parts/stand-beside.ts';
import { useTimes, useWords } from '../words/words.tsx';
import { LaterDialog } from './later-dialog.tsx';
import { presetTimes } from './later-times.ts';

interface LaterMenuProps {
  readonly opener: HTMLElement;
  onChoose(dueAt: number): void;
  onClose(): void;
}

export function LaterMenu(props: LaterMenuProps) {
  const words = useWords();
  const times = useTimes();
  const [isPicking, pick] = createSignal(false);
  const nowMs = Date.now();
  let menu!: HTMLDivElement;
  const items = () => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const giveBack = () => props.opener.querySelector('button')?.focus();
  const toggle = (event: ToggleEvent) => {
    if (event.newState === 'open' || isPicking()) return;
    if (document.activeElement === document.body || menu.contains(document.activeElement)) giveBack();
    props.onClose();
  };
  onMount(() => {
    menu.showPopover();
    standBeside(menu, props.opener);
    items()[0]?.focus();
  });
  return (
    <>
      <div
        ref={(element) => (menu = element)}
        popover="auto"
        class="row-menu"
        onToggle={toggle}
        onKeyDown={(event) => moveFocus(event, items())}
      >
        <div role="menu" aria-label={words.errands.later}>
          <For each={presetTimes(nowMs)}>
            {({ preset, at }) => (
              <button type="button" class="menu-item later-item" role="menuitem" onClick={() => props.onChoose(at)}>
                {words.errands[preset]}
                <span class="later-time">{times.clockBeside(at, nowMs)}</span>
              </button>
            )}
          </For>
          <button
            type="button"
            class="menu-item"
            role="menuitem"
            onClick={() => {
              pick(true);
              menu.hidePopover();
            }}
          >
            {words.errands.pick}
          </button>
        </div>
      </div>
      <Show when={isPicking()}>
        <LaterDialog
          title={words.errands.later}
          submit={words.errands.schedule}
          text={null}
          dueAt={presetTimes(nowMs)[1]?.at ?? nowMs}
          onDone={({ dueAt }) => props.onChoose(dueAt)}
          onClose={() => {
            props.onClose();
            giveBack();
          }}
        />
      </Show>
    </>
  );
}
