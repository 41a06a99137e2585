// The inbox, and what a person has read.
// Promises: nobody hears of a conversation they are not in, not even whether it is there; both may be sent again.
import { Hono } from 'hono';
import type { UserId } from '../../shared/ids.ts';
import { inboxQuery, readsBody, type ChapterReads, type ReadsAnswer } from '../../shared/protocol/inbox-api.ts';
import { inboxMsPerTry, maxInboxWaiting, readClocksPerTry } from '../limits.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody, readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeInboxRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  const [inTurnToRead, inTurnToTake] = [makeTurns(), makeTurns()];
  routes.get('/inbox', signedIn, (context) => inTurnToRead(context, () => read(context, parts, limits)));
  routes.post('/reads', signedIn, (context) => inTurnToTake(context, () => takeReads(context, parts, limits)));
  return routes;
}

type InTurn = (context: AppContext, run: () => Promise<Response>) => Promise<Response>;

interface Line {
  last: Promise<unknown>;
  length: number;
}

/**
 * What one person asks is answered one after the other: each gives way to others, and together they would not. So each
 * also meets the limit with what the one before has cost.
 */
function makeTurns(): InTurn {
  const lines = new Map<UserId, Line>();
  return async (context, run) => {
    const { userId } = context.get('session');
    const line = lines.get(userId) ?? { last: Promise.resolve(), length: 0 };
    if (line.length > maxInboxWaiting) return refuse(context, 'too-many');
    lines.set(userId, line);
    line.length++;
    const mine = line.last.then(run);
    line.last = mine.catch(() => undefined); // its asker hears of that
    try {
      return await mine;
    } finally {
      line.length--;
      if (line.length === 0) lines.delete(userId);
    }
  };
}

async function read(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const query = readQuery(context, inboxQuery);
  if (query === null) return refuse(context, 'bad-request');
  if (context.req.raw.signal.aborted) return refuse(context, 'too-many'); // it waited, and nobody hears the answer
  const session = context.get('session');
  const tooMany = limits.take(context, 'inboxPerPerson', session.userId);
  if (tooMany !== null) return tooMany;
  parts.onInboxAsked(session); // before anything is read: what changes meanwhile is told
  let workedMs = 0;
  const answer = await parts.inbox.read(session.userId, query.since, (ms) => void (workedMs += ms));
  limits.charge('inboxPerPerson', session.userId, Math.floor(workedMs / inboxMsPerTry));
  return context.json(answer);
}

async function takeReads(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const body = await readBody(context, readsBody);
  if (body === null) return refuse(context, 'bad-request');
  const session = context.get('session');
  const tooMany = limits.take(context, 'readsPerPerson', session.userId);
  if (tooMany !== null) return tooMany;
  const charge = (clocks: number) =>
    limits.charge('readsPerPerson', session.userId, Math.floor(clocks / readClocksPerTry));
  charge(clocksIn(body.chapters));
  const answer: ReadsAnswer = { unsettled: [] };
  try {
    for await (const { news, cost, unsettled } of parts.inbox.takeReads(session.userId, body.chapters)) {
      charge(cost);
      parts.onRead(session, news);
      answer.unsettled.push(
        ...unsettled.map(({ conversationId, chapter, read }) => ({ conversationId, chapter, read })),
      );
    }
  } catch (error) {
    const inDoubt = body.chapters.map(({ conversationId, chapter }) => ({ conversationId, chapter, clocks: null }));
    parts.onRead(session, inDoubt);
    throw error;
  }
  return context.json(answer);
}

/** Those that "all" stands for are known once it is merged. */
function clocksIn(chapters: readonly ChapterReads[]): number {
  return chapters.reduce((sum, { clocks }) => sum + (clocks === 'all' ? 0 : Object.keys(clocks).length), 0);
}
