// What people say of themselves: read and set by themselves. Others are told on their links (presence/presence.ts).
import { Hono } from 'hono';
import { ownStatus } from '../../shared/protocol/presence.ts';
import type { AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeStatusRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { statuses } = parts.directory;
  const guard = makeSignedInGuard(parts.directory);
  routes.get('/status', guard, async (context) =>
    context.json({ status: await statuses.of(context.get('session').userId) }),
  );
  routes.post('/status', guard, async (context) => {
    const status = await readBody(context, ownStatus);
    if (status === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'commandPerPerson', userId);
    if (tooMany !== null) return tooMany;
    if (!(await statuses.set(userId, status))) return refuse(context, 'not-signed-in');
    parts.onStatusChanged(userId);
    return context.json({ status });
  });
  return routes;
}
