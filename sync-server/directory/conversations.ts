// Conversations and their members, as rows.
// Promises: opening a direct conversation again gives the same one; its id follows from the two people alone.
// Does not know: messages, documents, who is online.
import { sql } from 'kysely';
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
  /** Each of a person's conversations with its place in the order of changes. */
  placesOf(userId: UserId): Promise<Place[]>;
  /** The number of the newest change of any conversation. */
  newestChange(): Promise<number>;
  /** These conversations, in this order; one that is not there is left out. Asks nobody who may see them. */
  describe(conversationIds: readonly ConversationId[]): Promise<Conversation[]>;
  /** Those of these that the person is in. */
  amongOf(userId: UserId, conversationIds: readonly ConversationId[]): Promise<Set<ConversationId>>;
}

export interface Place {
  readonly conversationId: ConversationId;
  /** Number of its last change: whatever begins or changes a conversation gives it a higher one than all before. */
  readonly change: number;
}

export function makeConversations(database: DirectoryDatabase): Conversations {
  return {
    placesOf: (userId) =>
      database
        .selectFrom('member')
        .innerJoin('conversationChange', 'conversationChange.conversationId', 'member.conversationId')
        .select(['member.conversationId', 'conversationChange.change'])
        .where('member.userId', '=', userId)
        .execute(),
    async newestChange() {
      const { rows } = await sql<{
        seq: number;
      }>`select seq from sqlite_sequence where name = 'conversationChange'`.execute(database);
      return rows[0]?.seq ?? 0;
    },
    describe: (conversationIds) => describe(database, conversationIds),
    async amongOf(userId, conversationIds) {
      const rows = await database
        .selectFrom('member')
        .select('conversationId')
        .where('userId', '=', userId)
        .where('conversationId', 'in', conversationIds)
        .execute();
      return new Set(rows.map(({ conversationId }) => conversationId));
    },
  };
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

async function describe(
  database: DirectoryDatabase,
  conversationIds: readonly ConversationId[],
): Promise<Conversation[]> {
  const query = database
    .selectFrom('conversation')
    .innerJoin('member', 'member.conversationId', 'conversation.conversationId')
    .innerJoin('person', 'person.userId', 'member.userId')
    .innerJoin('user', 'user.id', 'member.userId')
    .select(['conversation.conversationId', 'conversation.kind', 'person.userId', 'user.name', 'person.handle'])
    .where('conversation.conversationId', 'in', conversationIds)
    .orderBy('person.userId');
  const found = new Map(groupMembers(await query.execute()).map((one) => [one.conversationId, one]));
  return conversationIds.flatMap((conversationId) => found.get(conversationId) ?? []);
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
