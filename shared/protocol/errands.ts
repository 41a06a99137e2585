// Errands: what the server writes for a person while no device of theirs does: their auto-reply, and messages that go
// later. Told to their own devices alone, all of it whenever any changed.
import * as v from 'valibot';
import { laterMessage, type LaterMessage } from '../conversation/events.ts';
import { parseConversationId, parseEventId, type ConversationId, type EventId } from '../ids.ts';
import { autoReply, type AutoReply } from '../rules/auto-reply.ts';

/** Of one person, waiting or not sent: more than anybody looks after. */
export const maxScheduled = 100;
/** All of one person's together, in characters as they are kept: each answer that tells of one tells of all. */
export const maxScheduledLength = 256 * 1_024;

const messageId = v.custom<EventId>((value) => parseEventId(value)?.startsWith('msg_') === true, 'not a message id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

/** When it goes, in ms: at once where that is past. */
export const dueAt = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8_640_000_000_000_000));

/** Text that a document takes: JSON can hold what is none. */
export const scheduledMessage: v.GenericSchema<unknown, LaterMessage> = v.pipe(
  laterMessage,
  v.check(({ text }) => text.isWellFormed() && !text.includes('\0') && text.trim() !== '', 'not text'),
);

/** Why it was not sent. `not-there`: its writer is in the conversation no more. */
export const notSentReasons = ['not-there', 'read-only', 'suspended', 'refused'] as const;
export type NotSentReason = (typeof notSentReasons)[number];

export interface Scheduled {
  readonly messageId: EventId;
  readonly conversationId: ConversationId;
  readonly dueAt: number;
  readonly message: LaterMessage;
  /** Null while it waits for its time. */
  readonly notSent: NotSentReason | null;
}

export interface Errands {
  /** Grows with each change of them. */
  readonly change: number;
  readonly autoReply: AutoReply | null;
  /** Those that go first come first. */
  readonly scheduled: readonly Scheduled[];
}

const scheduled = v.object({
  messageId,
  conversationId,
  dueAt,
  message: scheduledMessage,
  notSent: v.nullable(v.fallback(v.picklist(notSentReasons), 'refused')),
});

export const errands: v.GenericSchema<unknown, Errands> = v.object({
  change: v.number(),
  autoReply: v.nullable(autoReply),
  scheduled: v.array(scheduled),
});
