// How others know me: picture, name, handle.
import { createSignal, untrack } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { checkAccountField } from '../account/check-account.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { TextField } from '../parts/text-field.tsx';
import { OwnPictureField } from '../pictures/picture-field.tsx';
import { useWords } from '../words/words.tsx';
import { SettingsForm } from './settings-form.tsx';

export function ProfileSection() {
  const words = useWords();
  return (
    <>
      <section class="settings-form" aria-label={words.picture.mine}>
        <h3 class="settings-form-title">{words.picture.mine}</h3>
        <OwnPictureField />
      </section>
      <NameForm field="name" />
      <NameForm field="handle" />
    </>
  );
}

function NameForm(props: { field: 'name' | 'handle' }) {
  const words = useWords();
  const session = useSession();
  const { api, me } = useSignedIn();
  const current = () => (props.field === 'name' ? me().name : me().handle);
  const [value, setValue] = createSignal(untrack(current));
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isDone, setDone] = createSignal(false);
  const isField = (code: string | null) => code?.startsWith(`${props.field}-`) === true;
  const action = createAction(async () => {
    const answer = await (props.field === 'name' ? api.changeName(value()) : api.changeHandle(value()));
    const code = answer.status === 'failed' ? answer.code : null;
    if (isField(code)) setProblem(code);
    if (code === null) await session.greet();
    if (code === null) setValue(current());
    setDone(code === null);
    return code;
  });
  return (
    <SettingsForm
      title={words.account[props.field]}
      submit={words.settings.save}
      action={action}
      done={isDone() ? words.settings.saved : null}
      isSaidElsewhere={isField(action.problem())}
      onSubmit={() => {
        setDone(false);
        setProblem(checkAccountField(props.field, value()));
        return problem() === null;
      }}
    >
      <TextField
        name={props.field}
        label={words.account[props.field]}
        hint={props.field === 'name' ? words.account.nameHint : words.account.handleHint}
        autocomplete={props.field === 'name' ? 'name' : 'nickname'}
        autocapitalize={props.field === 'name' ? 'words' : 'none'}
        value={value()}
        error={problem() === null ? null : words.problem(problem() ?? '')}
        onValue={(typed) => {
          setValue(typed);
          setProblem(null);
          setDone(false);
        }}
      />
    </SettingsForm>
  );
}
