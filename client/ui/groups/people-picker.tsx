// Picks some people: those whom this device knows before anything is written, found by name or handle after that.
// Who is picked stands above the field; the arrows move in the list while the words stay in the field.
import './people-picker.css';
import Check from 'lucide-solid/icons/check';
import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import { foldPeopleQuery } from '../../../shared/rules/people-search.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { createMarkedRow } from '../parts/marked-row.ts';
import { createKnownPeople } from '../people/create-known-people.ts';
import { createSearch } from '../people/create-search.ts';
import { useWords } from '../words/words.tsx';

interface PeoplePickerProps {
  readonly picked: readonly Person[];
  /** These cannot be picked. */
  readonly without: ReadonlySet<UserId>;
  readonly hasFocus?: boolean;
  onPicked(picked: readonly Person[]): void;
}

/** Whoever is looked for among more is found by their name. */
const maxOffered = 50;

export function PeoplePicker(props: PeoplePickerProps) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const listId = createUniqueId();
  const [query, setQuery] = createSignal('');
  const found = createSearch(query, (text) => messenger.findPeople(text));
  const everybody = createKnownPeople();
  const known = () => everybody().slice(0, maxOffered);
  const people = createMemo(() => {
    const answer = found();
    const all = answer.status === 'answered' ? answer.people : foldPeopleQuery(query()) === null ? known() : [];
    return all.filter(({ userId }) => !props.without.has(userId));
  });
  const isPicked = ({ userId }: Person) => props.picked.some((person) => person.userId === userId);
  const drop = (gone: Person) => props.onPicked(props.picked.filter(({ userId }) => userId !== gone.userId));
  const toggle = (person: Person) => {
    if (isPicked(person)) return drop(person);
    props.onPicked([...props.picked, person]);
    setQuery('');
  };
  const marked = createMarkedRow(people, ({ userId }) => userId);
  createEffect(on(found, () => marked.markFirst()));
  const keys: Record<string, () => void> = {
    ArrowDown: () => marked.move(1),
    ArrowUp: () => marked.move(-1),
    Enter: () => {
      const person = marked.row();
      if (person !== undefined) toggle(person);
    },
  };
  const pressKey = (event: KeyboardEvent) => {
    if (isForInputMethod(event)) return;
    const last = props.picked.at(-1);
    if (event.key === 'Backspace' && query() === '' && last !== undefined) drop(last);
    if (event.key === 'Enter') event.preventDefault(); // it picks, and sends no form
    if (people().length === 0 || keys[event.key] === undefined) return;
    event.preventDefault();
    keys[event.key]?.();
    document.getElementById(optionId(marked.index()))?.scrollIntoView({ block: 'nearest' });
  };
  const optionId = (index: number) => `${listId}-${index}`;
  const note = () => {
    const answer = found();
    if (people().length > 0 || answer.status !== 'answered') return words.groups.pickHint;
    if (answer.problem === 'offline') return words.people.offline;
    return answer.problem === null ? words.groups.nobodyFound(answer.query) : words.problem(answer.problem);
  };
  return (
    <div class="picker">
      <Show when={props.picked.length > 0}>
        <ul class="picker-chips" aria-label={words.groups.picked}>
          <For each={props.picked}>
            {(person) => (
              <li>
                <button
                  type="button"
                  class="picker-chip"
                  aria-label={words.groups.unpick(person.name)}
                  title={words.groups.unpick(person.name)}
                  onClick={() => drop(person)}
                >
                  <span class="one-line" dir="auto">
                    {person.name}
                  </span>
                  <X size={16} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <input
        class="field-input picker-field"
        type="text"
        role="combobox"
        aria-label={words.groups.pick}
        placeholder={words.people.search}
        aria-expanded={people().length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={marked.row() === undefined ? undefined : optionId(marked.index())}
        aria-describedby={`${listId}-note`}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={64}
        autofocus={props.hasFocus}
        value={query()}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={pressKey}
      />
      <ul
        id={listId}
        class="picker-people"
        role="listbox"
        aria-multiselectable="true"
        aria-label={words.people.results}
        tabIndex={-1}
      >
        <For each={people()}>
          {(person, index) => (
            <li
              id={optionId(index())}
              class="picker-person"
              classList={{ 'picker-active': index() === marked.index() }}
              role="option"
              aria-selected={isPicked(person)}
              onMouseMove={() => marked.mark(person)}
              onClick={() => toggle(person)}
            >
              <Avatar id={person.userId} name={person.name} size="small" />
              <span class="picker-name one-line" dir="auto">
                {person.name} <span class="picker-handle">{words.handleOf(person.handle)}</span>
              </span>
              <Show when={isPicked(person)}>
                <Check size={20} />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p id={`${listId}-note`} class="field-hint" role="status">
        {note()}
      </p>
    </div>
  );
}
