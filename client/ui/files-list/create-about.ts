// Who sent what is listed, where, and when, in the reader's words.
import { parseUserId } from '../../../shared/ids.ts';
import type { Hit } from '../../engine/search/join-hits.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useTimes, useWords } from '../words/words.tsx';

export interface About {
  sender(author: string): string;
  place(hit: Hit): string;
  date(hit: Hit): string;
}

export function createAbout(): About {
  const words = useWords();
  const times = useTimes();
  const { messenger, me, conversations, now } = useSignedIn();
  return {
    sender(author) {
      const userId = author === me().userId ? null : parseUserId(author);
      if (author === me().userId) return words.you;
      return (userId === null ? null : messenger.personOf(userId)?.name) ?? words.conversation.somebody;
    },
    place(hit) {
      const known = conversations().find(({ conversationId }) => conversationId === hit.conversationId);
      return known === undefined ? words.saved.unknownPlace : showConversation(known, me(), words).name;
    },
    date: ({ at }) => times.day(at, now()),
  };
}
