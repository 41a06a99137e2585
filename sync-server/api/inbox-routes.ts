// The inbox, and what a person has read.
// Promises: nobody hears of a conversation they are not in, not even whether it is there; both may be sent again.
import { Hono } from 'hono';
import { inboxQuery, readsBody, type ChapterReads, type ReadsAnswer } from '../../shared/protocol/inbox-api.ts';
import { inboxMsPerTry, readClocksPerTry } from '../limits.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { makeTurns } from './in-turn.ts';
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
