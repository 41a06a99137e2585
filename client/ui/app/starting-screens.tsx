// Around what is known: a moment's wait before and after, or no server and nobody remembered on this device.
import { onCleanup, Show } from 'solid-js';
import { AccountPage } from '../account/account-page.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { useSession } from './session.tsx';

export function StartingScreen() {
  const words = useWords();
  return <AccountPage title={words.account.starting} />;
}

/** Short, unless another tab is slow to let go of what is wiped. */
export function LeavingScreen() {
  const words = useWords();
  return <AccountPage title={words.frame.signingOut} />;
}

export function UnreachableScreen(props: { code: string; owesSignOut: boolean }) {
  const words = useWords();
  const session = useSession();
  const retry = createAction(async () => {
    await session.greet();
    return null;
  });
  const retryAtOnce = () => retry.start();
  window.addEventListener('online', retryAtOnce);
  onCleanup(() => window.removeEventListener('online', retryAtOnce));
  return (
    <AccountPage
      title={props.owesSignOut ? words.account.signedOutHere : words.account.unreachable}
      intro={props.owesSignOut ? words.account.signedOutHereHint : words.problem(props.code)}
    >
      <Show when={!props.owesSignOut}>
        <p>{words.account.unreachableHint}</p>
      </Show>
      <Button look="accent" isBusy={retry.isBusy()} onPress={() => retry.start()}>
        {words.tryAgain}
      </Button>
    </AccountPage>
  );
}
