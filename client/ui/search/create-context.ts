// What the words of a query mean to whoever types it: whom and which conversation they name.
import type { QueryContext } from '../../../shared/search/query.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createKnownPeople } from '../people/create-known-people.ts';
import { useWords } from '../words/words.tsx';

/** As it is when it is asked for: of people and conversations that come later the next query knows. */
export function createContext(): () => QueryContext {
  const words = useWords();
  const { me, conversations } = useSignedIn();
  const people = createKnownPeople();
  return () => ({
    me: me().userId,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    nowMs: Date.now(),
    people: [me(), ...people()],
    conversations: conversations().map((conversation) => ({
      conversationId: conversation.conversationId,
      title: showConversation(conversation, me(), words).name,
    })),
  });
}
