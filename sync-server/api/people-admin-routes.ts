// A person's own account, and looking after the people of the workspace.
// Promises: guessing a password here counts like guessing it at the door; sessions that end are cut at once.
import { Hono } from 'hono';
import type * as v from 'valibot';
import type { DeviceId, UserId } from '../../shared/ids.ts';
import {
  changeEmailBody,
  changeHandleBody,
  changeNameBody,
  changePasswordBody,
  deleteAccountBody,
  personBody,
  resetPasswordBody,
  suspendBody,
  workspacePeopleQuery,
  workspaceRoleBody,
} from '../../shared/protocol/account-api.ts';
import { emptyBody } from '../../shared/protocol/people-api.ts';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import { parseEmailAddress } from '../../shared/rules/email-address.ts';
import { parseHandle } from '../../shared/rules/handle.ts';
import { decidePassword } from '../../shared/rules/password.ts';
import type { AccountOutcome } from '../directory/own-account.ts';
import type { PeopleOutcome } from '../directory/workspace-people.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { clientAddress } from './client-address.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody, readQuery } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makePeopleAdminRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { directory } = parts;
  const { ownAccount, workspacePeople } = directory;
  const guard = makeSignedInGuard(directory);
  const cut = (ended: readonly DeviceId[]) => ended.forEach((id) => parts.onSessionEnded(id, 'elsewhere'));
  const own = (context: AppContext, outcome: AccountOutcome) => {
    if (outcome.status === 'refused') return refuse(context, outcome.code);
    cut(outcome.ended);
    for (const change of outcome.changes ?? []) parts.onConversationChanged(change);
    return context.json({});
  };
  const managed = <T>(context: AppContext, outcome: PeopleOutcome<T>, answer: (value: T) => object) =>
    outcome.status === 'refused' ? refuse(context, outcome.code) : context.json(answer(outcome.value));
  const mine = async <Schema extends Parameters<typeof readBody>[1]>(
    context: AppContext,
    { schema, limit }: { schema: Schema; limit: 'passwordPerPerson' | 'managePerPerson' },
    answer: (body: v.InferOutput<Schema>, me: UserId) => Promise<Response>,
  ) => {
    const body = await readBody(context, schema);
    if (body === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    return limits.take(context, limit, userId) ?? answer(body, userId);
  };
  routes.post('/account/name', guard, (context) =>
    mine(context, { schema: changeNameBody, limit: 'managePerPerson' }, async (body, me) => {
      const name = parseDisplayName(body.name);
      if (name === null) return refuse(context, 'name-invalid');
      parts.onPersonChanged(me, await ownAccount.changeName(me, name));
      return context.json({});
    }),
  );
  routes.post('/account/handle', guard, (context) =>
    mine(context, { schema: changeHandleBody, limit: 'managePerPerson' }, async (body, me) => {
      const handle = parseHandle(body.handle);
      if (handle === null) return refuse(context, 'handle-invalid');
      const change = await ownAccount.changeHandle(me, handle);
      if (change === null) return refuse(context, 'handle-taken');
      parts.onPersonChanged(me, change);
      return context.json({});
    }),
  );
  routes.post('/account/password', guard, (context) =>
    mine(context, { schema: changePasswordBody, limit: 'passwordPerPerson' }, async (body, userId) => {
      const verdict = decidePassword(body.password);
      if (verdict !== 'ok') return refuse(context, verdict);
      const { sessionId: keep } = context.get('session');
      return own(context, await ownAccount.changePassword({ ...body, userId, keep }));
    }),
  );
  routes.post('/account/email', guard, (context) =>
    mine(context, { schema: changeEmailBody, limit: 'passwordPerPerson' }, async (body, userId) => {
      const email = parseEmailAddress(body.email);
      if (email === null) return refuse(context, 'email-invalid');
      return own(context, await ownAccount.changeEmail({ userId, current: body.current, email }));
    }),
  );
  routes.post('/account/delete', guard, (context) =>
    mine(context, { schema: deleteAccountBody, limit: 'passwordPerPerson' }, async (body, userId) => {
      const outcome = await ownAccount.end({ ...body, userId });
      const answer = own(context, outcome);
      if (outcome.status === 'refused') return answer;
      parts.onPersonChanged(userId, outcome.whoSee ?? []);
      parts.onStatusChanged(userId);
      return answer;
    }),
  );
  routes.post('/account/sign-out-others', guard, (context) =>
    mine(context, { schema: emptyBody, limit: 'managePerPerson' }, async (_, userId) => {
      const { sessionId: keep } = context.get('session');
      cut(await directory.devices.endOthers(userId, keep));
      return context.json({});
    }),
  );
  routes.post('/password-reset', async (context) => {
    const body = await readBody(context, resetPasswordBody);
    if (body === null) return refuse(context, 'bad-request');
    const verdict = decidePassword(body.password);
    if (verdict !== 'ok') return refuse(context, verdict);
    const address = clientAddress(context, parts.config.trustedProxies);
    const tooMany = limits.take(context, 'inviteLookUpPerAddress', address);
    return tooMany ?? own(context, await ownAccount.resetPassword(body));
  });
  routes.get('/workspace/people', guard, async (context) => {
    const wanted = readQuery(context, workspacePeopleQuery);
    if (wanted === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'managePerPerson', userId);
    return tooMany ?? managed(context, await workspacePeople.list(userId, wanted), (page) => page);
  });
  routes.post('/workspace/people/role', guard, (context) =>
    mine(context, { schema: workspaceRoleBody, limit: 'managePerPerson' }, async (body, me) =>
      managed(context, await workspacePeople.setRole(me, body), () => ({})),
    ),
  );
  routes.post('/workspace/people/suspend', guard, (context) =>
    mine(context, { schema: suspendBody, limit: 'managePerPerson' }, async (body, me) =>
      managed(context, await workspacePeople.setSuspended(me, body), (ended) => {
        cut(ended);
        return {};
      }),
    ),
  );
  routes.post('/workspace/people/reset-link', guard, (context) =>
    mine(context, { schema: personBody, limit: 'managePerPerson' }, async ({ userId }, me) =>
      managed(context, await workspacePeople.makeResetLink(me, userId), (link) => link),
    ),
  );
  return routes;
}
