// What the log must say of changes in the directory: kept in the transaction that changes, taken away once it is said.
// Promises: a change and its notice happen both or neither; what a crash left unsaid is there at the next start, with the
// same id, so that saying it twice adds nothing.
import { randomBytes } from 'node:crypto';
import { parseGroupEvent, type GroupEvent } from '../../shared/conversation/events.ts';
import { idBytes, mintEventId, type ConversationId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

export interface Notice {
  readonly number: number;
  readonly conversationId: ConversationId;
  readonly event: GroupEvent;
  /** The chapter that it is said in at the earliest: whoever it tells of sees none of those before. */
  readonly fromChapter: number;
  /** Up to this position of the log whoever comes has read everything; null where they have not, or see none of it. */
  readonly readTo: number | null;
}

export interface Notices {
  /** The conversations in which something is still to be said, the longest waiting first. */
  waiting(): Promise<ConversationId[]>;
  /** What is still to be said in a conversation, in the order in which it happened. */
  unsaid(conversationId: ConversationId): Promise<Notice[]>;
  forget(numbers: readonly number[]): Promise<void>;
}

/** Each kind of event without what every one has. */
export type GroupNews = GroupEvent extends infer Event
  ? Event extends GroupEvent
    ? Omit<Event, 'id' | 'at'>
    : never
  : never;

export function makeNotices(database: DirectoryDatabase): Notices {
  return {
    async waiting() {
      const first = database.selectFrom('notice').select((select) => select.fn.min('number').as('number'));
      const rows = await first.select('conversationId').groupBy('conversationId').orderBy('number').execute();
      return rows.map(({ conversationId }) => conversationId);
    },
    async unsaid(conversationId) {
      const all = database.selectFrom('notice').selectAll().where('conversationId', '=', conversationId);
      return (await all.orderBy('number').execute()).flatMap(({ event, ...row }) => {
        const parsed = parseGroupEvent(JSON.parse(event)); // only `note` writes it
        return parsed === null ? [] : [{ ...row, event: parsed }];
      });
    },
    async forget(numbers) {
      if (numbers.length === 0) return;
      await database.deleteFrom('notice').where('number', 'in', numbers).execute();
    },
  };
}

export interface Noted {
  readonly conversationId: ConversationId;
  readonly news: readonly GroupNews[];
  readonly nowMs: number;
  /** Where it is said at the earliest; the first chapter where that is all one. */
  readonly fromChapter: number;
  /** How far the log goes, where whoever comes has read all that is said until now. */
  readonly readTo: number | null;
}

/** A part of a change: in its transaction. */
export async function note(
  transaction: DirectoryDatabase,
  { conversationId, news, nowMs, ...place }: Noted,
): Promise<void> {
  const rows = news.map((one, index) => {
    const event = { ...one, id: mintEventId(one.kind, randomBytes(idBytes)), at: nowMs + index };
    return { conversationId, event: JSON.stringify(event), ...place };
  });
  if (rows.length > 0) await transaction.insertInto('notice').values(rows).execute();
}

/** The chapters in which something is still to be said: the newest that is named, or null when nothing waits. */
export async function newestNoted(
  transaction: DirectoryDatabase,
  conversationId: ConversationId,
): Promise<number | null> {
  const newest = transaction.selectFrom('notice').select((select) => select.fn.max('fromChapter').as('chapter'));
  const row = await newest.where('conversationId', '=', conversationId).executeTakeFirst();
  return row?.chapter ?? null;
}
