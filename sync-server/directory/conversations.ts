// Conversations and their members, as rows.
// Promises: opening a direct conversation again gives the same one; its id follows from the two people alone.
// Does not know: messages, documents, who is online.
import { directConversationId, type ConversationId, type UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/protocol/people-api.ts';
import type { DirectoryDatabase } from './database.ts';

export interface Conversation {
  readonly conversationId: ConversationId;
  readonly kind: 'direct';
  readonly members: readonly Person[];
}

/** Nobody has a direct conversation with themselves or with somebody who does not exist. */
export type OpenDirectOutcome =
  | {
      readonly status: 'opened';
      readonly isNew: boolean;
      readonly conversationId: ConversationId;
      readonly members: readonly UserId[];
    }
  | { readonly status: 'not-found' };

export interface Conversations {
  /** Every conversation of a person, newest first. */
  of(userId: UserId): Promise<Conversation[]>;
}

export function makeConversations(database: DirectoryDatabase): Conversations {
  return { of: (userId) => readConversations(database, userId) };
}

interface OpenDirect {
  readonly me: UserId;
  readonly other: UserId;
  readonly nowMs: number;
}

/** A part of applying a command: in its transaction, so that both happen or neither. */
export async function openDirect(
  transaction: DirectoryDatabase,
  { me, other, nowMs }: OpenDirect,
): Promise<OpenDirectOutcome> {
  if (me === other || !(await personExists(transaction, other))) return { status: 'not-found' };
  const conversationId = directConversationId(me, other);
  const isNew = await insertDirect(transaction, { conversationId, members: [me, other], nowMs });
  return { status: 'opened', isNew, conversationId, members: [me, other] };
}

async function personExists(database: DirectoryDatabase, userId: UserId): Promise<boolean> {
  const row = await database.selectFrom('person').select('userId').where('userId', '=', userId).executeTakeFirst();
  return row !== undefined;
}

interface NewDirect {
  readonly conversationId: ConversationId;
  readonly members: readonly UserId[];
  readonly nowMs: number;
}

async function insertDirect(
  transaction: DirectoryDatabase,
  { conversationId, members, nowMs }: NewDirect,
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('conversation')
    .values({ conversationId, kind: 'direct', createdAtMs: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  await transaction
    .insertInto('member')
    .values(members.map((userId) => ({ conversationId, userId })))
    .execute();
  return true;
}

async function readConversations(database: DirectoryDatabase, userId: UserId): Promise<Conversation[]> {
  const query = database
    .selectFrom('member as mine')
    .innerJoin('conversation', 'conversation.conversationId', 'mine.conversationId')
    .innerJoin('member as anyone', 'anyone.conversationId', 'mine.conversationId')
    .innerJoin('person', 'person.userId', 'anyone.userId')
    .innerJoin('user', 'user.id', 'anyone.userId')
    .select(['conversation.conversationId', 'conversation.kind', 'person.userId', 'user.name', 'person.handle'])
    .where('mine.userId', '=', userId)
    .orderBy('conversation.createdAtMs', 'desc')
    .orderBy('conversation.conversationId')
    .orderBy('person.userId');
  return groupMembers(await query.execute());
}

type MemberOfConversation = Person & Pick<Conversation, 'conversationId' | 'kind'>;

function groupMembers(rows: readonly MemberOfConversation[]): Conversation[] {
  const groups = Map.groupBy(rows, (row) => row.conversationId);
  return [...groups].map(([conversationId, members]) => ({
    conversationId,
    kind: 'direct',
    members: members.map(({ userId, name, handle }) => ({ userId, name, handle })),
  }));
}
