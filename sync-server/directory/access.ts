// The only way to a document: who may open it, and who is in its conversation.
// Promises: missing and forbidden look alike ('none', no members).
// Does not know: sockets, documents, chapters. Step 5 of the path asks it before it judges an update.
import type { PersonalName } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

export type Permission = 'write' | 'read' | 'none';

export interface Access {
  mayOpen(userId: UserId, conversationId: ConversationId): Promise<Permission>;
  membersOf(conversationId: ConversationId): Promise<UserId[]>;
}

/** A personal document is its owner's alone. */
export function mayOpenPersonal(userId: UserId, { userId: owner }: PersonalName): Permission {
  return userId === owner ? 'write' : 'none';
}

export function makeAccess(database: DirectoryDatabase): Access {
  return {
    async mayOpen(userId, conversationId) {
      const row = await database
        .selectFrom('member')
        .select('userId')
        .where('conversationId', '=', conversationId)
        .where('userId', '=', userId)
        .executeTakeFirst();
      return row ? 'write' : 'none';
    },
    async membersOf(conversationId) {
      const rows = await database
        .selectFrom('member')
        .select('userId')
        .where('conversationId', '=', conversationId)
        .orderBy('userId')
        .execute();
      return rows.map((row) => row.userId);
    },
  };
}
