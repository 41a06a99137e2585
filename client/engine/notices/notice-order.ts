// What the app says to the worker that shows notices, and what it leaves for it to say when no page is open: the words of
// the person's language. What comes from a page is of the same origin and is looked at only as far as its shape.
import * as v from 'valibot';
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';

const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

const some = v.pipe(v.array(v.string()), v.minLength(1));

/** The words around what a push holds. */
export const noticePhrases = v.object({
  language: v.string(),
  direction: v.picklist(['ltr', 'rtl']),
  product: v.string(),
  /** For one new message, for two and so on; the last stands for all beyond. */
  counts: some,
  /** For files without a text, in the same way; those that an earlier version left have none. */
  files: v.exactOptional(v.object({ image: some, video: some, audio: some, voice: some, document: some, mixed: some })),
  test: v.string(),
});

export type NoticePhrases = v.InferOutput<typeof noticePhrases>;

export const noticeOrder = v.variant('kind', [
  /** A message that an open page has got by itself. */
  v.object({
    kind: v.literal('show'),
    conversationId,
    at: v.number(),
    content: v.nullable(v.object({ name: v.string(), title: v.nullable(v.string()), text: v.string() })),
  }),
  v.object({ kind: v.literal('clear'), conversationId }),
  v.object({ kind: v.literal('phrases'), phrases: noticePhrases }),
  v.object({ kind: v.literal('test') }),
  /** This person leaves: nothing of theirs stays on the screen. */
  v.object({ kind: v.literal('forget') }),
]);

export type NoticeOrder = v.InferOutput<typeof noticeOrder>;

/** What the worker says to a page: a notice was pressed. */
export const noticePressed = v.object({ kind: v.literal('open-notice'), path: v.string() });
