// Whether a message is what somebody looks for, and where in it: the one answer that the index of a device, the server and
// every test agree on. A word may stand in what it says or in the name of a file that it carries. An index only names
// candidates. Pure, and at most as dear as the text is long.
import type { ConversationId, UserId } from '../ids.ts';
import { characterAt, characterBefore, isWordCharacter } from '../text/characters.ts';
import { foldText } from '../text/fold-text.ts';
import { makePlaceFinder, type Span } from './folded-places.ts';
import { holdsKind, linksIn, type Said } from './kinds.ts';
import type { Query, Term } from './query.ts';

export interface Spoken extends Said {
  readonly conversationId: ConversationId;
  readonly author: UserId | string;
  readonly at: number;
}

/** Where what was asked for stands, in order and never over each other; none where only others of its kind count. */
export interface Places {
  /** Words, and links where such were asked for. */
  readonly spans: readonly Span[];
  /** In the name of each file that the message carries. */
  readonly names: readonly (readonly Span[])[];
}

/** More than this nobody looks at. */
const maxSpans = 100;

/** Null: it is not what is looked for. */
export function matches(query: Query, spoken: Spoken): Places | null {
  if (!mayMatch(query, spoken) || !query.has.every((kind) => holdsKind(kind, spoken))) return null;
  const parts = partsOf(spoken);
  const folded = parts.map(foldText);
  if (!occurs(query, folded)) return null;
  const wanted = query.terms.filter(({ isNegated }) => !isNegated);
  const [words = [], ...names] = parts.map((part, index) => spansIn(part, folded[index] ?? '', wanted));
  return { spans: query.has.includes('link') ? merged([...words, ...linksIn(spoken.text)]) : words, names };
}

/** All in which words may stand, each by itself: no phrase reaches from one into the next. */
function partsOf({ text, attachments }: Said): readonly string[] {
  return attachments.length === 0 ? [text] : [text, ...attachments.map(({ name }) => name)];
}

/** The same as one text, for what an index is made of. */
export function wordsIn(said: Said): string {
  return partsOf(said).join('\n');
}

function spansIn(part: string, folded: string, wanted: readonly Term[]): readonly Span[] {
  const found = wanted.flatMap((term) => placesOf(term, folded));
  return found.length === 0 ? [] : merged(found.map(makePlaceFinder(part)));
}

/** All but what it says. */
export function mayMatch(query: Query, { conversationId, author, at }: Omit<Spoken, keyof Said>): boolean {
  const isInTime = (query.since === null || at >= query.since) && (query.until === null || at < query.until);
  const isByOne = query.from === null || query.from.some((userId) => userId === author);
  return isInTime && isByOne && (query.in === null || query.in.includes(conversationId));
}

/** Whether what is said, folded, holds all that it must, and nothing that it must not. */
export function occurs({ terms }: Pick<Query, 'terms'>, folded: readonly string[]): boolean {
  return terms.every((term) => folded.every((part) => placeOf(term, part, 0) === null) === term.isNegated);
}

function placesOf(term: Term, folded: string): Span[] {
  const places: Span[] = [];
  let place = placeOf(term, folded, 0);
  while (place !== null && places.length < maxSpans) {
    places.push(place);
    place = placeOf(term, folded, place.to);
  }
  return places;
}

function placeOf({ kind, words }: Term, folded: string, from: number): Span | null {
  return kind === 'phrase' ? phraseAfter(words, folded, from) : partAfter(words[0] ?? '', folded, from);
}

function partAfter(part: string, folded: string, from: number): Span | null {
  const at = folded.indexOf(part, from);
  return at < 0 || part === '' ? null : { from: at, to: at + part.length };
}

function phraseAfter(words: readonly string[], folded: string, from: number): Span | null {
  const [first = ''] = words;
  for (let at = folded.indexOf(first, from); at >= 0; at = folded.indexOf(first, at + 1)) {
    const to = isInWord(folded, at) ? null : endOfPhrase(words, folded, at);
    if (to !== null && !isInWord(folded, to)) return { from: at, to };
  }
  return null;
}

/** Behind the last word, where they follow each other with nothing to read between them. */
function endOfPhrase(words: readonly string[], folded: string, at: number): number | null {
  let end = at;
  for (const [index, word] of words.entries()) {
    if (index > 0) {
      const gap = endOfGap(folded, end);
      if (gap === end && isInWord(folded, end)) return null;
      end = gap;
    }
    if (!folded.startsWith(word, end)) return null;
    end += word.length;
  }
  return end;
}

function endOfGap(folded: string, at: number): number {
  let end = at;
  while (end < folded.length && !/[\p{L}\p{N}\p{M}]/u.test(characterAt(folded, end)))
    end += characterAt(folded, end).length;
  return end;
}

/** Scripts that write no spaces have no words to be in. */
function isInWord(folded: string, at: number): boolean {
  return isWordCharacter(characterBefore(folded, at)) && isWordCharacter(characterAt(folded, at));
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result.slice(0, maxSpans);
}
