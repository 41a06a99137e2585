// A long conversation between two people, put straight into the log of a server that is stopped.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { directConversationId, type ConversationId, type UserId } from '../../shared/ids.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { makeLogWriter, messageOf } from './log-writer.ts';

export interface History {
  readonly dataDir: string;
  /** They write in turn. */
  readonly people: readonly [UserId, UserId];
  readonly count: number;
  readonly text: (index: number) => string;
  readonly at: (index: number) => number;
}

/** Nothing may have been written in the conversation before. Answers its id and its messages, oldest first. */
export async function plantHistory({ dataDir, people, count, text, at }: History): Promise<{
  readonly conversationId: ConversationId;
  readonly messages: readonly MessageEvent[];
}> {
  const conversationId = directConversationId(...people);
  const document = chapterName({ conversationId, chapter: 1 });
  const messages = Array.from({ length: count }, (_, index) => messageOf(text(index), at(index)));
  const log = openSqliteUpdateLog({ file: join(dataDir, 'log.db'), random: randomBytes });
  const appends = people.map((author, after) =>
    makeLogWriter(document, author).append(after, ...messages.filter((_, index) => index % 2 === after)),
  );
  const outcomes = await log.append(appends);
  log.close();
  if (outcomes.some(({ status }) => status !== 'logged')) throw new Error('the history was not written');
  return { conversationId, messages };
}
