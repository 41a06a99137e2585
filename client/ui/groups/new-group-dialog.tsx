// Begins a group, with or without a connection: its name, its people, what those who come later see.
import './groups.css';
import { createSignal, Show, type JSX } from 'solid-js';
import { parseDisplayName } from '../../../shared/rules/display-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { NewGroup, Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useWords } from '../words/words.tsx';
import { PeoplePicker } from './people-picker.tsx';

interface NewGroupDialogProps {
  onClose(): void;
  onOpen(conversationId: ConversationId): void;
}

export function NewGroupDialog(props: NewGroupDialogProps) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const [title, setTitle] = createSignal('');
  const [isTried, setTried] = createSignal(false);
  const [picked, setPicked] = createSignal<readonly Person[]>([]);
  const [history, setHistory] = createSignal<NewGroup['history']>('all');
  const titleError = () => (isTried() && parseDisplayName(title()) === null ? words.problem('name-invalid') : null);
  const create = createAction(async () => {
    const userIds = picked().map(({ userId }) => userId);
    const answer = await messenger.createGroup({ title: title(), userIds, history: history() });
    if (answer.status === 'failed') return answer.code;
    props.onClose();
    props.onOpen(answer.conversationId);
    return null;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    setTried(true);
    if (titleError() === null) create.start();
  };
  return (
    <Dialog title={words.groups.create} onClose={() => props.onClose()}>
      <form class="group-form" onSubmit={submit}>
        <TextField
          name="group"
          label={words.groups.name}
          error={titleError()}
          value={title()}
          autocomplete="off"
          autocapitalize="words"
          hasFocus
          onValue={setTitle}
        />
        <PeoplePicker picked={picked()} without={new Set()} onPicked={setPicked} />
        <fieldset class="group-choice">
          <legend class="field-label">{words.groups.history}</legend>
          <HistoryChoice value="all" label={words.groups.historyAll} chosen={history()} onChoose={setHistory} />
          <HistoryChoice
            value="from-joining"
            label={words.groups.historyFromJoining}
            chosen={history()}
            onChoose={setHistory}
          />
        </fieldset>
        <Show when={create.problem()}>
          {(code) => (
            <p class="account-problem" role="alert">
              {words.problem(code())}
            </p>
          )}
        </Show>
        <Button type="submit" look="accent" isBusy={create.isBusy()}>
          {create.isBusy() ? words.groups.creating : words.groups.createNow}
        </Button>
      </form>
    </Dialog>
  );
}

interface HistoryChoiceProps {
  readonly value: NewGroup['history'];
  readonly label: string;
  readonly chosen: NewGroup['history'];
  onChoose(history: NewGroup['history']): void;
}

function HistoryChoice(props: HistoryChoiceProps) {
  return (
    <label class="group-option">
      <input
        type="radio"
        name="history"
        checked={props.chosen === props.value}
        onChange={() => props.onChoose(props.value)}
      />
      {props.label}
    </label>
  );
}
