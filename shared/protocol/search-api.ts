// Looking for words in everything that one may see: what is asked. What comes back stands in search-answer.ts.
// Promises: bounded in every part; what it names is looked up by whose session asks, so naming something opens nothing.
import * as v from 'valibot';
import { parseConversationId, parseUserId, type ConversationId, type UserId } from '../ids.ts';
import { allKinds } from '../search/kinds.ts';
import { isEmptyQuery, maxQueryLength, maxTerms, type Query } from '../search/query.ts';

/** People and conversations that one query names. A device that means more names none, and leaves out what it does not want. */
export const maxNamed = 100;

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

const word = v.pipe(v.string(), v.minLength(1), v.maxLength(maxQueryLength * 4)); // some characters fold to several
const term = v.strictObject({
  kind: v.picklist(['part', 'phrase']),
  words: v.pipe(v.array(word), v.minLength(1), v.maxLength(maxQueryLength)),
  isNegated: v.boolean(),
});
const moment = v.nullable(v.pipe(v.number(), v.safeInteger()));

/** As `parseQuery` makes it. */
export interface WireQuery extends Query {
  readonly from: UserId[] | null;
  readonly in: ConversationId[] | null;
}

const wireQuery: v.GenericSchema<unknown, WireQuery> = v.pipe(
  v.strictObject({
    terms: v.pipe(v.array(term), v.maxLength(maxTerms)),
    from: v.nullable(v.pipe(v.array(userId), v.maxLength(maxNamed))),
    in: v.nullable(v.pipe(v.array(conversationId), v.maxLength(maxNamed))),
    since: moment,
    until: moment,
    has: v.pipe(v.array(v.picklist(allKinds)), v.maxLength(allKinds.length)),
    unknown: v.pipe(v.array(v.string()), v.maxLength(0)),
  }),
  v.check((query) => !isEmptyQuery(query), 'nothing to look for'),
);

const text = (maxLength: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength));

/** Of the address: `query` is JSON. */
export const searchFields = v.strictObject({
  query: v.pipe(text(12_000), v.parseJson(), wireQuery),
  /** From the answer before; opaque. */
  page: v.exactOptional(text(400)),
});
