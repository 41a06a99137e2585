// How a conversation is shown wherever it is named: in the list, the strip, its head. Pure.
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import type { AvatarShape } from '../parts/avatar.tsx';
import type { Words } from '../words/en.ts';

export interface ShownConversation {
  readonly name: string;
  /** Whose colour and letters stand for it. */
  readonly avatarId: string;
  readonly shape: AvatarShape;
  /** Whom it is with; null for a group, and for one's own notes. */
  readonly partner: Person | null;
  /** Under the name: a handle, or how many are in it. */
  readonly subtitle: string;
}

export function showConversation(conversation: ConversationSummary, me: Person, words: Words): ShownConversation {
  if (conversation.kind === 'group') {
    return {
      name: conversation.title ?? words.conversation.somebody,
      avatarId: conversation.conversationId,
      shape: 'group',
      partner: null,
      subtitle: words.groups.people(conversation.members.length),
    };
  }
  const partner = partnerOf(conversation, me);
  if (partner === me) {
    return {
      name: words.notes.name,
      avatarId: me.userId,
      shape: 'notes',
      partner: null,
      subtitle: words.notes.hint,
    };
  }
  const { userId, name, handle } = partner;
  return { name, avatarId: userId, shape: 'person', partner, subtitle: words.handleOf(handle) };
}

/** Who a conversation of two is with; myself where nobody else is in it. */
export function partnerOf({ members }: Pick<ConversationSummary, 'members'>, me: Person): Person {
  return members.find(({ userId }) => userId !== me.userId) ?? me;
}

/** Who a row names: null for the reader, a name for everybody whom this device knows, also where they have left. */
export type NameOf = (userId: string) => string | null;

export interface NamesParts {
  readonly me: Person;
  readonly members: readonly Person[];
  readonly personOf: (userId: string) => Person | null;
  readonly somebody: string;
}

export interface Names {
  readonly nameOf: NameOf;
  /** As somebody who is mentioned is called now, the reader too; null for whom this device does not know. */
  readonly calledOf: (userId: string) => string | null;
}

export function makeNames({ me, members, personOf, somebody }: NamesParts): Names {
  const known = new Map<string, string>([...members, me].map(({ userId, name }) => [userId, name]));
  const calledOf = (userId: string) => known.get(userId) ?? personOf(userId)?.name ?? null;
  return { calledOf, nameOf: (userId) => (userId === me.userId ? null : (calledOf(userId) ?? somebody)) };
}
