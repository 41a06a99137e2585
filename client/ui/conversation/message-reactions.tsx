// What people reacted with under a message: each kind with how many, one's own marked; a press adds or takes back one's
// own. Who reacted stands above as long as one hovers or has the focus; on a touch screen the details tell it.
import './message-reactions.css';
import { Index, type Accessor } from 'solid-js';
import type { Reaction } from '../../../shared/conversation/reactions.ts';
import type { UserId } from '../../../shared/ids.ts';
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
  return (
    <ul class="reactions" aria-label={words.acts.reactions}>
      <Index each={props.reactions}>{(reaction) => <Chip {...props} reaction={reaction} />}</Index>
    </ul>
  );
}

function Chip(props: Omit<MessageReactionsProps, 'reactions'> & { reaction: Accessor<Reaction> }) {
  const words = useWords();
  const who = () => {
    const { userIds } = props.reaction();
    const names = userIds.slice(0, maxNames).map((userId) => props.nameOf(userId) ?? words.you);
    return userIds.length > maxNames ? [...names, words.acts.andMore(userIds.length - maxNames)] : names;
  };
  const isMine = () => props.reaction().userIds.includes(props.me);
  return (
    <li>
      <button
        type="button"
        class="reaction"
        tabIndex={props.tabIndex}
        aria-pressed={isMine()}
        aria-disabled={props.onToggle === null ? 'true' : undefined}
        onClick={() => props.onToggle?.(props.reaction().emoji)}
      >
        <span aria-hidden="true">{props.reaction().emoji}</span>
        <span aria-hidden="true">{props.reaction().userIds.length}</span>
        <span class="unseen">{words.acts.reaction(props.reaction().emoji, who())}</span>
        <span class="reaction-who" dir="auto" aria-hidden="true">
          {who().join(', ')}
        </span>
      </button>
    </li>
  );
}
