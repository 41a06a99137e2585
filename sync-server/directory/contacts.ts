// Contacts: who has agreed to hear from whom, who asked to, and who is blocked. Each change is a part of applying a
// command, in its transaction.
// Promises: two people who ask each other, in whatever order, are contacts; a block is told to nobody: whoever is
// blocked sees a request that waits. Whom one has blocked is no contact: a block takes one's own request back, and while it
// stands there is nobody to ask and nothing to accept. What is so already is no error.
// Does not know: documents. Whether a direct conversation takes messages is asked of it by access.ts.
import { sql } from 'kysely';
import { directConversationId, type UserId } from '../../shared/ids.ts';
import type { ContactCommand } from '../../shared/protocol/commands.ts';
import type { ContactsAnswer, Person } from '../../shared/protocol/people-api.ts';
import { maxOpenRequests, maxShownRequests } from '../limits.ts';
import { insertDirect, joinDirect } from './conversations.ts';
import type { DirectoryDatabase } from './database.ts';
import { isActive } from './people.ts';
import type { GroupChange } from './groups.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

export type ContactRefusal = 'not-found' | 'too-many-requests';

export type ContactOutcome =
  | { readonly status: 'changed'; readonly change: GroupChange | null }
  | { readonly status: 'refused'; readonly code: ContactRefusal };

export interface ContactContext {
  readonly transaction: DirectoryDatabase;
  readonly me: UserId;
  readonly nowMs: number;
}

interface Pair extends ContactContext {
  readonly other: UserId;
}

export interface Contacts {
  /** Another number whenever anything of a person's contacts has changed, or whom they may write to. */
  changeOf(userId: UserId): Promise<number>;
  read(userId: UserId): Promise<ContactsAnswer>;
}

export function makeContacts(database: DirectoryDatabase, settings: Pick<WorkspaceSettings, 'whoMayWrite'>): Contacts {
  return {
    async changeOf(userId) {
      const row = await database
        .selectFrom('contactChange')
        .select('change')
        .where('userId', '=', userId)
        .executeTakeFirst();
      return 2 * (row?.change ?? 0) + (settings.whoMayWrite === 'contacts' ? 1 : 0);
    },
    async read(userId) {
      const [contacts, sent, blocked] = await Promise.all([
        database.selectFrom('contact').select('otherId as userId').where('userId', '=', userId).execute(),
        database.selectFrom('contactRequest').select('toId as userId').where('fromId', '=', userId).execute(),
        database.selectFrom('block').select('blockedId as userId').where('userId', '=', userId).execute(),
      ]);
      const received = await database
        .selectFrom('contactRequest')
        .select(['fromId as userId', 'text', 'atMs as at'])
        .where('toId', '=', userId)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('block')
                .select('block.userId')
                .where('block.userId', '=', userId)
                .whereRef('block.blockedId', '=', 'contactRequest.fromId'),
            ),
          ),
        )
        .orderBy('atMs', 'desc')
        .orderBy('fromId')
        .limit(maxShownRequests)
        .execute();
      const people = await describe(database, [...contacts, ...sent, ...blocked, ...received]);
      const personOf = (row: { readonly userId: UserId }) => people.get(row.userId) ?? [];
      return {
        contacts: contacts.flatMap(personOf),
        sent: sent.flatMap(personOf),
        blocked: blocked.flatMap(personOf),
        whoMayWrite: settings.whoMayWrite,
        received: received.flatMap(({ text, at, ...row }) => {
          const person = people.get(row.userId);
          return person === undefined ? [] : [{ person, text, at }];
        }),
      };
    },
  };
}

export async function changeContacts(context: ContactContext, command: ContactCommand): Promise<ContactOutcome> {
  const pair: Pair = { ...context, other: command.userId };
  if (pair.me === pair.other || !(await isActive(pair.transaction, pair.other)))
    return { status: 'refused', code: 'not-found' };
  switch (command.kind) {
    case 'request-contact':
      return request(pair, command.text);
    case 'accept-contact':
      return accept(pair);
    case 'decline-contact':
      return drop(pair, { fromId: pair.other, toId: pair.me });
    case 'withdraw-contact':
      return drop(pair, { fromId: pair.me, toId: pair.other });
    case 'remove-contact':
      return remove(pair);
    case 'block-person':
      return block(pair);
    case 'unblock-person':
      return unblock(pair);
  }
}

