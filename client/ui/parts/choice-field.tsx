// One of a few, chosen from the browser's own list, which works by keyboard, touch and voice as everywhere else.
import './text-field.css';
import './choice-field.css';
import { createUniqueId, For, Show } from 'solid-js';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** The language of the label, where it is not the page's. */
  readonly lang?: string;
}

interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  onChoose(value: T): void;
}

export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const id = createUniqueId();
  const choose = (value: string) => {
    const chosen = props.choices.find((choice) => choice.value === value);
    if (chosen !== undefined) props.onChoose(chosen.value);
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <select
        id={id}
        class="field-input choice-input"
        aria-describedby={props.hint === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          choose(event.currentTarget.value);
          event.currentTarget.value = props.value; // until it is so
        }}
      >
        <For each={props.choices}>
          {(choice) => (
            <option value={choice.value} lang={choice.lang} selected={choice.value === props.value}>
              {choice.label}
            </option>
          )}
        </For>
      </select>
      <Show when={props.hint}>
        {(hint) => (
          <p id={`${id}-note`} class="field-hint">
            {hint()}
          </p>
        )}
      </Show>
    </div>
  );
}
