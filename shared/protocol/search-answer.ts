// What comes back to whoever looks for words: apart from what is asked, for a client reads this from the start.
import * as v from 'valibot';
import { attachment, maxAttachments, type Attachment } from '../conversation/attachments.ts';
import {
  parseConversationId,
  parseEventId,
  parseUserId,
  type ConversationId,
  type EventId,
  type UserId,
} from '../ids.ts';
import type { Span } from '../search/folded-places.ts';
import { maxAddressLength } from '../text/address.ts';

/** Results of one answer. */
export const maxHits = 50;

/** Characters of the text around what was found. */
export const maxExcerptLength = 300;

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const eventId = v.custom<EventId>((value) => parseEventId(value) !== null, 'not an event id');

const span = v.object({ from: v.number(), to: v.number() });

/** Links of one message; whoever wants more of them reads it. */
export const maxLinks = 20;

/** A file of what was found. */
export interface FoundFile {
  readonly attachment: Attachment;
  /** Where in its name. */
  readonly spans: readonly Span[];
}

export interface SearchHit {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
  /** What stands around the first place that was found. */
  readonly text: string;
  /** Where in it, in UTF-16 units. */
  readonly spans: readonly Span[];
  readonly files: readonly FoundFile[];
  /** The links in all of the text, as they were written, where such were asked for. */
  readonly links: readonly string[];
}

const spans = v.pipe(v.array(span), v.maxLength(100));

const searchHit: v.GenericSchema<unknown, SearchHit> = v.object({
  conversationId,
  chapter: v.number(),
  id: eventId,
  author: userId,
  at: v.number(),
  text: v.pipe(v.string(), v.maxLength(maxExcerptLength + 2)),
  spans,
  files: v.pipe(v.array(v.object({ attachment, spans })), v.maxLength(maxAttachments)),
  links: v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxAddressLength))), v.maxLength(maxLinks)),
});

export const searchAnswer = v.object({
  /** Those that the server took last come first. */
  hits: v.pipe(v.array(searchHit), v.maxLength(maxHits)),
  /** To go on from here, also where nothing was found so far; null once everything was looked through. */
  next: v.nullable(v.string()),
});

export type SearchAnswer = v.InferOutput<typeof searchAnswer>;
