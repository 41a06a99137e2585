// The three ways to a new account: the first owner by the set-up link, everybody by an invitation,
// anybody where sign-up is open. Each says clearly when its link does not work.
import { createResource, Match, Show, Switch, type JSX } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { Button } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountPage } from './account-page.tsx';
import { SignUpForm } from './sign-up-form.tsx';

export function SetUpScreen() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const needsOwner = () => {
    const state = session.state();
    return state.status === 'signed-out' && state.hello.needsOwner;
  };
  return (
    <Show
      when={needsOwner() && router.secret() !== ''}
      fallback={<InvalidLinkScreen intro={words.account.setUpInvalid} />}
    >
      <AccountPage
        title={words.account.setUpTitle(session.workspaceName() ?? words.product)}
        intro={words.account.setUpIntro}
      >
        <SignUpForm token={router.secret()} />
      </AccountPage>
    </Show>
  );
}

export function JoinScreen() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  // An empty token asks nothing.
  const [invite, { refetch }] = createResource(router.secret, (token) => session.api.readInvite(token));
  const workspaceName = () => {
    const answer = invite();
    return answer?.status === 'ok' ? answer.value.workspace.name : null;
  };
  const problem = () => {
    const answer = invite();
    if (router.secret() === '') return 'invite-invalid';
    return answer?.status === 'failed' ? answer.code : null;
  };
  const isSlow = createDelayed(() => invite.loading, 200);
  return (
    <Switch>
      <Match when={isSlow()}>
        <AccountPage title={words.account.starting} />
      </Match>
      <Match when={workspaceName()}>
        {(name) => (
          <AccountPage title={words.account.joinTitle(name())} intro={words.account.joinIntro} footer={<HaveAccount />}>
            <SignUpForm token={router.secret()} />
          </AccountPage>
        )}
      </Match>
      <Match when={problem() === 'not-found' || problem() === 'invite-invalid'}>
        <InvalidLinkScreen intro={words.account.inviteInvalid} />
      </Match>
      <Match when={problem()}>
        {(code) => (
          <AccountPage title={words.account.unreachable} intro={words.problem(code())}>
            <Button look="accent" onPress={() => void refetch()}>
              {words.tryAgain}
            </Button>
          </AccountPage>
        )}
      </Match>
    </Switch>
  );
}

export function OpenSignUpScreen() {
  const words = useWords();
  const session = useSession();
  const isOpen = () => {
    const state = session.state();
    return state.status === 'signed-out' && state.hello.signUp === 'open' && !state.hello.needsOwner;
  };
  return (
    <Show
      when={isOpen()}
      fallback={
        <AccountPage title={words.account.signUp} intro={words.problem('sign-up-closed')} footer={<HaveAccount />} />
      }
    >
      <AccountPage
        title={words.account.signUpIn(session.workspaceName() ?? words.product)}
        intro={words.account.signUpIntro}
        footer={<HaveAccount />}
      >
        <SignUpForm token={null} />
      </AccountPage>
    </Show>
  );
}

function InvalidLinkScreen(props: { intro: JSX.Element }) {
  const words = useWords();
  return <AccountPage title={words.account.linkInvalid} intro={props.intro} footer={<HaveAccount />} />;
}

function HaveAccount() {
  const words = useWords();
  return (
    <>
      {words.account.haveAccount} <RouteLink to={{ screen: 'sign-in' }}>{words.account.signIn}</RouteLink>
    </>
  );
}
