// Who has blocked whom, for everything that asks before it lets two people meet.
// Does not know: contacts and conversations, which both ask here.
import type { UserId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

/** Whether either has blocked the other. */
export async function isAnyBlocked(database: DirectoryDatabase, one: UserId, other: UserId): Promise<boolean> {
  const row = await database
    .selectFrom('block')
    .select('userId')
    .where((where) =>
      where.or([where.and({ userId: one, blockedId: other }), where.and({ userId: other, blockedId: one })]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
