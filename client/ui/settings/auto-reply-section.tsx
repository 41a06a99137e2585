// What answers for me while I am away. It works with no connection: what is saved here goes to the server when there is
// one, and the server answers, not a device.
import './auto-reply-section.css';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { maxAutoReplyLength, type Hours, type Schedule } from '../../../shared/rules/auto-reply.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceField } from '../parts/choice-field.tsx';
import { useWords } from '../words/words.tsx';
import {
  fieldsOf,
  minuteOf,
  problemIn,
  settingsOf,
  timeField,
  type AutoReplyFields,
  type FieldProblem,
} from './auto-reply-form.ts';
import { SettingsForm } from './settings-form.tsx';

export function AutoReplySection() {
  const words = useWords();
  const { errands } = useSignedIn().messenger;
  const shown = createReadable(errands.all);
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const id = createUniqueId();
  /** Null while nothing was touched: then another device's changes show. */
  const [touched, touch] = createSignal<AutoReplyFields | null>(null);
  const [problem, setProblem] = createSignal<FieldProblem | null>(null);
  const [isSaved, setSaved] = createSignal(false);
  const fields = () => touched() ?? fieldsOf(shown().autoReply, ownZone);
  const change = (part: Partial<AutoReplyFields>) => {
    touch({ ...fields(), ...part });
    setSaved(false);
    if (problem() !== null) setProblem(problemIn(fields()));
  };
  const save = createAction(() => {
    errands.setAutoReply(settingsOf(fields()));
    touch(null);
    setSaved(true);
    return Promise.resolve(null);
  });
  const check = () => {
    setProblem(problemIn(fields()));
    return problem() === null;
  };
  const said = (...problems: FieldProblem[]) => {
    const found = problem();
    return found !== null && problems.includes(found) ? words.errands[found] : null;
  };
  const schedules: readonly (readonly [Schedule['kind'], () => string])[] = [
    ['always', () => words.errands.always],
    ['period', () => words.errands.period],
    ['outside-hours', () => words.errands.outsideHours],
  ];
  return (
    <SettingsForm
      title={words.errands.awayTitle}
      intro={words.errands.awayHint}
      submit={words.settings.save}
      action={save}
      done={isSaved() ? (shown().isAutoReplyHeard ? words.errands.saved : words.errands.savedHere) : null}
      onSubmit={check}
    >
      <label class="settings-check">
        <input
          type="checkbox"
          checked={fields().isOn}
          onChange={(event) => change({ isOn: event.currentTarget.checked })}
        />
        {words.errands.away}
      </label>
      <div class="field">
        <label class="field-label" for={`${id}-text`}>
          {words.errands.replyText}
        </label>
        <textarea
          id={`${id}-text`}
          class="field-input auto-reply-text"
          dir="auto"
          rows={3}
          maxlength={maxAutoReplyLength}
          aria-invalid={said('textMissing') === null ? undefined : 'true'}
          aria-describedby={`${id}-text-problem`}
          value={fields().text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <Problem id={`${id}-text-problem`} said={said('textMissing')} />
      </div>
      <ChoiceField
        label={words.errands.answers}
        value={fields().kind}
        choices={schedules.map(([value, label]) => ({ value, label: label() }))}
        onChoose={(kind) => change({ kind })}
      />
      <Show when={fields().kind === 'period'}>
        <TimeField
          label={words.errands.from}
          hint={words.errands.fromHint}
          said={null}
          value={fields().from}
          onValue={(from) => change({ from })}
        />
        <TimeField
          label={words.errands.until}
          hint={null}
          said={said('untilMissing', 'untilBefore')}
          value={fields().until}
          onValue={(until) => change({ until })}
        />
      </Show>
      <Show when={fields().kind === 'outside-hours'}>
        <WeekField fields={fields()} said={said('hoursEqual')} onWeek={(week) => change({ week })} />
      </Show>
      <Show when={fields().kind !== 'always'}>
        <div class="settings-actions">
          <p class="settings-note">{words.errands.zone(fields().timeZone)}</p>
          <Show when={fields().timeZone !== ownZone}>
            <Button onPress={() => change({ timeZone: ownZone })}>{words.errands.ownZone(ownZone)}</Button>
          </Show>
        </div>
      </Show>
    </SettingsForm>
  );
}

function Problem(props: { id: string; said: string | null }) {
  return (
    <p id={props.id} class="field-error" role="alert">
      {props.said}
    </p>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly hint: string | null;
  readonly said: string | null;
  readonly value: string;
  onValue(value: string): void;
}

function TimeField(props: TimeFieldProps) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="field-input"
        type="datetime-local"
        aria-invalid={props.said === null ? undefined : 'true'}
        aria-describedby={`${id}-note`}
        value={props.value}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
      <Show when={props.hint} fallback={<Problem id={`${id}-note`} said={props.said} />}>
        <p id={`${id}-note`} class="field-hint">
          {props.hint}
        </p>
      </Show>
    </div>
  );
}

interface WeekFieldProps {
  readonly fields: AutoReplyFields;
  readonly said: string | null;
  onWeek(week: AutoReplyFields['week']): void;
}

const firstHours: Hours = { from: 9 * 60, to: 17 * 60 };

function WeekField(props: WeekFieldProps) {
  const words = useWords();
  const id = createUniqueId();
  const weekdays = () => {
    const format = new Intl.DateTimeFormat(words.language, { weekday: 'long', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day))); // began on a Monday
  };
  const set = (day: number, hours: Hours | null) => {
    const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = props.fields.week.with(day, hours);
    const some = (one: Hours | null | undefined) => one ?? null;
    props.onWeek([
      ...([some(monday), some(tuesday), some(wednesday), some(thursday)] as const),
      ...([some(friday), some(saturday), some(sunday)] as const),
    ]);
  };
  return (
    <fieldset class="auto-reply-week" aria-describedby={`${id}-problem`}>
      <legend class="field-label">{words.errands.workingHours}</legend>
      <For each={weekdays()}>
        {(name, day) => {
          const hours = () => props.fields.week[day()] ?? null;
          return (
            <div class="auto-reply-day">
              <label class="settings-check">
                <input
                  type="checkbox"
                  checked={hours() !== null}
                  onChange={(event) => set(day(), event.currentTarget.checked ? firstHours : null)}
                />
                {name}
              </label>
              <Show when={hours()}>
                {(open) => (
                  <span class="auto-reply-hours">
                    <HourField
                      label={words.errands.hoursFrom(name)}
                      minute={open().from}
                      isWrong={open().from === open().to}
                      onMinute={(from) => set(day(), { ...open(), from })}
                    />
                    <span aria-hidden="true">–</span>
                    <HourField
                      label={words.errands.hoursTo(name)}
                      minute={open().to}
                      isWrong={open().from === open().to}
                      onMinute={(to) => set(day(), { ...open(), to })}
                    />
                  </span>
                )}
              </Show>
            </div>
          );
        }}
      </For>
      <Problem id={`${id}-problem`} said={props.said} />
    </fieldset>
  );
}

interface HourFieldProps {
  readonly label: string;
  readonly minute: number;
  readonly isWrong: boolean;
  onMinute(minute: number): void;
}

function HourField(props: HourFieldProps) {
  return (
    <input
      class="field-input"
      type="time"
      required
      aria-label={props.label}
      aria-invalid={props.isWrong ? 'true' : undefined}
      value={timeField(props.minute)}
      onInput={(event) => {
        const minute = minuteOf(event.currentTarget.value);
        if (minute !== null) props.onMinute(minute);
      }}
    />
  );
}
