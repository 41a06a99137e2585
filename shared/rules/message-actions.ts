// Who may do what to a message, and how much of it. The server decides by these, and the screens show by them.
// Pure: a rule knows roles, not people. Whose a message is decides the rest: its author alone edits it.
import type { ActionEvent } from '../conversation/events.ts';
import { mayManageGroup, type GroupRole } from './group-roles.ts';

/** `direct`: between two people who stand alike. */
export type ConversationKind = 'direct' | 'group';

export function mayDelete(kind: ConversationKind, role: GroupRole, isMine: boolean): boolean {
  return isMine || (kind === 'group' && mayManageGroup(role));
}

export function mayPin(kind: ConversationKind, role: GroupRole): boolean {
  return kind === 'direct' || mayManageGroup(role);
}

/**
 * How often one person may say something about one message, on and off counted alike: more than anybody means, and few
 * enough that nobody fills a chapter with it.
 */
export const maxEdits = 100;
export const maxReactions = 32;
export const maxPins = 32;

/** Null where it is bounded by nothing but the chapter. */
export function mostOf(kind: ActionEvent['kind']): number | null {
  if (kind === 'edit') return maxEdits;
  if (kind === 'reaction') return maxReactions;
  return kind === 'pin' ? maxPins : null;
}
