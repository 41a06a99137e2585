// What one does with a conversation for oneself: pin it, mark it as unread or read, mute it for a while, say what of it
// calls, put it away, look through its files. Works with no network; the other devices follow.
import Archive from 'lucide-solid/icons/archive';
import ArchiveRestore from 'lucide-solid/icons/archive-restore';
import Bell from 'lucide-solid/icons/bell';
import BellOff from 'lucide-solid/icons/bell-off';
import BellRing from 'lucide-solid/icons/bell-ring';
import Check from 'lucide-solid/icons/check';
import CheckCheck from 'lucide-solid/icons/check-check';
import Folder from 'lucide-solid/icons/folder';
import MailOpen from 'lucide-solid/icons/mail-open';
import Pin from 'lucide-solid/icons/pin';
import PinOff from 'lucide-solid/icons/pin-off';
import { createSignal, For, Match, Show, Switch, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { ConversationId } from '../../../shared/ids.ts';
import type { NoticeLevel } from '../../../shared/personal/marks.ts';
import type { MarkChange } from '../../engine/marks/open-marks.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { MenuLayer } from '../parts/menu-layer.tsx';
import { useRouter } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { isWaiting } from './arrange-list.ts';
import { showConversation } from './shown-conversation.ts';

interface ConversationMenuProps {
  readonly conversationId: ConversationId;
  /** It is on the screen: what is put away or marked as unread is left. */
  readonly isOpen: boolean;
  opener(): HTMLElement;
  onClose(): void;
}

const hourMs = 3_600_000;
const muteTimes = [
  ['hour', hourMs],
  ['workday', 8 * hourMs],
  ['week', 7 * 24 * hourMs],
  ['always', 'always'],
] as const;
const levels: readonly NoticeLevel[] = ['all', 'mentions', 'none'];

export function ConversationMenu(props: ConversationMenuProps) {
  const words = useWords();
  const times = useTimes();
  const router = useRouter();
  const { messenger, conversations, me, marksOf } = useSignedIn();
  const [page, setPage] = createSignal<'acts' | 'mute' | 'notice'>('acts');
  const [isRefused, setRefused] = createSignal(false);
  const conversation = () => conversations().find((one) => one.conversationId === props.conversationId);
  const marks = () => marksOf(props.conversationId);
  const name = () => {
    const shown = conversation();
    return shown === undefined ? '' : showConversation(shown, me(), words).name;
  };
  const isUnread = () => {
    const shown = conversation();
    return shown !== undefined && isWaiting(shown, marks());
  };
  const change = (wanted: MarkChange, close: () => void) => {
    const problem = messenger.marks.change(props.conversationId, wanted);
    setRefused(problem !== null);
    if (problem !== null) return;
    close();
    const isLeft = wanted.isArchived === true || wanted.isUnread === true;
    if (isLeft && props.isOpen) router.go({ screen: 'home' });
  };
  const markRead = (close: () => void) => {
    close();
    void messenger.markAllRead(props.conversationId);
  };
  const showFiles = (close: () => void) => {
    close();
    router.go({ screen: 'files', conversationId: props.conversationId, tab: 'media' });
  };
  const untilText = () => {
    const { mutedUntil } = marks();
    return typeof mutedUntil === 'number' ? words.list.mutedUntil(times.clockBeside(mutedUntil, Date.now())) : null;
  };
  const turnTo = (next: 'mute' | 'notice', { currentTarget }: MouseEvent) => {
    const menu = currentTarget instanceof Element ? currentTarget.closest('.row-menu') : null;
    setPage(next);
    const items = [...(menu?.querySelectorAll<HTMLElement>('.menu-item') ?? [])];
    (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
  };
  return (
    <MenuLayer label={words.list.actsFor(name())} opener={() => props.opener()} onClose={() => props.onClose()}>
      {(close) => (
        <>
          <Switch>
            <Match when={page() === 'acts'}>
              <Item
                sign={marks().pinnedAt === null ? Pin : PinOff}
                text={marks().pinnedAt === null ? words.list.pin : words.list.unpin}
                onPress={() => change({ isPinned: marks().pinnedAt === null }, close)}
              />
              <Show
                when={isUnread()}
                fallback={
                  <Item
                    sign={MailOpen}
                    text={words.list.markUnread}
                    onPress={() => change({ isUnread: true }, close)}
                  />
                }
              >
                <Item sign={CheckCheck} text={words.list.markRead} onPress={() => markRead(close)} />
              </Show>
              <Show
                when={marks().mutedUntil === null}
                fallback={
                  <Item
                    sign={Bell}
                    text={words.list.unmute}
                    note={untilText()}
                    onPress={() => change({ muteFor: null }, close)}
                  />
                }
              >
                <Item sign={BellOff} text={words.list.mute} hasMore onPress={(event) => turnTo('mute', event)} />
              </Show>
              <Item
                sign={BellRing}
                text={words.list.notice}
                note={words.list.levels[marks().notice]}
                hasMore
                onPress={(event) => turnTo('notice', event)}
              />
              <Item
                sign={marks().archivedUpTo === null ? Archive : ArchiveRestore}
                text={marks().archivedUpTo === null ? words.list.archive : words.list.unarchive}
                onPress={() => change({ isArchived: marks().archivedUpTo === null }, close)}
              />
              <Item sign={Folder} text={words.conversation.files} onPress={() => showFiles(close)} />
            </Match>
            <Match when={page() === 'mute'}>
              <p class="row-menu-note">{words.list.muteFor}</p>
              <For each={muteTimes}>
                {([time, muteFor]) => (
                  <Item sign={BellOff} text={words.list.muteTimes[time]} onPress={() => change({ muteFor }, close)} />
                )}
              </For>
            </Match>
            <Match when={page() === 'notice'}>
              <p class="row-menu-note">{words.list.notice}</p>
              <For each={levels}>
                {(notice) => (
                  <button
                    type="button"
                    class="menu-item choice-item"
                    role="menuitemradio"
                    aria-checked={marks().notice === notice}
                    onClick={() => change({ notice }, close)}
                  >
                    {words.list.levels[notice]}
                    <Show when={marks().notice === notice}>
                      <Check size={16} />
                    </Show>
                  </button>
                )}
              </For>
            </Match>
          </Switch>
          <Show when={isRefused()}>
            <p class="row-menu-note list-menu-note" role="alert">
              {words.list.tooManyMarks}
            </p>
          </Show>
        </>
      )}
    </MenuLayer>
  );
}

interface ItemProps {
  readonly sign: Component<{ size: number }>;
  readonly text: string;
  readonly note?: string | null;
  readonly hasMore?: boolean;
  onPress(event: MouseEvent): void;
}

function Item(props: ItemProps) {
  return (
    <button
      type="button"
      class="menu-item"
      role="menuitem"
      aria-haspopup={props.hasMore === true ? 'menu' : undefined}
      onClick={(event) => props.onPress(event)}
    >
      <Dynamic component={props.sign} size={20} />
      <span>
        {props.text}
        <Show when={props.note}>{(note) => <span class="list-menu-about">{note()}</span>}</Show>
      </span>
    </button>
  );
}
