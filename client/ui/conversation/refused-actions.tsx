// What one can do with a message that the server refused: copy its text, send it again, discard it.
// Discarding asks nothing and can be undone for a moment; leaving the conversation ends the moment.
import './refused-actions.css';
import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import Trash from 'lucide-solid/icons/trash';
import Undo2 from 'lucide-solid/icons/undo-2';
import { createEffect, createSignal, onCleanup, Show, type JSX, type ParentProps } from 'solid-js';
import { createCopying } from '../parts/copying.ts';
import { createDelayed } from '../parts/delayed.ts';
import { useWords } from '../words/words.tsx';

interface RefusedActionsProps {
  readonly text: string;
  /** It was to change a message, which stands as it was. */
  readonly isEdit: boolean;
  /** For a browser that keeps its clipboard closed. */
  selectText(): void;
  onRetry(): void;
  onDiscard(): void;
}

/** Long enough to see what one did, and to reach the button by keyboard. */
const undoMs = 10_000;

export function RefusedActions(props: RefusedActionsProps) {
  const words = useWords();
  const [isDiscarded, setDiscarded] = createSignal(false);
  const isOver = createDelayed(isDiscarded, undoMs);
  createEffect(() => {
    if (isOver()) props.onDiscard();
  });
  onCleanup(() => {
    if (isDiscarded() && !isOver()) props.onDiscard();
  });
  let group!: HTMLDivElement;
  /** The pressed button gives way to others: the focus stays here. */
  const turn = (isDiscardedNow: boolean) => {
    setDiscarded(isDiscardedNow);
    group.querySelector('button')?.focus();
  };
  return (
    <div
      ref={(element) => (group = element)}
      class="refused"
      classList={{ 'refused-discarded': isDiscarded() }}
      role="group"
      aria-label={words.conversation.refusedActions}
    >
      <Show when={!isDiscarded()} fallback={<UndoAction onPress={() => turn(false)} />}>
        <Action sign={<RotateCw size={16} />} onPress={() => props.onRetry()}>
          {props.isEdit ? words.acts.sendAsNew : words.conversation.sendAgain}
        </Action>
        <CopyAction text={props.text} selectText={() => props.selectText()} />
        <Action sign={<Trash size={16} />} onPress={() => turn(true)}>
          {words.conversation.discard}
        </Action>
      </Show>
    </div>
  );
}

function CopyAction(props: Pick<RefusedActionsProps, 'text' | 'selectText'>) {
  const words = useWords();
  const copying = createCopying(() => props.selectText());
  const name = () => (copying.state() === 'copied' ? words.conversation.textCopied : words.conversation.copyText);
  return (
    <>
      <Action
        sign={
          <Show when={copying.state() === 'copied'} fallback={<Copy size={16} />}>
            <Check size={16} />
          </Show>
        }
        onPress={() => copying.copy(props.text)}
      >
        {name()}
      </Action>
      <Show when={copying.state() === 'by-hand'}>
        <span class="refused-note" role="status">
          {words.conversation.copyByHand}
        </span>
      </Show>
    </>
  );
}

function UndoAction(props: { onPress(): void }) {
  const words = useWords();
  return (
    <>
      <span class="refused-note" role="status">
        {words.conversation.discarded}
      </span>
      <Action sign={<Undo2 size={16} />} onPress={() => props.onPress()}>
        {words.conversation.undo}
      </Action>
    </>
  );
}

function Action(props: ParentProps<{ sign: JSX.Element; onPress(): void }>) {
  return (
    <button type="button" class="refused-action" onClick={() => props.onPress()}>
      {props.sign}
      {props.children}
    </button>
  );
}
