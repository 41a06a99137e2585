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
}

export interface Notices {
  /** In the order in which they happened. */
  unsaid(): Promise<Notice[]>;
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
    async unsaid() {
      const rows = await database.selectFrom('notice').selectAll().orderBy('number').execute();
      return rows.flatMap(({ number, conversationId, event }) => {
        const parsed = parseGroupEvent(JSON.parse(event)); // only `note` writes it
        return parsed === null ? [] : [{ number, conversationId, event: parsed }];
      });
    },
    async forget(numbers) {
      if (numbers.length === 0) return;
      await database.deleteFrom('notice').where('number', 'in', numbers).execute();
    },
  };
}

/** A part of a change: in its transaction. */
export async function note(
  transaction: DirectoryDatabase,
  { conversationId, news, nowMs }: { conversationId: ConversationId; news: readonly GroupNews[]; nowMs: number },
): Promise<void> {
  for (const [index, one] of news.entries()) {
    const event = { ...one, id: mintEventId(one.kind, randomBytes(idBytes)), at: nowMs + index };
    await transaction
      .insertInto('notice')
      .values({ conversationId, event: JSON.stringify(event) })
      .execute();
  }
}
