// What others see of me. When I was last here is the server's to keep, so that needs a connection and says so; whether
// reading is told waits in the queue until there is one.
import { createSignal, onMount, Show } from 'solid-js';
import type { OwnStatus } from '../../../shared/protocol/presence.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createReadable } from '../../reactive/create-readable.ts';
import { createAction } from '../parts/action.ts';
import { createDelayed } from '../parts/delayed.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';

export function PrivacySection() {
  return (
    <>
      <LastSeen />
      <Receipts />
    </>
  );
}

function Receipts() {
  const words = useWords();
  const { messenger, waiting } = useSignedIn();
  const areOn = createReadable(messenger.receipts);
  // What the server answers at once is not worth a word.
  const isWaiting = createDelayed(() => waiting().some(({ command }) => command.kind === 'set-receipts'), 400);
  return (
    <div class="settings-form">
      <label class="settings-check">
        <input
          type="checkbox"
          checked={areOn()}
          onChange={(event) => messenger.change({ kind: 'set-receipts', areOn: event.currentTarget.checked })}
        />
        {words.settings.privacy.receipts}
      </label>
      <p class="settings-note">{words.settings.privacy.receiptsHint}</p>
      <p class="settings-note" role="status">
        {isWaiting() ? words.settings.privacy.receiptsWaiting : ''}
      </p>
    </div>
  );
}

function LastSeen() {
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
