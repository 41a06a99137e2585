// Filters that can be chosen; each writes into the query what one could have typed.
import { createMemo, For } from 'solid-js';
import type { Kind } from '../../../shared/search/kinds.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createKnownPeople } from '../people/create-known-people.ts';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';
import { useTimes, useWords } from '../words/words.tsx';
import { quotedName } from './with-filter.ts';

interface Filter {
  readonly label: string;
  readonly filter: string;
}

const fileKinds = ['file', 'image', 'video', 'audio', 'document'] as const satisfies readonly Kind[];

export function Filters(props: { onChoose(filter: string): void }) {
  const words = useWords();
  const told = useFilesListWords();
  const times = useTimes();
  const { me, conversations, now } = useSignedIn();
  const people = createKnownPeople();
  const from = createMemo<readonly Filter[]>(() => [
    { label: words.you, filter: 'from:me' },
    ...people()
      .map(({ name, handle }) => ({ label: name, filter: `from:${handle}` }))
      .toSorted(byLabel),
  ]);
  const places = createMemo<readonly Filter[]>(() =>
    conversations()
      .map((conversation) => showConversation(conversation, me(), words).name)
      .filter((name) => quotedName(name) !== '')
      .map((name) => ({ label: name, filter: `in:${quotedName(name)}` })),
  );
  const when = createMemo<readonly Filter[]>(() => {
    const today = times.dayKey(now());
    return [
      { label: words.search.today, filter: 'on:today' },
      { label: words.search.yesterday, filter: 'on:yesterday' },
      { label: words.search.thisMonth, filter: `on:${today.slice(0, 7)}` },
      { label: words.search.thisYear, filter: `on:${today.slice(0, 4)}` },
      { label: words.search.beforeThisYear, filter: `before:${today.slice(0, 4)}` },
    ];
  });
  const kinds = (): readonly Filter[] => [
    { label: words.search.links, filter: 'has:link' },
    ...fileKinds.map((kind) => ({ label: told.has[kind], filter: `has:${kind}` })),
  ];
  return (
    <div class="filters" role="group" aria-label={words.search.filters}>
      <Choice label={words.search.from} choices={from()} onChoose={(filter) => props.onChoose(filter)} />
      <Choice label={words.search.in} choices={places()} onChoose={(filter) => props.onChoose(filter)} />
      <Choice label={words.search.when} choices={when()} onChoose={(filter) => props.onChoose(filter)} />
      <Choice label={words.search.has} choices={kinds()} onChoose={(filter) => props.onChoose(filter)} />
    </div>
  );
}

function byLabel(one: Filter, other: Filter): number {
  return one.label.localeCompare(other.label);
}

/** The system's own list: with hundreds of people it is as quick as anything, with keys and on a phone. */
function Choice(props: { label: string; choices: readonly Filter[]; onChoose(filter: string): void }) {
  const choose = (event: Event & { currentTarget: HTMLSelectElement }) => {
    const { value } = event.currentTarget;
    event.currentTarget.value = '';
    if (value !== '') props.onChoose(value);
  };
  return (
    <select class="filter" aria-label={props.label} onChange={choose}>
      <option value="">{props.label}</option>
      <For each={props.choices}>{({ label, filter }) => <option value={filter}>{label}</option>}</For>
    </select>
  );
}
