// Which messages of a chapter may be what somebody looks for: never one too few, seldom one too many. Pure.
// Costs what the words of the chapter take to be looked through, not what its messages do.
import type { ConversationId } from '../../../shared/ids.ts';
import { allKinds } from '../../../shared/search/kinds.ts';
import type { Query, Term } from '../../../shared/search/query.ts';
import { isToken, pairOf, piecesOf } from '../../../shared/search/tokens.ts';
import { isCommon, plainWord, type Segment } from './segment.ts';
import { addMessages, countMessages, eachHolding, findWord, type Words } from './words.ts';

/** A query as a chapter is asked it. */
export interface Asked {
  readonly query: Query;
  /** The rarest are not known: the longest first. */
  readonly wanted: readonly string[];
  /** Words that must stand there whole. */
  readonly whole: readonly string[];
  /** Words of phrases that follow each other. */
  readonly pairs: readonly (readonly [string, string])[];
  /** What must not be there, where a word alone tells. */
  readonly unwanted: readonly string[];
}

export function ask(query: Query): Asked {
  const pieces = (term: Term) => term.words.map(piecesOf);
  const isWhole = (term: Term) => (word: string) => term.kind === 'phrase' && isToken(word);
  const positive = query.terms.filter(({ isNegated }) => !isNegated);
  const whole = positive.flatMap((term) => term.words.filter(isWhole(term)));
  const wanted = positive.flatMap((term) => {
    const words = term.words.filter((word) => !isWhole(term)(word));
    return words.map(piecesOf).flatMap(piecesIn);
  });
  const unwanted = query.terms
    .filter(({ isNegated, kind }) => isNegated && kind === 'part')
    .flatMap((term) => pieces(term).filter(({ isExact }) => isExact))
    .flatMap(piecesIn);
  const pairs = positive.flatMap(pairsIn);
  return { query, whole, pairs, wanted: [...new Set(wanted)].toSorted((a, b) => b.length - a.length), unwanted };
}

function pairsIn({ kind, words }: Term): [string, string][] {
  if (kind !== 'phrase') return [];
  return words.slice(1).flatMap((word, index): [string, string][] => {
    const before = words[index] ?? '';
    return isToken(before) && isToken(word) ? [[before, word]] : [];
  });
}

function piecesIn({ pieces }: { readonly pieces: readonly string[] }): readonly string[] {
  return pieces;
}

/** A bit for each message; null when it is none of them. */
export function candidatesIn(
  segment: Segment,
  conversationId: ConversationId,
  { query, wanted, whole, pairs, unwanted }: Asked,
): Uint32Array | null {
  if (query.in !== null && !query.in.includes(conversationId)) return null;
  const found = allowed(segment, query);
  const holding = new Uint32Array(found.length);
  for (const piece of wanted) {
    holding.fill(0);
    mark(segment, piece, holding);
    if (!keep(found, holding)) return null;
  }
  for (const word of whole) {
    holding.fill(0);
    markWord(segment, word, holding);
    if (!keep(found, holding)) return null;
  }
  for (const [one, other] of pairs) {
    if (!isCommonIn(segment, one) || !isCommonIn(segment, other)) continue;
    holding.fill(0);
    markWord(segment, pairOf(one, other), holding);
    if (!keep(found, holding)) return null;
  }
  for (const piece of unwanted) {
    holding.fill(0);
    mark(segment, piece, holding);
    for (let index = 0; index < found.length; index++) found[index] = (found[index] ?? 0) & ~(holding[index] ?? 0);
  }
  return found.some((bits) => bits !== 0) ? found : null;
}

/** The last message before this one that is marked; -1 for none. */
export function lastBefore(bits: Uint32Array, message: number): number {
  for (let index = (message - 1) >> 5; index >= 0; index--) {
    const isHere = index === message >> 5;
    const word = (bits[index] ?? 0) & (isHere ? (1 << (message & 31)) - 1 : -1);
    if (word !== 0) return index * 32 + 31 - Math.clz32(word);
  }
  return -1;
}

function mark({ plain, other, isMixed }: Segment, piece: string, into: Uint32Array): void {
  const markIn = (words: Words) => eachHolding(words, piece, (word) => addMessages(words, word, into));
  const isPlain = plainWord.test(piece);
  if (isPlain) markIn(plain);
  if (!isPlain || isMixed) markIn(other);
}

function markWord({ plain, other }: Segment, word: string, into: Uint32Array): void {
  const words = plainWord.test(word) ? plain : other;
  const number = findWord(words, word);
  if (number >= 0) addMessages(words, number, into);
}

function isCommonIn({ count, plain, other }: Segment, word: string): boolean {
  const words = plainWord.test(word) ? plain : other;
  const number = findWord(words, word);
  return number >= 0 && isCommon(countMessages(words, number), count);
}

/** False when nothing is left. */
function keep(found: Uint32Array, holding: Uint32Array): boolean {
  let left = 0;
  for (let index = 0; index < found.length; index++) {
    left |= found[index] = (found[index] ?? 0) & (holding[index] ?? 0);
  }
  return left !== 0;
}

/** Who wrote it, when, and what is in it. */
function allowed({ count, ats, authors, byAuthor, kinds }: Segment, query: Query): Uint32Array {
  const bits = new Uint32Array((count + 31) >> 5);
  const { from, since, until } = query;
  if (from === null && since === null && until === null && query.has.length === 0) {
    bits.fill(-1);
    if ((count & 31) !== 0) bits[bits.length - 1] = (1 << (count & 31)) - 1;
    return bits;
  }
  const isBy = authors.map((author) => from === null || from.some((userId) => userId === author));
  const has = query.has.reduce((all, kind) => all | (1 << allKinds.indexOf(kind)), 0);
  for (let message = 0; message < count; message++) {
    const at = ats[message] ?? 0;
    const isInTime = (since === null || at >= since) && (until === null || at < until);
    const isIt = isInTime && isBy[byAuthor[message] ?? 0] === true && ((kinds[message] ?? 0) & has) === has;
    if (isIt) bits[message >> 5] = (bits[message >> 5] ?? 0) | (1 << (message & 31));
  }
  return bits;
}
