// Above the rows of one conversation: what one looks for in it, at which of how many results one is, and the way from one
// to the next. The words are marked where they stand in the rows, without touching these.
import './conversation-search.css';
import ArrowDown from 'lucide-solid/icons/chevron-down';
import ArrowUp from 'lucide-solid/icons/chevron-up';
import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { isEmptyQuery, maxQueryLength, parseQuery } from '../../../shared/search/query.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import type { LinkedMessage } from '../route.ts';
import { useWords } from '../words/words.tsx';
import { createReadable } from '../../reactive/create-readable.ts';
import { createContext } from './create-context.ts';
import { createLookingFor } from './create-looking-for.ts';
import { markInRows } from './mark-in-rows.ts';
import { SearchNote } from './search-note.tsx';
import { SearchSign } from './search-entry.tsx';

interface ConversationSearchProps {
  readonly conversationId: ConversationId;
  /** Leads there and leaves the focus where it is. */
  onLead(message: LinkedMessage): void;
  onClose(): void;
}

export function ConversationSearch(props: ConversationSearchProps) {
  const words = useWords();
  const { messenger } = useSignedIn();
  const contextOf = createContext();
  const looking = createLookingFor();
  const { found } = looking;
  const index = createReadable(messenger.search.state);
  const [text, setText] = createSignal('');
  const query = createMemo(() => ({ ...parseQuery(text(), contextOf()), in: [props.conversationId] }));
  /** The result that one was led to last. */
  const [ledTo, setLedTo] = createSignal<string | null>(null);
  const place = () => found().hits.findIndex(({ key }) => key === ledTo());
  const isEmpty = () => isEmptyQuery({ ...query(), in: null });
  let field!: HTMLInputElement;
  onMount(() => field.focus());
  createEffect(
    on(query, (wanted) => {
      setLedTo(null);
      looking.look(isEmpty() ? { ...wanted, in: null } : wanted);
    }),
  );
  const marks = markInRows();
  createEffect(() => marks.show(query().terms));
  onCleanup(() => marks.close());
  /** To what was said before, or after; the first time to the newest. */
  const step = (by: 1 | -1) => {
    const { hits, hasMore } = found();
    const to = place() < 0 ? 0 : place() + by;
    if (to >= hits.length - 3 && hasMore) looking.more();
    const hit = hits[to];
    if (hit === undefined) return;
    setLedTo(hit.key);
    props.onLead({ id: hit.id, at: hit.at });
  };
  const pressKey = (event: KeyboardEvent) => {
    if (isForInputMethod(event)) return;
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') props.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const where = () => {
    const { hits, hasMore } = found();
    return place() < 0 ? '' : words.search.at(place() + 1, hits.length, hasMore);
  };
  return (
    <search class="find" aria-label={words.search.here}>
      <div class="find-line">
        <span class="find-field">
          <SearchSign size={16} />
          <input
            ref={(element) => (field = element)}
            class="field-input"
            type="text"
            aria-label={words.search.here}
            placeholder={words.search.here}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="search"
            maxLength={maxQueryLength}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={pressKey}
          />
        </span>
        <output class="find-place">{where()}</output>
        <IconButton label={words.search.older} onPress={() => step(1)}>
          <ArrowUp size={20} />
        </IconButton>
        <IconButton label={words.search.newer} onPress={() => step(-1)}>
          <ArrowDown size={20} />
        </IconButton>
        <IconButton label={words.close} onPress={() => props.onClose()}>
          <X size={20} />
        </IconButton>
      </div>
      <Show when={!isEmpty()}>
        <SearchNote found={found()} index={index()} query={query()} onAgain={() => looking.again()} />
      </Show>
    </search>
  );
}
