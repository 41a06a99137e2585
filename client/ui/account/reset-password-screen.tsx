// A new password, by a link that an owner or admin made. Whoever opens it has no session, and has none afterwards:
// all of them end, and one signs in with what was chosen.
import { createSignal, Show, type JSX } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountPage } from './account-page.tsx';
import { checkAccountField } from './check-account.ts';

export function ResetPasswordScreen() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const token = router.secret();
  const [password, setPassword] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const [state, setState] = createSignal<'asking' | 'done' | 'invalid'>(token === '' ? 'invalid' : 'asking');
  const action = createAction(async () => {
    const answer = await session.api.resetPassword({ token, password: password() });
    const code = answer.status === 'failed' ? answer.code : null;
    if (code === null) setState('done');
    if (code === 'invite-invalid') setState('invalid');
    if (code?.startsWith('password-') === true) setProblem(code);
    return code;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    setProblem(checkAccountField('password', password()));
    if (problem() === null) action.start();
    else event.currentTarget.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
  };
  const title = () => {
    if (state() === 'done') return words.resetPassword.doneTitle;
    return state() === 'invalid' ? words.account.linkInvalid : words.resetPassword.title;
  };
  const intro = () => {
    if (state() === 'done') return words.resetPassword.done;
    return state() === 'invalid' ? words.resetPassword.invalid : words.resetPassword.intro;
  };
  return (
    <AccountPage
      title={title()}
      intro={<span role="status">{intro()}</span>}
      footer={<RouteLink to={{ screen: 'sign-in' }}>{words.account.signIn}</RouteLink>}
    >
      <Show when={state() === 'asking'}>
        <form class="account-form" noValidate onSubmit={submit}>
          <TextField
            name="password"
            label={words.settings.account.newPassword}
            hint={words.account.passwordHint}
            autocomplete="new-password"
            hasFocus
            reveal={{ show: words.account.showPassword, hide: words.account.hidePassword }}
            value={password()}
            error={problem() === null ? null : words.problem(problem() ?? '')}
            onValue={(typed) => {
              setPassword(typed);
              setProblem(null);
            }}
          />
          <Show when={action.problem()?.startsWith('password-') === true ? null : action.problem()}>
            {(code) => (
              <p class="account-problem" role="alert">
                {words.problem(code())}
              </p>
            )}
          </Show>
          <Button type="submit" look="accent" isBusy={action.isBusy()}>
            {action.isBusy() ? words.settings.saving : words.settings.account.changePassword}
          </Button>
        </form>
      </Show>
    </AccountPage>
  );
}