/** Whether these two may write to each other where only contacts may. */
export async function areContacts(database: DirectoryDatabase, one: UserId, other: UserId): Promise<boolean> {
  const row = await database
    .selectFrom('contact')
    .select('userId')
    .where('userId', '=', one)
    .where('otherId', '=', other)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The direct conversation is there for whoever asks, so that its first words can be written at once; the other is in it
 * once they accept.
 */
async function request(pair: Pair, text: string): Promise<ContactOutcome> {
  const { transaction, me, other, nowMs } = pair;
  if (await areContacts(transaction, me, other)) return unchanged;
  if (await hasBlocked(pair)) return { status: 'refused', code: 'not-found' };
  if (await hasRequest(pair, { fromId: other, toId: me })) return accept(pair);
  if (await hasRequest(pair, { fromId: me, toId: other })) return unchanged;
  if ((await countRequests(pair)) >= maxOpenRequests) return { status: 'refused', code: 'too-many-requests' };
  await transaction.insertInto('contactRequest').values({ fromId: me, toId: other, text, atMs: nowMs }).execute();
  const conversationId = directConversationId(me, other);
  await insertDirect(transaction, { conversationId, me, nowMs });
  await joinDirect(transaction, { conversationId, userId: me, sinceMs: nowMs });
  return changed(pair);
}

async function accept(pair: Pair): Promise<ContactOutcome> {
  const { transaction, me, other, nowMs } = pair;
  if (await areContacts(transaction, me, other)) return unchanged;
  const isAsked = (await hasRequest(pair, { fromId: other, toId: me })) && !(await hasBlocked(pair));
  if (!isAsked) return { status: 'refused', code: 'not-found' };
  await deleteRequests(pair);
  await transaction
    .insertInto('contact')
    .values([
      { userId: me, otherId: other, sinceMs: nowMs },
      { userId: other, otherId: me, sinceMs: nowMs },
    ])
    .execute();
  const conversationId = directConversationId(me, other);
  await insertDirect(transaction, { conversationId, me, nowMs });
  for (const userId of [me, other]) await joinDirect(transaction, { conversationId, userId, sinceMs: nowMs });
  return changed(pair);
}

async function drop(pair: Pair, ends: RequestEnds): Promise<ContactOutcome> {
  if (!(await hasRequest(pair, ends))) return unchanged;
  await deleteRequest(pair, ends);
  return changed(pair);
}

async function remove(pair: Pair): Promise<ContactOutcome> {
  const { transaction, me, other } = pair;
  if (!(await areContacts(transaction, me, other))) return unchanged;
  await part(pair);
  return changed(pair);
}

async function part({ transaction, me, other }: Pair): Promise<void> {
  await transaction.deleteFrom('contact').where('userId', '=', me).where('otherId', '=', other).execute();
  await transaction.deleteFrom('contact').where('userId', '=', other).where('otherId', '=', me).execute();
}

/**
 * Also parts them and takes back what one asked, which is all that the other hears of it; where there was neither,
 * nothing.
 */
async function block(pair: Pair): Promise<ContactOutcome> {
  const { transaction, me, other, nowMs } = pair;
  const own = { fromId: me, toId: other };
  const isHeard = (await areContacts(transaction, me, other)) || (await hasRequest(pair, own));
  await part(pair);
  await deleteRequest(pair, own);
  const row = { userId: me, blockedId: other, atMs: nowMs };
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('block')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? changed(pair, isHeard ? [me, other] : [me]) : unchanged;
}

async function hasBlocked({ transaction, me, other }: Pair): Promise<boolean> {
  const row = await transaction
    .selectFrom('block')
    .select('userId')
    .where('userId', '=', me)
    .where('blockedId', '=', other)
    .executeTakeFirst();
  return row !== undefined;
}

async function unblock(pair: Pair): Promise<ContactOutcome> {
  const { transaction, me, other } = pair;
  const { numDeletedRows } = await transaction
    .deleteFrom('block')
    .where('userId', '=', me)
    .where('blockedId', '=', other)
    .executeTakeFirst();
  return numDeletedRows === 1n ? changed(pair, [me]) : unchanged;
}

const unchanged: ContactOutcome = { status: 'changed', change: null };

/** What both may do in their conversation may be another, whoever hears of it. */
async function changed(pair: Pair, people: readonly UserId[] = [pair.me, pair.other]): Promise<ContactOutcome> {
  const { transaction, me, other } = pair;
  for (const userId of people) {
    await transaction
      .insertInto('contactChange')
      .values({ userId, change: 1 })
      .onConflict((conflict) => conflict.column('userId').doUpdateSet({ change: sql`contactChange.change + 1` }))
      .execute();
  }
  const conversationId = directConversationId(me, other);
  return { status: 'changed', change: { conversationId, members: people, affected: [me, other], fromChapter: null } };
}

interface RequestEnds {
  readonly fromId: UserId;
  readonly toId: UserId;
}

async function hasRequest({ transaction }: Pair, ends: RequestEnds): Promise<boolean> {
  const row = await transaction
    .selectFrom('contactRequest')
    .select('fromId')
    .where('fromId', '=', ends.fromId)
    .where('toId', '=', ends.toId)
    .executeTakeFirst();
  return row !== undefined;
}

async function countRequests({ transaction, me }: Pair): Promise<number> {
  const { count } = await transaction
    .selectFrom('contactRequest')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('fromId', '=', me)
    .executeTakeFirstOrThrow();
  return count;
}

async function deleteRequest({ transaction }: Pair, { fromId, toId }: RequestEnds): Promise<void> {
  await transaction.deleteFrom('contactRequest').where('fromId', '=', fromId).where('toId', '=', toId).execute();
}

async function deleteRequests(pair: Pair): Promise<void> {
  await deleteRequest(pair, { fromId: pair.me, toId: pair.other });
  await deleteRequest(pair, { fromId: pair.other, toId: pair.me });
}

async function describe(
  database: DirectoryDatabase,
  rows: readonly { readonly userId: UserId }[],
): Promise<ReadonlyMap<UserId, Person>> {
  const userIds = [...new Set(rows.map(({ userId }) => userId))];
  if (userIds.length === 0) return new Map();
  const people = await database
    .selectFrom('person')
    .innerJoin('user', 'user.id', 'person.userId')
    .select(['person.userId', 'user.name', 'person.handle', 'person.picture'])
    .where('person.userId', 'in', userIds)
    .execute();
  return new Map(people.map((person) => [person.userId, person]));
}
