// Forwards messages into conversations that one chooses; one's own notes are among them. Says which could not be opened.
import './forward-dialog.css';
import { createSignal, Show, type JSX } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { lineOf } from '../conversations/line-of.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { conversationOf, createGoals, GoalPicker, type PickedGoals } from './goal-picker.tsx';

interface ForwardDialogProps {
  readonly from: ConversationId;
  readonly items: readonly TimelineItem[];
  readonly names: Names;
  onDone(): void;
  onClose(): void;
}

export function ForwardDialog(props: ForwardDialogProps) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const goals = createGoals();
  const [picked, setPicked] = createSignal<PickedGoals>(new Set());
  const [failed, setFailed] = createSignal<readonly string[]>([]);
  const forwarding = createAction(async () => {
    const ids = await Promise.all([...picked()].map((id) => conversationOf(id, messenger)));
    const to = ids.filter((id) => id !== null);
    const left = new Set(await messenger.forward({ from: props.from, items: props.items, to }));
    const missed = goals().filter(({ id }) => left.has(id as ConversationId)); // `notes` is in no answer
    setFailed(missed.map(({ name }) => name));
    setPicked(new Set(missed.map(({ id }) => id)));
    if (missed.length === 0) props.onDone();
    return null;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (picked().size > 0) forwarding.start();
  };
  const preview = () => {
    const [first] = props.items;
    if (first === undefined) return '';
    const line = lineOf(first, props.names.calledOf, words);
    return props.items.length === 1 ? line : `${line} … ${words.acts.andMore(props.items.length - 1)}`;
  };
  return (
    <Dialog title={words.acts.forwardTitle(props.items.length)} onClose={() => props.onClose()}>
      <form class="forward" onSubmit={submit}>
        <p class="forward-preview">
          <bdi class="forward-author">{props.names.nameOf(props.items[0]?.author ?? '') ?? words.you}</bdi>
          <span class="one-line" dir="auto">
            {preview()}
          </span>
        </p>
        <GoalPicker goals={goals()} picked={picked()} label={words.acts.forwardTo} onPick={setPicked} />
        <div role="status">
          <Show when={failed().length > 0}>
            <p class="forward-failed">{words.acts.forwardFailed(failed())}</p>
          </Show>
        </div>
        <Button type="submit" look="accent" isBusy={picked().size === 0 || forwarding.isBusy()}>
          {words.acts.forwardNow(picked().size)}
        </Button>
      </form>
    </Dialog>
  );
}
