// Those who are in a group no more and whose words stand there: named although this device may never have met them.
// A conversation's people are put in order once, however often somebody is looked up.
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { Person } from '../messenger.ts';

/** Answers a look-up by id; null for whoever has left none of the groups that are here. */
export function makeFormerMembers({
  summaries,
}: Pick<ConversationTable, 'summaries'>): (userId: string) => Person | null {
  const ordered = new WeakMap<readonly Person[], ReadonlyMap<string, Person>>();
  const inOrder = (former: readonly Person[]) => {
    const known = ordered.get(former) ?? new Map(former.map((person) => [person.userId, person]));
    ordered.set(former, known);
    return known;
  };
  return (userId) => {
    for (const { former } of summaries.get()) {
      const person = former.length === 0 ? undefined : inOrder(former).get(userId);
      if (person !== undefined) return person;
    }
    return null;
  };
}
