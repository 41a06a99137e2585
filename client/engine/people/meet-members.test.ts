// Meeting the people of the conversations in the list.
import { expect, test } from 'vitest';
import { directConversationId } from '../../../shared/ids.ts';
import { inboxPart, toldChapter, toldConversation } from '../../../tests/kit/inbox-answers.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { ConversationTable } from '../inbox/conversation-table.ts';
import type { Person } from '../messenger.ts';
import { meetMembers } from './meet-members.ts';

const [me, ben, cem] = [freshUserId(), freshUserId(), freshUserId()];
const [one, two] = [directConversationId(me, ben), directConversationId(me, cem)];
const member = (userId: typeof me, name: string) =>
  ({ ...{ userId, name, handle: name.toLowerCase(), picture: null }, role: 'member' }) as const;
const withBen = { ...toldConversation(one), members: [member(me, 'Ada'), member(ben, 'Ben')] };
const withCem = { ...toldConversation(two), members: [member(me, 'Ada'), member(cem, 'Cem')] };

function open() {
  const table = new ConversationTable({
    ...{ platform: makeTimers(), kept: makeKeptInMemory().openTab(), me, begun: [] },
    ...{ findPartner: () => null, holdsUnsent: () => Promise.resolve(false), onForgotten: () => undefined },
  });
  const met: string[][] = [];
  const people = { meet: (some: readonly Person[]) => void met.push(some.map(({ name }) => name)) };
  table.take(inboxPart({ whole: true, conversations: [withBen, withCem] }));
  return { table, met, stop: meetMembers(table, people) };
}

test('those who are there are met once, whatever is said, and again where anything of them changed', () => {
  const { table, met, stop } = open();
  expect(met.splice(0).map((names) => names.toSorted())).toEqual([['Ada', 'Ada', 'Ben', 'Cem']]);
  const { id } = messageAt(5);
  const lastMessage = { id, text: 'hello', at: 5, author: ben };
  table.take(inboxPart({ chapters: [toldChapter({ conversationId: one, lastMessage })] }));
  expect(table.summaries.get()[0]?.lastMessage?.text).toBe('hello');
  expect(met).toEqual([]);
  table.take(inboxPart({ conversations: [{ ...withCem, members: [member(me, 'Ada'), member(cem, 'Djem')] }] }));
  expect(met).toEqual([['Ada', 'Djem']]);
  stop();
});
