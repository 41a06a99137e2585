// What can stand in a log: the exact shape of each event. Admission and every reader use the same schemas.
// Who wrote an event is the log it stands in; no field claims it.
import * as v from 'valibot';
import type { Brand } from '../base/brand.ts';
import {
  parseConversationId,
  parseEventId,
  parseUserId,
  type ConversationId,
  type EventId,
  type UserId,
} from '../ids.ts';
import { groupRole } from '../rules/group-roles.ts';
import { mentionList } from '../rules/mentions.ts';
import { attachmentList } from './attachments.ts';
import { isEmoji } from './emoji.ts';

/** Characters (UTF-16 units) of one message's text. */
export const maxTextLength = 16_000;

/** The largest order key: far beyond any date, still an exact integer. */
const maxAt = 8_640_000_000_000_000;

const eventId = v.custom<EventId>((value) => parseEventId(value) !== null, 'not an event id');
const at = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxAt));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(maxTextLength));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const messageId = v.custom<EventId>((value) => isMessageId(parseEventId(value)), 'not a message id');

/** Which message an answer is to, of the same conversation. Nothing of it is repeated, so deleting it deletes its quotes. */
export const replyTo = v.strictObject({ author: userId, id: messageId, at });

/** Where a forwarded text comes from; null where not everybody who is told may know it. */
export const forwarded = v.strictObject({
  source: v.nullable(v.strictObject({ conversationId, author: userId, id: messageId, at })),
});

/** What stands beside the text that somebody writes in a message themselves. */
const besideText = { replyTo: v.exactOptional(replyTo), mentions: v.exactOptional(mentionList) };

const message = v.strictObject({
  /** Empty only where it carries files. */
  ...{ kind: v.literal('message'), id: eventId, at, text: v.pipe(v.string(), v.maxLength(maxTextLength)) },
  ...{ ...besideText, forwarded: v.exactOptional(forwarded), attachments: v.exactOptional(attachmentList) },
  /** Nobody wrote it now: their auto-reply did. */
  automatic: v.exactOptional(v.literal(true)),
});

/** What is known of a message before it goes. */
export const laterMessage = v.strictObject({ text, ...besideText });

const edit = v.strictObject({
  ...{ kind: v.literal('edit'), id: eventId, at, target: eventId, text },
  mentions: v.exactOptional(mentionList),
});

/**
 * `targetAt` repeats the message's order key: its content is gone for those who come later, its place is not.
 * `targetAuthor` where it is somebody else's.
 */
const deletion = v.strictObject({
  ...{ kind: v.literal('delete'), id: eventId, at, target: eventId, targetAt: at },
  targetAuthor: v.exactOptional(userId),
});

const about = { id: eventId, at, target: messageId, targetAuthor: userId, isOn: v.boolean() };
const emoji = v.custom<string>((value) => typeof value === 'string' && isEmoji(value), 'not an emoji');
const reaction = v.strictObject({ kind: v.literal('reaction'), ...about, emoji });
const pin = v.strictObject({ kind: v.literal('pin'), ...about });

/** A run of one client's events that reached the server long after they were written; `at` is the arrival. */
const late = v.strictObject({
  kind: v.literal('late'),
  id: eventId,
  at,
  client: count,
  clock: count,
  count: v.pipe(count, v.minValue(1)),
});

/** From here on the conversation goes on in the next chapter; this one takes new messages for a time of grace. */
const closed = v.strictObject({ kind: v.literal('closed'), id: eventId, at });

const title = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const by = userId;

/** What happened in a group, told where it happened. `by`: who did it, the same person when somebody came or went alone. */
const began = v.strictObject({ kind: v.literal('began'), id: eventId, at, by, title });
const joined = v.strictObject({ kind: v.literal('joined'), id: eventId, at, by, userId });
const left = v.strictObject({ kind: v.literal('left'), id: eventId, at, by, userId });
const renamed = v.strictObject({ kind: v.literal('renamed'), id: eventId, at, by, title });
const roleChanged = v.strictObject({ kind: v.literal('role'), id: eventId, at, by, userId, role: groupRole });

