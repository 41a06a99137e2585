// Whether the system tells of messages on this device and what, and when this person wants quiet on all of theirs.
// Says what stands in the way: the browser's no, a browser that cannot, no connection, no push service.
import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import type { QuietHours } from '../../../shared/rules/notify.ts';
import { createDeviceNotices, type DeviceNotices } from '../../reactive/create-device-notices.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';
import { minuteOf, timeField } from './auto-reply-form.ts';
import { SettingsForm } from './settings-form.tsx';

export function NotificationsSection() {
  const words = useWords();
  const device = createDeviceNotices(window, useSignedIn().api);
  return (
    <>
      <div class="settings-form">
        <p class="settings-note">{words.settings.notifications.intro}</p>
        <Switch fallback={<ThisDevice device={device} />}>
          <Match when={device.support() === 'denied'}>
            <p role="alert">{words.settings.notifications.denied}</p>
          </Match>
          <Match when={device.support() === 'to-be-installed'}>
            <p role="alert">{words.settings.notifications.toBeInstalled}</p>
          </Match>
          <Match when={device.support() === 'none'}>
            <p role="alert">{words.settings.notifications.unsupported}</p>
          </Match>
        </Switch>
        <p class="settings-note">{words.settings.notifications.levels}</p>
      </div>
      <QuietForm />
    </>
  );
}

function ThisDevice(props: { device: DeviceNotices }) {
  const words = useWords();
  const { api } = useSignedIn();
  const preferences = usePreferences();
  const [isOpenOnly, setOpenOnly] = createSignal(false);
  const [isTested, setTested] = createSignal(false);
  const join = async () => {
    const joined = await props.device.join(preferences.choices().noticesShowContent);
    setOpenOnly(joined === 'open-only');
    return typeof joined === 'object' ? joined.failed : null;
  };
  const turn = createAction(async (isOn: boolean) => {
    const isAllowed = isOn && (await props.device.ask());
    preferences.choose({ notices: isAllowed, noticesAsked: true });
    if (isAllowed) return join();
    await props.device.leave(true);
    return null;
  });
  const showContent = createAction((noticesShowContent: boolean) => {
    preferences.choose({ noticesShowContent });
    return join();
  });
  const test = createAction(async () => {
    setTested(false);
    const pushed = await api.pushes.test();
    // With no push service the worker shows it by itself, as it does for messages while the app is open.
    if (pushed.status === 'failed') await props.device.order({ kind: 'test' });
    setTested(true);
    return null;
  });
  return (
    <>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={preferences.choices().notices}
          onChange={(event) => turn.start(event.currentTarget.checked)}
        />
        {words.settings.notifications.on}
      </label>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={preferences.choices().noticesShowContent}
          disabled={!preferences.choices().notices}
          onChange={(event) => showContent.start(event.currentTarget.checked)}
        />
        {words.settings.notifications.content}
      </label>
      <p class="settings-note">{words.settings.notifications.contentHint}</p>
      <Show when={isOpenOnly() && preferences.choices().notices}>
        <p class="settings-note" role="status">
          {words.settings.notifications.openOnly}
        </p>
      </Show>
      <Problem code={turn.problem() ?? showContent.problem()} />
      <Show when={preferences.choices().notices}>
        <div class="settings-actions">
          <Button isBusy={test.isBusy()} onPress={() => test.start()}>
            {words.settings.notifications.test}
          </Button>
          <p class="settings-note" role="status">
            {isTested() ? words.settings.notifications.testSent : ''}
          </p>
        </div>
      </Show>
    </>
  );
}

const firstQuiet = { from: 22 * 60, to: 7 * 60 };

function QuietForm() {
  const words = useWords();
  const { api } = useSignedIn();
  const preferences = usePreferences();
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  /** Undefined while nothing was touched. */
  const [touched, touch] = createSignal<QuietHours | null | undefined>(undefined);
  const [isSaved, setSaved] = createSignal(false);
  const quiet = () => (touched() === undefined ? preferences.choices().quiet : (touched() ?? null));
  const change = (next: QuietHours | null) => {
    touch(next);
    setSaved(false);
  };
  const save = createAction(async () => {
    const wanted = quiet();
    const answer = await api.pushes.setQuiet(wanted);
    if (answer.status === 'failed') return answer.code;
    preferences.choose({ quiet: wanted });
    touch(undefined);
    setSaved(true);
    return null;
  });
  const learn = async () => {
    const answer = await api.pushes.read();
    if (answer.status === 'ok') preferences.choose({ quiet: answer.value.quiet });
  };
  onMount(() => void learn());
  const hour = (name: 'from' | 'to', open: QuietHours) => (
    <input
      class="field-input"
      type="time"
      required
      aria-label={name === 'from' ? words.settings.notifications.quietFrom : words.settings.notifications.quietTo}
      aria-invalid={open.from === open.to}
      value={timeField(open[name])}
      onInput={(event) => {
        const minute = minuteOf(event.currentTarget.value);
        if (minute !== null) change({ ...open, [name]: minute });
      }}
    />
  );
  return (
    <SettingsForm
      title={words.settings.notifications.quietTitle}
      intro={words.settings.notifications.quietHint}
      submit={words.settings.save}
      action={save}
      done={isSaved() ? words.settings.notifications.saved : null}
      onSubmit={() => quiet() === null || quiet()?.from !== quiet()?.to}
    >
      <label class="settings-check">
        <input
          type="checkbox"
          checked={quiet() !== null}
          onChange={(event) => change(event.currentTarget.checked ? { timeZone: ownZone, ...firstQuiet } : null)}
        />
        {words.settings.notifications.quiet}
      </label>
      <Show when={quiet()}>
        {(open) => (
          <>
            <div class="settings-actions">
              {hour('from', open())}
              <span aria-hidden="true">–</span>
              {hour('to', open())}
            </div>
            <p class="settings-note">{words.settings.notifications.quietZone(open().timeZone)}</p>
          </>
        )}
      </Show>
    </SettingsForm>
  );
}

function Problem(props: { code: string | null }) {
  const words = useWords();
  return (
    <Show when={props.code}>
      {(code) => (
        <p class="account-problem" role="alert">
          {code() === 'offline' ? words.settings.notifications.offline : words.problem(code())}
        </p>
      )}
    </Show>
  );
}
