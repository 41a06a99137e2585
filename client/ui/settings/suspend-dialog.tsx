// Asks before somebody is shut out, and says what that means.
import { useSignedIn } from '../frame/signed-in.tsx';
import type { WorkspacePerson } from '../../../shared/protocol/account-api.ts';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { Show } from 'solid-js';

interface SuspendDialogProps {
  readonly person: WorkspacePerson;
  readonly onChanged: (person: WorkspacePerson) => void;
  onClose(): void;
}

export function SuspendDialog(props: SuspendDialogProps) {
  const words = useWords();
  const { api } = useSignedIn();
  const suspend = createAction(async () => {
    const answer = await api.workspace.setSuspended({ userId: props.person.userId, isSuspended: true });
    if (answer.status === 'failed') return answer.code;
    props.onChanged({ ...props.person, state: 'suspended' });
    props.onClose();
    return null;
  });
  return (
    <Dialog title={words.settings.people.suspendTitle(props.person.name)} onClose={() => props.onClose()}>
      <p>{words.settings.people.suspendIntro}</p>
      <Show when={suspend.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <div class="settings-actions">
        <Button isBusy={suspend.isBusy()} onPress={() => suspend.start()}>
          {words.settings.people.suspend}
        </Button>
        <Button autofocus look="accent" onPress={() => props.onClose()}>
          {words.settings.people.leaveIt}
        </Button>
      </div>
    </Dialog>
  );
}
