// What tabs tell the index, checked where it comes in: a tab of another version may say something else.
import * as v from 'valibot';
import { attachment } from '../../../shared/conversation/attachments.ts';
import type { Author } from '../../../shared/conversation/log.ts';
import {
  parseConversationId,
  parseUserId,
  type ConversationId,
  type EventId,
  type UserId,
} from '../../../shared/ids.ts';
import { allKinds, type Kind } from '../../../shared/search/kinds.ts';
import type { ToIndex } from './index-words.ts';

const text = v.string();
const conversationId = v.custom<ConversationId>((value) => parseConversationId(value) !== null, 'no conversation');
const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'nobody');
const moment = v.nullable(v.number());
const query = v.object({
  terms: v.array(v.object({ kind: v.picklist(['part', 'phrase']), words: v.array(text), isNegated: v.boolean() })),
  from: v.nullable(v.array(userId)),
  in: v.nullable(v.array(conversationId)),
  ...{ since: moment, until: moment },
  has: v.array(v.picklist(allKinds as readonly [Kind, ...Kind[]])), // there are some
  unknown: v.array(text),
});

const row = v.object({
  id: v.custom<EventId>((value) => typeof value === 'string', 'no id'),
  author: v.custom<Author>((value) => typeof value === 'string', 'no author'),
  at: v.number(),
  /** Null: it is deleted. */
  text: v.nullable(text),
  attachments: v.array(attachment),
});
const toIndex = v.variant('kind', [
  /** What lies on this device, what is likely to be looked for first. What is not named goes from the index. */
  v.object({
    kind: v.literal('begin'),
    databases: v.array(v.object({ document: text, database: text })),
  }),
  /** Rows of a chapter are others now; null: which, its database tells. */
  v.object({ kind: v.literal('changed'), document: text, database: text, rows: v.nullable(v.array(row)) }),
  v.object({ kind: v.literal('forget'), conversationId }),
  v.object({ kind: v.literal('find'), search: text, query, count: v.number() }),
  v.object({ kind: v.literal('stop'), search: text }),
  v.object({ kind: v.literal('state?') }),
]);
export function parseToIndex(message: unknown): ToIndex | null {
  const parsed = v.safeParse(toIndex, message);
  return parsed.success ? parsed.output : null;
}
