// What people reacted with under a message: each kind with how many, one's own marked; a press adds or takes back one's
// own. Who reacted stands below as long as one hovers or has the focus; on a touch screen the details tell it.
import './message-reactions.css';
import { createComputed, createEffect, createMemo, For, on, type Accessor } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { Reaction } from '../../../shared/conversation/reactions.ts';
import type { UserId } from '../../../shared/ids.ts';
import { standBeside } from '../parts/stand-beside.ts';
import type { NameOf } from '../conversations/shown-conversation.ts';
import { useWords } from '../words/words.tsx';

interface MessageReactionsProps {
  readonly reactions: readonly Reaction[];
  readonly me: UserId;
  readonly nameOf: NameOf;
  readonly tabIndex: 0 | -1;
  /** Null for whoever may only read. */
  readonly onToggle: ((emoji: string) => void) | null;
}

/** More names fill the screen; the details have them all. */
const maxNames = 12;

export function MessageReactions(props: MessageReactionsProps) {
  const words = useWords();
  let list!: HTMLUListElement;
  const byEmoji = createMemo(() => new Map(props.reactions.map((reaction) => [reaction.emoji, reaction])));
  const emoji = createMemo(() => [...byEmoji().keys()]);
  /** A chip that changes places loses the focus on its way. */
  let focused: Element | null = null;
  createComputed(
    on(emoji, () => (focused = list.contains(document.activeElement) ? document.activeElement : null), { defer: true }),
  );
  createEffect(
    on(emoji, () => {
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    }),
  );
  return (
    <ul ref={(element) => (list = element)} class="reactions" aria-label={words.acts.reactions}>
      <For each={emoji()}>
        {(one) => {
          const first = must(byEmoji().get(one), 'one of these');
          const reaction = createMemo<Reaction>((last) => byEmoji().get(one) ?? last, first);
          return <Chip {...props} reaction={reaction} />;
        }}
      </For>
    </ul>
  );
}

function Chip(props: Omit<MessageReactionsProps, 'reactions'> & { reaction: Accessor<Reaction> }) {
  const words = useWords();
  const names = () => {
    const { userIds } = props.reaction();
    const named = userIds.slice(0, maxNames).map((userId) => props.nameOf(userId) ?? words.you);
    return userIds.length > maxNames ? [...named, words.acts.andMore(userIds.length - maxNames)] : named;
  };
  let who!: HTMLSpanElement;
  const placeNames = (event: { readonly currentTarget: HTMLElement }) => standBeside(who, event.currentTarget);
  const isMine = () => props.reaction().userIds.includes(props.me);
  return (
    <li>
      <button
        type="button"
        class="reaction"
        tabIndex={props.tabIndex}
        aria-pressed={isMine()}
        aria-disabled={props.onToggle === null ? 'true' : undefined}
        onPointerEnter={placeNames}
        onFocus={placeNames}
        onClick={() => props.onToggle?.(props.reaction().emoji)}
      >
        <span aria-hidden="true">{props.reaction().emoji}</span>
        <span aria-hidden="true">{props.reaction().userIds.length}</span>
        <span class="unseen">{words.acts.reaction(props.reaction().emoji, names())}</span>
        <span ref={(element) => (who = element)} class="reaction-who" dir="auto" aria-hidden="true">
          {names().join(', ')}
        </span>
      </button>
    </li>
  );
}
