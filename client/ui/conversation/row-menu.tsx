// What one can do with one message, beside the button that opened it. The browser's popover closes it and takes Escape.
import '../parts/menu.css';
import './row-menu.css';
import Check from 'lucide-solid/icons/check';
import CheckCheck from 'lucide-solid/icons/check-check';
import Link from 'lucide-solid/icons/link';
import MailOpen from 'lucide-solid/icons/mail-open';
import { createUniqueId, onMount, Show } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { createCopying } from '../parts/copying.ts';
import { moveFocus } from '../parts/menu-keys.ts';
import { standBeside } from '../parts/stand-beside.ts';
import { pathOf } from '../route.ts';
import { useWords } from '../words/words.tsx';

interface RowMenuProps {
  readonly conversationId: ConversationId;
  readonly item: TimelineItem;
  readonly opener: HTMLElement;
  onMarkUnread(): void;
  /** Null while nothing is unread. */
  readonly onMarkAllRead: (() => void) | null;
  onClose(): void;
}

export function RowMenu(props: RowMenuProps) {
  const words = useWords();
  const noteId = createUniqueId();
  let menu!: HTMLDivElement;
  let field!: HTMLInputElement;
  const link = () => {
    const { id, at } = props.item;
    return (
      location.origin + pathOf({ screen: 'conversation', conversationId: props.conversationId, message: { id, at } })
    );
  };
  const copying = createCopying(() => queueMicrotask(() => field.select()));
  const items = () => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const leaveFor = (act: () => void) => {
    menu.hidePopover();
    act();
  };
  const toggle = (event: ToggleEvent) => {
    if (event.newState === 'open') return;
    if (document.activeElement === document.body || menu.contains(document.activeElement)) props.opener.focus();
    props.onClose();
  };
  onMount(() => {
    menu.showPopover();
    standBeside(menu, props.opener);
    items()[0]?.focus(); // in this turn: the next key may come before the browser tells that it is open
  });
  return (
    <div
      ref={(element) => (menu = element)}
      popover="auto"
      class="row-menu"
      onToggle={toggle}
      onKeyDown={(event) => moveFocus(event, items())}
    >
      <div role="menu" aria-label={words.conversation.actions}>
        <button type="button" class="menu-item" role="menuitem" onClick={() => leaveFor(() => props.onMarkUnread())}>
          <MailOpen size={20} />
          {words.conversation.markUnread}
        </button>
        <Show when={props.onMarkAllRead}>
          {(onMarkAllRead) => (
            <button type="button" class="menu-item" role="menuitem" onClick={() => leaveFor(onMarkAllRead())}>
              <CheckCheck size={20} />
              {words.conversation.markAllRead}
            </button>
          )}
        </Show>
        <button type="button" class="menu-item" role="menuitem" onClick={() => copying.copy(link())}>
          <Show when={copying.state() === 'copied'} fallback={<Link size={20} />}>
            <Check size={20} />
          </Show>
          {copying.state() === 'copied' ? words.conversation.linkCopied : words.conversation.copyLink}
        </button>
      </div>
      <Show when={copying.state() === 'by-hand'}>
        <input
          ref={(element) => (field = element)}
          class="row-menu-link"
          readonly
          aria-label={words.conversation.copyLink}
          aria-describedby={noteId}
          value={link()}
        />
        <p id={noteId} class="row-menu-note" role="status">
          {words.conversation.linkByHand}
        </p>
      </Show>
    </div>
  );
}
