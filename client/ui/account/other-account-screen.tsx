// A link for a new account, opened by somebody who is signed in already: nothing happens by itself.
import { useSession } from '../app/session.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountPage } from './account-page.tsx';

export function OtherAccountScreen(props: { name: string }) {
  const words = useWords();
  const session = useSession();
  const signOut = createAction(() => session.signOut());
  return (
    <AccountPage
      title={session.workspaceName() ?? words.product}
      intro={words.account.otherAccount(props.name)}
      footer={<RouteLink to={{ screen: 'home' }}>{words.account.toMessages}</RouteLink>}
    >
      <Button isBusy={signOut.isBusy()} onPress={() => signOut.start()}>
        {signOut.isBusy() ? words.frame.signingOut : words.frame.signOut}
      </Button>
    </AccountPage>
  );
}
