// Signing in with e-mail and password. What is wrong stands where it can be mended.
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountPage } from './account-page.tsx';

export function SignInScreen() {
  const words = useWords();
  const session = useSession();
  const title = () => {
    const name = session.workspaceName();
    return name === null ? words.account.signIn : words.account.signInTo(name);
  };
  return (
    <AccountPage title={title()} intro={<SignInIntro />} footer={<SignInFooter />}>
      <SignInForm />
    </AccountPage>
  );
}

function SignInForm() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  // Whose session has ended: most likely the same person again.
  const expired = session.state();
  const known = expired.status === 'signed-in' ? expired.me().email : '';
  const [email, setEmail] = createSignal(known);
  const [password, setPassword] = createSignal('');
  const [wasTried, setTried] = createSignal(false);
  const action = createAction(async () => {
    const problem = await session.signIn({ email: email().trim(), password: password() });
    if (problem === null && router.route().screen === 'sign-in') router.go({ screen: 'home' }, 'replace');
    return problem;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    setTried(true);
    if (email().trim() !== '' && password() !== '') action.start();
  };
  return (
    <form class="account-form" noValidate onSubmit={submit}>
      <TextField
        name="email"
        type="email"
        label={words.account.email}
        autocomplete="username"
        hasFocus={known === ''}
        value={email()}
        error={wasTried() && email().trim() === '' ? words.account.emailMissing : null}
        onValue={setEmail}
      />
      <TextField
        name="password"
        label={words.account.password}
        autocomplete="current-password"
        hasFocus={known !== ''}
        reveal={{ show: words.account.showPassword, hide: words.account.hidePassword }}
        value={password()}
        error={wasTried() && password() === '' ? words.account.passwordMissing : null}
        onValue={setPassword}
      />
      <Show when={action.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Button type="submit" look="accent" isBusy={action.isBusy()}>
        {action.isBusy() ? words.account.signingIn : words.account.signIn}
      </Button>
    </form>
  );
}

function SignInIntro() {
  const words = useWords();
  const session = useSession();
  return (
    <Switch>
      <Match when={session.state().status === 'signed-in'}>{words.account.keepsEverything}</Match>
      <Match when={session.lostElsewhere() !== null}>
        {words.account.endedElsewhere(session.lostElsewhere() ?? 0)}
      </Match>
    </Switch>
  );
}

function SignInFooter() {
  const words = useWords();
  const session = useSession();
  const hello = () => {
    const state = session.state();
    return state.status === 'signed-out' ? state.hello : null;
  };
  return (
    <Show when={hello()} fallback={<RouteLink to={{ screen: 'home' }}>{words.account.toMessages}</RouteLink>}>
      {(hello) => (
        <Show
          when={hello().signUp === 'open' && !hello().needsOwner}
          fallback={hello().needsOwner ? words.account.needsOwner : words.account.inviteOnly}
        >
          {words.account.newHere} <RouteLink to={{ screen: 'sign-up' }}>{words.account.signUp}</RouteLink>
        </Show>
      )}
    </Show>
  );
}
