// Commands: one route for all that only the server may decide.
// Promises: whoever sends a command again gets the same answer; the devices of all who are concerned are told once.
import { Hono } from 'hono';
import { commandBody, isErrandCommand } from '../../shared/protocol/commands.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeCommandRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post('/commands', makeSignedInGuard(parts.directory), (context) => apply(context, parts, limits));
  return routes;
}

async function apply(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const body = await readBody(context, commandBody);
  if (body === null) return refuse(context, 'bad-request');
  const { userId } = context.get('session');
  const tooMany = limits.take(context, 'commandPerPerson', userId);
  if (tooMany !== null) return tooMany;
  const outcome = await parts.directory.commands.apply({ userId, ...body });
  if (outcome.status === 'refused') return refuse(context, outcome.code);
  const { result, change } = outcome;
  if (change !== null) parts.onConversationChanged(change);
  if (result.kind === 'receipts-changed') parts.onReceiptsChanged(userId);
  if (!isErrandCommand(body.command)) return context.json({ result });
  await parts.onErrandsChanged(userId);
  return context.json({ result, errands: await parts.directory.errands.read(userId) });
}
