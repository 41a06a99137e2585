// Links by which somebody may still come in: who made them, until when, and taking them back.
import { createSignal, For, onMount, Show } from 'solid-js';
import type { OpenInvite } from '../../../shared/protocol/account-api.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { InviteDialog } from '../people/invite-dialog.tsx';
import { useTimes, useWords } from '../words/words.tsx';

export function OpenInvites() {
  const words = useWords();
  const times = useTimes();
  const { api, now } = useSignedIn();
  const [invites, setInvites] = createSignal<readonly OpenInvite[]>([]);
  const [isInviting, setInviting] = createSignal(false);
  const look = createAction(async () => {
    const answer = await api.workspace.listInvites();
    if (answer.status === 'failed') return answer.code;
    setInvites(answer.value.invites);
    return null;
  });
  const revoke = createAction(async ({ inviteId }: OpenInvite) => {
    const answer = await api.workspace.revokeInvite(inviteId);
    // Used or run out meanwhile: it is open no more, which is what was asked for.
    if (answer.status === 'failed' && answer.code !== 'not-found') return answer.code;
    setInvites((known) => known.filter((invite) => invite.inviteId !== inviteId));
    return null;
  });
  onMount(() => look.start());
  return (
    <section class="settings-form" aria-label={words.settings.invites.title}>
      <h3 class="settings-form-title">{words.settings.invites.title}</h3>
      <ul aria-busy={look.isBusy()}>
        <For each={invites()}>
          {(invite) => (
            <li class="managed-invite">
              <p>{words.settings.invites.by(invite.invitedBy, times.full(invite.expiresAt))}</p>
              <Button
                isBusy={revoke.isBusy()}
                aria-label={words.settings.invites.revokeOf(invite.invitedBy, times.brief(invite.expiresAt, now()))}
                onPress={() => revoke.start(invite)}
              >
                {words.settings.invites.revoke}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={!look.isBusy() && look.problem() === null && invites().length === 0}>
        <p class="settings-note">{words.settings.invites.none}</p>
      </Show>
      <Show when={look.problem() ?? revoke.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <div class="settings-actions">
        <Button onPress={() => setInviting(true)}>{words.frame.invite}</Button>
      </div>
      <Show when={isInviting()}>
        <InviteDialog
          onClose={() => {
            setInviting(false);
            look.start();
          }}
        />
      </Show>
    </section>
  );
}
