// What people do with groups, over HTTP: each act is a command with an id of its own.
import { idBytes, mintCommandId, mintConversationId, type CommandId, type ConversationId } from '../../shared/ids.ts';
import type { Command } from '../../shared/protocol/commands.ts';
import type { Answer, Person } from './person.ts';

const random = () => crypto.getRandomValues(new Uint8Array(idBytes));

export function freshCommandId(): CommandId {
  return mintCommandId(random());
}

export function freshGroupId(): ConversationId {
  return mintConversationId(random());
}

export function act(person: Person, command: Command, commandId = freshCommandId()): Promise<Answer> {
  return person.call('POST', '/api/commands', { commandId, command });
}

/** A group of these people with the first as its owner. */
export async function makeGroup(
  [owner, ...others]: readonly [Person, ...Person[]],
  { title = 'Harbour', history = 'all' }: { readonly title?: string; readonly history?: 'all' | 'from-joining' } = {},
): Promise<ConversationId> {
  const conversationId = freshGroupId();
  const userIds = others.map(({ userId }) => userId);
  const answer = await act(owner, { kind: 'create-group', conversationId, title, userIds, history });
  if (answer.status !== 200) throw new Error(`the group was not made: ${JSON.stringify(answer)}`);
  return conversationId;
}
