// One of a row of signs, as the browser's own radio buttons: the arrows choose, each sign has a name.
import { createUniqueId, For } from 'solid-js';

interface SignChoiceProps<T extends string> {
  readonly label: string;
  /** Null for none of them. */
  readonly value: T | null;
  readonly choices: readonly { readonly value: T; readonly sign: string; readonly label: string }[];
  onChoose(value: T): void;
}

export function SignChoice<T extends string>(props: SignChoiceProps<T>) {
  const name = createUniqueId();
  return (
    <div class="sign-choice" role="radiogroup" aria-label={props.label}>
      <For each={props.choices}>
        {(choice) => (
          <label class="sign-choice-one" title={choice.label}>
            <input
              type="radio"
              class="unseen"
              name={name}
              aria-label={choice.label}
              checked={choice.value === props.value}
              onChange={() => props.onChoose(choice.value)}
            />
            <span aria-hidden="true">{choice.sign}</span>
          </label>
        )}
      </For>
    </div>
  );
}
