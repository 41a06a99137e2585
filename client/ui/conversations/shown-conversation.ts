// How a conversation is shown wherever it is named: in the list, the strip, its head. Pure.
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import type { AvatarShape } from '../parts/avatar.tsx';
import type { Words } from '../words/en.ts';

export interface ShownConversation {
  readonly name: string;
  /** Whose colour and letters stand for it. */
  readonly avatarId: string;
  readonly shape: AvatarShape;
  /** Under the name: a handle, or how many are in it. */
  readonly subtitle: string;
}

export function showConversation(conversation: ConversationSummary, me: Person, words: Words): ShownConversation {
  if (conversation.kind === 'group') {
    return {
      name: conversation.title ?? words.conversation.somebody,
      avatarId: conversation.conversationId,
      shape: 'group',
      subtitle: words.groups.people(conversation.members.length),
    };
  }
  // Myself where nobody else is in it.
  const { userId, name, handle } = conversation.members.find((member) => member.userId !== me.userId) ?? me;
  return { name, avatarId: userId, shape: 'person', subtitle: words.handleOf(handle) };
}

/** Who a row names: null for the reader, a name for everybody whom this device knows, also where they have left. */
export type NameOf = (userId: string) => string | null;

export interface NamesParts {
  readonly me: Person;
  readonly members: readonly Person[];
  readonly personOf: (userId: string) => Person | null;
  readonly somebody: string;
}

export function makeNameOf({ me, members, personOf, somebody }: NamesParts): NameOf {
  const known = new Map<string, string>(members.map(({ userId, name }) => [userId, name]));
  return (userId) => (userId === me.userId ? null : (known.get(userId) ?? personOf(userId)?.name ?? somebody));
}
