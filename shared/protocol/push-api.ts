// Pushes: what a device asks of the server for them, and what one holds, which only that device can read.
import * as v from 'valibot';
import { filesInShort } from '../conversation/files-in-short.ts';
import { parseConversationId, parseEventId, type ConversationId, type EventId } from '../ids.ts';
import { quietHours } from '../rules/notify.ts';
import { isTimeZone } from '../rules/time-zone.ts';

const base64url = (bytes: number) =>
  v.pipe(v.string(), v.regex(/^[\w-]+$/), v.length(Math.ceil((bytes * 8) / 6), `not ${bytes} bytes`));

/** Longer addresses no push service gives out. */
const maxPushAddressLength = 2_048;

/** As the browser makes it: where pushes go, and what they are encrypted for. */
export const pushSubscription = v.strictObject({
  endpoint: v.pipe(v.string(), v.url(), v.maxLength(maxPushAddressLength)),
  /** A point of P-256, not compressed. */
  p256dh: base64url(65),
  auth: base64url(16),
});

export type PushSubscriptionFields = v.InferOutput<typeof pushSubscription>;

/** `showsContent`: whether who wrote and what may stand in it. */
export const pushDeviceBody = v.strictObject({ subscription: pushSubscription, showsContent: v.boolean() });

export const quietBody = v.strictObject({
  quiet: v.nullable(
    v.pipe(
      quietHours,
      v.check(({ timeZone }) => isTimeZone(timeZone), 'not a time zone'),
    ),
  ),
});

export const pushAnswer = v.object({
  /** With which a browser subscribes: the server's public key, as base64url. */
  key: v.string(),
  quiet: v.nullable(quietHours),
  /** Of the device that asks; null where it gets none. */
  device: v.nullable(v.object({ endpoint: v.string(), showsContent: v.boolean() })),
});

export type PushAnswer = v.InferOutput<typeof pushAnswer>;

const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const eventId = v.custom<EventId>((value) => parseEventId(value) !== null, 'not an event id');

/** What stands in a push of itself: the words around it are the device's. */
export const pushPayload = v.variant('kind', [
  v.object({
    kind: v.literal('message'),
    conversationId,
    id: eventId,
    at: v.number(),
    /** Null where the device does not want it to stand there. */
    content: v.nullable(
      v.object({
        name: v.string(),
        /** A group's; null for a direct conversation. */
        title: v.nullable(v.string()),
        text: v.string(),
        /** What it carries; not there where that is nothing. */
        files: v.exactOptional(filesInShort),
        isMentioned: v.boolean(),
      }),
    ),
  }),
  /** All of it was read elsewhere. */
  v.object({ kind: v.literal('clear'), conversationId }),
  /** The person has asked for one. */
  v.object({ kind: v.literal('test') }),
]);

export type PushPayload = v.InferOutput<typeof pushPayload>;
