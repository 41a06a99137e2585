// Every conversation with its last words, the newest first as the messenger orders them.
// Empty leads on: to people who are here, or to inviting them.
import './conversation-list.css';
import Search from 'lucide-solid/icons/search';
import SquarePen from 'lucide-solid/icons/square-pen';
import { createMemo, For, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import type { OpenDialog } from '../frame/frame.tsx';
import { LinkStatus } from '../frame/link-status.tsx';
import { MeMenu } from '../frame/me-menu.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { IconButton } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { createTyping } from '../people/create-typing.ts';
import { PeopleEntry } from '../people/people-entry.tsx';
import { WithPresence } from '../people/with-presence.tsx';
import { RouteLink } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { createDraft } from './create-draft.ts';
import { FirstSteps } from './first-steps.tsx';
import { lineOf } from './line-of.ts';
import { noticeText } from './notice-text.ts';
import { makeNames, showConversation } from './shown-conversation.ts';

interface ConversationListProps {
  readonly openId: ConversationId | null;
  onDialog(dialog: OpenDialog): void;
}

export function ConversationList(props: ConversationListProps) {
  const words = useWords();
  const { conversations, storage } = useSignedIn();
  return (
    <section class="list" aria-label={words.frame.conversations}>
      <header class="frame-head">
        <h2 class="list-title one-line" tabIndex={-1}>
          {words.frame.conversations}
        </h2>
        <Show when={props.openId === null}>
          <LinkStatus isShort />
        </Show>
        <div class="list-actions only-phone">
          <PeopleEntry size={20} />
          <IconButton label={words.switcher.button} aria-haspopup="dialog" onPress={() => props.onDialog('switcher')}>
            <Search size={20} />
          </IconButton>
          <IconButton label={words.frame.newConversation} onPress={() => props.onDialog('find-people')}>
            <SquarePen size={20} />
          </IconButton>
          <MeMenu place="head" onDialog={(dialog) => props.onDialog(dialog)} />
        </div>
      </header>
      <div role="status">
        <Show when={storage() === 'unread'}>
          <p class="list-notice">{words.disk.unread}</p>
        </Show>
      </div>
      <ul class="list-rows">
        <For each={conversations()} fallback={<EmptyList onDialog={(dialog) => props.onDialog(dialog)} />}>
          {(conversation) => (
            <li>
              <ListRow conversation={conversation} isOpen={conversation.conversationId === props.openId} />
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

function ListRow(props: { conversation: ConversationSummary; isOpen: boolean }) {
  const words = useWords();
  const times = useTimes();
  const { me, now, messenger } = useSignedIn();
  const shown = createMemo(() => showConversation(props.conversation, me(), words));
  // What the server answers at once is not worth a word.
  const isPending = createDelayed(() => props.conversation.isPending, 400);
  const draft = createDraft(
    () => props.conversation.conversationId,
    () => props.isOpen,
  );
  const typing = createTyping(() => props.conversation);
  const live = () => typing() ?? draft();
  const names = createMemo(() => {
    const { members } = props.conversation;
    const { somebody } = words.conversation;
    return makeNames({ me: me(), members, personOf: (userId) => messenger.personOf(userId), somebody });
  });
  const nameOf = (userId: string) => names().nameOf(userId);
  const preview = (): string => {
    if (isPending()) return words.conversation.pending;
    const last = props.conversation.lastMessage;
    if (last === null) return words.list.nothingWritten;
    if (last.notice) return noticeText(last.notice, nameOf, words);
    return last.text === null ? words.list.deleted : lineOf({ text: last.text, mentions: [] }, names().calledOf);
  };
  /** Who wrote what `preview` says, where that is worth a word. */
  const writer = (): string | null => {
    const last = props.conversation.lastMessage;
    if (isPending() || last === null || last.notice) return null;
    if (last.author === me().userId) return words.list.byMe;
    return props.conversation.kind === 'group' ? words.list.by(nameOf(last.author) ?? words.you) : null;
  };
  return (
    <RouteLink
      to={{ screen: 'conversation', conversationId: props.conversation.conversationId }}
      class="list-row"
      aria-current={props.isOpen ? 'page' : undefined}
    >
      <WithPresence userId={shown().partner?.userId ?? null}>
        <Avatar id={shown().avatarId} name={shown().name} shape={shown().shape} />
      </WithPresence>
      <span class="list-name one-line" dir="auto">
        {shown().name}
      </span>
      <Show when={props.conversation.lastMessage}>
        {(last) => (
          <time class="list-time" datetime={new Date(last().at).toISOString()} title={times.full(last().at)}>
            {times.brief(last().at, now())}
          </time>
        )}
      </Show>
      <span class="list-preview" classList={{ 'list-live': live() !== null }}>
        <Show when={live() === null && writer()}>{(name) => <span class="list-writer one-line">{name()}</span>}</Show>{' '}
        <span class="one-line" dir="auto">
          {live() ?? preview()}
        </span>
      </span>
      <Show when={props.conversation.unread > 0}>
        <span class="list-signs">
          <Show when={props.conversation.mentions > 0}>
            <span class="list-mention" title={words.list.mentions(props.conversation.mentions)}>
              <span aria-hidden="true">@</span>
              <span class="unseen">{words.list.mentions(props.conversation.mentions)}</span>
            </span>
          </Show>
          <span class="list-unread">
            <span aria-hidden="true">{words.list.unreadShort(props.conversation.unread)}</span>
            <span class="unseen">{words.list.unread(props.conversation.unread)}</span>
          </span>
        </span>
      </Show>
    </RouteLink>
  );
}

/** On a wide screen the conversation's place leads on. */
function EmptyList(props: { onDialog(dialog: OpenDialog): void }) {
  return (
    <li class="only-phone">
      <FirstSteps onDialog={(dialog) => props.onDialog(dialog)} />
    </li>
  );
}
