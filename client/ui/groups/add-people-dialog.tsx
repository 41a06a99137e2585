// Adds people to a group; offline they are added once there is a connection.
import { createSignal, type JSX } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { PeoplePicker } from './people-picker.tsx';

interface AddPeopleDialogProps {
  readonly group: ConversationSummary;
  onAdd(userIds: readonly UserId[]): void;
  onClose(): void;
}

export function AddPeopleDialog(props: AddPeopleDialogProps) {
  const words = useWords();
  const [picked, setPicked] = createSignal<readonly Person[]>([]);
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (picked().length === 0) return;
    props.onAdd(picked().map(({ userId }) => userId));
    props.onClose();
  };
  return (
    <Dialog title={words.groups.add} onClose={() => props.onClose()}>
      <form class="group-form" onSubmit={submit}>
        <PeoplePicker
          picked={picked()}
          without={new Set(props.group.members.map(({ userId }) => userId))}
          hasFocus
          onPicked={setPicked}
        />
        <Button type="submit" look="accent" isBusy={picked().length === 0}>
          {picked().length === 0 ? words.groups.add : words.groups.adding(picked().length)}
        </Button>
      </form>
    </Dialog>
  );
}
