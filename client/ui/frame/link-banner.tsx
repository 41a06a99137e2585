// Asks for what only the person can do about the link: sign in again, or load the newer version.
import { Match, Switch } from 'solid-js';
import { useAppUpdate } from '../app/app-update-context.ts';
import { Button } from '../parts/button.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function LinkBanner() {
  const words = useWords();
  const router = useRouter();
  const update = useAppUpdate();
  const { link } = useSignedIn();
  const reason = () => {
    const state = link();
    return state.status === 'refused' ? state.reason : null;
  };
  return (
    <Switch>
      <Match when={reason() === 'signed-out'}>
        <div class="link-banner" role="alert">
          {words.link.signedOut}
          <Button onPress={() => router.go({ screen: 'sign-in' })}>{words.link.signInAgain}</Button>
        </div>
      </Match>
      <Match when={reason() === 'update-needed'}>
        <div class="link-banner" role="alert">
          {words.link.updateNeeded}
          <Button onPress={() => update.reload()}>{words.reload}</Button>
        </div>
      </Match>
    </Switch>
  );
}
