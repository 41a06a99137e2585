// Below the conversations and people that some letters name: the newest messages that hold them, and the ways to all others
// and to files.
import './search-screen.css';
import Folder from 'lucide-solid/icons/folder';
import { createEffect, createMemo, For, on, Show } from 'solid-js';
import { isEmptyQuery, parseQuery } from '../../../shared/search/query.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { RouteLink } from '../router.tsx';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';
import { useWords } from '../words/words.tsx';
import { createContext } from './create-context.ts';
import { createLookingFor } from './create-looking-for.ts';
import { ResultRow } from './result-row.tsx';
import { SearchSign } from './search-entry.tsx';
import { typedFor } from './typed-before.ts';

/** More of them stand in the search itself. */
const maxShown = 3;

export function SwitcherMessages(props: { query: string; onLeave(): void }) {
  const words = useWords();
  const told = useFilesListWords();
  const { messenger } = useSignedIn();
  const contextOf = createContext();
  const looking = createLookingFor();
  const query = createMemo(() => parseQuery(props.query, contextOf()));
  createEffect(on(query, (wanted) => looking.look(wanted)));
  const byKey = createMemo(
    () =>
      new Map(
        looking
          .found()
          .hits.slice(0, maxShown)
          .map((hit) => [hit.key, hit]),
      ),
  );
  return (
    <Show when={!isEmptyQuery(query())}>
      <section class="switcher-messages" aria-label={words.search.messages}>
        <h3 class="search-part">{words.search.messages}</h3>
        <ol class="found-rows" onClick={() => props.onLeave()}>
          <For each={[...byKey().keys()]}>
            {(key) => (
              <Show when={byKey().get(key)}>
                {(hit) => (
                  <li>
                    <ResultRow hit={hit()} onOpen={() => messenger.searches.note(props.query)} />
                  </li>
                )}
              </Show>
            )}
          </For>
        </ol>
        <div
          onClick={() => {
            typedFor('messages', messenger)[1](props.query);
            props.onLeave();
          }}
        >
          <RouteLink to={{ screen: 'search' }} class="search-again">
            <SearchSign size={16} />
            <span class="one-line" dir="auto">
              {words.search.allMessages(props.query.trim())}
            </span>
          </RouteLink>
        </div>
        <div
          onClick={() => {
            typedFor('files', messenger)[1](props.query);
            props.onLeave();
          }}
        >
          <RouteLink to={{ screen: 'files', conversationId: null, tab: 'media' }} class="search-again">
            <Folder size={16} />
            <span class="one-line" dir="auto">
              {told.allFiles(props.query.trim())}
            </span>
          </RouteLink>
        </div>
      </section>
    </Show>
  );
}
