// Says what people have written to go later, at its time, whether or not a device of theirs is there.
// Promises: each once, whatever crashes, for it has its id from its writer and is taken out only after it is logged; what
// may not be said at its time is kept as not sent, with the reason; one that cannot be said yet holds up no other.
// Does not know: documents. `path.ts` judges it by the rules for everybody.
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { UserId } from '../../shared/ids.ts';
import type { NotSentReason } from '../../shared/protocol/errands.ts';
import { retryAfter, type RefusalCode } from '../../shared/protocol/refusal.ts';
import { rightsOf, type Access } from '../directory/access.ts';
import type { ErrandRows, Going, ScheduledId } from '../directory/errands.ts';
import type { Path } from '../path.ts';
import type { UpdateLog } from '../update-log/update-log.ts';

export interface SendLaterOptions {
  readonly rows: ErrandRows;
  readonly access: Access;
  readonly path: Pick<Path, 'writeFor' | 'serverClient' | 'lanes'>;
  readonly log: Pick<UpdateLog, 'newestIn' | 'findTakenId'>;
  readonly now: () => number;
  /** What this person's devices know of their errands is another. */
  readonly onChanged: (userId: UserId) => void;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface SendLater {
  /** Something is to go at another time. */
  wake(): void;
  /** Settles when nothing is under way; what is left goes after the next start. */
  close(): Promise<void>;
}

/** How late one may go. The clock is looked at, not a timer set: a clock that is put right moves no timer. */
const lookEveryMs = 1_000;

export function openSendLater(options: SendLaterOptions): SendLater {
  /** When there is something to do, in ms; null when nothing waits. */
  let nextMs: number | null = -Infinity; // not known yet
  let underWay: Promise<void> | null = null;
  let isClosed = false;
  const look = () => {
    if (isClosed || underWay !== null || nextMs === null || options.now() < nextMs) return;
    underWay = run().finally(() => (underWay = null));
  };
  /** Never rejects: what went wrong is tried again at the next look. */
  const run = async () => {
    try {
      nextMs = null; // whoever wakes meanwhile puts it back
      if (await sendDue(options, () => isClosed)) await options.rows.scrub();
      const due = await options.rows.nextDue();
      if (nextMs === null) nextMs = due;
    } catch (error) {
      nextMs = -Infinity;
      options.onTrouble('what goes later could not be looked at', error);
    }
  };
  const timer = setInterval(look, lookEveryMs);
  look();
  return {
    wake() {
      nextMs = -Infinity;
      look();
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

/** True when something was taken out. */
async function sendDue(options: SendLaterOptions, isClosed: () => boolean): Promise<boolean> {
  let isAnySent = false;
  for (const id of await options.rows.due(options.now())) {
    if (isClosed()) break;
    try {
      isAnySent = (await send(options, id)) || isAnySent;
    } catch (error) {
      options.onTrouble('a message that goes later could not be sent', error);
    }
  }
  return isAnySent;
}

async function send(options: SendLaterOptions, id: ScheduledId): Promise<boolean> {
  const { rows, now, onChanged } = options;
  const going = await rows.take(id, now());
  if (going === null) return false;
  const reason = await say(options, going);
  if (reason === 'later') return false;
  await (reason === null ? rows.remove(id) : rows.keepUnsent(id, reason));
  onChanged(going.userId);
  return reason === null;
}

/** Null once it is on the disk; `later` when nobody knows. */
async function say(options: SendLaterOptions, going: Going): Promise<NotSentReason | 'later' | null> {
  const { rows, access, path, log } = options;
  const { userId, messageId, conversationId, message } = going;
  const event = { ...message, kind: 'message', id: messageId, at: 0 } as const;
  const row = { author: userId, client: path.serverClient, clock: 0, event };
  if (log.findTakenId(conversationId, [row]) !== null) return null; // a crash came between
  const chapter = { conversationId, chapter: log.newestIn(conversationId) };
  const document = chapterName(chapter);
  // First, for it takes its time: what they may do once it is here is what counts.
  await path.lanes.of(document);
  const partner = await access.partnerOf(userId, conversationId);
  if (!(await rows.isActive(userId))) return 'suspended';
  const permission = await access.mayOpen(userId, chapter);
  if (permission === 'none') return 'not-there';
  if (permission === 'read') return 'read-only';
  const code = await path.writeFor(document, { userId, partner, ...rightsOf(permission, conversationId) }, event);
  if (code === null) return null;
  return mayPass.has(code) || retryAfter(code) !== 'never' ? 'later' : 'refused';
}

/**
 * What another look may mend: a chapter that was closed meanwhile, an id that another commit brings, a clock that was put
 * back behind what was said before.
 */
const mayPass: ReadonlySet<RefusalCode> = new Set(['chapter-closed', 'duplicate-id', 'clock-ahead']);
