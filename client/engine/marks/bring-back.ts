// What was put away comes back with the first message in it that calls for this person, on whatever device that is
// noticed first. Costs as much as is put away, with each change of the list.
import type { ConversationId } from '../../../shared/ids.ts';
import type { Marks } from '../../../shared/personal/marks.ts';
import { comesBack, couldCall } from '../../../shared/rules/calls.ts';
import type { ConversationSummary, Readable } from '../messenger.ts';
import type { MarksView } from './open-marks.ts';

export interface BringBackOptions {
  readonly conversations: Readable<readonly ConversationSummary[]>;
  readonly summaryOf: (conversationId: ConversationId) => ConversationSummary | null;
  readonly marks: MarksView;
  readonly nowMs: () => number;
}

/** The function that it returns ends it. */
export function bringBack({ conversations, summaryOf, marks, nowMs }: BringBackOptions): () => void {
  const look = () => {
    for (const [conversationId, mine] of marks.all.get()) {
      const row = mine.archivedUpTo === null ? null : summaryOf(conversationId);
      if (row === null) continue;
      const { unread, mentions, kind, lastMessage } = row;
      const waiting = { marks: mine, isDirect: kind === 'direct', unread, mentions, nowMs: nowMs() };
      const isBack = comesBack({ ...waiting, newestAt: lastMessage?.at ?? 0 });
      if (isBack) marks.change(conversationId, { isArchived: false });
    }
  };
  const stops = [conversations.subscribe(look), marks.all.subscribe(look)];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}

/** How much of what is unread in this row could call by these marks; none where there is no row. */
export function couldCallIn(row: ConversationSummary | null, marks: Marks): number {
  if (row === null) return 0;
  return couldCall({ marks, isDirect: row.kind === 'direct', unread: row.unread, mentions: row.mentions, nowMs: 0 });
}
