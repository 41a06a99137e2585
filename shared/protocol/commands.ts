// Commands: what only the server may decide. A device mints the id, keeps the command until it has an answer, and may
// send it many times: the server applies it once and answers the same each time.
// A new kind of command is one more member of both unions.
import * as v from 'valibot';
import { parseCommandId, parseConversationId, parseEventId, parseUserId } from '../ids.ts';
import { settableAutoReply } from '../rules/auto-reply.ts';
import { groupRole, maxDescriptionLength, maxGroupMembers } from '../rules/group-roles.ts';
import { dueAt, errands, scheduledMessage } from './errands.ts';
import type { CommandId, ConversationId, EventId, UserId } from '../ids.ts';

const commandId = v.custom<CommandId>((value) => parseCommandId(value) !== null, 'not a command id');
const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

const messageId = v.custom<EventId>(
  (value) => parseEventId(value)?.startsWith('msg_') === true,
  'not the id of a message',
);

const title = v.pipe(v.string(), v.maxLength(1_000));
const people = v.pipe(
  v.array(userId),
  v.maxLength(maxGroupMembers),
  v.check((ids) => new Set(ids).size === ids.length, 'one each'),
);
/** As long as a list can show. */
export const maxRequestTextLength = 500;

const requestText = v.pipe(
  v.string(),
  v.maxLength(maxRequestTextLength),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'not text'),
);
const description = v.pipe(
  v.string(),
  v.maxLength(maxDescriptionLength),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'not text'),
);
const groupId = v.custom<ConversationId>(
  (value) => parseConversationId(value)?.startsWith('cnv_') === true,
  'not the id of a group',
);

export const command = v.variant('kind', [
  /** Begins the direct conversation with somebody; the same one whoever of the two begins it. */
  v.strictObject({ kind: v.literal('open-direct'), userId }),
  /**
   * Begins a group, with me as its owner. `history`: what those who come later see, all or from their coming on.
   * Who does not exist, or takes no part here any more, is left out; so is whoever does not want to hear from me: has
   * blocked me, or is no contact where only contacts write to each other.
   */
  v.strictObject({
    kind: v.literal('create-group'),
    conversationId: groupId,
    title,
    userIds: people,
    history: v.picklist(['all', 'from-joining']),
  }),
  v.strictObject({ kind: v.literal('rename-group'), conversationId: groupId, title }),
  /** Empty takes it away. */
  v.strictObject({ kind: v.literal('describe-group'), conversationId: groupId, description }),
  /** Leaves out the same, and who left by themselves: a link lets them in again. */
  v.strictObject({ kind: v.literal('add-members'), conversationId: groupId, userIds: people }),
  v.strictObject({ kind: v.literal('remove-member'), conversationId: groupId, userId }),
  v.strictObject({ kind: v.literal('set-role'), conversationId: groupId, userId, role: groupRole }),
  v.strictObject({ kind: v.literal('leave-group'), conversationId: groupId }),
  /** Asks somebody to be a contact, with the first words to them. If they have asked already, both are contacts. */
  v.strictObject({ kind: v.literal('request-contact'), userId, text: requestText }),
  v.strictObject({ kind: v.literal('accept-contact'), userId }),
  v.strictObject({ kind: v.literal('decline-contact'), userId }),
  v.strictObject({ kind: v.literal('withdraw-contact'), userId }),
  v.strictObject({ kind: v.literal('remove-contact'), userId }),
  v.strictObject({ kind: v.literal('block-person'), userId }),
  v.strictObject({ kind: v.literal('unblock-person'), userId }),
  /** Whether others are told what I have read, and I what they have. */
  v.strictObject({ kind: v.literal('set-receipts'), areOn: v.boolean() }),
  /** What answers for me, and when. Another schedule, or on again, is another absence. */
  v.strictObject({ kind: v.literal('set-auto-reply'), autoReply: settableAutoReply }),
  /** Goes at its time, as if I had written it then, whether or not a device of mine is there. */
  v.strictObject({
    kind: v.literal('schedule-message'),
    messageId,
    conversationId,
    dueAt,
    message: scheduledMessage,
  }),
  /** Another text or time, also for one that was not sent. Refused once it is on its way. */
  v.strictObject({ kind: v.literal('reschedule-message'), messageId, dueAt, message: scheduledMessage }),
  v.strictObject({ kind: v.literal('cancel-scheduled'), messageId }),
  /** By the secret of a link that somebody made. */
  v.strictObject({ kind: v.literal('join-group'), token: v.pipe(v.string(), v.maxLength(1_000)) }),
]);

const result = v.variant('kind', [
  v.object({ kind: v.literal('errands-changed') }),
  v.object({ kind: v.literal('direct-opened'), conversationId }),
  v.object({ kind: v.literal('receipts-changed'), areOn: v.boolean() }),
  /** Between me and this person. */
  v.object({ kind: v.literal('contact-changed'), userId }),
  /** Done in this group, or done before. `leftOut`: who was to be in it and is not; where it is nobody, not there. */
  v.object({ kind: v.literal('group-changed'), conversationId, leftOut: v.optional(v.array(userId)) }),
]);

export const commandBody = v.strictObject({ commandId, command });
/** `errands`: after a command about these, all that there are now. */
export const commandAnswer = v.object({ result, errands: v.exactOptional(errands) });

export type Command = v.InferOutput<typeof command>;
const contactCommandKinds = [
  'request-contact',
  'accept-contact',
  'decline-contact',
  'withdraw-contact',
  'remove-contact',
  'block-person',
  'unblock-person',
] as const satisfies readonly Command['kind'][];

export type ContactCommand = Extract<Command, { readonly kind: (typeof contactCommandKinds)[number] }>;
export type ReceiptsCommand = Extract<Command, { readonly kind: 'set-receipts' }>;

const errandCommandKinds = [
  'set-auto-reply',
  'schedule-message',
  'reschedule-message',
  'cancel-scheduled',
] as const satisfies readonly Command['kind'][];

/** What I ask the server to write for me. */
export type ErrandCommand = Extract<Command, { readonly kind: (typeof errandCommandKinds)[number] }>;
export type GroupCommand = Exclude<
  Command,
  ContactCommand | ErrandCommand | ReceiptsCommand | { readonly kind: 'open-direct' }
>;
export type CommandAnswer = v.InferOutput<typeof commandAnswer>;
export type CommandResult = v.InferOutput<typeof result>;

export function isContactCommand(command: Command): command is ContactCommand {
  return contactCommandKinds.some((kind) => kind === command.kind);
}

export function isErrandCommand(command: Command): command is ErrandCommand {
  return errandCommandKinds.some((kind) => kind === command.kind);
}
