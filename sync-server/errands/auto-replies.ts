// Who answers by themselves, in memory: decided while a message is judged, so that the answer is in the same commit and
// a crash leaves both or neither. Its id follows from the absence and the person answered: once is once.
// Does not know: documents, who may write to whom.
import { autoReplyId, type EventId, type UserId } from '../../shared/ids.ts';
import { absenceAt } from '../../shared/rules/auto-reply.ts';
import type { ErrandRows, KeptAutoReply } from '../directory/errands.ts';

export interface AutoReplies {
  /** What this person's auto-reply says to somebody now; null when it says nothing. */
  answer(from: UserId, to: UserId): { readonly id: EventId; readonly text: string } | null;
  /** Something of it, or of whether they take part here, is another. */
  refresh(userId: UserId): Promise<void>;
}

export async function openAutoReplies(rows: Pick<ErrandRows, 'autoReplies'>, now: () => number): Promise<AutoReplies> {
  const isOn = ({ settings }: KeptAutoReply) => settings.isOn;
  const all = new Map([...(await rows.autoReplies())].filter(([, kept]) => isOn(kept)));
  return {
    answer(from, to) {
      const kept = all.get(from);
      const absence = kept === undefined ? null : absenceAt(kept.settings, now());
      if (kept === undefined || absence === null) return null;
      return { id: autoReplyId(`${kept.absence} ${absence}`, to), text: kept.settings.text };
    },
    async refresh(userId) {
      const kept = (await rows.autoReplies(userId)).get(userId);
      if (kept !== undefined && isOn(kept)) all.set(userId, kept);
      else all.delete(userId);
    },
  };
}
