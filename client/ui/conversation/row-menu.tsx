// What one can do with one message, beside what opened it. The arrows go through all of it; in the row of
// reactions also to the sides.
import '../parts/menu.css';
import './row-menu.css';
import Bookmark from 'lucide-solid/icons/bookmark';
import BookmarkX from 'lucide-solid/icons/bookmark-x';
import Check from 'lucide-solid/icons/check';
import CheckCheck from 'lucide-solid/icons/check-check';
import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import Forward from 'lucide-solid/icons/forward';
import Images from 'lucide-solid/icons/images';
import Info from 'lucide-solid/icons/info';
import Maximize from 'lucide-solid/icons/maximize-2';
import Link from 'lucide-solid/icons/link';
import ListChecks from 'lucide-solid/icons/list-checks';
import MailOpen from 'lucide-solid/icons/mail-open';
import MessagesSquare from 'lucide-solid/icons/messages-square';
import Pencil from 'lucide-solid/icons/pencil';
import Pin from 'lucide-solid/icons/pin';
import PinOff from 'lucide-solid/icons/pin-off';
import Reply from 'lucide-solid/icons/reply';
import Plus from 'lucide-solid/icons/plus';
import TextCursorInput from 'lucide-solid/icons/text-cursor-input';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, createUniqueId, For, onMount, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import { listenToClosing } from '../parts/closing.ts';
import { createCopying } from '../parts/copying.ts';
import { moveFocus } from '../parts/menu-keys.ts';
import { standBeside } from '../parts/stand-beside.ts';
import { useWords } from '../words/words.tsx';
import type { Act } from './acts-of.ts';

/** What is done by who opened the menu, with the menu closed. */
export type MenuAct =
  | Exclude<Act, 'react' | 'copy' | 'link'>
  | 'unpin'
  | 'unsave'
  | 'readAll'
  | 'chain'
  | 'selectText'
  | 'moreEmoji'
  | 'show'
  | 'download'
  | 'copyImage';

interface RowMenuProps {
  readonly item: TimelineItem;
  readonly me: UserId;
  /** What may be done, in any order. */
  readonly may: ReadonlySet<MenuAct | Act>;
  readonly link: string;
  readonly opener: HTMLElement;
  onReact(emoji: string): void;
  onAct(act: MenuAct): void;
  onClose(): void;
}

const quickEmoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

type Sign = Component<{ size: number }>;

/** In the menu's order; copying stands between the two, for it leaves the menu open. */
const before: readonly (readonly [MenuAct, Sign])[] = [
  ['reply', Reply],
  ['edit', Pencil],
  ['forward', Forward],
  ['show', Maximize],
  ['download', Download],
  ['copyImage', Images],
];
const after: readonly (readonly [MenuAct, Sign])[] = [
  ['pin', Pin],
  ['unpin', PinOff],
  ['save', Bookmark],
  ['unsave', BookmarkX],
  ['unread', MailOpen],
  ['readAll', CheckCheck],
  ['chain', MessagesSquare],
  ['select', ListChecks],
  ['selectText', TextCursorInput],
  ['details', Info],
  ['delete', Trash],
];

