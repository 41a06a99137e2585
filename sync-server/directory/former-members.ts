// Who was in a group and is no more.
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

export interface Former {
  readonly conversationId: ConversationId;
  readonly userId: UserId;
}

/** Whether somebody else took them out, and nobody has brought them back. */
export async function wasRemoved(database: DirectoryDatabase, { conversationId, userId }: Former): Promise<boolean> {
  const row = await database
    .selectFrom('formerMember')
    .select('went')
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row?.went === 'removed';
}
