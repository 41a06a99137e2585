// A new account: four fields judged by the shared rules while one leaves them, by the server when they are sent.
// Does not know why one may sign up here: a set-up link, an invitation, or an open door.
import { createSignal, For, Show, type JSX } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSession } from '../app/session.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { accountFields, checkAccountField, fieldOf, type AccountField } from './check-account.ts';

interface FieldLook {
  readonly label: string;
  readonly hint: string;
  readonly autocomplete: string;
  readonly type?: 'email';
  readonly autocapitalize?: 'words';
}

export function SignUpForm(props: { token: string | null }) {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  let form!: HTMLFormElement;
  const [fields, setFields] = createStore<Record<AccountField, string>>({
    name: '',
    handle: '',
    email: '',
    password: '',
  });
  const [left, setLeft] = createStore<Partial<Record<AccountField, boolean>>>({});
  /** What the server said of a value stands until the value changes. */
  const [refused, setRefused] = createStore<Partial<Record<AccountField, string>>>({});
  const [formProblem, setFormProblem] = createSignal<string | null>(null);

  const errorOf = (field: AccountField): string | null => {
    const code = refused[field] ?? (left[field] === true ? checkAccountField(field, fields[field]) : null);
    return code === null ? null : words.problem(code);
  };
  const focusFirstError = () => form.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();

  const action = createAction(async () => {
    const code = await session.signUp({ ...fields, ...(props.token === null ? {} : { token: props.token }) });
    const field = code === null ? null : fieldOf(code);
    if (field !== null && code !== null) setRefused(field, code);
    else setFormProblem(code);
    if (code === null) router.go({ screen: 'home' }, 'replace');
    else focusFirstError();
    return code;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    setFormProblem(null);
    setLeft({ name: true, handle: true, email: true, password: true });
    if (accountFields.every((field) => checkAccountField(field, fields[field]) === null)) action.start();
    else focusFirstError();
  };
  const look = (): Record<AccountField, FieldLook> => ({
    name: { label: words.account.name, hint: words.account.nameHint, autocomplete: 'name', autocapitalize: 'words' },
    handle: { label: words.account.handle, hint: words.account.handleHint, autocomplete: 'nickname' },
    email: { label: words.account.email, hint: words.account.emailHint, autocomplete: 'username', type: 'email' },
    password: { label: words.account.password, hint: words.account.passwordHint, autocomplete: 'new-password' },
  });
  const reveal = () => ({ show: words.account.showPassword, hide: words.account.hidePassword });
  return (
    <form ref={(element) => (form = element)} class="account-form" noValidate onSubmit={submit}>
      <For each={accountFields}>
        {(field, index) => (
          <TextField
            {...look()[field]}
            {...(field === 'password' ? { reveal: reveal() } : {})}
            name={field}
            hasFocus={index() === 0}
            value={fields[field]}
            error={errorOf(field)}
            onValue={(value) => {
              setFields(field, value);
              setRefused(field, undefined);
            }}
            onLeave={() => setLeft(field, fields[field] !== '')}
          />
        )}
      </For>
      <Show when={formProblem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Button type="submit" look="accent" isBusy={action.isBusy()}>
        {action.isBusy() ? words.account.signingUp : words.account.signUp}
      </Button>
    </form>
  );
}
