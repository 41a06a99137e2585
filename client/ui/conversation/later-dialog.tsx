// Asks when a message is to go, and what it says where it waits already.
import '../parts/text-field.css';
import './later.css';
import { createSignal, createUniqueId, onMount, Show, type JSX } from 'solid-js';
import { maxTextLength } from '../../../shared/conversation/events.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { fromField, toField } from './later-times.ts';

interface LaterDialogProps {
  readonly title: string;
  readonly submit: string;
  /** Null where it stands in the composer. */
  readonly text: string | null;
  readonly dueAt: number;
  onDone(later: { text: string; dueAt: number }): void;
  onClose(): void;
}

export function LaterDialog(props: LaterDialogProps) {
  const words = useWords();
  const id = createUniqueId();
  // A form begins with what is, and is the person's from then on.
  // oxlint-disable-next-line solid/reactivity
  const [text, setText] = createSignal(props.text ?? '');
  // oxlint-disable-next-line solid/reactivity
  const [when, setWhen] = createSignal(toField(props.dueAt));
  const [isChecked, check] = createSignal(false);
  let first!: HTMLElement;
  let field!: HTMLInputElement;
  const dueAt = () => fromField(when());
  const problem = () => {
    const due = dueAt();
    if (due === null) return words.errands.noTime;
    return due <= Date.now() ? words.errands.past : null;
  };
  const shownProblem = () => (isChecked() ? problem() : null);
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    check(true);
    const due = dueAt();
    if (due === null || problem() !== null) return field.focus();
    const said = text().toWellFormed().replaceAll('\0', '');
    if (props.text !== null && said.trim() === '') return first.focus();
    props.onDone({ text: said, dueAt: due });
  };
  onMount(() => queueMicrotask(() => first.focus()));
  return (
    <Dialog title={props.title} onClose={() => props.onClose()}>
      <form class="later-form" noValidate onSubmit={submit}>
        <Show when={props.text !== null}>
          <div class="field">
            <label class="field-label" for={`${id}-text`}>
              {words.errands.text}
            </label>
            <textarea
              ref={(element) => (first = element)}
              id={`${id}-text`}
              class="field-input later-text"
              dir="auto"
              rows={4}
              maxlength={maxTextLength}
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
        </Show>
        <div class="field">
          <label class="field-label" for={`${id}-when`}>
            {words.errands.when}
          </label>
          <input
            ref={(element) => {
              field = element;
              if (props.text === null) first = element;
            }}
            id={`${id}-when`}
            class="field-input"
            type="datetime-local"
            required
            aria-invalid={shownProblem() === null ? undefined : 'true'}
            aria-describedby={shownProblem() === null ? undefined : `${id}-problem`}
            value={when()}
            onInput={(event) => setWhen(event.currentTarget.value)}
          />
          <Show when={shownProblem()}>
            {(said) => (
              <p id={`${id}-problem`} class="field-error" role="alert">
                {said()}
              </p>
            )}
          </Show>
        </div>
        <Button type="submit" look="accent">
          {props.submit}
        </Button>
      </form>
    </Dialog>
  );
}
