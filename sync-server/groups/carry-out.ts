// What a change of a group asks of the log, after the directory has it: a chapter ends where somebody must not see what
// was said before, and everybody reads what happened where it happened.
// Promises: one thing after the other; what a crash left undone is done at the next start, and nothing is said twice.
import { setTimeout as pause } from 'node:timers/promises';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Directory } from '../directory/directory.ts';
import type { Notice } from '../directory/notices.ts';
import type { Path } from '../path.ts';
import type { UpdateLog } from '../update-log/update-log.ts';

export interface CarryOutOptions {
  readonly directory: Pick<Directory, 'conversations' | 'notices'>;
  readonly path: Pick<Path, 'appendServerEvents' | 'closeChapter' | 'serverClient'>;
  readonly log: Pick<UpdateLog, 'newestIn' | 'findTakenId' | 'markAllRead'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface CarryOut {
  /** There is something to do. */
  wake(): void;
  /** Settles when nothing is under way; what is left is done at the next start. */
  close(): Promise<void>;
}

/** After something that went wrong, such as a full disk. */
const retryMs = 1_000;

export function openCarryOut(options: CarryOutOptions): CarryOut {
  let isWanted = false;
  let isClosed = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- close() ends it from outside
    while (isWanted && !isClosed) {
      isWanted = false;
      try {
        await closeChapters(options);
        await sayAll(options, () => isClosed);
      } catch (error) {
        options.onTrouble('a change of a group could not be carried out', error);
        isWanted = true;
        if (!isClosed) await pause(retryMs);
      }
    }
    running = null;
  };
  const wake = () => {
    isWanted = true;
    running ??= run();
  };
  wake();
  return {
    wake,
    async close() {
      isClosed = true;
      await running;
    },
  };
}

/** Where somebody's view begins with a chapter that is not there yet, those before it end. */
async function closeChapters({ directory, path, log }: CarryOutOptions): Promise<void> {
  for (const { conversationId, fromChapter } of await directory.conversations.beginnings()) {
    const newest = () => log.newestIn(conversationId);
    for (let chapter = newest(); chapter < fromChapter; chapter = newest()) {
      const isDone = await path.closeChapter(chapterName({ conversationId, chapter }));
      if (!isDone || newest() === chapter) throw new Error('a chapter could not be closed');
    }
  }
}

async function sayAll({ directory, path, log }: CarryOutOptions, isClosed: () => boolean): Promise<void> {
  for (const notice of await directory.notices.unsaid()) {
    if (isClosed()) return;
    await say(notice, { path, log });
    await directory.notices.forget([notice.number]);
  }
}

async function say(
  { conversationId, event }: Notice,
  { path, log }: Pick<CarryOutOptions, 'path' | 'log'>,
): Promise<void> {
  // What was said before they came is nothing that they have still to read.
  if (event.kind === 'joined') await log.markAllRead(event.userId, conversationId);
  const row = { author: serverAuthor, client: path.serverClient, clock: 0, event } as const;
  if (log.findTakenId(conversationId, [row]) !== null) return;
  const isSaid = await path.appendServerEvents(newestOf(conversationId, log), [event]);
  if (!isSaid) throw new Error('a notice could not be logged');
}

function newestOf(conversationId: ConversationId, log: Pick<UpdateLog, 'newestIn'>) {
  return chapterName({ conversationId, chapter: log.newestIn(conversationId) });
}
