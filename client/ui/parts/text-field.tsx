// One labelled line of input with its hint and what is wrong with it. Knows no rule: the error is brought.
// A secret field can be shown by a button; the browser's password manager still knows it.
import './text-field.css';
import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal, createUniqueId, onMount, Show, type JSX } from 'solid-js';
import { IconButton } from './button.tsx';

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error: string | null;
  readonly value: string;
  readonly type?: 'text' | 'email';
  readonly autocomplete: string;
  readonly autocapitalize?: 'none' | 'words';
  readonly hasFocus?: boolean;
  /** Makes the field a secret; the words of its button. */
  readonly reveal?: { readonly show: string; readonly hide: string };
  onValue(value: string): void;
  onLeave?(): void;
}

export function TextField(props: TextFieldProps) {
  const id = createUniqueId();
  const [isRevealed, setRevealed] = createSignal(false);
  let input!: HTMLInputElement;
  onMount(() => {
    if (props.hasFocus === true) input.focus();
  });
  const type = () => (props.reveal === undefined ? (props.type ?? 'text') : isRevealed() ? 'text' : 'password');
  const note = (): JSX.Element => (
    <Show when={props.error ?? props.hint}>
      {(text) => (
        <p id={`${id}-note`} class={props.error === null ? 'field-hint' : 'field-error'}>
          {text()}
        </p>
      )}
    </Show>
  );
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <div class="field-box">
        <input
          ref={(element) => (input = element)}
          id={id}
          class="field-input"
          name={props.name}
          type={type()}
          value={props.value}
          autocomplete={props.autocomplete}
          autocapitalize={props.autocapitalize ?? 'none'}
          spellcheck={false}
          autofocus={props.hasFocus}
          aria-invalid={props.error === null ? undefined : 'true'}
          aria-describedby={(props.error ?? props.hint) === undefined ? undefined : `${id}-note`}
          onInput={(event) => props.onValue(event.currentTarget.value)}
          onBlur={() => props.onLeave?.()}
        />
        <Show when={props.reveal}>
          {(words) => (
            <IconButton
              label={isRevealed() ? words().hide : words().show}
              aria-pressed={isRevealed()}
              onPress={() => setRevealed(!isRevealed())}
            >
              <Show when={isRevealed()} fallback={<Eye size={20} />}>
                <EyeOff size={20} />
              </Show>
            </IconButton>
          )}
        </Show>
      </div>
      {note()}
    </div>
  );
}
