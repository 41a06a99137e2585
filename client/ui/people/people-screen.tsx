// My contacts, the requests of both sides, whom I have blocked, and finding somebody. All but finding is there offline;
// offline one finds whom this device knows, and is told so.
import './people-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, createSignal, createUniqueId, For, onMount, Show, type JSX } from 'solid-js';
import type { Person } from '../../engine/messenger.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { RouteLink } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { createPresence } from './create-presence.ts';
import { createSearch } from './create-search.ts';
import { FindNote } from './find-note.tsx';
import { presenceText } from './presence-text.ts';
import { RelationActions } from './relation-actions.tsx';
import { peopleByStanding } from './relation.ts';
import { RequestText } from './request-text.tsx';
import { createOnScreen } from '../parts/on-screen.ts';
import { WithPresence } from './with-presence.tsx';

export function PeopleScreen() {
  const words = useWords();
  const { messenger, contacts, waiting, link } = useSignedIn();
  const searchId = createUniqueId();
  const [query, setQuery] = createSignal('');
  const found = createSearch(query, (text) => messenger.findPeople(text));
  const lists = createMemo(() =>
    peopleByStanding({ contacts: contacts(), waiting: waiting() }, (userId) => messenger.personOf(userId)),
  );
  const results = createMemo(() => {
    const answer = found();
    return answer.status === 'answered' ? answer.people : [];
  });
  let title!: HTMLHeadingElement;
  const toTitle = () => title.focus();
  onMount(toTitle);
  createTitle(() => words.contacts.title);
  return (
    <section class="pane" aria-label={words.contacts.title}>
      <header class="frame-head pane-head">
        <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 ref={(element) => (title = element)} class="list-title one-line" tabIndex={-1}>
          {words.contacts.title}
        </h2>
        <LinkStatus isShort />
      </header>
      <div class="people-scroll">
        <div class="people-body">
          <div class="field">
            <label class="field-label" for={searchId}>
              {words.contacts.search}
            </label>
            <input
              id={searchId}
              class="field-input"
              type="search"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={query()}
              onInput={(event) => setQuery(event.currentTarget.value)}
            />
          </div>
          <Show when={query() !== ''}>
            <ul class="people-rows" aria-label={words.people.results}>
              <For each={results()}>{(person) => <PersonRow person={person} />}</For>
            </ul>
            <FindNote
              found={found()}
              isOffline={link().status !== 'online' && link().status !== 'connecting'}
              onInvite={null}
            />
          </Show>
          <Show when={lists().received.length > 0}>
            <People title={words.contacts.received} people={lists().received}>
              {(person) => (
                <PersonRow person={person}>
                  <RelationActions person={person} onGone={toTitle} />
                </PersonRow>
              )}
            </People>
          </Show>
          <People title={words.contacts.mine} people={lists().contact}>
            {(person) => (
              <PersonRow person={person}>
                {/* Only what waits or was refused: a profile offers the rest. */}
                <RelationActions person={person} only={[]} />
              </PersonRow>
            )}
          </People>
          <Show when={lists().contact.length === 0}>
            <p class="people-none">{words.contacts.none}</p>
            <p class="people-none">{words.contacts.noneHint}</p>
          </Show>
          <Show when={lists().sent.length > 0}>
            <People title={words.contacts.sent} people={lists().sent}>
              {(person) => (
                <PersonRow person={person}>
                  <RelationActions person={person} only={['withdraw']} onGone={toTitle} />
                </PersonRow>
              )}
            </People>
          </Show>
          <Show when={lists().blocked.length > 0}>
            <People title={words.contacts.blocked} people={lists().blocked}>
              {(person) => (
                <PersonRow person={person}>
                  <RelationActions person={person} onGone={toTitle} />
                </PersonRow>
              )}
            </People>
          </Show>
        </div>
      </div>
    </section>
  );
}

interface PeopleProps {
  readonly title: string;
  readonly people: readonly Person[];
  readonly children: (person: Person) => JSX.Element;
}

function People(props: PeopleProps) {
  const id = createUniqueId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} class="people-title">
        {props.title}
      </h3>
      <ul class="people-rows" aria-labelledby={id}>
        <For each={props.people}>{(person) => props.children(person)}</For>
      </ul>
    </section>
  );
}

interface PersonRowProps {
  readonly person: Person;
  readonly children?: JSX.Element;
}

function PersonRow(props: PersonRowProps) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  const [isOnScreen, observe] = createOnScreen();
  const presenceOf = createPresence(() => (isOnScreen() ? [props.person.userId] : []));
  const note = () =>
    presenceText(presenceOf(props.person.userId), { words, times, nowMs: now() }) ||
    words.handleOf(props.person.handle);
  return (
    <li ref={observe} class="people-row">
      <RouteLink to={{ screen: 'person', userId: props.person.userId }} class="people-link">
        <WithPresence userId={props.person.userId}>
          <Avatar id={props.person.userId} name={props.person.name} />
        </WithPresence>
        <span class="people-name one-line" dir="auto">
          {props.person.name}
        </span>
        <span class="people-note one-line">
          <bdi>{note()}</bdi>
        </span>
      </RouteLink>
      <RequestText userId={props.person.userId} />
      {props.children}
    </li>
  );
}
