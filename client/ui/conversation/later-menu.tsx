// When a message is to go: times that most people mean, or any other.
import './later.css';
import { createSignal, For, Show } from 'solid-js';
import { MenuLayer } from '../parts/menu-layer.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { LaterDialog } from './later-dialog.tsx';
import { presetTimes } from './later-times.ts';

interface LaterMenuProps {
  opener(): HTMLElement;
  onChoose(dueAt: number): void;
  onClose(): void;
}

export function LaterMenu(props: LaterMenuProps) {
  const words = useWords();
  const times = useTimes();
  const [isPicking, pick] = createSignal(false);
  const nowMs = Date.now();
  const menu = () => (
    <MenuLayer label={words.errands.later} opener={() => props.opener()} onClose={() => props.onClose()}>
      {() => (
        <>
          <For each={presetTimes(nowMs)}>
            {({ preset, at }) => (
              <button type="button" class="menu-item later-item" role="menuitem" onClick={() => props.onChoose(at)}>
                {words.errands[preset]}
                <span class="later-time">{times.clockBeside(at, nowMs)}</span>
              </button>
            )}
          </For>
          <button type="button" class="menu-item" role="menuitem" onClick={() => pick(true)}>
            {words.errands.pick}
          </button>
        </>
      )}
    </MenuLayer>
  );
  return (
    <Show when={isPicking()} fallback={menu()}>
      <LaterDialog
        title={words.errands.later}
        submit={words.errands.schedule}
        text={null}
        dueAt={presetTimes(nowMs)[1]?.at ?? nowMs}
        onDone={({ dueAt }) => props.onChoose(dueAt)}
        onClose={() => {
          props.onClose();
          props.opener().focus();
        }}
      />
    </Show>
  );
}
