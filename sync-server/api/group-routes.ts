// Links into groups: making, listing and revoking them (owners and admins of the group), and looking at one.
// Promises: a group that one is not in looks like none; used up, expired, revoked and never made look alike.
import { Hono } from 'hono';
import { newGroupLinkBody, revokeGroupLinkBody } from '../../shared/protocol/groups-api.ts';
import { parseConversationId, type ConversationId } from '../../shared/ids.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeGroupRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { groupLinks } = parts.directory;
  const guard = makeSignedInGuard(parts.directory);
  const inGroup = async (
    context: AppContext,
    answer: (conversationId: ConversationId, me: AppContext['var']['session']['userId']) => Promise<Response>,
  ) => {
    const conversationId = parseConversationId(context.req.param('conversationId'));
    if (conversationId === null) return refuse(context, 'not-found');
    const { userId } = context.get('session');
    return limits.take(context, 'groupLinkPerPerson', userId) ?? answer(conversationId, userId);
  };
  routes.get('/groups/:conversationId/links', guard, (context) =>
    inGroup(context, async (conversationId, me) => {
      const found = await groupLinks.list(me, conversationId);
      return found.status === 'refused' ? refuse(context, found.code) : context.json({ links: found.value });
    }),
  );
  routes.post('/groups/:conversationId/links', guard, (context) =>
    inGroup(context, async (conversationId, me) => {
      const body = await readBody(context, newGroupLinkBody);
      if (body === null) return refuse(context, 'bad-request');
      const made = await groupLinks.make(me, { conversationId, ...body });
      if (made.status === 'refused') return refuse(context, made.code);
      const { token, ...link } = made.value;
      return context.json({ link, token });
    }),
  );
  routes.post('/groups/:conversationId/links/revoke', guard, (context) =>
    inGroup(context, async (conversationId, me) => {
      const body = await readBody(context, revokeGroupLinkBody);
      if (body === null) return refuse(context, 'bad-request');
      const revoked = await groupLinks.revoke(me, { conversationId, ...body });
      return revoked.status === 'refused' ? refuse(context, revoked.code) : context.json({});
    }),
  );
  routes.get('/group-links/:token', guard, async (context) => {
    const tooMany = limits.take(context, 'groupLinkPerPerson', context.get('session').userId);
    if (tooMany !== null) return tooMany;
    const found = await groupLinks.preview(context.get('session').userId, context.req.param('token'));
    return found === null ? refuse(context, 'not-found') : context.json(found);
  });
  return routes;
}
