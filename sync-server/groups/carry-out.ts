// What a change of a group asks of the log, after the directory has it: a chapter ends where somebody must not see what
// was said before, and everybody reads what happened where it happened.
// Promises: in each conversation one thing after the other, in the order in which it happened; one that cannot be
// carried out holds up no other; what a crash left undone is done at the next start, and nothing is said twice.
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
  readonly log: Pick<UpdateLog, 'newestIn' | 'findTakenId' | 'countAsRead'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface CarryOut {
  /** There is something to do in this conversation. */
  wake(conversationId: ConversationId): void;
  /** Settles when nothing is under way; what is left is done at the next start. */
  close(): Promise<void>;
}

/** After something that went wrong, such as a full disk. */
const retryMs = 1_000;

export function openCarryOut(options: CarryOutOptions): CarryOut {
  const carrier = new Carrier(options);
  carrier.begin();
  return carrier;
}

class Carrier implements CarryOut {
  readonly #options: CarryOutOptions;
  readonly #underWay = new Map<ConversationId, Promise<void>>();
  /** Changed while they were under way. */
  readonly #again = new Set<ConversationId>();
  readonly #retries = new Map<ConversationId | 'beginning', NodeJS.Timeout>();
  #beginning: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: CarryOutOptions) {
    this.#options = options;
  }

  /** What the server before this one left undone, a conversation at a time: those who change something now come first. */
  begin(): void {
    if (!this.#isClosed) this.#beginning = this.#try('beginning', () => this.#goOn());
  }

  async #goOn(): Promise<void> {
    const { conversations, notices } = this.#options.directory;
    for (const conversationId of await notices.waiting()) {
      if (this.#isClosed) return;
      this.wake(conversationId);
      await this.#underWay.get(conversationId);
    }
    // Of a log that was put back from a backup and is older than the directory.
    const failures: unknown[] = [];
    for (const { conversationId, fromChapter } of await conversations.beginnings()) {
      if (this.#isClosed) return;
      await closeBefore(this.#options, conversationId, fromChapter).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures);
  }

  wake(conversationId: ConversationId): void {
    if (this.#isClosed) return;
    if (this.#underWay.has(conversationId)) this.#again.add(conversationId);
    else this.#underWay.set(conversationId, this.#carry(conversationId));
  }

  async #carry(conversationId: ConversationId): Promise<void> {
    do {
      this.#again.delete(conversationId);
      await this.#try(conversationId, async () => {
        while (!this.#isClosed && (await sayNext(this.#options, conversationId)));
      });
    } while (this.#again.has(conversationId) && !this.#isClosed);
    this.#underWay.delete(conversationId);
  }

  /** Never rejects: what went wrong is tried again after a while. */
  async #try(what: ConversationId | 'beginning', run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#options.onTrouble('a change of a group could not be carried out', error);
      clearTimeout(this.#retries.get(what));
      this.#retries.set(
        what,
        setTimeout(() => (what === 'beginning' ? this.begin() : this.wake(what)), retryMs),
      );
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#beginning, ...this.#underWay.values()]);
    for (const timer of this.#retries.values()) clearTimeout(timer);
  }
}

/** Says what comes next in a conversation, up to where a chapter must end, in one commit. False when nothing is left. */
async function sayNext(options: CarryOutOptions, conversationId: ConversationId): Promise<boolean> {
  const { directory, path, log } = options;
  const notices = await directory.notices.unsaid(conversationId);
  const [first] = notices;
  if (first === undefined) return false;
  await closeBefore(options, conversationId, first.fromChapter);
  const newest = log.newestIn(conversationId);
  const ends = notices.findIndex(({ fromChapter }) => fromChapter > newest);
  const next = ends < 0 ? notices : notices.slice(0, ends);
  const unsaid = next.filter((notice) => !isSaid(options, notice));
  // What was said before they came is nothing that they have still to read.
  const comers = unsaid.flatMap(({ event, readTo }) =>
    event.kind === 'joined' && readTo !== null ? [{ reader: event.userId, position: readTo }] : [],
  );
  if (comers.length > 0) await log.countAsRead(conversationId, comers);
  const events = unsaid.map(({ event }) => event);
  const chapter = chapterName({ conversationId, chapter: log.newestIn(conversationId) });
  if (!(await path.appendServerEvents(chapter, events))) throw new Error('what happened could not be logged');
  await directory.notices.forget(next.map(({ number }) => number));
  return true;
}

/** Where somebody's view begins with a chapter that is not there yet, those before it end. */
async function closeBefore(
  { path, log }: CarryOutOptions,
  conversationId: ConversationId,
  fromChapter: number,
): Promise<void> {
  const newest = () => log.newestIn(conversationId);
  for (let chapter = newest(); chapter < fromChapter; chapter = newest()) {
    const isDone = await path.closeChapter(chapterName({ conversationId, chapter }));
    if (!isDone || newest() === chapter) throw new Error('a chapter could not be closed');
  }
}

function isSaid({ path, log }: CarryOutOptions, { conversationId, event }: Notice): boolean {
  const row = { author: serverAuthor, client: path.serverClient, clock: 0, event } as const;
  return log.findTakenId(conversationId, [row]) !== null;
}
