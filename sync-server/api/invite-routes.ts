// Making invites (owners and admins) and looking at one (anybody who holds its link).
// Promises: used, expired and never made look alike.
import { Hono } from 'hono';
import { emptyBody } from '../../shared/protocol/people-api.ts';
import { mayManagePeople } from '../../shared/rules/workspace-roles.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { clientAddress } from './client-address.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeInviteRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post('/invites', makeSignedInGuard(parts.directory), (context) => makeInvite(context, parts, limits));
  routes.get('/invites/:token', (context) => lookUp(context, context.req.param('token'), { parts, limits }));
  return routes;
}

async function makeInvite(context: AppContext, { directory }: AppParts, limits: RateLimits): Promise<Response> {
  if ((await readBody(context, emptyBody)) === null) return refuse(context, 'bad-request');
  const { userId } = context.get('session');
  const me = await directory.people.me(userId);
  if (me === null || !mayManagePeople(me.role)) return refuse(context, 'forbidden'); // takes none of their tries
  const tooMany = limits.take(context, 'invitePerPerson', userId);
  if (tooMany !== null) return tooMany;
  const invite = await directory.invites.create(userId);
  return invite === null ? refuse(context, 'forbidden') : context.json(invite);
}

interface LookUpParts {
  readonly parts: AppParts;
  readonly limits: RateLimits;
}

async function lookUp(context: AppContext, token: string, { parts, limits }: LookUpParts): Promise<Response> {
  const address = clientAddress(context, parts.config.trustedProxies);
  const tooMany = limits.take(context, 'inviteLookUpPerAddress', address);
  if (tooMany !== null) return tooMany;
  if (!(await parts.directory.invites.isOpen(token))) return refuse(context, 'not-found');
  return context.json({ workspace: { name: parts.directory.settings.name } });
}
