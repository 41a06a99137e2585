// A link for a new account, opened by somebody who is signed in already: nothing happens by itself.
import { createSignal, Show } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { Button } from '../parts/button.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountPage } from './account-page.tsx';
import { SignOut } from './sign-out.tsx';

export function OtherAccountScreen(props: { name: string }) {
  const words = useWords();
  const session = useSession();
  const [isLeaving, setLeaving] = createSignal(false);
  return (
    <AccountPage
      title={session.workspaceName() ?? words.product}
      intro={words.account.otherAccount(props.name)}
      footer={<RouteLink to={{ screen: 'home' }}>{words.account.toMessages}</RouteLink>}
    >
      <Button isBusy={isLeaving()} onPress={() => setLeaving(true)}>
        {words.frame.signOut}
      </Button>
      <Show when={isLeaving()}>
        <SignOut keepsAddress onClose={() => setLeaving(false)} />
      </Show>
    </AccountPage>
  );
}
