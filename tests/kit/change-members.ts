// Who is in a conversation, changed straight in the directory: nobody can leave one yet.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ConversationId, UserId } from '../../shared/ids.ts';

export interface Membership {
  readonly dataDir: string;
  readonly conversationId: ConversationId;
  readonly userId: UserId;
}

export function removeMember({ dataDir, conversationId, userId }: Membership): void {
  const db = new DatabaseSync(join(dataDir, 'directory.db'), { timeout: 5_000 });
  db.prepare('delete from member where conversationId = ? and userId = ?').run(conversationId, userId);
  db.close();
}

export function addMember({ dataDir, conversationId, userId }: Membership): void {
  const db = new DatabaseSync(join(dataDir, 'directory.db'), { timeout: 5_000 });
  db.prepare('insert into member (conversationId, userId) values (?, ?)').run(conversationId, userId);
  db.close();
}
