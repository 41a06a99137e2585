// What somebody is in the workspace, and making them something else. What cannot be taken back by whoever does it is
// asked about first: an owner is nobody's to unmake alone, and who gives up their own role needs another owner.
import { createSignal, Show } from 'solid-js';
import type { WorkspacePerson } from '../../../shared/protocol/account-api.ts';
import type { Role } from '../../../shared/protocol/people-api.ts';
import { ChoiceMenu } from '../parts/choice-menu.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useWords } from '../words/words.tsx';

const roles: readonly Role[] = ['owner', 'admin', 'member'];

interface RoleFieldProps {
  readonly person: WorkspacePerson;
  readonly isMe: boolean;
  onRole(role: Role): void;
}

export function RoleField(props: RoleFieldProps) {
  const words = useWords();
  const [asked, setAsked] = createSignal<Role | null>(null);
  const people = () => words.settings.people;
  const choose = (role: Role) => {
    if (props.isMe || role === 'owner') setAsked(role);
    else props.onRole(role);
  };
  const question = (role: Role) =>
    role === 'owner'
      ? { title: people().makeOwnerTitle(props.person.name), hint: people().makeOwnerHint, act: people().makeOwner }
      : { title: people().stepDownTitle, hint: people().stepDownHint, act: people().stepDown[role] };
  return (
    <>
      <ChoiceMenu
        label={people().roleOf(props.person.name, people().roles[props.person.role])}
        value={props.person.role}
        choices={roles.map((value) => ({ value, label: people().roles[value] }))}
        onChoose={choose}
      />
      <Show when={asked()} keyed>
        {(role) => (
          <ConfirmDialog
            {...question(role)}
            onAct={() => {
              setAsked(null);
              props.onRole(role);
            }}
            onClose={() => setAsked(null)}
          />
        )}
      </Show>
    </>
  );
}