export function RowMenu(props: RowMenuProps) {
  const words = useWords();
  const noteId = createUniqueId();
  let menu!: HTMLDivElement;
  let field!: HTMLTextAreaElement;
  const selectField = () => queueMicrotask(() => field.select());
  const copyingText = createCopying(selectField);
  const copyingLink = createCopying(selectField);
  /** What is copied last stands in the field where the clipboard is closed. */
  const [copied, setCopied] = createSignal('');
  const copy = (copying: typeof copyingText, text: string) => {
    setCopied(text);
    copying.copy(text);
  };
  const isByHand = () => copyingText.state() === 'by-hand' || copyingLink.state() === 'by-hand';
  const nameOf = (act: MenuAct): string => {
    if (act === 'unread') return words.conversation.markUnread;
    if (act === 'readAll') return words.conversation.markAllRead;
    return words.acts[act];
  };
  const find = (selector: string) => [...menu.querySelectorAll<HTMLElement>(selector)];
  const pressKey = (event: KeyboardEvent) => {
    const quick = find('.row-menu-emoji');
    const isQuick = quick.some((one) => one === document.activeElement);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (isQuick && step !== undefined) {
      const isRtl = getComputedStyle(menu).direction === 'rtl';
      const at = quick.findIndex((one) => one === document.activeElement) + (isRtl ? -step : step);
      quick.at(at % quick.length)?.focus();
      return event.preventDefault();
    }
    const below = find('.menu-item');
    const first = isQuick ? quick.filter((one) => one === document.activeElement) : quick.slice(0, 1);
    moveFocus(event, [...first, ...below]);
  };
  const leaveFor = (act: () => void) => {
    menu.hidePopover();
    act();
  };
  onMount(() => {
    menu.showPopover();
    listenToClosing({ popover: menu, opener: () => props.opener, onClose: () => props.onClose() });
    standBeside(menu, props.opener);
    find('.menu-item')[0]?.focus(); // in this turn: the next key may come before the browser tells that it is open
  });
  const isMine = (emoji: string) =>
    props.item.reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(props.me));
  const entry = ([act, Sign]: readonly [MenuAct, Sign]) => (
    <Show when={props.may.has(act)}>
      <button
        type="button"
        class="menu-item"
        classList={{ 'row-menu-danger': act === 'delete' }}
        role="menuitem"
        onClick={() => leaveFor(() => props.onAct(act))}
      >
        <Dynamic component={Sign} size={20} />
        {nameOf(act)}
      </button>
    </Show>
  );
  const copyEntry = (copying: typeof copyingText, names: readonly [string, string], text: () => string) => (
    <button type="button" class="menu-item" role="menuitem" onClick={() => copy(copying, text())}>
      <Show
        when={copying.state() === 'copied'}
        fallback={copying === copyingLink ? <Link size={20} /> : <Copy size={20} />}
      >
        <Check size={20} />
      </Show>
      {copying.state() === 'copied' ? names[1] : names[0]}
    </button>
  );
  return (
    <div ref={(element) => (menu = element)} popover="auto" class="row-menu" onKeyDown={pressKey}>
      <div role="menu" aria-label={words.conversation.actions}>
        <Show when={props.may.has('react')}>
          <div class="row-menu-quick" role="group" aria-label={words.acts.quickReactions}>
            <For each={quickEmoji}>
              {(emoji) => (
                <button
                  type="button"
                  class="row-menu-emoji"
                  role="menuitemcheckbox"
                  aria-checked={isMine(emoji)}
                  aria-label={words.acts.reactWith(emoji)}
                  onClick={() => leaveFor(() => props.onReact(emoji))}
                >
                  {emoji}
                </button>
              )}
            </For>
            <button
              type="button"
              class="row-menu-emoji"
              role="menuitem"
              aria-label={words.acts.moreEmoji}
              title={words.acts.moreEmoji}
              onClick={() => leaveFor(() => props.onAct('moreEmoji'))}
            >
              <Plus size={20} />
            </button>
          </div>
        </Show>
        <For each={before}>{entry}</For>
        <Show when={props.may.has('copy')}>
          {copyEntry(
            copyingText,
            [words.conversation.copyText, words.conversation.textCopied],
            () => props.item.text ?? '',
          )}
        </Show>
        <Show when={props.may.has('link')}>
          {copyEntry(copyingLink, [words.conversation.copyLink, words.conversation.linkCopied], () => props.link)}
        </Show>
        <For each={after}>{entry}</For>
      </div>
      <Show when={isByHand()}>
        <textarea
          ref={(element) => (field = element)}
          class="row-menu-link"
          readonly
          rows={2}
          aria-label={words.acts.copy}
          aria-describedby={noteId}
          value={copied()}
        />
        <p id={noteId} class="row-menu-note" role="status">
          {copyingLink.state() === 'by-hand' ? words.conversation.linkByHand : words.conversation.copyByHand}
        </p>
      </Show>
    </div>
  );
}
