// Finding people by name or handle.
// Promises: only for somebody signed in; a text too short finds nobody.
import { Hono } from 'hono';
import { peopleQuery } from '../../shared/protocol/people-api.ts';
import type { AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makePeopleRoutes({ directory }: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/people', makeSignedInGuard(directory), async (context) => {
    const fields = readQuery(context, peopleQuery);
    if (fields === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'searchPerPerson', userId);
    return tooMany ?? context.json({ people: await directory.people.search(userId, fields.query) });
  });
  return routes;
}
