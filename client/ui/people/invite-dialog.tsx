// Makes an invitation link and helps it onto the clipboard. The link is made only when asked for:
// each one is an open door for one person.
import { createSignal, Show } from 'solid-js';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { LinkField } from '../parts/link-field.tsx';
import { pathOf } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';

interface Invitation {
  readonly link: string;
  readonly expiresAt: number;
}

export function InviteDialog(props: { onClose(): void }) {
  const words = useWords();
  const times = useTimes();
  const { api } = useSignedIn();
  const [invitation, setInvitation] = createSignal<Invitation | null>(null);
  const make = createAction(async () => {
    const answer = await api.createInvite();
    if (answer.status === 'failed') return answer.code;
    const { token, expiresAt } = answer.value;
    setInvitation({ link: `${location.origin}${pathOf({ screen: 'join' })}#${token}`, expiresAt });
    return null;
  });
  return (
    <Dialog title={words.invite.title} onClose={() => props.onClose()}>
      <p>{words.invite.intro}</p>
      <Show when={invitation()} keyed>
        {({ link, expiresAt }) => (
          <LinkField label={words.invite.link} link={link} hint={words.invite.expires(times.full(expiresAt))} />
        )}
      </Show>
      <Show when={make.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Button
        autofocus
        look={invitation() === null ? 'accent' : 'plain'}
        isBusy={make.isBusy()}
        onPress={() => make.start()}
      >
        {make.isBusy() ? words.invite.making : invitation() === null ? words.invite.make : words.invite.makeAnother}
      </Button>
    </Dialog>
  );
}
