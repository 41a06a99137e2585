// Asks somebody to be a contact, with the first words to them. Works offline: the request goes once there is a network.
import './request-dialog.css';
import { createSignal, createUniqueId, Show, type JSX } from 'solid-js';
import { maxRequestTextLength } from '../../../shared/protocol/commands.ts';
import type { Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';

export function RequestDialog(props: { person: Person; onClose(): void }) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const id = createUniqueId();
  const [text, setText] = createSignal('');
  const over = () => text().trim().length - maxRequestTextLength;
  const send = createAction(async () => {
    const answer = await messenger.requestContact(props.person.userId, text());
    if (answer.status === 'failed') return answer.code;
    props.onClose();
    return null;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (over() <= 0) send.start();
  };
  return (
    <Dialog title={words.contacts.requestTo(props.person.name)} onClose={() => props.onClose()}>
      <p>{words.contacts.requestIntro(props.person.name)}</p>
      <form class="request" onSubmit={submit}>
        <div class="field">
          <label class="field-label" for={id}>
            {words.contacts.firstMessage}
          </label>
          <textarea
            id={id}
            class="field-input request-text"
            rows={4}
            dir="auto"
            autofocus
            aria-invalid={over() > 0 ? 'true' : undefined}
            aria-describedby={`${id}-note`}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <p id={`${id}-note`} class="field-error" role="status">
            {over() > 0 ? words.contacts.tooLong(over()) : ''}
          </p>
        </div>
        <Show when={send.problem()}>
          {(code) => (
            <p class="account-problem" role="alert">
              {words.problem(code())}
            </p>
          )}
        </Show>
        <Button type="submit" look="accent" isBusy={send.isBusy()}>
          {words.contacts.request}
        </Button>
      </form>
    </Dialog>
  );
}
