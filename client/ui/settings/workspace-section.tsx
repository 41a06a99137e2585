// What holds for everybody in the workspace. The server keeps it, and it holds at once.
import { createSignal, onMount, Show, untrack } from 'solid-js';
import type { WorkspaceSettings } from '../../../shared/protocol/account-api.ts';
import { parseDisplayName } from '../../../shared/rules/display-name.ts';
import { useSession } from '../app/session.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceField } from '../parts/choice-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useWords } from '../words/words.tsx';
import { FileLimitFields } from './file-limit-fields.tsx';
import { badLimitsIn, readLimits, writeLimits, type LimitField } from './file-limits-form.ts';
import { SettingsForm } from './settings-form.tsx';

export function WorkspaceSection() {
  const words = useWords();
  const { api } = useSignedIn();
  const [settings, setSettings] = createSignal<WorkspaceSettings | null>(null);
  const look = createAction(async () => {
    const answer = await api.workspace.readSettings();
    if (answer.status === 'failed') return answer.code;
    setSettings(answer.value);
    return null;
  });
  onMount(() => look.start());
  return (
    <>
      <Show when={settings()} keyed>
        {(known) => <WorkspaceForm known={known} />}
      </Show>
      <Show when={look.problem()}>
        {(code) => (
          <>
            <p class="account-problem" role="alert">
              {words.problem(code())}
            </p>
            <div class="settings-actions">
              <Button isBusy={look.isBusy()} onPress={() => look.start()}>
                {words.tryAgain}
              </Button>
            </div>
          </>
        )}
      </Show>
    </>
  );
}

function WorkspaceForm(props: { known: WorkspaceSettings }) {
  const words = useWords();
  const session = useSession();
  const { api } = useSignedIn();
  const [settings, setSettings] = createSignal(untrack(() => props.known));
  const [hasBadName, setBadName] = createSignal(false);
  const [limits, setLimits] = createSignal(writeLimits(untrack(() => props.known.files)));
  const [badLimits, setBadLimits] = createSignal<readonly LimitField[]>([]);
  const [isDone, setDone] = createSignal(false);
  const change = (part: Partial<WorkspaceSettings>) => {
    setSettings((before) => ({ ...before, ...part }));
    setBadName(false);
    setDone(false);
  };
  const changeLimit = (field: LimitField, text: string) => {
    setLimits((before) => ({ ...before, [field]: text }));
    setBadLimits([]);
    setDone(false);
  };
  const action = createAction(async () => {
    const answer = await api.workspace.changeSettings({
      ...settings(),
      files: readLimits(limits()) ?? settings().files,
    });
    if (answer.status === 'failed') return answer.code;
    setSettings(answer.value);
    setLimits(writeLimits(answer.value.files));
    setDone(true);
    await session.greet();
    return null;
  });
  return (
    <SettingsForm
      title={words.settings.sections.workspace}
      intro={words.settings.workspace.intro}
      submit={words.settings.save}
      action={action}
      done={isDone() ? words.settings.saved : null}
      onSubmit={() => {
        setDone(false);
        setBadName(parseDisplayName(settings().name) === null);
        setBadLimits(badLimitsIn(limits()));
        return !hasBadName() && badLimits().length === 0;
      }}
    >
      <TextField
        name="workspace"
        label={words.settings.workspace.name}
        autocomplete="organization"
        autocapitalize="words"
        value={settings().name}
        error={hasBadName() ? words.problem('name-invalid') : null}
        onValue={(name) => change({ name })}
      />
      <ChoiceField
        label={words.settings.workspace.signUp}
        value={settings().signUp}
        choices={[
          { value: 'invite', label: words.settings.workspace.signUpInvited },
          { value: 'open', label: words.settings.workspace.signUpOpen },
        ]}
        onChoose={(signUp) => change({ signUp })}
      />
      <ChoiceField
        label={words.settings.workspace.whoMayWrite}
        hint={words.settings.workspace.whoMayWriteHint}
        value={settings().whoMayWrite}
        choices={[
          { value: 'anyone', label: words.settings.workspace.anyone },
          { value: 'contacts', label: words.settings.workspace.contacts },
        ]}
        onChoose={(whoMayWrite) => change({ whoMayWrite })}
      />
      <FileLimitFields limits={limits()} bad={badLimits()} onChange={changeLimit} />
    </SettingsForm>
  );
}
