// What somebody wants to find, out of what they typed: `invoice "next week" from:ada in:sales before:2026-03 has:link`.
// Promises: never throws, whatever is typed; as large as is typed and no larger; the same query wherever it is asked.
// It is plain data that may cross the wire. What of it fits a message is match.ts's.
import type { ConversationId, UserId } from '../ids.ts';
import { foldText } from '../text/fold-text.ts';
import { parsePeriod } from './period.ts';
import { isKind, type Kind } from './kinds.ts';
import { phraseWordsOf } from './tokens.ts';

/** Characters that are read; the rest is left out, as are more terms than this. */
export const maxQueryLength = 512;
export const maxTerms = 16;

/** `part` occurs anywhere, also within a word; the words of a phrase stand whole and one after the other. */
export interface Term {
  readonly kind: 'part' | 'phrase';
  /** Folded; of a `part` one. */
  readonly words: readonly string[];
  /** It must not occur. */
  readonly isNegated: boolean;
}

/** All of it must be true of one message. */
export interface Query {
  readonly terms: readonly Term[];
  /** Of one of them; null for anybody. Empty where nobody is called so: nothing fits then. */
  readonly from: readonly UserId[] | null;
  /** In one of them; null for anywhere. */
  readonly in: readonly ConversationId[] | null;
  /** In ms: from this on; before this. */
  readonly since: number | null;
  readonly until: number | null;
  readonly has: readonly Kind[];
  /** What was asked for as `from:` and the like, and means nothing here. */
  readonly unknown: readonly string[];
}

export interface QueryContext {
  readonly me: UserId;
  /** The reader's, as the IANA names it. */
  readonly timeZone: string;
  readonly nowMs: number;
  readonly people: readonly { readonly userId: UserId; readonly name: string; readonly handle: string }[];
  /** `title`: what the reader sees: of a direct conversation the other person's name. */
  readonly conversations: readonly { readonly conversationId: ConversationId; readonly title: string }[];
}

export const emptyQuery: Query = {
  ...{ terms: [], from: null, in: null, since: null, until: null, has: [], unknown: [] },
};

/** Whether there is anything to look for: what must not occur says nothing alone. */
export function isEmptyQuery({ terms, from, in: places, since, until, has }: Query): boolean {
  const isFiltered = from !== null || places !== null || since !== null || until !== null || has.length > 0;
  return !isFiltered && terms.every(({ isNegated }) => isNegated);
}

/** An operator needs its colon, quotes need no end; a minus counts before a word alone. */
const chunk = /(?:(-)(?=[\p{L}"“„«]))?(?:([a-z]{2,6}):(?=\S))?(?:["“”„«]([^"“”„«»]*)["“”»]?|(\S+))/giu;

export function parseQuery(text: string, context: QueryContext): Query {
  let query = emptyQuery;
  for (const [, minus, operator, quoted, bare] of text.slice(0, maxQueryLength).matchAll(chunk)) {
    const value = quoted ?? bare ?? '';
    const take = operator === undefined || minus !== undefined ? undefined : operators[operator.toLowerCase()];
    if (take !== undefined) query = take(query, value, context);
    else
      query = withTerms(query, { value: `${quotedPrefix(operator)}${value}`, isQuoted: quoted !== undefined, minus });
  }
  return query;
}

/** `http:` and whatever else has a colon is no operator. */
function quotedPrefix(operator: string | undefined): string {
  return operator === undefined ? '' : `${operator}:`;
}

interface Said {
  readonly value: string;
  readonly isQuoted: boolean;
  readonly minus: string | undefined;
}

function withTerms(query: Query, { value, isQuoted, minus }: Said): Query {
  const isNegated = minus !== undefined;
  const folded = foldText(value);
  const words = isQuoted ? phraseWordsOf(folded) : [];
  const parts = folded.split(/\s+/u).filter((part) => part !== '');
  const terms: readonly Term[] =
    words.length > 0
      ? [{ kind: 'phrase', words, isNegated }]
      : parts.map((part) => ({ kind: 'part', words: [part], isNegated }));
  return { ...query, terms: [...query.terms, ...terms].slice(0, maxTerms) };
}

type Take = (query: Query, value: string, context: QueryContext) => Query;

const operators: Readonly<Record<string, Take | undefined>> = {
  __proto__: null as never, // `constructor:` is no operator
  from(query, value, { me, people }) {
    const wanted = foldText(value).replace(/^@/, '').trim();
    const isMe = wanted === 'me';
    const called = people.filter(
      ({ userId, name, handle }) => userId === value || handle.toLowerCase() === wanted || beginsWord(name, wanted),
    );
    const found = isMe ? [me] : called.map(({ userId }) => userId);
    return { ...noting(query, found.length, `from:${value}`), from: union(query.from, found) };
  },
  in(query, value, { conversations }) {
    const wanted = foldText(value).replace(/^#/, '').trim();
    const found = conversations
      .filter(({ conversationId, title }) => conversationId === value || beginsWord(title, wanted))
      .map(({ conversationId }) => conversationId);
    return { ...noting(query, found.length, `in:${value}`), in: union(query.in, found) };
  },
  before: (query, value, context) => {
    const period = parsePeriod(value, context);
    return period === null ? noting(query, 0, `before:${value}`) : narrowed(query, { since: null, until: period.from });
  },
  after: (query, value, context) => {
    const period = parsePeriod(value, context);
    return period === null ? noting(query, 0, `after:${value}`) : narrowed(query, { since: period.to, until: null });
  },
  on: (query, value, context) => {
    const period = parsePeriod(value, context);
    return period === null
      ? noting(query, 0, `on:${value}`)
      : narrowed(query, { since: period.from, until: period.to });
  },
  has(query, value) {
    const wanted = foldText(value).replace(/s$/, '');
    if (!isKind(wanted)) return noting(query, 0, `has:${value}`);
    return { ...query, has: [...new Set([...query.has, wanted])] };
  },
};

/** Quotation marks in a name are none here: they cannot stand in what is quoted. */
function beginsWord(name: string, wanted: string): boolean {
  return (
    wanted !== '' &&
    ` ${foldText(name)
      .replace(/["“”„«»\s]+/gu, ' ')
      .trim()}`.includes(` ${wanted}`)
  );
}

function noting(query: Query, found: number, said: string): Query {
  return found > 0 ? query : { ...query, unknown: [...query.unknown, said].slice(0, maxTerms) };
}

function union<T>(known: readonly T[] | null, found: readonly T[]): readonly T[] {
  return [...new Set([...(known ?? []), ...found])];
}

function narrowed(query: Query, { since, until }: Pick<Query, 'since' | 'until'>): Query {
  return {
    ...query,
    since: since === null ? query.since : Math.max(since, query.since ?? since),
    until: until === null ? query.until : Math.min(until, query.until ?? until),
  };
}
