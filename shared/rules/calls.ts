// What calls for a person's attention: makes a sound, is told by the system, counts on the app's icon and in its title.
// Both sides follow it; the list shows more, for it also says what is unread and does not call. Pure.
//
// The level of a conversation says what calls there: everything, what mentions one, nothing. In a conversation of two all
// is said to oneself, so both the first mean everything. Muted, nothing calls, unless the level is `mentions`: whoever has
// chosen that wants to hear of those. What was put away calls as anything else does: it comes back.
import { unreachable } from '../base/assert.ts';
import type { Marks } from '../personal/marks.ts';

/** What of a person's marks decides. */
export type CallMarks = Pick<Marks, 'mutedUntil' | 'notice'>;

export interface Call {
  readonly marks: CallMarks;
  /** By name, or with everyone. */
  readonly isMentioned: boolean;
  /** A conversation of two. */
  readonly isDirect: boolean;
  readonly nowMs: number;
}

export function callsFor({ marks, isMentioned, isDirect, nowMs }: Call): boolean {
  switch (marks.notice) {
    case 'none':
      return false;
    case 'mentions':
      return isMentioned || (isDirect && !isMuted(marks, nowMs));
    case 'all':
      return !isMuted(marks, nowMs);
    default:
      return unreachable(marks.notice);
  }
}

export function isMuted({ mutedUntil }: Pick<Marks, 'mutedUntil'>, nowMs: number): boolean {
  return mutedUntil === 'always' || (mutedUntil !== null && mutedUntil > nowMs);
}

export interface Waiting {
  readonly marks: Marks;
  readonly isDirect: boolean;
  readonly unread: number;
  /** Those of the unread that mention this person. */
  readonly mentions: number;
  readonly nowMs: number;
}

/**
 * How much of what is unread in a conversation calls, with one for the person's own mark. What lies in the archive was
 * put away with all that stands there, and counts nowhere.
 */
export function countCalling({ marks, isDirect, unread, mentions, nowMs }: Waiting): number {
  if (marks.archivedUpTo !== null) return 0;
  const call = { marks, isDirect, nowMs };
  const plain = callsFor({ ...call, isMentioned: false }) ? unread - mentions : 0;
  const called = callsFor({ ...call, isMentioned: true }) ? mentions : 0;
  return plain + called || (marks.isUnread ? 1 : 0);
}

/** How much of what is unread could call: muted or not, put away or not. */
export function couldCall({ marks, ...waiting }: Waiting): number {
  return countCalling({ ...waiting, marks: { ...marks, mutedUntil: null, archivedUpTo: null, isUnread: false } });
}

/**
 * Whether something that calls has come since it was put away: something newer, or more than was unread then, for what was
 * written with no network comes late and is older. `newestAt`: of the newest message, in ms.
 */
export function comesBack({ newestAt, ...waiting }: Waiting & { readonly newestAt: number }): boolean {
  const { archivedUpTo, archivedWith } = waiting.marks;
  if (archivedUpTo === null) return false;
  const isMore = archivedWith !== null && couldCall(waiting) > archivedWith;
  if (newestAt <= archivedUpTo && !isMore) return false;
  return countCalling({ ...waiting, marks: { ...waiting.marks, archivedUpTo: null, isUnread: false } }) > 0;
}
