// The inbox, and what a person has read.
// Promises: nobody hears of a conversation they are not in, not even whether it is there; both may be sent again.
import { Hono } from 'hono';
import type { UserId } from '../../shared/ids.ts';
import { inboxQuery, readsBody, type ChapterReads } from '../../shared/protocol/inbox-api.ts';
import { inboxRowsPerTry, readClocksPerTry } from '../limits.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody, readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeInboxRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  const inTurn = makeTurns();
  routes.get('/inbox', signedIn, (context) => read(context, parts, { limits, inTurn }));
  routes.post('/reads', signedIn, (context) => takeReads(context, parts, limits));
  return routes;
}

type InTurn = <T>(userId: UserId, run: () => Promise<T>) => Promise<T>;

/** One person's questions are answered one after the other: each gives way to others, and together they would not. */
function makeTurns(): InTurn {
  const last = new Map<UserId, Promise<unknown>>();
  return async (userId, run) => {
    const before = last.get(userId) ?? Promise.resolve();
    const mine = before.then(run, run);
    last.set(userId, mine);
    try {
      return await mine;
    } finally {
      if (last.get(userId) === mine) last.delete(userId);
    }
  };
}

interface Bounds {
  readonly limits: RateLimits;
  readonly inTurn: InTurn;
}

async function read(context: AppContext, parts: AppParts, { limits, inTurn }: Bounds): Promise<Response> {
  const query = readQuery(context, inboxQuery);
  if (query === null) return refuse(context, 'bad-request');
  const session = context.get('session');
  const tooMany = limits.take(context, 'inboxPerPerson', session.userId);
  if (tooMany !== null) return tooMany;
  parts.onInboxAsked(session); // before anything is read: what changes meanwhile is told
  const answer = await inTurn(session.userId, () => parts.inbox.read(session.userId, query.since));
  limits.charge('inboxPerPerson', session.userId, Math.floor(answer.chapters.length / inboxRowsPerTry));
  return context.json(answer);
}

async function takeReads(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const body = await readBody(context, readsBody);
  if (body === null) return refuse(context, 'bad-request');
  const session = context.get('session');
  const tooMany = limits.take(context, 'readsPerPerson', session.userId);
  if (tooMany !== null) return tooMany;
  limits.charge('readsPerPerson', session.userId, Math.floor(clocksIn(body.chapters) / readClocksPerTry));
  parts.onRead(session, await parts.inbox.takeReads(session.userId, body.chapters));
  return context.json({});
}

function clocksIn(chapters: readonly ChapterReads[]): number {
  return chapters.reduce((sum, { clocks }) => sum + (clocks === 'all' ? 1 : Object.keys(clocks).length), 0);
}
