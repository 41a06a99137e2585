// Who may read a file: whoever is in the conversation now and sees a chapter of it in which a standing message names it.
// Asked anew at each request, so leaving, being taken out and deletions end it at once. Knows neither HTTP nor the bytes.
import type { FileHash } from '../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Access } from '../directory/access.ts';
import type { FileAccess, FileRecords, FoundFile } from './file-records.ts';

export interface FileAccessParts {
  readonly files: Pick<FileRecords, 'stored' | 'namedIn'>;
  readonly access: Pick<Access, 'mayOpen'>;
}

export function makeFileAccess({ files, access }: FileAccessParts): FileAccess {
  return {
    async find(userId, { hash, conversationId }) {
      const named = files.namedIn(conversationId, hash);
      if (named === null) return null;
      const permission = await access.mayOpen(userId, { conversationId, chapter: named.chapter });
      // Looked up again: the last message that names it may have gone meanwhile.
      return permission === 'none' ? null : read(files, conversationId, hash);
    },
  };
}

function read(files: FileAccessParts['files'], conversationId: ConversationId, hash: FileHash): FoundFile | null {
  const file = files.stored(hash);
  const named = files.namedIn(conversationId, hash);
  return named === null || file?.state !== 'stored' ? null : { file, name: named.name };
}
