// Looking after the people of the workspace: their roles, letting them in or not, links for a forgotten password.
// Promises: who may is judged by shared/rules/workspace-roles.ts at this moment; sessions that end are cut at once.
import { Hono } from 'hono';
import { personBody, suspendBody, workspacePeopleQuery, workspaceRoleBody } from '../../shared/protocol/account-api.ts';
import type { PeopleOutcome } from '../directory/workspace-people.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { withCountedBody } from './counted-body.ts';
import type { RateLimits } from './rate-limits.ts';
import { readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeWorkspacePeopleRoutes(
  { directory, onAccountChanged, onSessionEnded }: AppParts,
  limits: RateLimits,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { workspacePeople } = directory;
  const guard = makeSignedInGuard(directory);
  const managed = <T>(context: AppContext, outcome: PeopleOutcome<T>, answer: (value: T) => object) =>
    outcome.status === 'refused' ? refuse(context, outcome.code) : context.json(answer(outcome.value));
  routes.get('/workspace/people', guard, async (context) => {
    const wanted = readQuery(context, workspacePeopleQuery);
    if (wanted === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'managePerPerson', userId);
    return tooMany ?? managed(context, await workspacePeople.list(userId, wanted), (page) => page);
  });
  routes.post('/workspace/people/role', guard, (context) =>
    withCountedBody(context, { schema: workspaceRoleBody, limit: 'managePerPerson', limits }, async (body, me) =>
      managed(context, await workspacePeople.setRole(me, body), () => {
        onAccountChanged(body.userId);
        return {};
      }),
    ),
  );
  routes.post('/workspace/people/suspend', guard, (context) =>
    withCountedBody(context, { schema: suspendBody, limit: 'managePerPerson', limits }, async (body, me) =>
      managed(context, await workspacePeople.setSuspended(me, body), (ended) => {
        for (const sessionId of ended) onSessionEnded(sessionId, 'elsewhere');
        onAccountChanged(body.userId);
        return {};
      }),
    ),
  );
  routes.post('/workspace/people/reset-link', guard, (context) =>
    withCountedBody(context, { schema: personBody, limit: 'managePerPerson', limits }, async ({ userId }, me) =>
      managed(context, await workspacePeople.makeResetLink(me, userId), (link) => link),
    ),
  );
  return routes;
}
