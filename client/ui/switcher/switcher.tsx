// From wherever one is to any conversation or person by a few letters. What this device knows is there with each letter;
// people whom only the server knows follow when it has answered.
import './switcher.css';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import { foldPeopleQuery } from '../../../shared/rules/people-search.ts';
import { parseUserId, type ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import { partnerOf } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { createMarkedRow } from '../parts/marked-row.ts';
import { createKnownPeople } from '../people/create-known-people.ts';
import { createSearch, wantedOf } from '../people/create-search.ts';
import { createMayWriteTo } from '../people/create-writing.ts';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { findPlaces, type Named } from './find-places.ts';

const SwitcherMessages = lazyPart(async () => (await import('../search/switcher-messages.tsx')).SwitcherMessages);

interface SwitcherProps {
  onClose(): void;
  onOpen(conversationId: ConversationId): void;
}

interface Row extends Named {
  readonly avatarId: string;
  readonly name: string;
  readonly about: string;
  readonly unread: number;
  readonly to: { readonly conversationId: ConversationId } | { readonly person: Person };
}

/** As many as anybody reads; more letters bring the others. */
const maxRows = 50;

export function Switcher(props: SwitcherProps) {
  const words = useWords();
  const router = useRouter();
  const { messenger, me, conversations, link, marksOf } = useSignedIn();
  const listId = createUniqueId();
  const [query, setQuery] = createSignal('');
  const found = createSearch(query, (text) => messenger.findPeople(text));
  const strangers = (): readonly Person[] => {
    const answer = found();
    return answer.status === 'answered' && answer.query === wantedOf(query()) ? answer.people : [];
  };
  /** Whether the server may still name somebody for these letters. */
  const isLooking = () => {
    const answer = found();
    const isAnswered = answer.status === 'answered' && answer.query === wantedOf(query());
    return link().status === 'online' && foldPeopleQuery(query()) !== null && !isAnswered;
  };
  const known = createKnownPeople();
  const mayWriteTo = createMayWriteTo();
  const rowOfPerson = (person: Person) => personRow(person, { words, mayWrite: mayWriteTo(person.userId) });
  const rows = createMemo<readonly Row[]>(() => {
    const isAsked = wantedOf(query()) !== '';
    const here = conversations().flatMap((conversation) => {
      const { pinnedAt, archivedUpTo } = marksOf(conversation.conversationId);
      if (archivedUpTo !== null && !isAsked) return []; // put away: there for who asks for it
      return { ...conversationRow(conversation, me(), words), isPinned: pinnedAt !== null };
    });
    const met = new Set(here.map(({ avatarId }) => avatarId));
    const others = (people: readonly Person[]) =>
      people.filter(({ userId }) => userId !== me().userId && !met.has(userId)).map(rowOfPerson);
    const atHand = isAsked ? [...here, ...others(known())] : here;
    const meant = findPlaces(query(), atHand);
    for (const { avatarId } of meant) met.add(avatarId);
    return [...meant, ...others(strangers())].slice(0, maxRows);
  });
  const marked = createMarkedRow(rows, ({ avatarId }) => avatarId);
  createEffect(on(query, () => marked.markFirst(), { defer: true }));
  const open = createAction(async ({ to }: Row) => {
    if ('person' in to && !mayWriteTo(to.person.userId)) {
      props.onClose();
      router.go({ screen: 'person', userId: to.person.userId });
      return null;
    }
    const answer = 'person' in to ? await messenger.startDirect(to.person.userId) : { status: 'ok' as const, ...to };
    if (answer.status === 'failed') return answer.code;
    props.onClose();
    props.onOpen(answer.conversationId);
    return null;
  });
  /** Enter came before the answer: the letters for which the first row is wanted. */
  const [awaited, setAwaited] = createSignal<string | null>(null);
  createEffect(
    on([rows, isLooking], ([[first], isStillLooking]) => {
      if (awaited() === null || (first === undefined && isStillLooking && awaited() === query())) return;
      if (first !== undefined && awaited() === query()) open.start(first);
      setAwaited(null);
    }),
  );
  const pressKey = (event: KeyboardEvent) => {
    const row = marked.row();
    if (isForInputMethod(event)) return;
    if (event.key === 'Enter' && isLooking() && row === undefined) setAwaited(query());
    if (rows().length === 0) return;
    if (event.key === 'ArrowDown') marked.move(1);
    else if (event.key === 'ArrowUp') marked.move(-1);
    else if (event.key === 'Enter' && row !== undefined) open.start(row);
    else return;
    event.preventDefault();
    document.getElementById(optionId(marked.index()))?.scrollIntoView({ block: 'nearest' });
  };
  const note = () => {
    if (rows().length > 0) return words.switcher.found(rows().length);
    return isLooking() ? words.switcher.looking : words.switcher.none(query().trim());
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <Dialog title={words.switcher.title} onClose={() => props.onClose()}>
      <input
        class="field-input switcher-field"
        type="text"
        autofocus
        role="combobox"
        aria-label={words.switcher.field}
        placeholder={words.switcher.field}
        aria-expanded={rows().length > 0}
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
      <ul id={listId} class="switcher-rows" role="listbox" aria-label={words.switcher.places}>
        <For each={rows()}>
          {(row, index) => (
            <li
              id={optionId(index())}
              class="switcher-row"
              role="option"
              aria-selected={index() === marked.index()}
              onMouseMove={() => marked.mark(row)}
              onClick={() => open.start(row)}
            >
              <Avatar
                id={row.avatarId}
                name={row.name}
                shape={parseUserId(row.avatarId) === null ? 'group' : 'person'}
              />
              <span class="switcher-name one-line" dir="auto">
                {row.name}
              </span>
              <span class="switcher-about one-line">{row.about}</span>
              <Show when={row.unread > 0}>
                <span class="switcher-unread">
                  <span aria-hidden="true">{words.list.unreadShort(row.unread)}</span>
                  <span class="unseen">{words.list.unread(row.unread)}</span>
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={wantedOf(query()) !== ''}>
        <SwitcherMessages query={query()} onLeave={() => props.onClose()} />
      </Show>
      <Show when={open.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <p class="switcher-note" role="status">
        {note()}
      </p>
    </Dialog>
  );
}

type Words = ReturnType<typeof useWords>;

function conversationRow(conversation: ConversationSummary, me: Person, words: Words): Row {
  const { conversationId, unread, kind, title, members } = conversation;
  const to = { conversationId };
  if (kind === 'group') {
    const name = title ?? words.conversation.somebody;
    return { avatarId: conversationId, name, about: words.switcher.members(members.length), unread, to, names: [name] };
  }
  const { userId, name, handle } = partnerOf(conversation, me);
  return { avatarId: userId, name, about: words.handleOf(handle), unread, to, names: [name, handle] };
}

function personRow(person: Person, { words, mayWrite }: { words: Words; mayWrite: boolean }): Row {
  const { userId, name, handle } = person;
  const about = mayWrite ? words.handleOf(handle) : words.contacts.needsRequest(words.handleOf(handle));
  return { avatarId: userId, name, about, unread: 0, to: { person }, names: [name, handle] };
}
