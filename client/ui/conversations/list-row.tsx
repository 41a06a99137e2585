// One conversation in the list: who it is with, its last words, what is unread in it, and how it is marked.
// Its menu opens by the mouse's other button, by a finger that rests on it, and by the menu key.
import BellOff from 'lucide-solid/icons/bell-off';
import Pin from 'lucide-solid/icons/pin';
import { createMemo, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Marks } from '../../../shared/personal/marks.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { createLongPress } from '../conversation/long-press.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { createTyping } from '../people/create-typing.ts';
import { WithPresence } from '../people/with-presence.tsx';
import { RouteLink } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { callingIn, isWaiting } from './arrange-list.ts';
import { createDraft } from './create-draft.ts';
import { lineOf } from './line-of.ts';
import { noticeText } from './notice-text.ts';
import { makeNames, showConversation } from './shown-conversation.ts';

interface ListRowProps {
  readonly conversation: ConversationSummary;
  readonly isOpen: boolean;
  /** The one that Tab leads to. */
  readonly isCurrent: boolean;
  readonly isMenuOpen: boolean;
  onMenu(): void;
}

export function ListRow(props: ListRowProps) {
  const words = useWords();
  const times = useTimes();
  const { me, now, messenger, marksOf } = useSignedIn();
  const marks = () => marksOf(props.conversation.conversationId);
  const press = createLongPress(() => props.onMenu());
  const openMenu = (event: MouseEvent) => {
    press.onContextMenu(event);
    if (event.defaultPrevented || event.shiftKey) return; // with Shift it is the browser's own
    event.preventDefault();
    props.onMenu();
  };
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
    const { text, files = null } = last;
    return text === null ? words.list.deleted : lineOf({ text, files, mentions: [] }, names().calledOf, words);
  };
  /** Who wrote what `preview` says, where that is worth a word. */
  const writer = (): string | null => {
    const last = props.conversation.lastMessage;
    if (isPending() || last === null || last.notice) return null;
    if (last.author === me().userId) return words.list.byMe;
    return props.conversation.kind === 'group' ? words.list.by(nameOf(last.author) ?? words.you) : null;
  };
  const isQuiet = () => isWaiting(props.conversation, marks()) && callingIn(props.conversation, marks()) === 0;
  return (
    <RouteLink
      to={{ screen: 'conversation', conversationId: props.conversation.conversationId }}
      class="list-row"
      classList={{ 'list-row-menu': props.isMenuOpen, 'list-quiet': isQuiet() }}
      aria-current={props.isOpen ? 'page' : undefined}
      tabIndex={props.isCurrent ? 0 : -1}
      draggable={false}
      onContextMenu={openMenu}
      onPointerDown={(event) => press.onPointerDown(event)}
      onPointerMove={(event) => press.onPointerMove(event)}
      onPointerUp={() => press.onPointerUp()}
      onPointerCancel={() => press.onPointerCancel()}
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
      <RowSigns conversation={props.conversation} marks={marks()} />
    </RouteLink>
  );
}

function RowSigns(props: { conversation: ConversationSummary; marks: Marks }) {
  const words = useWords();
  const isMuted = () => props.marks.mutedUntil !== null || props.marks.notice === 'none';
  const isMarked = () => isMuted() || props.marks.pinnedAt !== null || isWaiting(props.conversation, props.marks);
  return (
    <Show when={isMarked()}>
      <span class="list-signs">
        <Show when={isMuted()}>
          <Sign icon={BellOff} name={words.list.muted} />
        </Show>
        <Show when={props.marks.pinnedAt !== null}>
          <Sign icon={Pin} name={words.list.pinned} />
        </Show>
        <Show when={props.conversation.mentions > 0}>
          <span class="list-mention" title={words.list.mentions(props.conversation.mentions)}>
            <span aria-hidden="true">@</span>
            <span class="unseen">{words.list.mentions(props.conversation.mentions)}</span>
          </span>
        </Show>
        <Show when={props.conversation.unread > 0}>
          <span class="list-unread">
            <span aria-hidden="true">{words.list.unreadShort(props.conversation.unread)}</span>
            <span class="unseen">{words.list.unread(props.conversation.unread)}</span>
          </span>
        </Show>
        <Show when={props.conversation.unread === 0 && props.marks.isUnread}>
          <span class="list-unread list-unread-mark">
            <span class="unseen">{words.list.markedUnread}</span>
          </span>
        </Show>
      </span>
    </Show>
  );
}

function Sign(props: { icon: Component<{ size: number }>; name: string }) {
  return (
    <span class="list-sign" title={props.name}>
      <Dynamic component={props.icon} size={14} />
      <span class="unseen">{props.name}</span>
    </span>
  );
}
