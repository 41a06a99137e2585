// Looking for messages in everything that one may see. What this device holds is there with each letter; the rest follows
// when the server has answered. A result leads to where it stands, and back leads here again.
import './search-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createMemo, For, on, onMount, Show } from 'solid-js';
import { isEmptyQuery, maxQueryLength, parseQuery } from '../../../shared/search/query.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { createTitle } from '../frame/create-title.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { createContext } from './create-context.ts';
import { createLookingFor } from './create-looking-for.ts';
import { Filters } from './filters.tsx';
import { makeHolding } from './holding.ts';
import { More } from './more.tsx';
import { Recent } from './recent.tsx';
import { ResultRow } from './result-row.tsx';
import { SearchNote } from './search-note.tsx';
import { typedFor } from './typed-before.ts';
import { withFilter } from './with-filter.ts';

export function SearchScreen() {
  const words = useWords();
  const { messenger } = useSignedIn();
  const contextOf = createContext();
  const looking = createLookingFor();
  const { found } = looking;
  const index = createReadable(messenger.search.state);
  const [text, setText] = typedFor('messages', messenger);
  const query = createMemo(() => parseQuery(text(), contextOf()));
  const isEmpty = () => isEmptyQuery(query());
  const byKey = createMemo(() => new Map(found().hits.map((hit) => [hit.key, hit])));
  const guesses = createMemo(() => new Map(found().guesses.map((hit) => [hit.key, hit])));
  let field!: HTMLInputElement;
  let list: HTMLElement | undefined;
  onMount(() => {
    field.focus();
    field.select();
  });
  createTitle(() => words.search.title);
  createEffect(on(text, () => looking.look(query())));
  const choose = (filter: string) => {
    setText(withFilter(text(), filter).slice(0, maxQueryLength));
    field.focus();
  };
  const noteOpened = () => messenger.searches.note(text());
  const rows = () => [...(list?.querySelectorAll<HTMLElement>('.found-row') ?? [])];
  /** From the field into the results and among them, as in any list of choices. */
  const pressKey = (event: KeyboardEvent) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : null;
    if (to === null || all.length === 0 || (at < 0 && event.key === 'ArrowUp')) return;
    event.preventDefault();
    const next = to < 0 ? field : all[Math.min(to, all.length - 1)];
    next?.focus();
  };
  const holding = makeHolding(looking, '.found-row');
  return (
    <section class="pane" aria-label={words.search.title} onKeyDown={pressKey}>
      <header class="frame-head pane-head">
        <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 class="list-title one-line">{words.search.title}</h2>
        <LinkStatus isShort />
      </header>
      <search class="search-head">
        <input
          ref={(element) => (field = element)}
          class="field-input"
          type="search"
          aria-label={words.search.everywhere}
          placeholder={words.search.placeholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={maxQueryLength}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Filters onChoose={choose} />
      </search>
      <SearchNote found={found()} index={index()} query={query()} onAgain={() => looking.again()} />
      <div
        ref={(element) => (list = element)}
        class="search-scroll"
        onScroll={(event) => holding.top(event.currentTarget)}
        onPointerOver={(event) => holding.at(event.target)}
        onFocusIn={(event) => holding.at(event.target)}
      >
        <Show when={!isEmpty()} fallback={<Recent onChoose={(recent) => setText(recent)} />}>
          <Show when={found().held > 0}>
            <div class="search-held">
              <Button onPress={() => looking.hold(null)}>{words.search.held(found().held)}</Button>
            </div>
          </Show>
          <ol class="found-rows" aria-label={words.search.results}>
            <For each={[...byKey().keys()]}>
              {(key) => (
                <Show when={byKey().get(key)}>
                  {(hit) => (
                    <li>
                      <ResultRow hit={hit()} onOpen={noteOpened} />
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ol>
          <Show when={guesses().size > 0}>
            <h3 class="search-part">{words.search.guesses}</h3>
            <ol class="found-rows">
              <For each={[...guesses().keys()]}>
                {(key) => (
                  <Show when={guesses().get(key)}>
                    {(hit) => (
                      <li>
                        <ResultRow hit={hit()} onOpen={noteOpened} />
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ol>
          </Show>
          <Show when={found().hasMore && found().server.status !== 'asking'}>
            <More label={words.search.more} count={found().hits.length} onMore={() => looking.more()} />
          </Show>
        </Show>
      </div>
    </section>
  );
}
