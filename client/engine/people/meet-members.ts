// Whoever is in a conversation with this person is met. A conversation whose people are those that they were costs one
// look, however many they are: the list changes with each message.
import type { Member } from '../messenger.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { KnownPeople } from './known-people.ts';

/** Answers how to stop. */
export function meetMembers(
  { summaries }: Pick<ConversationTable, 'summaries'>,
  people: Pick<KnownPeople, 'meet'>,
): () => void {
  const met = new WeakSet<readonly Member[]>();
  const meet = () => {
    const news = summaries.get().filter(({ members }) => !met.has(members));
    for (const { members } of news) met.add(members);
    if (news.length > 0) people.meet(news.flatMap(({ members }) => members));
  };
  meet();
  return summaries.subscribe(meet);
}
