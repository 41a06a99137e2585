// Who writes in a conversation now, in words; null while nobody does.
import type { Accessor } from 'solid-js';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { useWords } from '../words/words.tsx';
import { createTypists } from './create-presence.ts';

export function createTyping(conversation: Accessor<ConversationSummary>): Accessor<string | null> {
  const words = useWords();
  const typists = createTypists(() => conversation().conversationId);
  return () => {
    if (typists().length === 0) return null;
    const { members } = conversation();
    const nameOf = (userId: string) => members.find((member) => member.userId === userId)?.name;
    return words.presence.writing(typists().map((userId) => nameOf(userId) ?? words.conversation.somebody));
  };
}