const described = v.strictObject({ kind: v.literal('described'), id: eventId, at, by });

export const userEvent = v.variant('kind', [message, edit, deletion, reaction, pin]);
export const groupEvent = v.variant('kind', [began, joined, left, renamed, described, roleChanged]);
export const serverEvent = v.variant('kind', [late, closed, ...groupEvent.options]);

export type MessageEvent = v.InferOutput<typeof message>;
/** An interface: what is made of it names it, where a type would be spelled out. */
export interface LaterMessage extends v.InferOutput<typeof laterMessage> {}
export type EditEvent = v.InferOutput<typeof edit>;
export type DeleteEvent = v.InferOutput<typeof deletion>;
export type ReactionEvent = v.InferOutput<typeof reaction>;
export type PinEvent = v.InferOutput<typeof pin>;
export type ReplyTo = v.InferOutput<typeof replyTo>;
export type Forwarded = v.InferOutput<typeof forwarded>;
/** What is said about a message that is there. */
export type ActionEvent = Exclude<UserEvent, MessageEvent>;
export type LateEvent = v.InferOutput<typeof late>;
export type GroupEvent = v.InferOutput<typeof groupEvent>;
export type UserEvent = v.InferOutput<typeof userEvent>;
export type ServerEvent = v.InferOutput<typeof serverEvent>;
export type ChapterEvent = UserEvent | ServerEvent;

/** An event that a person may write, or null when the value is not exactly one. */
export function parseUserEvent(value: unknown): UserEvent | null {
  const parsed = v.safeParse(userEvent, value);
  return parsed.success && hasOwnPrefix(parsed.output) && saysSomething(parsed.output) ? parsed.output : null;
}

/** A message has words or files. */
function saysSomething(event: UserEvent): boolean {
  return event.kind !== 'message' || event.text !== '' || event.attachments !== undefined;
}

/** An event of the server's own log, or null. */
export function parseServerEvent(value: unknown): ServerEvent | null {
  const parsed = v.safeParse(serverEvent, value);
  return parsed.success && hasOwnPrefix(parsed.output) ? parsed.output : null;
}

const groupKinds: ReadonlySet<string> = new Set(groupEvent.options.map(({ entries }) => entries.kind.literal));

export function isGroupEvent(event: ChapterEvent): event is GroupEvent {
  return groupKinds.has(event.kind);
}

/** An event of a group, which everybody in it reads; null for every other. */
export function parseGroupEvent(value: unknown): GroupEvent | null {
  const parsed = v.safeParse(groupEvent, value);
  return parsed.success ? parsed.output : null;
}

/** A message and who wrote it: ids are unique for each author alone. */
export type SubjectKey = Brand<string, 'SubjectKey'>;

export function subjectKey(author: string, id: EventId): SubjectKey {
  return `${author} ${id}` as SubjectKey;
}

/** The message that an event is about, other than by being it; null where it is about none. */
export function targetOf(author: string, event: ChapterEvent): SubjectKey | null {
  if (event.kind === 'edit') return subjectKey(author, event.target);
  if (event.kind === 'delete') return subjectKey(event.targetAuthor ?? author, event.target);
  return event.kind === 'reaction' || event.kind === 'pin' ? subjectKey(event.targetAuthor, event.target) : null;
}

/** The message that this event's content goes with: erasing it needs that message's deletion. Null holds nothing to erase. */
export function subjectOf(author: string, event: ChapterEvent): SubjectKey | null {
  if (event.kind === 'message') return subjectKey(author, event.id);
  return event.kind === 'edit' || event.kind === 'reaction' ? targetOf(author, event) : null;
}

function hasOwnPrefix(event: ChapterEvent): boolean {
  return isMessageId(event.id) === (event.kind === 'message');
}

function isMessageId(id: EventId | null): boolean {
  return id?.startsWith('msg_') === true;
}
