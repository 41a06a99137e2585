// What somebody finds by words, in everything that they may see now.
// Promises: nothing of a conversation or a chapter that is not theirs, whatever they name; an answer is bounded in rows
// and in time, and says where to go on, so that nothing is missed; others get their turn every few milliseconds.
// Does not know: HTTP, how the log finds candidates. Which of them fit is decided by the rule that devices follow too.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { maxHits, type SearchAnswer, type SearchHit } from '../../shared/protocol/search-answer.ts';
import type { WireQuery } from '../../shared/protocol/search-api.ts';
import { excerptOf } from '../../shared/search/excerpt.ts';
import { filesFound, linksFound } from '../../shared/search/found-files.ts';
import { matches } from '../../shared/search/match.ts';
import type { Conversations } from '../directory/conversations.ts';
import { inboxTurnMs, maxPiecesPerSearch, maxRowsPerSearch, maxSearchMs } from '../limits.ts';
import { piecesFor } from '../update-log/spoken-terms.ts';
import type { SpokenLook, SpokenMessage, SpokenPlace } from '../update-log/spoken-reading.ts';
import type { UpdateLog } from '../update-log/update-log.ts';
import { formatSearchToken, parseSearchToken } from './search-token.ts';

export interface SearchAsked {
  readonly query: WireQuery;
  /** From the answer before. */
  readonly page: string | undefined;
}

export type SearchOutcome =
  | { readonly status: 'found'; readonly answer: SearchAnswer }
  /** It is not from this person's answer, or of another life of the data. */
  | { readonly status: 'bad-page' };

export interface Search {
  /** `onWork` hears how long was worked, in ms, before each turn that others get. */
  find(userId: UserId, asked: SearchAsked, onWork?: (ms: number) => void): Promise<SearchOutcome>;
}

export interface SearchOptions {
  readonly log: Pick<UpdateLog, 'epoch' | 'lookThrough'>;
  readonly conversations: Pick<Conversations, 'placesOf'>;
  /** Milliseconds that never go back. Tests bring their own. */
  readonly stopwatch?: () => number;
}

export function makeSearch(options: SearchOptions): Search {
  return { find: (userId, asked, onWork = () => undefined) => find(options, { ...asked, userId, onWork }) };
}

interface Question extends SearchAsked {
  readonly userId: UserId;
  readonly onWork: (ms: number) => void;
}

async function find(options: SearchOptions, question: Question): Promise<SearchOutcome> {
  const { epoch } = options.log;
  const { userId, page } = question;
  const known = page === undefined ? null : parseSearchToken(page);
  if (page !== undefined && (known?.epoch !== epoch || known.userId !== userId)) return { status: 'bad-page' };
  const { hits, below } = await lookOn(options, question, known?.below ?? null);
  // Somebody may have been taken out meanwhile.
  const places = await placesOf(options, question);
  const next = below === null ? null : formatSearchToken({ epoch, userId, below });
  return { status: 'found', answer: { hits: hits.filter((hit) => isSeen(places, hit)), next } };
}

async function lookOn(
  options: SearchOptions,
  question: Question,
  from: number | null,
): Promise<{ hits: SearchHit[]; below: number | null }> {
  const { stopwatch = () => performance.now() } = options;
  const places = await placesOf(options, question);
  const through = options.log.lookThrough([...places.values()]);
  const look = lookFor(question.query);
  const hits: SearchHit[] = [];
  let [below, rows, workedMs, beganMs] = [from, 0, 0, stopwatch()];
  for (;;) {
    const stretch = through({ ...look, below });
    const full = take(hits, question.query, stretch.messages);
    below = full ?? stretch.below;
    rows += stretch.met;
    const tookMs = stopwatch() - beganMs;
    const isEnough = full !== null || below === null || rows >= maxRowsPerSearch || workedMs + tookMs >= maxSearchMs;
    if (!isEnough && tookMs < inboxTurnMs) continue;
    question.onWork(tookMs);
    if (isEnough) return { hits, below };
    workedMs += tookMs;
    await nextTurn();
    beganMs = stopwatch();
  }
}

/** Takes what fits, as long as there is room. Where there is none left, the number that the next answer begins below. */
function take(hits: SearchHit[], query: WireQuery, messages: readonly SpokenMessage[]): number | null {
  for (const { number, attachments, ...message } of messages) {
    const places = matches(query, { ...message, attachments });
    if (places === null) continue;
    hits.push({
      ...message,
      ...excerptOf(message.text, places.spans),
      files: filesFound(attachments, places),
      links: linksFound(query, message.text),
    });
    if (hits.length === maxHits) return number;
  }
  return null;
}

function lookFor({ terms, from, has }: WireQuery): Omit<SpokenLook, 'below'> {
  const wanted = terms.filter(({ isNegated }) => !isNegated).flatMap(({ words }) => words);
  const pieces = new Set(wanted.flatMap((word) => [...piecesFor(word)]));
  return { pieces: [...pieces].slice(0, maxPiecesPerSearch), kinds: has, authors: from };
}

/** Those of the asker's conversations that the query names, or all of them. */
async function placesOf(
  { conversations }: SearchOptions,
  { userId, query }: Question,
): Promise<ReadonlyMap<ConversationId, SpokenPlace>> {
  const places = await conversations.placesOf(userId);
  const asked = query.in === null ? places : places.filter(({ conversationId }) => query.in?.includes(conversationId));
  return new Map(asked.map((place) => [place.conversationId, place]));
}

function isSeen(places: ReadonlyMap<ConversationId, SpokenPlace>, { conversationId, chapter }: SearchHit): boolean {
  return chapter >= (places.get(conversationId)?.fromChapter ?? Infinity);
}
