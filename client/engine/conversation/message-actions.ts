// What a person does to messages that are there: which events that makes, and why it cannot be. Pure but for the time and
// the ids that it is given. The server judges by the same rules; what is refused here is written nowhere.
import type { Clock } from '../../../shared/clock.ts';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import { isEmoji } from '../../../shared/conversation/emoji.ts';
import {
  maxTextLength,
  type DeleteEvent,
  type Forwarded,
  type MessageEvent,
  type ReplyTo,
  type UserEvent,
} from '../../../shared/conversation/events.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { maxReactionKinds } from '../../../shared/conversation/reactions.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { idBytes, mintEventId, type EventId, type UserId } from '../../../shared/ids.ts';
import type { GroupRole } from '../../../shared/rules/group-roles.ts';
import { everyone, mayMentionEveryone, standingMentions, type Mention } from '../../../shared/rules/mentions.ts';
import { maxEdits, mayDelete, mayPin, type ConversationKind } from '../../../shared/rules/message-actions.ts';
import { asText } from '../as-text.ts';
import type { ActionProblem } from '../messenger.ts';
import type { Platform } from '../platform.ts';

export type MessageAction =
  | {
      readonly kind: 'edit';
      readonly item: TimelineItem;
      readonly text: string;
      readonly mentions: readonly Mention[];
    }
  | { readonly kind: 'delete'; readonly items: readonly TimelineItem[] }
  | { readonly kind: 'reaction'; readonly item: TimelineItem; readonly emoji: string; readonly isOn: boolean }
  | { readonly kind: 'pin'; readonly item: TimelineItem; readonly isOn: boolean };

/** What a message is beside its text. */
export interface Source {
  readonly replyTo?: ReplyTo;
  readonly forwarded?: Forwarded;
  readonly mentions?: readonly Mention[];
  readonly attachments?: Attachment[];
}

/** Who acts, and as what in which conversation. */
export interface Actor {
  readonly me: UserId;
  readonly kind: ConversationKind;
  readonly role: GroupRole;
}

export interface EventMakerOptions {
  readonly me: UserId;
  readonly clock: Pick<Clock, 'next'>;
  readonly platform: Pick<Platform, 'randomBytes'>;
}

export interface EventMaker {
  message(text: string, source?: Source): MessageEvent;
  deletion(item: TimelineItem): DeleteEvent;
  /** Of a deletion one event for each item. */
  events(action: MessageAction): UserEvent[];
}

export function makeEventMaker({ me, clock, platform }: EventMakerOptions): EventMaker {
  const next = (kind: string): { id: EventId; at: number } => ({
    id: mintEventId(kind, platform.randomBytes(idBytes)),
    at: clock.next(),
  });
  const deletion = ({ id: target, at: targetAt, author }: TimelineItem): DeleteEvent => ({
    ...{ kind: 'delete', ...next('delete'), target, targetAt },
    ...(author !== me && author !== serverAuthor && { targetAuthor: author }),
  });
  return {
    message: (text, { mentions = [], ...source } = {}) => ({
      ...{ kind: 'message', ...next('message'), text: asText(text), ...source },
      ...(mentions.length > 0 && { mentions: [...mentions] }),
    }),
    deletion,
    events(action) {
      if (action.kind === 'delete') return action.items.map(deletion);
      const { item } = action;
      if (action.kind === 'edit') {
        const { text, mentions } = action;
        const edit = { kind: 'edit', ...next('edit'), target: item.id, text: asText(text) } as const;
        return [mentions.length === 0 ? edit : { ...edit, mentions: [...mentions] }];
      }
      if (item.author === serverAuthor) return [];
      const about = { target: item.id, targetAuthor: item.author, isOn: action.isOn };
      if (action.kind === 'pin') return [{ kind: 'pin', ...next('pin'), ...about }];
      return [{ kind: 'reaction', ...next('reaction'), ...about, emoji: action.emoji }];
    },
  };
}

/** Why it cannot be done; null when it can. */
export function problemWith(action: MessageAction, actor: Actor): ActionProblem | null {
  const items = action.kind === 'delete' ? action.items : [action.item];
  if (!items.every(isThere)) return 'not-there';
  // A reader of a group writes nothing, whatever it is about.
  if (actor.kind === 'group' && actor.role === 'reader') return 'not-allowed';
  if (action.kind === 'edit') return problemWithEdit(action.item, action.text, actor.me);
  if (action.kind === 'reaction') return problemWithReaction(action, actor.me);
  const { kind, role, me } = actor;
  const isAllowed =
    action.kind === 'pin' ? mayPin(kind, role) : items.every(({ author }) => mayDelete(kind, role, author === me));
  return isAllowed ? null : 'not-allowed';
}

/** Of the chosen mentions those that stand in the text and may be made: what the server would refuse stays plain text. */
export function mentionsIn(text: string, chosen: readonly Mention[], { kind, role }: Actor): readonly Mention[] {
  const mayCallAll = mayMentionEveryone(kind === 'group' ? role : null);
  return standingMentions(
    asText(text),
    chosen.filter(({ who }) => mayCallAll || who !== everyone),
  );
}

/** What is wrong with a text; null when nothing is. */
export function problemWithText(text: string): 'empty' | 'too-long' | null {
  if (asText(text).trim() === '') return 'empty';
  return text.length > maxTextLength ? 'too-long' : null;
}

/** What stands in no log was refused, or waits to be written again: there is nothing yet that could be meant. */
function isThere({ notice, text, place }: TimelineItem): boolean {
  return notice === null && text !== null && place !== null;
}

function problemWithEdit(item: TimelineItem, text: string, me: UserId): ActionProblem | null {
  if (item.author !== me) return 'not-allowed';
  return item.versions.length > maxEdits ? 'too-many' : problemWithText(text);
}

function problemWithReaction(
  { item, emoji, isOn }: Extract<MessageAction, { kind: 'reaction' }>,
  me: UserId,
): ActionProblem | null {
  if (!isEmoji(emoji)) return 'no-emoji';
  const mine = item.reactions.filter(({ userIds }) => userIds.includes(me));
  const isMine = mine.some((reaction) => reaction.emoji === emoji);
  return isOn && !isMine && mine.length >= maxReactionKinds ? 'too-many' : null;
}
