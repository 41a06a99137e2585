// What somebody may do with a message, by the rules that the server judges by. Pure.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { GroupRole } from '../../../shared/rules/group-roles.ts';
import { mayDelete, mayPin, type ConversationKind } from '../../../shared/rules/message-actions.ts';

export type Act =
  | 'react'
  | 'reply'
  | 'edit'
  | 'forward'
  | 'copy'
  | 'link'
  | 'pin'
  | 'save'
  | 'unread'
  | 'select'
  | 'details'
  | 'delete';

/** Who looks at a conversation, and as what. */
export interface Reader {
  readonly me: UserId;
  readonly kind: ConversationKind;
  readonly role: GroupRole;
  /** False for whoever only reads: by their role, blocked, or in it no more. */
  readonly mayWrite: boolean;
}

const ofEveryRow: readonly Act[] = ['link', 'unread'];
const ofEveryMessage: readonly Act[] = [...ofEveryRow, 'forward', 'copy', 'save', 'select', 'details'];

export function actsOf(item: TimelineItem, { me, kind, role, mayWrite }: Reader): ReadonlySet<Act> {
  if (item.text === null) return new Set(ofEveryRow);
  // What stands in no log has nothing yet that others could be told of.
  if (item.place === null) return new Set(['copy']);
  if (!mayWrite) return new Set(ofEveryMessage);
  const isMine = item.author === me;
  return new Set([
    ...ofEveryMessage,
    ...(['react', 'reply'] as const),
    ...(isMine ? (['edit'] as const) : []),
    ...(mayPin(kind, role) ? (['pin'] as const) : []),
    ...(mayDelete(kind, role, isMine) ? (['delete'] as const) : []),
  ]);
}
