// Which conversations the list shows, and in which order: those that are pinned, first pinned first, then the others as
// the messenger orders them. What was put away stands in the archive alone. Pure.
import { noMarks, type Marks } from '../../../shared/personal/marks.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { countCalling } from '../../../shared/rules/calls.ts';
import type { AllMarks } from '../../engine/marks/open-marks.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';

type Judge = (conversation: ConversationSummary, marks: Marks) => boolean;

/** A kind of conversation that one may look at alone is a line here, with its words. */
export const listFilters = {
  all: (_, marks) => !isArchived(marks),
  unread: (conversation, marks) => !isArchived(marks) && isWaiting(conversation, marks),
  personal: ({ kind }, marks) => !isArchived(marks) && kind === 'direct',
  groups: ({ kind }, marks) => !isArchived(marks) && kind === 'group',
  archived: (_, marks) => isArchived(marks),
} as const satisfies Record<string, Judge>;

export type ListFilter = keyof typeof listFilters;

export const filterNames = Object.keys(listFilters) as ListFilter[]; // its own keys

export interface Arranged {
  readonly rows: readonly ConversationSummary[];
  /** So many of them, from the first, are pinned. */
  readonly pinned: number;
  readonly placeOf: ReadonlyMap<ConversationId, number>;
}

export interface ArrangeParts {
  /** As the messenger orders them. */
  readonly conversations: readonly ConversationSummary[];
  readonly marks: AllMarks;
  readonly filter: ListFilter;
  /** Stays where it is although the filter has no place for it any more: somebody is reading it. */
  readonly openId: ConversationId | null;
}

export function arrangeList({ conversations, marks, filter, openId }: ArrangeParts): Arranged {
  const marksOf = (conversationId: ConversationId) => marks.get(conversationId) ?? noMarks;
  const isShown = (one: ConversationSummary) => {
    const isRead = filter === 'unread' && one.conversationId === openId;
    return listFilters[isRead ? 'all' : filter](one, marksOf(one.conversationId));
  };
  const shown = conversations.filter(isShown);
  const pinnedAt = ({ conversationId }: ConversationSummary) => marksOf(conversationId).pinnedAt;
  const pinned = shown
    .filter((one) => pinnedAt(one) !== null)
    .sort((one, other) => Number(pinnedAt(one)) - Number(pinnedAt(other)) || compareIds(one, other));
  const rows = pinned.length === 0 ? shown : [...pinned, ...shown.filter((one) => pinnedAt(one) === null)];
  return {
    rows,
    pinned: pinned.length,
    placeOf: new Map(rows.map(({ conversationId }, index) => [conversationId, index])),
  };
}

function compareIds(one: ConversationSummary, other: ConversationSummary): number {
  return one.conversationId < other.conversationId ? -1 : 1;
}

function isArchived({ archivedUpTo }: Marks): boolean {
  return archivedUpTo !== null;
}

/** Whether its row says that something in it is unread. */
export function isWaiting({ unread }: Pick<ConversationSummary, 'unread'>, { isUnread }: Marks): boolean {
  return unread > 0 || isUnread;
}

/** How much in it calls for this person. The engine has let go of mutes that have ended: the others go on. */
export function callingIn({ kind, unread, mentions }: ConversationSummary, marks: Marks): number {
  return countCalling({ marks, isDirect: kind === 'direct', unread, mentions, nowMs: 0 });
}
