// Finds somebody by name or handle and opens the conversation with them.
// One field and a list of answers; the arrows move in the list while the words stay in the field.
import './find-people-dialog.css';
import UsersRound from 'lucide-solid/icons/users-round';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { createMarkedRow } from '../parts/marked-row.ts';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { createSearch } from './create-search.ts';
import { createMayWriteTo } from './create-writing.ts';
import { FindNote } from './find-note.tsx';
import { WithPresence } from './with-presence.tsx';

interface FindPeopleDialogProps {
  onClose(): void;
  onOpen(conversationId: ConversationId): void;
  onInvite(): void;
  onGroup(): void;
}

export function FindPeopleDialog(props: FindPeopleDialogProps) {
  const words = useWords();
  const router = useRouter();
  const { messenger, me, link } = useSignedIn();
  const listId = createUniqueId();
  const [query, setQuery] = createSignal('');
  const found = createSearch(query, (text) => messenger.findPeople(text));
  const people = createMemo(() => {
    const answer = found();
    return answer.status === 'answered' ? answer.people : [];
  });
  const open = createAction(async (userId: UserId) => {
    const answer = await messenger.startDirect(userId);
    if (answer.status === 'failed') return answer.code;
    props.onClose();
    props.onOpen(answer.conversationId);
    return null;
  });
  const mayWriteTo = createMayWriteTo();
  const choose = (userId: UserId) => {
    if (mayWriteTo(userId)) return open.start(userId);
    props.onClose();
    router.go({ screen: 'person', userId });
  };
  const marked = createMarkedRow(people, ({ userId }) => userId);
  createEffect(on(found, () => marked.markFirst()));
  const pressKey = (event: KeyboardEvent) => {
    if (isForInputMethod(event) || people().length === 0) return;
    const person = marked.row();
    if (event.key === 'ArrowDown') marked.move(1);
    else if (event.key === 'ArrowUp') marked.move(-1);
    else if (event.key === 'Enter' && person !== undefined) choose(person.userId);
    else return;
    event.preventDefault();
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <Dialog title={words.people.title} onClose={() => props.onClose()}>
      <input
        class="field-input find-field"
        type="text"
        autofocus
        role="combobox"
        aria-label={words.people.search}
        placeholder={words.people.search}
        aria-expanded={people().length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={marked.row() === undefined ? undefined : optionId(marked.index())}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={64}
        value={query()}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={pressKey}
      />
      <Button onPress={() => props.onGroup()}>
        <UsersRound size={20} />
        {words.groups.create}
      </Button>
      <ul id={listId} class="find-results" role="listbox" aria-label={words.people.results}>
        <For each={people()}>
          {(person, index) => (
            <li
              id={optionId(index())}
              class="find-person"
              role="option"
              aria-selected={index() === marked.index()}
              onMouseMove={() => marked.mark(person)}
              onClick={() => choose(person.userId)}
            >
              <WithPresence userId={person.userId}>
                <Avatar id={person.userId} name={person.name} picture={person.picture} />
              </WithPresence>
              <span class="find-name one-line" dir="auto">
                {person.name}
              </span>
              <span class="find-handle one-line">
                {mayWriteTo(person.userId)
                  ? words.handleOf(person.handle)
                  : words.contacts.needsRequest(words.handleOf(person.handle))}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={open.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <FindNote
        found={found()}
        isOffline={link().status !== 'online' && link().status !== 'connecting'}
        onInvite={me().role === 'member' ? null : () => props.onInvite()}
      />
    </Dialog>
  );
}
