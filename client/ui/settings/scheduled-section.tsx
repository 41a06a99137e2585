// Everything that goes later, wherever: also what could not be sent into a conversation that one is in no more.
import { Show } from 'solid-js';
import type { ShownScheduled } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { ScheduledMessages } from '../conversation/scheduled-messages.tsx';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useWords } from '../words/words.tsx';

export function ScheduledSection() {
  const words = useWords();
  const { messenger, me, conversations } = useSignedIn();
  const errands = createReadable(messenger.errands.all);
  const nameOf = ({ conversationId }: ShownScheduled) => {
    const known = conversations().find((one) => one.conversationId === conversationId);
    return known === undefined ? words.conversation.unavailable : showConversation(known, me(), words).name;
  };
  return (
    <Show when={errands().scheduled.length > 0} fallback={<p class="settings-note">{words.errands.none}</p>}>
      <ScheduledMessages scheduled={errands().scheduled} nameOf={nameOf} />
    </Show>
  );
}
