// Whoever sees a person's name and picture: in conversations, among contacts and requests.
// Each function is a part of changing one of these, in its transaction.
import { sql } from 'kysely';
import type { UserId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

/** Their devices find it changed when they ask for the inbox next. Answers who they are, and the person. */
export async function touchWhoeverSees(transaction: DirectoryDatabase, userId: UserId): Promise<UserId[]> {
  const own = transaction.selectFrom('member').select('conversationId').where('userId', '=', userId);
  await transaction
    .updateTable('member')
    .set({ userId })
    .where('conversationId', 'in', own)
    .where('userId', '=', userId)
    .execute();
  // And those that show them without them.
  const showing = transaction.selectFrom('conversation').select('conversationId').where('withUserId', '=', userId);
  await transaction.updateTable('conversation').set({ withUserId: userId }).where('withUserId', '=', userId).execute();
  const besides = await transaction
    .selectFrom('member')
    .select('userId')
    .where((where) => where.or([where('conversationId', 'in', own), where('conversationId', 'in', showing)]))
    .execute();
  const { rows: tied } = await sql<{ userId: UserId }>`
    insert into contactChange (userId, change) select userId, 1 from (
      select userId from contact where otherId = ${userId}
      union select fromId from contactRequest where toId = ${userId}
      union select toId from contactRequest where fromId = ${userId}
      union select userId from block where blockedId = ${userId}
    ) where true
    on conflict (userId) do update set change = contactChange.change + 1 returning userId`.execute(transaction);
  return [...new Set([userId, ...[...besides, ...tied].map((row) => row.userId)])];
}
