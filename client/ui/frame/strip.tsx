// The strip at the window's edge: the first conversations of the list one press away, a new one, and me at the end.
import './strip.css';
import Plus from 'lucide-solid/icons/plus';
import Search from 'lucide-solid/icons/search';
import { createMemo, For } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { Avatar } from '../parts/avatar.tsx';
import { IconButton } from '../parts/button.tsx';
import { PeopleEntry } from '../people/people-entry.tsx';
import { WithPresence } from '../people/with-presence.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import type { OpenDialog } from './frame.tsx';
import { MeMenu } from './me-menu.tsx';
import { useSignedIn } from './signed-in.tsx';

interface StripProps {
  readonly openId: ConversationId | null;
  readonly conversations: readonly ConversationSummary[];
  onDialog(dialog: OpenDialog): void;
}

/** Nobody goes further by pictures alone; the list has the others. */
const maxShown = 50;

export function Strip(props: StripProps) {
  const words = useWords();
  return (
    <nav class="strip" aria-label={words.frame.switcher}>
      <IconButton label={words.switcher.button} aria-haspopup="dialog" onPress={() => props.onDialog('switcher')}>
        <Search size={24} />
      </IconButton>
      <ul class="strip-conversations">
        <For each={props.conversations.slice(0, maxShown)}>
          {(conversation) => (
            <li>
              <StripLink conversation={conversation} isOpen={conversation.conversationId === props.openId} />
            </li>
          )}
        </For>
      </ul>
      <PeopleEntry size={24} />
      <IconButton label={words.frame.newConversation} onPress={() => props.onDialog('find-people')}>
        <Plus size={24} />
      </IconButton>
      <div class="strip-me">
        <MeMenu place="strip" onDialog={(dialog) => props.onDialog(dialog)} />
      </div>
    </nav>
  );
}

function StripLink(props: { conversation: ConversationSummary; isOpen: boolean }) {
  const words = useWords();
  const { me } = useSignedIn();
  const shown = createMemo(() => showConversation(props.conversation, me(), words));
  return (
    <RouteLink
      to={{ screen: 'conversation', conversationId: props.conversation.conversationId }}
      class="strip-link"
      title={shown().name}
      aria-current={props.isOpen ? 'page' : undefined}
    >
      <WithPresence userId={shown().partner?.userId ?? null}>
        <Avatar id={shown().avatarId} name={shown().name} shape={shown().shape} />
      </WithPresence>
      <span class="unseen">{shown().name}</span>
    </RouteLink>
  );
}
