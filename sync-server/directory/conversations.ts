// Conversations and their members, as rows.
// Promises: opening a direct conversation again gives the same one; its id follows from the two people alone.
// Does not know: messages, documents, who is online.
import { sql } from 'kysely';
import { directConversationId, type ConversationId, type UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/protocol/people-api.ts';
import type { GroupRole } from '../../shared/rules/group-roles.ts';
import { isAnyBlocked } from './blocks.ts';
import type { DirectoryDatabase } from './database.ts';
import { maxFormerMembers } from '../limits.ts';
import { isActive } from './people.ts';

export interface Conversation {
  readonly conversationId: ConversationId;
  readonly kind: 'direct' | 'group';
  /** A group's; null for a direct conversation. */
  readonly title: string | null;
  /** A group's. */
  readonly picture: string | null;
  /** What a group says of itself; empty when it says nothing. */
  readonly description: string;
  /** What those who come later see. */
  readonly history: 'all' | 'from-joining';
  readonly members: readonly Member[];
}

export type Member = Person & { readonly role: GroupRole };

/** `wentAtMs`: 0 where nobody knows when. */
export type FormerMember = Person & { readonly wentAtMs: number };

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
  placesOf(userId: UserId): Promise<OwnPlace[]>;
  /** The number of the newest change of any conversation. */
  newestChange(): Promise<number>;
  /** These conversations, in this order; one that is not there is left out. Asks nobody who may see them. */
  describe(conversationIds: readonly ConversationId[]): Promise<Conversation[]>;
  /** Who is in these groups no more, unless their account has ended: of each at most so many, the last to go. */
  formerOf(conversationIds: readonly ConversationId[]): Promise<Map<ConversationId, readonly FormerMember[]>>;
  /** Those of these that the person is in, each with the oldest chapter that they see. */
  amongOf(userId: UserId, conversationIds: readonly ConversationId[]): Promise<Map<ConversationId, number>>;
  /** Those that a person was in and is no more, by the change in which they ceased to be. */
  leftBy(userId: UserId, since: number): Promise<Place[]>;
  /** Each with the newest chapter that somebody's view begins with, where that is not the first. */
  beginnings(): Promise<{ readonly conversationId: ConversationId; readonly fromChapter: number }[]>;
}

export interface Place {
  readonly conversationId: ConversationId;
  /** Number of its last change: whatever begins or changes a conversation gives it a higher one than all before. */
  readonly change: number;
}

/** A conversation that a person is in. */
export interface OwnPlace extends Place {
  /** The oldest that they see. */
  readonly fromChapter: number;
  /** When they came into it, by themselves or into a group, in ms; else 0. */
  readonly sinceMs: number;
}

export function makeConversations(database: DirectoryDatabase): Conversations {
  return {
    placesOf: (userId) =>
      database
        .selectFrom('member')
        .innerJoin('conversationChange', 'conversationChange.conversationId', 'member.conversationId')
        .select(['member.conversationId', 'conversationChange.change', 'member.fromChapter', 'member.sinceMs'])
        .where('member.userId', '=', userId)
        .execute(),
    async newestChange() {
      const { rows } = await sql<{
        seq: number;
      }>`select seq from sqlite_sequence where name = 'conversationChange'`.execute(database);
      return rows[0]?.seq ?? 0;
    },
    describe: (conversationIds) => describe(database, conversationIds),
    formerOf: (conversationIds) => formerOf(database, conversationIds),
    async amongOf(userId, conversationIds) {
      const rows = await database
        .selectFrom('member')
        .select(['conversationId', 'fromChapter'])
        .where('userId', '=', userId)
        .where('conversationId', 'in', conversationIds)
        .execute();
      return new Map(rows.map(({ conversationId, fromChapter }) => [conversationId, fromChapter]));
    },
    leftBy: (userId, since) =>
      database
        .selectFrom('formerMember')
        .select(['conversationId', 'change'])
        .where('userId', '=', userId)
        .where('change', '>', since)
        .orderBy('change')
        .execute(),
    beginnings: () =>
      database
        .selectFrom('member')
        .select((select) => ['conversationId', select.fn.max('fromChapter').as('fromChapter')])
        .where('fromChapter', '>', 1)
        .groupBy('conversationId')
        .execute(),
  };
}

interface OpenDirect {
  readonly me: UserId;
  readonly other: UserId;
  readonly nowMs: number;
}

/**
 * A part of applying a command: in its transaction, so that both happen or neither. With oneself it is for notes, and
 * nobody else is in it.
 */
export async function openDirect(
  transaction: DirectoryDatabase,
  { me, other, nowMs }: OpenDirect,
): Promise<OpenDirectOutcome> {
  if (!(await isActive(transaction, other))) return { status: 'not-found' };
  const conversationId = directConversationId(me, other);
  const isNew = await insertDirect(transaction, { conversationId, me, nowMs });
  // Whom the other has blocked writes to themselves, and sees no difference.
  const isBlocked = await isAnyBlocked(transaction, me, other);
  const isShown = isBlocked && (await showIn(transaction, { conversationId, userId: other }));
  const members = isBlocked || me === other ? [me] : [me, other];
  const news = await Promise.all(
    members.map((userId) => joinDirect(transaction, { conversationId, userId, sinceMs: userId === me ? nowMs : 0 })),
  );
  return { status: 'opened', isNew: isNew || isShown || news.some(Boolean), conversationId, members };
}

