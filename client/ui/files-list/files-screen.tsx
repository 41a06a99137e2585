// The files and links of one conversation, or of all: by kind and month, the newest first, by name and by whom. What this
// device holds is there at once and with no network; the rest comes from the server.
import '../search/search-screen.css';
import './files-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createMemo, For, on, onMount, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { maxQueryLength, parseQuery } from '../../../shared/search/query.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { createTitle } from '../frame/create-title.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { createContext } from '../search/create-context.ts';
import { createLookingFor } from '../search/create-looking-for.ts';
import { makeHolding } from '../search/holding.ts';
import { More } from '../search/more.tsx';
import { SearchNote } from '../search/search-note.tsx';
import { typedFor } from '../search/typed-before.ts';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';
import { useWords } from '../words/words.tsx';
import { fileEntries, linkEntries } from './entries.ts';
import { filesTabNames, filesTabs, type FilesTab } from './files-tabs.ts';
import { FilesList } from './files-list.tsx';
import { moveAmong } from './move-among.ts';

const anyFile = '.listed-item';

export function FilesScreen(props: { conversationId: ConversationId | null }) {
  const words = useWords();
  const told = useFilesListWords();
  const router = useRouter();
  const { messenger, me, conversations } = useSignedIn();
  const contextOf = createContext();
  const looking = createLookingFor();
  const { found } = looking;
  const index = createReadable(messenger.search.state);
  // The frame mounts this screen anew for each conversation.
  // oxlint-disable-next-line solid/reactivity
  const [text, setText] = typedFor(props.conversationId ?? 'files', messenger);
  const tab = createMemo<FilesTab>((last) => {
    const route = router.route();
    return route.screen === 'files' ? route.tab : last;
  }, 'media');
  const query = createMemo(
    on([text, tab], () => {
      const typed = parseQuery(text(), contextOf());
      const here = props.conversationId;
      return { ...typed, in: here === null ? typed.in : [here], has: [filesTabs[tab()]] };
    }),
  );
  createEffect(on(query, (wanted) => looking.look(wanted)));
  const place = createMemo(() => {
    const known = conversations().find(({ conversationId }) => conversationId === props.conversationId);
    return known === undefined ? null : showConversation(known, me(), words).name;
  });
  const title = () => {
    const name = place();
    return name === null ? told.title : told.titleIn(name);
  };
  createTitle(title);
  const count = createMemo(() => {
    const shown = tab();
    return (shown === 'links' ? linkEntries(found().hits) : fileEntries(found().hits, shown)).length;
  });
  const isNone = () => {
    const { isAnsweredHere, hasMore, server } = found();
    const isDone = (isAnsweredHere && server.status !== 'asking') || server.status === 'answered';
    return count() === 0 && !hasMore && isDone;
  };
  let heading!: HTMLHeadingElement;
  let scroller!: HTMLDivElement;
  onMount(() => heading.focus());
  createEffect(on(tab, () => scroller.scrollTo(0, 0), { defer: true }));
  const toFirst = (event: KeyboardEvent) => {
    const first = event.key === 'ArrowDown' ? scroller.querySelector<HTMLElement>(anyFile) : null;
    if (first === null) return;
    event.preventDefault();
    first.focus();
  };
  const holding = makeHolding(looking, anyFile);
  return (
    <section class="pane" aria-label={title()}>
      <header class="frame-head pane-head">
        <RouteLink
          to={
            props.conversationId === null
              ? { screen: 'home' }
              : { screen: 'conversation', conversationId: props.conversationId }
          }
          class="icon-button"
          classList={{ 'only-phone': props.conversationId === null }}
          aria-label={words.back}
          title={words.back}
        >
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 ref={(element) => (heading = element)} class="list-title one-line" tabIndex={-1} title={title()}>
          {title()}
        </h2>
        <LinkStatus isShort />
      </header>
      <search class="search-head">
        <input
          class="field-input"
          type="search"
          aria-label={told.field}
          placeholder={told.placeholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={maxQueryLength}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={toFirst}
        />
        <nav class="listed-tabs" aria-label={told.kinds}>
          <For each={filesTabNames}>
            {(name) => (
              <RouteLink
                to={{ screen: 'files', conversationId: props.conversationId, tab: name }}
                how="replace"
                class="listed-tab"
                aria-current={name === tab() ? 'page' : undefined}
              >
                {told.tabs[name]}
              </RouteLink>
            )}
          </For>
        </nav>
      </search>
      <SearchNote
        counted={{ count: count(), found: told.found[tab()], none: '', onlyHere: told.onlyHere }}
        found={found()}
        index={index()}
        query={query()}
        onAgain={() => looking.again()}
      />
      <div
        ref={(element) => (scroller = element)}
        class="search-scroll listed-scroll"
        onScroll={(event) => holding.top(event.currentTarget)}
        onPointerOver={(event) => holding.at(event.target)}
        onFocusIn={(event) => holding.at(event.target)}
        onKeyDown={(event) => moveAmong(event, scroller, anyFile)}
      >
        <Show when={found().held > 0}>
          <div class="search-held">
            <Button onPress={() => looking.hold(null)}>{told.newer(found().held)}</Button>
          </div>
        </Show>
        <FilesList
          hits={found().hits}
          tab={tab()}
          isOfAll={props.conversationId === null}
          hasMore={found().hasMore}
          onMore={() => looking.more()}
        />
        <Show when={isNone()}>
          <div class="pane-notice">
            <p class="pane-notice-title">{text().trim() === '' ? told.none[tab()] : told.noneFound}</p>
            <Show when={text().trim() === ''}>
              <p>{told.noneHint}</p>
            </Show>
          </div>
        </Show>
        <Show when={found().hasMore && found().server.status !== 'asking'}>
          <More label={told.more} count={found().hits.length} onMore={() => looking.more()} />
        </Show>
      </div>
    </section>
  );
}
