// Makes an invitation link and helps it onto the clipboard. The link is made only when asked for:
// each one is an open door for one person.
import './invite-dialog.css';
import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, createUniqueId, Show } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { createCopying } from '../parts/copying.ts';
import { Dialog } from '../parts/dialog.tsx';
import { pathOf } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';

interface Invitation {
  readonly link: string;
  readonly expiresAt: number;
}

export function InviteDialog(props: { onClose(): void }) {
  const words = useWords();
  const { api } = useSession();
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
        {(invitation) => <InvitationLink invitation={invitation} />}
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

function InvitationLink(props: { invitation: Invitation }) {
  const words = useWords();
  const times = useTimes();
  const id = createUniqueId();
  let field!: HTMLInputElement;
  const copying = createCopying();
  const copy = () => {
    field.select();
    copying.copy(props.invitation.link);
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {words.invite.link}
      </label>
      <div class="invite-line">
        <input
          ref={(element) => (field = element)}
          id={id}
          class="field-input"
          readonly
          dir="ltr"
          value={props.invitation.link}
        />
        <Button look="accent" onPress={copy}>
          <Show when={copying.state() === 'copied'} fallback={<Copy size={20} />}>
            <Check size={20} />
          </Show>
          {copying.state() === 'copied' ? words.invite.copied : words.invite.copy}
        </Button>
      </div>
      <p class="field-hint" role="status">
        {copying.state() === 'by-hand'
          ? words.invite.copyByHand
          : words.invite.expires(times.full(props.invitation.expiresAt))}
      </p>
    </div>
  );
}
