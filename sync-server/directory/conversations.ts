// Conversations and their members, as rows.
// Promises: opening a direct conversation again gives the same one; its id follows from the two people alone.
// Does not know: messages, documents, who is online.
import { must } from '../../shared/base/assert.ts';
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
  | { readonly status: 'opened'; readonly isNew: boolean; readonly conversation: Conversation }
  | { readonly status: 'not-found' };

export interface Conversations {
  /** Every conversation of a person, newest first. */
  of(userId: UserId): Promise<Conversation[]>;
  openDirect(me: UserId, other: UserId): Promise<OpenDirectOutcome>;
}

export function makeConversations(parts: { database: DirectoryDatabase; now: () => number }): Conversations {
  return {
    of: (userId) => readConversations(parts.database, userId),
    async openDirect(me, other) {
      if (me === other || !(await personExists(parts.database, other))) return { status: 'not-found' };
      const conversationId = directConversationId(me, other);
      const isNew = await insertDirect(parts, { conversationId, members: [me, other] });
      const [conversation] = await readConversations(parts.database, me, conversationId);
      return { status: 'opened', isNew, conversation: must(conversation, 'an opened conversation is there') };
    },
  };
}

async function personExists(database: DirectoryDatabase, userId: UserId): Promise<boolean> {
  const row = await database.selectFrom('person').select('userId').where('userId', '=', userId).executeTakeFirst();
  return row !== undefined;
}

interface NewDirect {
  readonly conversationId: ConversationId;
  readonly members: readonly UserId[];
}

async function insertDirect(
  { database, now }: { database: DirectoryDatabase; now: () => number },
  { conversationId, members }: NewDirect,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('conversation')
      .values({ conversationId, kind: 'direct', createdAtMs: now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
    await transaction
      .insertInto('member')
      .values(members.map((userId) => ({ conversationId, userId })))
      .execute();
    return true;
  });
}

async function readConversations(
  database: DirectoryDatabase,
  userId: UserId,
  only?: ConversationId,
): Promise<Conversation[]> {
  let query = database
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
  if (only !== undefined) query = query.where('mine.conversationId', '=', only);
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
