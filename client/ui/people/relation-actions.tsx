// What one can do about somebody, by how one stands to them. Everything works offline and waits then; what the server
// refused is told here. What cannot be taken back unnoticed asks first.
import './relation-actions.css';
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { isContactCommand, type ContactCommand } from '../../../shared/protocol/commands.ts';
import type { Person } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useWords } from '../words/words.tsx';
import { createMayWriteTo } from './create-writing.ts';
import type { Standing } from './relation.ts';
import { RequestDialog } from './request-dialog.tsx';

type Choice = 'request' | 'accept' | 'decline' | 'withdraw' | 'remove' | 'block' | 'unblock';

const choices: Record<Standing, readonly Choice[]> = {
  none: ['request', 'block'],
  contact: ['remove', 'block'],
  received: ['accept', 'decline', 'block'],
  sent: ['withdraw', 'block'],
  blocked: ['unblock'],
};

type Asking = Extract<Choice, 'request' | 'remove' | 'block'>;

const commandOf: Record<Exclude<Choice, 'request'>, Exclude<ContactCommand['kind'], 'request-contact'>> = {
  accept: 'accept-contact',
  decline: 'decline-contact',
  withdraw: 'withdraw-contact',
  remove: 'remove-contact',
  block: 'block-person',
  unblock: 'unblock-person',
};

interface RelationActionsProps {
  readonly person: Person;
  /** Only these of what could be done. */
  readonly only?: readonly Choice[];
  /** What was pressed is not there any more, and the focus with it. */
  onGone?(): void;
}

export function RelationActions(props: RelationActionsProps) {
  const words = useWords();
  const { messenger, contacts, relationTo } = useSignedIn();
  const [asking, setAsking] = createSignal<Asking | null>(null);
  const relation = createMemo(() => relationTo(props.person.userId));
  const offered = createMemo(() =>
    choices[relation().standing].filter((choice) => props.only === undefined || props.only.includes(choice)),
  );
  const mayWriteTo = createMayWriteTo();
  /** What most press: a request only where nothing else leads to writing. */
  const isWanted = (choice: Choice) =>
    choice === 'accept' || (choice === 'request' && !mayWriteTo(props.person.userId));
  let group!: HTMLDivElement;
  const keepFocus = () => {
    if (group.contains(document.activeElement)) return;
    const next = group.isConnected ? group.querySelector('button') : null;
    if (next === null) props.onGone?.();
    else next.focus();
  };
  const act = (choice: Exclude<Choice, 'request'>) => {
    setAsking(null);
    messenger.change({ kind: commandOf[choice], userId: props.person.userId });
    queueMicrotask(keepFocus);
  };
  const press = (choice: Choice) => {
    if (choice === 'request' || choice === 'remove' || choice === 'block') setAsking(choice);
    else act(choice);
  };
  const closeRequest = () => {
    setAsking(null);
    queueMicrotask(keepFocus);
  };
  return (
    <>
      <div ref={(element) => (group = element)} class="relation-actions">
        <For each={offered()}>
          {(choice, index) => (
            <Button
              look={index() === 0 && isWanted(choice) ? 'accent' : 'plain'}
              aria-label={words.contacts.actOn(words.contacts[choice], props.person.name)}
              onPress={() => press(choice)}
            >
              {words.contacts[choice]}
            </Button>
          )}
        </For>
      </div>
      <Show when={relation().isPending}>
        <PendingNote />
      </Show>
      <Refusals person={props.person} />
      <Switch>
        <Match when={asking() === 'request'}>
          <RequestDialog person={props.person} onClose={closeRequest} />
        </Match>
        <Match when={asking() === 'remove'}>
          <ConfirmDialog
            title={words.contacts.removeTitle(props.person.name)}
            hint={
              contacts().whoMayWrite === 'contacts'
                ? words.contacts.removeHint(props.person.name)
                : words.contacts.removeHintOpen
            }
            act={words.contacts.remove}
            onAct={() => act('remove')}
            onClose={() => setAsking(null)}
          />
        </Match>
        <Match when={asking() === 'block'}>
          <ConfirmDialog
            title={words.contacts.blockTitle(props.person.name)}
            hint={words.contacts.blockHint(props.person.name)}
            act={words.contacts.block}
            onAct={() => act('block')}
            onClose={() => setAsking(null)}
          />
        </Match>
      </Switch>
    </>
  );
}

/** With a network the answer is there at once. */
function PendingNote() {
  const words = useWords();
  const { link } = useSignedIn();
  return (
    <p class="relation-note" role="status">
      {link().status === 'online' ? '' : words.contacts.pending}
    </p>
  );
}

function Refusals(props: { person: Person }) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const failed = createReadable(messenger.failedCommands);
  const mine = () =>
    failed().filter(({ command }) => isContactCommand(command) && command.userId === props.person.userId);
  return (
    <For each={mine()}>
      {({ commandId, code }) => (
        <div class="relation-refusal" role="alert">
          <p>{words.contacts.notDone(props.person.name, words.problem(code))}</p>
          <Button onPress={() => messenger.dismissCommand(commandId)}>{words.contacts.dismiss}</Button>
        </div>
      )}
    </For>
  );
}