/** Shows somebody in a direct conversation that they are not in. False when they were shown already. */
async function showIn(
  transaction: DirectoryDatabase,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('conversation')
    .set({ withUserId: userId })
    .where('conversationId', '=', conversationId)
    .where('withUserId', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

interface NewInDirect {
  readonly conversationId: ConversationId;
  readonly userId: UserId;
  /** Now where they have asked for it; 0 where it has no place in their list before something is said. */
  readonly sinceMs: number;
}

/** Puts somebody into their direct conversation. False when they are in it. */
export async function joinDirect(
  transaction: DirectoryDatabase,
  { conversationId, userId, sinceMs }: NewInDirect,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('member')
    .values({ conversationId, userId, sinceMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

interface NewDirect {
  readonly conversationId: ConversationId;
  /** Who begins it, and is in it. For the other it has a place once something is said. */
  readonly me: UserId;
  readonly nowMs: number;
}

/** False when it is there already. */
export async function insertDirect(
  transaction: DirectoryDatabase,
  { conversationId, me, nowMs }: NewDirect,
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('conversation')
    .values({ conversationId, kind: 'direct', createdAtMs: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  await transaction.insertInto('member').values({ conversationId, userId: me, sinceMs: nowMs }).execute();
  return true;
}

async function describe(
  database: DirectoryDatabase,
  conversationIds: readonly ConversationId[],
): Promise<Conversation[]> {
  const shown = database
    .selectFrom('conversation')
    .select(['conversationId', 'withUserId as userId', sql<GroupRole>`'member'`.as('role')])
    .where('conversationId', 'in', conversationIds)
    .where('withUserId', 'is not', null)
    .$narrowType<{ userId: UserId }>();
  const among = database
    .selectFrom('member')
    .select(['conversationId', 'userId', 'role'])
    .where('conversationId', 'in', conversationIds)
    .union(shown);
  const query = database
    .selectFrom('conversation')
    .innerJoin(among.as('member'), 'member.conversationId', 'conversation.conversationId')
    .innerJoin('person', 'person.userId', 'member.userId')
    .innerJoin('user', 'user.id', 'member.userId')
    .select(['conversation.conversationId', 'conversation.kind', 'conversation.title'])
    .select(['conversation.description', 'conversation.history', 'member.role'])
    .select(['person.userId', 'user.name', 'person.handle', 'person.picture'])
    .select('conversation.picture as groupPicture')
    .orderBy('person.userId');
  const found = new Map(groupMembers(await query.execute()).map((one) => [one.conversationId, one]));
  return conversationIds.flatMap((conversationId) => found.get(conversationId) ?? []);
}

async function formerOf(
  database: DirectoryDatabase,
  conversationIds: readonly ConversationId[],
): Promise<Map<ConversationId, readonly FormerMember[]>> {
  const former = database
    .selectFrom('formerMember')
    .innerJoin('conversation', 'conversation.conversationId', 'formerMember.conversationId')
    .innerJoin('person', 'person.userId', 'formerMember.userId')
    .innerJoin('user', 'user.id', 'formerMember.userId')
    .select(['formerMember.conversationId', 'formerMember.wentAtMs', 'formerMember.change'])
    .select(['person.userId', 'user.name', 'person.handle', 'person.picture'])
    .select(
      sql<number>`row_number() over (partition by ${sql.ref('formerMember.conversationId')} order by ${sql.ref('formerMember.change')} desc)`.as(
        'place',
      ),
    )
    .where('formerMember.conversationId', 'in', conversationIds)
    .where('conversation.kind', '=', 'group')
    .where('person.state', '!=', 'deleted');
  const rows = await database
    .selectFrom(former.as('former'))
    .selectAll()
    .where('place', '<=', maxFormerMembers)
    .orderBy('change', 'desc')
    .execute();
  const groups = Map.groupBy(rows, (row) => row.conversationId);
  const shape = ({ userId, name, handle, picture, wentAtMs }: FormerMember) => ({
    ...{ userId, name, handle, picture, wentAtMs },
  });
  return new Map([...groups].map(([conversationId, people]) => [conversationId, people.map(shape)]));
}

type MemberOfConversation = Member &
  Omit<Conversation, 'members' | 'picture'> & { readonly groupPicture: string | null };

function groupMembers(rows: readonly MemberOfConversation[]): Conversation[] {
  const groups = Map.groupBy(rows, (row) => row.conversationId);
  return [...groups].flatMap(([conversationId, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const { kind, title, description, history, groupPicture: picture } = first;
    return {
      ...{ conversationId, kind, title, picture, description, history },
      members: members.map(({ userId, name, handle, picture, role }) => ({ userId, name, handle, picture, role })),
    };
  });
}
