// Conversations and their members, as rows.
// Promises: opening a direct conversation again gives the same one; its id follows from the two people alone.
// Does not know: messages, documents, who is online.
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/protocol/people-api.ts';

export interface Conversation {
  readonly conversationId: ConversationId;
  readonly kind: 'direct';
  readonly members: readonly Person[];
}

export type OpenDirectOutcome =
  | { readonly status: 'opened'; readonly isNew: boolean; readonly conversation: Conversation }
  | { readonly status: 'not-found' };

export interface Conversations {
  of(userId: UserId): Promise<Conversation[]>;
  openDirect(me: UserId, other: UserId): Promise<OpenDirectOutcome>;
}
