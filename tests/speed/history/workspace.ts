// The data of a server for the benches of long histories: one person with conversations, written by the server's own
// functions while nothing runs. Stays in the temporary folder for one run.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../../shared/base/assert.ts';
import { chapterName } from '../../../shared/conversation/document-name.ts';
import { directConversationId, idBytes, mintUserId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import { openSqliteUpdateLog } from '../../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../../sync-server/update-log/update-log.ts';
import { seedDirectory } from '../peers/seed-directory.ts';
import type { Room } from '../population.ts';

export interface Talk {
  readonly conversationId: ConversationId;
  /** The other one first: what comes last in an even number of messages is mine. */
  readonly people: readonly [UserId, UserId];
}

/** The place in the log that each chapter was changed at last, by `<conversation>/<chapter>`. */
export type Positions = ReadonlyMap<string, number>;

export interface Workspace {
  readonly dataDir: string;
  readonly me: UserId;
  /** My session's, as `name=value`. */
  readonly cookie: string;
  readonly talks: readonly Talk[];
  /** Writes into the log of a server that is not running. Answers where all chapters then stand. */
  write(run: (log: UpdateLog) => Promise<void>): Promise<Positions>;
  remove(): Promise<void>;
}

export async function makeWorkspace(conversations: number): Promise<Workspace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-history-'));
  const me = mintUserId(randomBytes(idBytes));
  const talks = Array.from({ length: conversations }, () => talkWith(me));
  const cookies = await seedDirectory(dataDir, talks.map(roomOf));
  return {
    dataDir,
    me,
    cookie: must(cookies.get(me), 'a session'),
    talks,
    async write(run) {
      const log = openSqliteUpdateLog({ file: join(dataDir, 'log.db'), random: randomBytes });
      await run(log);
      const positions = await positionsIn(log, talks);
      log.close();
      return positions;
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function positionsIn(log: UpdateLog, talks: readonly Talk[]): Promise<Positions> {
  const positions = new Map<string, number>();
  for (const { conversationId } of talks) {
    for (let chapter = log.newestIn(conversationId); chapter > 0; chapter--) {
      const { position } = await log.readChapter(chapterName({ conversationId, chapter }));
      if (position > 0) positions.set(`${conversationId}/${chapter}`, position);
    }
  }
  return positions;
}

function talkWith(me: UserId): Talk {
  const other = mintUserId(randomBytes(idBytes));
  return { conversationId: directConversationId(me, other), people: [other, me] };
}

function roomOf({ conversationId, people }: Talk): Room {
  return { conversationId, document: chapterName({ conversationId, chapter: 1 }), userIds: people, writers: 2 };
}
