// What I say of myself: whether I want to be disturbed, a line of text, until when. Who sees when I was last here stands
// in the settings. The server alone keeps it, so that it needs a connection.
import './status-dialog.css';
import { createEffect, createSignal, createUniqueId, For, on, onMount, Show, type JSX } from 'solid-js';
import { maxStatusLength, type OwnStatus } from '../../../shared/protocol/presence.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { statusUntil, type StatusEnd } from './status-until.ts';

export function StatusDialog(props: { onClose(): void }) {
  const words = useWords();
  const { api, link } = useSignedIn();
  const [status, setStatus] = createSignal<OwnStatus | null>(null);
  const look = createAction(async () => {
    const answer = await api.readStatus();
    if (answer.status === 'failed') return answer.code;
    setStatus(heldAt(answer.value.status, Date.now()));
    return null;
  });
  const save = createAction(async (next: OwnStatus) => {
    const answer = await api.changeStatus(next);
    if (answer.status === 'failed') return answer.code;
    props.onClose();
    return null;
  });
  // Also once the network is back.
  createEffect(on(link, () => status() ?? look.start()));
  return (
    <Dialog title={words.status.title} onClose={() => props.onClose()}>
      <Show when={status()} keyed fallback={<p role="status">{look.problem() === null ? words.status.loading : ''}</p>}>
        {(status) => <StatusForm status={status} isBusy={save.isBusy()} onSave={(next) => save.start(next)} />}
      </Show>
      <Show when={look.problem() ?? save.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {code() === 'offline' ? words.status.needsConnection : words.problem(code())}
          </p>
        )}
      </Show>
    </Dialog>
  );
}

/** What has ended says nothing any more. */
function heldAt(status: OwnStatus, nowMs: number): OwnStatus {
  const isOver = status.until !== null && status.until <= nowMs;
  return isOver ? { ...status, availability: 'present', text: '', until: null } : status;
}

interface StatusFormProps {
  readonly status: OwnStatus;
  readonly isBusy: boolean;
  onSave(status: OwnStatus): void;
}

function StatusForm(props: StatusFormProps) {
  const words = useWords();
  const times = useTimes();
  const id = createUniqueId();
  // A form begins with what is, and is the person's from then on.
  // oxlint-disable-next-line solid/reactivity
  const { status } = props;
  const [availability, setAvailability] = createSignal(status.availability);
  const [text, setText] = createSignal(status.text);
  const [end, setEnd] = createSignal<StatusEnd | 'as-it-is'>(status.until === null ? 'never' : 'as-it-is');
  let form!: HTMLFormElement;
  onMount(() => form.querySelector<HTMLElement>(':checked')?.focus()); // the dialog was open before it
  const ends: readonly (readonly [StatusEnd, string])[] = [
    ['half-hour', words.status.halfHour],
    ['hour', words.status.hour],
    ['today', words.status.today],
    ['never', words.status.always],
  ];
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    const chosen = end();
    const until = chosen === 'as-it-is' ? status.until : statusUntil(chosen, Date.now(), times);
    const said = text().toWellFormed().replaceAll('\0', '').trim();
    props.onSave({ ...status, availability: availability(), text: said, until });
  };
  return (
    <form ref={(element) => (form = element)} class="status-form" onSubmit={submit}>
      <fieldset class="status-choices">
        <legend class="field-label">{words.status.availability}</legend>
        <label class="status-choice">
          <input
            type="radio"
            name={id}
            checked={availability() === 'present'}
            onInput={() => setAvailability('present')}
          />
          {words.status.present}
        </label>
        <label class="status-choice">
          <input
            type="radio"
            name={id}
            checked={availability() === 'do-not-disturb'}
            onInput={() => setAvailability('do-not-disturb')}
          />
          {words.status.doNotDisturb}
        </label>
      </fieldset>
      <div class="field">
        <label class="field-label" for={`${id}-text`}>
          {words.status.text}
        </label>
        <input
          id={`${id}-text`}
          class="field-input"
          dir="auto"
          autocomplete="off"
          maxlength={maxStatusLength}
          aria-describedby={`${id}-hint`}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p id={`${id}-hint`} class="field-hint">
          {words.status.textHint}
        </p>
      </div>
      <div class="field">
        <label class="field-label" for={`${id}-until`}>
          {words.status.until}
        </label>
        <select
          id={`${id}-until`}
          class="field-input"
          onInput={(event) => setEnd(event.currentTarget.value as StatusEnd)} // the options below
        >
          <Show when={status.until}>
            {(until) => (
              <option value="as-it-is" selected={end() === 'as-it-is'}>
                {times.full(until())}
              </option>
            )}
          </Show>
          <For each={ends}>
            {([value, label]) => (
              <option value={value} selected={end() === value}>
                {label}
              </option>
            )}
          </For>
        </select>
      </div>
      <Button type="submit" look="accent" isBusy={props.isBusy}>
        {props.isBusy ? words.status.saving : words.status.save}
      </Button>
    </form>
  );
}
