// Makes a link by which somebody sets a new password. It is shown once: the server keeps no more than its hash.
import { createSignal, Show } from 'solid-js';
import type { WorkspacePerson } from '../../../shared/protocol/account-api.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { LinkField } from '../parts/link-field.tsx';
import { pathOf } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';

export function ResetLinkDialog(props: { person: WorkspacePerson; onClose(): void }) {
  const words = useWords();
  const times = useTimes();
  const { api } = useSignedIn();
  const [link, setLink] = createSignal<{ readonly text: string; readonly expiresAt: number } | null>(null);
  const make = createAction(async () => {
    const answer = await api.workspace.makeResetLink(props.person.userId);
    if (answer.status === 'failed') return answer.code;
    const { token, expiresAt } = answer.value;
    setLink({ text: `${location.origin}${pathOf({ screen: 'reset-password' })}#${token}`, expiresAt });
    return null;
  });
  return (
    <Dialog title={words.settings.people.resetTitle(props.person.name)} onClose={() => props.onClose()}>
      <p>{words.settings.people.resetIntro}</p>
      <Show
        when={link()}
        fallback={
          <Button autofocus look="accent" isBusy={make.isBusy()} onPress={() => make.start()}>
            {make.isBusy() ? words.invite.making : words.invite.make}
          </Button>
        }
      >
        {(made) => (
          <LinkField
            label={words.settings.people.resetLink}
            link={made().text}
            hint={words.settings.people.resetExpires(times.full(made().expiresAt))}
          />
        )}
      </Show>
      <Show when={make.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
    </Dialog>
  );
}
