// A form of the settings: fields, one button, and below it in words what came of it.
import { Show, type JSX, type ParentProps } from 'solid-js';
import type { Action } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';

interface SettingsFormProps {
  readonly title: string;
  readonly intro?: string;
  readonly submit: string;
  readonly action: Action<void>;
  /** What it says once it is done; null while it is not. */
  readonly done: string | null;
  /** What went wrong is said at a field already. */
  readonly isSaidElsewhere?: boolean;
  /** False: something is to be mended first, and nothing is sent. */
  onSubmit(): boolean;
}

export function SettingsForm(props: ParentProps<SettingsFormProps>) {
  const words = useWords();
  let form!: HTMLFormElement;
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (props.onSubmit()) props.action.start();
    else form.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
  };
  return (
    <form
      ref={(element) => (form = element)}
      class="settings-form"
      noValidate
      aria-label={props.title}
      onSubmit={submit}
    >
      <h3 class="settings-form-title">{props.title}</h3>
      <Show when={props.intro}>
        <p class="settings-note">{props.intro}</p>
      </Show>
      {props.children}
      <Show when={props.isSaidElsewhere === true ? null : props.action.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <div class="settings-actions">
        <Button type="submit" look="accent" isBusy={props.action.isBusy()}>
          {props.action.isBusy() ? words.settings.saving : props.submit}
        </Button>
        <p class="settings-note" role="status">
          {props.action.isBusy() ? '' : props.done}
        </p>
      </div>
    </form>
  );
}
