// The only way to a document: who may open it, which chapters of a conversation, and who is in it.
// Promises: missing and forbidden look alike ('none', no members).
// Does not know: sockets, what stands in a document. Step 5 of the path asks it before it judges an update.
import type { ChapterName, PersonalName } from '../../shared/conversation/document-name.ts';
import { mayWriteInGroup } from '../../shared/rules/group-roles.ts';
import { mayDelete } from '../../shared/rules/message-actions.ts';
import { isDirectConversationId, type ConversationId, type UserId } from '../../shared/ids.ts';
import { isAnyBlocked } from './blocks.ts';
import { areContacts } from './contacts.ts';
import type { DirectoryDatabase } from './database.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

/** `moderate`: writing, and what a group's roles allow beside it to what others wrote. */
export type Permission = 'moderate' | 'write' | 'read' | 'none';

/** What a permission lets somebody do in a chapter. */
export interface Rights {
  readonly mayWrite: boolean;
  /** Delete what others wrote, and pin. */
  readonly mayModerate: boolean;
  readonly mayPin: boolean;
}

/** `conversationId`: null for a personal document. */
export function rightsOf(permission: Permission, conversationId: ConversationId | null): Rights {
  const mayWrite = permission === 'write' || permission === 'moderate';
  const isDirect = conversationId !== null && isDirectConversationId(conversationId);
  const mayModerate = permission === 'moderate';
  return { mayWrite, mayModerate, mayPin: mayModerate || (isDirect && mayWrite) };
}

export interface InConversation {
  readonly userId: UserId;
  readonly fromChapter: number;
}

export interface Access {
  mayOpen(userId: UserId, chapter: ChapterName): Promise<Permission>;
  /** Each with the oldest chapter that they see. */
  membersOf(conversationId: ConversationId): Promise<InConversation[]>;
  /** Who hears what one writes in a direct conversation; null where nobody does, and in a group. */
  partnerOf(userId: UserId, conversationId: ConversationId): Promise<UserId | null>;
}

/** A personal document is its owner's alone. */
export function mayOpenPersonal(userId: UserId, { userId: owner }: PersonalName): Permission {
  return userId === owner ? 'write' : 'none';
}

export function makeAccess(database: DirectoryDatabase, settings: Pick<WorkspaceSettings, 'whoMayWrite'>): Access {
  return {
    async mayOpen(userId, { conversationId, chapter }) {
      const row = await database
        .selectFrom('member')
        .select('role')
        .where('conversationId', '=', conversationId)
        .where('userId', '=', userId)
        .where('fromChapter', '<=', chapter)
        .executeTakeFirst();
      if (row === undefined) return 'none';
      if (!mayWriteInGroup(row.role)) return 'read';
      if (!isDirectConversationId(conversationId)) return mayDelete('group', row.role, false) ? 'moderate' : 'write';
      return (await isOpenDirect({ database, settings }, { userId, conversationId })) ? 'write' : 'read';
    },
    membersOf: (conversationId) =>
      database
        .selectFrom('member')
        .select(['userId', 'fromChapter'])
        .where('conversationId', '=', conversationId)
        .orderBy('userId')
        .execute(),
    async partnerOf(userId, conversationId) {
      return isDirectConversationId(conversationId) ? findPartner(database, { userId, conversationId }) : null;
    },
  };
}

interface Asking {
  readonly userId: UserId;
  readonly conversationId: ConversationId;
}

/**
 * Whether a direct conversation takes messages: a block of either ends it, and where only contacts may write, so does
 * their parting. Whoever asked to be a contact writes to themselves until the other is in it.
 */
async function isOpenDirect(
  { database, settings }: { database: DirectoryDatabase; settings: Pick<WorkspaceSettings, 'whoMayWrite'> },
  { userId, conversationId }: Asking,
): Promise<boolean> {
  const other = await findPartner(database, { userId, conversationId });
  if (other === null) return true;
  if (await isAnyBlocked(database, userId, other)) return false;
  return settings.whoMayWrite === 'anyone' || areContacts(database, userId, other);
}

async function findPartner(database: DirectoryDatabase, { userId, conversationId }: Asking): Promise<UserId | null> {
  const other = await database
    .selectFrom('member')
    .select('userId')
    .where('conversationId', '=', conversationId)
    .where('userId', '!=', userId)
    .executeTakeFirst();
  return other?.userId ?? null;
}
