// What the server says besides Yjs. On the link itself (address `@link`): hello, alive, changed, account, presence, typing.
// On a document's channel: the acknowledgement, which means "on the server's disk", what devices report to be on
// theirs, and what their people have read.
import * as v from 'valibot';
import { personPresence } from './presence.ts';
import { parseConversationId, parseUserId, type ConversationId, type UserId } from '../ids.ts';

/** The address of frames that belong to the link and to no document. */
export const linkAddress = '@link';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

const linkSignal = v.variant('kind', [
  /**
   * The first frame of every link. `now` is the server's time in ms; `epoch` names this life of its data; `generation`
   * is that of this person's own document, which older servers do not have.
   */
  v.object({
    ...{ kind: v.literal('hello'), protocol: count, epoch: v.string(), now: count, userId },
    generation: v.optional(count),
  }),
  /** Sent when nothing else was, so that the device can tell a quiet link from a dead one. */
  v.object({ kind: v.literal('alive'), now: count }),
  /**
   * Something of this person's changed, this conversation first: ask the inbox. Said again of what lies in documents
   * and read vectors only once the inbox was asked.
   */
  v.object({ kind: v.literal('changed'), conversationId }),
  /** This person's own name, handle, picture, e-mail or role is another: ask who one is. */
  v.object({ kind: v.literal('account') }),
  /** How people whom this device watches are to be shown. */
  v.object({ kind: v.literal('presence'), people: v.array(personPresence) }),
  /** Somebody is writing in a conversation that is open here. */
  v.object({ kind: v.literal('typing'), conversationId, userId }),
]);

/** By client. */
const clocks = v.record(v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,9})$/)), count);

const acknowledgement = v.object({
  /** For each named client, the clock up to which its entries are on the server's disk. */
  ack: clocks,
  /** Place of the newest of them in the server's update log. */
  position: count,
  /** True when it names all clients of this person in the chapter: one that is missing has nothing on the disk. */
  whole: v.optional(v.boolean(), false),
});

/** A device's word: entries of others that are on its disk, for each client up to a clock. */
const deliveryReport = v.strictObject({ delivered: clocks });
/** The server's word to a writer: for each reader, how far the writer's clients are on a device of theirs. */
const deliveries = v.object({ deliveries: v.record(userId, clocks) });
/** The same of what each reader has ever read. */
const reads = v.object({ reads: v.record(userId, clocks) });

export type DeliveryReport = v.InferOutput<typeof deliveryReport>;
export type Deliveries = v.InferOutput<typeof deliveries>;
export type Reads = v.InferOutput<typeof reads>;
export type LinkSignal = v.InferOutput<typeof linkSignal>;
export type Acknowledgement = v.InferOutput<typeof acknowledgement>;

export function parseLinkSignal(text: string): LinkSignal | null {
  return parseJson(linkSignal, text);
}

export function parseAcknowledgement(text: string): Acknowledgement | null {
  return parseJson(acknowledgement, text);
}

export function parseDeliveryReport(text: string): DeliveryReport | null {
  return parseJson(deliveryReport, text);
}

export function parseDeliveries(text: string): Deliveries | null {
  return parseJson(deliveries, text);
}

export function parseReads(text: string): Reads | null {
  return parseJson(reads, text);
}

function parseJson<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // not JSON: the same answer as not of the shape
  }
}
