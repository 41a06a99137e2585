// The messages that I have saved, on all my devices, the newest first; each leads to where it stands. What one says is
// looked up when it comes on the screen: nothing of it is kept with its name.
import './saved-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import BookmarkX from 'lucide-solid/icons/bookmark-x';
import { createEffect, createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { SavedMessage } from '../../engine/drafts/open-saved.ts';
import type { Quote } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { FoundMessage } from '../conversation/found-message.tsx';
import { MessageCard } from '../conversation/message-card.tsx';
import { makeNames, showConversation } from '../conversations/shown-conversation.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { createOnScreen } from '../parts/on-screen.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';

export function SavedScreen() {
  const words = useWords();
  const { messenger } = useSignedIn();
  const saved = createReadable(messenger.saved);
  const byKey = createMemo(() => new Map(saved().map((one) => [`${one.conversationId} ${one.author} ${one.id}`, one])));
  let title!: HTMLHeadingElement;
  const toTitle = () => title.focus();
  onMount(toTitle);
  createTitle(() => words.saved.title);
  const letGo = (message: SavedMessage) => {
    messenger.unsave(message);
    toTitle(); // the button goes away
  };
  return (
    <section class="pane" aria-label={words.saved.title}>
      <header class="frame-head pane-head">
        <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 ref={(element) => (title = element)} class="list-title one-line" tabIndex={-1}>
          {words.saved.title}
        </h2>
        <LinkStatus isShort />
      </header>
      <Show
        when={saved().length > 0}
        fallback={
          <div class="pane-notice">
            <p class="pane-notice-title">{words.saved.empty}</p>
            <p>{words.saved.emptyHint}</p>
          </div>
        }
      >
        <div class="saved-scroll">
          <ul class="saved-rows">
            <For each={[...byKey().keys()]}>
              {(key) => (
                <Show when={byKey().get(key)}>
                  {(message) => <SavedRow message={message()} onLetGo={() => letGo(message())} />}
                </Show>
              )}
            </For>
          </ul>
        </div>
      </Show>
    </section>
  );
}

function SavedRow(props: { message: SavedMessage; onLetGo(): void }) {
  const words = useWords();
  const router = useRouter();
  const { messenger, me, conversations } = useSignedIn();
  const [isOnScreen, observe] = createOnScreen();
  const [found, setFound] = createSignal<Quote | null>(null);
  createEffect(() => {
    const { conversationId, author, id, at } = props.message;
    if (isOnScreen() && found() === null) void messenger.find(conversationId, { author, id, at }).then(setFound);
  });
  const summary = createMemo(() =>
    conversations().find(({ conversationId }) => conversationId === props.message.conversationId),
  );
  const place = () => {
    const known = summary();
    return words.saved.in(known === undefined ? words.saved.unknownPlace : showConversation(known, me(), words).name);
  };
  const names = createMemo(() =>
    makeNames({
      me: me(),
      members: summary()?.members ?? [],
      personOf: (userId) => messenger.personOf(userId),
      somebody: words.conversation.somebody,
    }),
  );
  const lead = () => {
    const { conversationId, id, at } = props.message;
    router.go({ screen: 'conversation', conversationId, message: { id, at } });
  };
  return (
    <li ref={observe} class="saved-row">
      <MessageCard
        author={props.message.author}
        names={names()}
        at={props.message.at}
        note={place()}
        onLead={summary() === undefined ? null : lead}
      >
        <FoundMessage found={found()} me={me().userId} calledOf={names().calledOf} />
      </MessageCard>
      <IconButton label={words.acts.unsave} onPress={() => props.onLetGo()}>
        <BookmarkX size={20} />
      </IconButton>
    </li>
  );
}
