// Conversations put straight into the directory, where a test needs more of them than people to talk to.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { directConversationId, type UserId } from '../../shared/ids.ts';
import { freshUserId } from './sample-events.ts';

/** Fresh conversations of exactly these people. Answers the first chapter of each. */
export function addConversations(dataDir: string, members: readonly UserId[], count: number): DocumentName[] {
  const db = new DatabaseSync(join(dataDir, 'directory.db'), { timeout: 5_000 });
  const ids = Array.from({ length: count }, () => directConversationId(freshUserId(), freshUserId()));
  db.exec('begin');
  for (const id of ids) {
    db.prepare(`insert into conversation (conversationId, kind, createdAtMs) values (?, 'direct', 0)`).run(id);
    for (const member of members)
      db.prepare('insert into member (conversationId, userId) values (?, ?)').run(id, member);
  }
  db.exec('commit');
  db.close();
  return ids.map((conversationId) => chapterName({ conversationId, chapter: 1 }));
}
