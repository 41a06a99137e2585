// How I sign in, and how I leave for good. Each asks for the password once more.
import { createSignal, Show } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { checkAccountField } from '../account/check-account.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { TextField } from '../parts/text-field.tsx';
import { useWords } from '../words/words.tsx';
import { SettingsForm } from './settings-form.tsx';

export function AccountSection() {
  return (
    <>
      <EmailForm />
      <PasswordForm />
      <DeleteForm />
    </>
  );
}

interface SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly value: string;
  readonly error: string | null;
  onValue(value: string): void;
}

function SecretField(props: SecretFieldProps) {
  const words = useWords();
  return (
    <TextField
      name={props.autocomplete}
      label={props.label}
      hint={props.hint}
      autocomplete={props.autocomplete}
      reveal={{ show: words.account.showPassword, hide: words.account.hidePassword }}
      value={props.value}
      error={props.error}
      onValue={(value) => props.onValue(value)}
    />
  );
}

/** The password as it is now: asked for, and refused, at its field. */
function createCurrent() {
  const words = useWords();
  const [value, setValue] = createSignal('');
  const [problem, setProblem] = createSignal<'missing' | 'wrong' | null>(null);
  const error = () => {
    if (problem() === null) return null;
    return problem() === 'missing' ? words.account.passwordMissing : words.settings.account.currentWrong;
  };
  return {
    value,
    /** True when there is one to send. */
    check: () => {
      setProblem(value() === '' ? 'missing' : null);
      return value() !== '';
    },
    take: (code: string | null) => {
      if (code === 'wrong-credentials') setProblem('wrong');
      if (code === null) setValue('');
    },
    field: () => (
      <SecretField
        label={words.settings.account.current}
        autocomplete="current-password"
        value={value()}
        error={error()}
        onValue={(typed) => {
          setValue(typed);
          setProblem(null);
        }}
      />
    ),
  };
}

function EmailForm() {
  const words = useWords();
  const session = useSession();
  const { api, me } = useSignedIn();
  const current = createCurrent();
  const [email, setEmail] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isDone, setDone] = createSignal(false);
  const action = createAction(async () => {
    const answer = await api.changeEmail({ current: current.value(), email: email() });
    const code = answer.status === 'failed' ? answer.code : null;
    current.take(code);
    if (code?.startsWith('email-') === true) setProblem(code);
    if (code === null) {
      await session.greet();
      setEmail('');
    }
    setDone(code === null);
    return code;
  });
  const isAtField = () => /^email-|^wrong-credentials$/.test(action.problem() ?? '');
  return (
    <SettingsForm
      title={words.settings.account.email}
      intro={words.settings.account.emailNow(me().email)}
      submit={words.settings.account.changeEmail}
      action={action}
      done={isDone() ? words.settings.saved : null}
      isSaidElsewhere={isAtField()}
      onSubmit={() => {
        setDone(false);
        setProblem(checkAccountField('email', email()));
        return current.check() && problem() === null;
      }}
    >
      <TextField
        name="email"
        type="email"
        label={words.settings.account.newEmail}
        autocomplete="email"
        value={email()}
        error={problem() === null ? null : words.problem(problem() ?? '')}
        onValue={(typed) => {
          setEmail(typed);
          setProblem(null);
          setDone(false);
        }}
      />
      {current.field()}
    </SettingsForm>
  );
}

function PasswordForm() {
  const words = useWords();
  const { api } = useSignedIn();
  const current = createCurrent();
  const [password, setPassword] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isDone, setDone] = createSignal(false);
  const action = createAction(async () => {
    const answer = await api.changePassword({ current: current.value(), password: password() });
    const code = answer.status === 'failed' ? answer.code : null;
    current.take(code);
    if (code?.startsWith('password-') === true) setProblem(code);
    if (code === null) setPassword('');
    setDone(code === null);
    return code;
  });
  const isAtField = () => /^password-|^wrong-credentials$/.test(action.problem() ?? '');
  return (
    <SettingsForm
      title={words.account.password}
      intro={words.settings.account.passwordIntro}
      submit={words.settings.account.changePassword}
      action={action}
      done={isDone() ? words.settings.account.passwordChanged : null}
      isSaidElsewhere={isAtField()}
      onSubmit={() => {
        setDone(false);
        setProblem(checkAccountField('password', password()));
        return current.check() && problem() === null;
      }}
    >
      {current.field()}
      <SecretField
        label={words.settings.account.newPassword}
        hint={words.account.passwordHint}
        autocomplete="new-password"
        value={password()}
        error={problem() === null ? null : words.problem(problem() ?? '')}
        onValue={(typed) => {
          setPassword(typed);
          setProblem(null);
          setDone(false);
        }}
      />
    </SettingsForm>
  );
}

function DeleteForm() {
  const words = useWords();
  const session = useSession();
  const { api, messenger } = useSignedIn();
  const current = createCurrent();
  const [unsent, setUnsent] = createSignal(0);
  void messenger.countUnsent().then(setUnsent);
  const action = createAction(async () => {
    const answer = await api.deleteAccount({ current: current.value() });
    const code = answer.status === 'failed' ? answer.code : null;
    current.take(code);
    if (code === null) await session.signOut();
    return code;
  });
  return (
    <SettingsForm
      title={words.settings.account.delete}
      intro={words.settings.account.deleteIntro}
      submit={words.settings.account.deleteNow}
      action={action}
      done={null}
      isSaidElsewhere={action.problem() === 'wrong-credentials'}
      onSubmit={current.check}
    >
      <Show when={unsent() > 0}>
        <p class="account-problem">{words.settings.account.deleteUnsent(unsent())}</p>
      </Show>
      {current.field()}
    </SettingsForm>
  );
}
