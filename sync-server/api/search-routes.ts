// Looking for words in everything that one may see.
// Promises: a conversation that one is not in looks like none. One question of a person at a time is worked on.
import { Hono } from 'hono';
import { searchFields } from '../../shared/protocol/search-api.ts';
import { searchMsPerTry } from '../limits.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { makeTurns } from './in-turn.ts';
import type { RateLimits } from './rate-limits.ts';
import { readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeSearchRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const inTurn = makeTurns();
  const signedIn = makeSignedInGuard(parts.directory);
  routes.get('/search', signedIn, (context) => inTurn(context, () => find(context, parts, limits)));
  return routes;
}

async function find(context: AppContext, { search }: AppParts, limits: RateLimits): Promise<Response> {
  const asked = readQuery(context, searchFields);
  if (asked === null) return refuse(context, 'bad-request');
  if (context.req.raw.signal.aborted) return refuse(context, 'too-many'); // it waited, and nobody hears the answer
  const { userId } = context.get('session');
  const tooMany = limits.take(context, 'searchWordsPerPerson', userId);
  if (tooMany !== null) return tooMany;
  let workedMs = 0;
  const outcome = await search.find(userId, { query: asked.query, page: asked.page }, (ms) => void (workedMs += ms));
  limits.charge('searchWordsPerPerson', userId, Math.floor(workedMs / searchMsPerTry));
  return outcome.status === 'bad-page' ? refuse(context, 'bad-request') : context.json(outcome.answer);
}
