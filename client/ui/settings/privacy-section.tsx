// What others see of me. The server keeps it for all my devices, so it needs a connection and says so.
import { createSignal, onMount, Show } from 'solid-js';
import type { OwnStatus } from '../../../shared/protocol/presence.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';

export function PrivacySection() {
  const words = useWords();
  const { api } = useSignedIn();
  const [status, setStatus] = createSignal<OwnStatus | null>(null);
  const look = createAction(async () => {
    const answer = await api.readStatus();
    if (answer.status === 'failed') return answer.code;
    setStatus(answer.value.status);
    return null;
  });
  const change = createAction(async (showsLastSeen: boolean) => {
    const now = await api.readStatus(); // another device may have changed the rest of it
    if (now.status === 'failed') return now.code;
    const answer = await api.changeStatus({ ...now.value.status, showsLastSeen });
    if (answer.status === 'failed') return answer.code;
    setStatus(answer.value.status);
    return null;
  });
  onMount(() => look.start());
  return (
    <div class="settings-form" aria-busy={look.isBusy() || change.isBusy()}>
      <Show when={status()}>
        {(known) => (
          <label class="settings-check">
            <input
              type="checkbox"
              checked={known().showsLastSeen}
              onChange={(event) => {
                change.start(event.currentTarget.checked);
                event.currentTarget.checked = known().showsLastSeen; // until the server has it
              }}
            />
            {words.settings.privacy.lastSeen}
          </label>
        )}
      </Show>
      <p class="settings-note">{words.settings.privacy.lastSeenHint}</p>
      <Show when={look.problem() ?? change.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Show when={look.problem()}>
        <div class="settings-actions">
          <Button onPress={() => look.start()}>{words.tryAgain}</Button>
        </div>
      </Show>
    </div>
  );
}
