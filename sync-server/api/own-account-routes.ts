// A person's own account.
// Promises: guessing a password here counts like guessing it at the door; sessions that end are cut at once.
import { Hono } from 'hono';
import type { DeviceId } from '../../shared/ids.ts';
import {
  changeEmailBody,
  changeHandleBody,
  changeNameBody,
  changePasswordBody,
  deleteAccountBody,
  resetPasswordBody,
} from '../../shared/protocol/account-api.ts';
import { emptyBody } from '../../shared/protocol/people-api.ts';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import { parseEmailAddress } from '../../shared/rules/email-address.ts';
import { parseHandle } from '../../shared/rules/handle.ts';
import { decidePassword } from '../../shared/rules/password.ts';
import type { AccountOutcome } from '../directory/own-account.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { clientAddress } from './client-address.ts';
import { withCountedBody } from './counted-body.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeOwnAccountRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { directory } = parts;
  const { ownAccount } = directory;
  const guard = makeSignedInGuard(directory);
  const cut = (ended: readonly DeviceId[]) => ended.forEach((id) => parts.onSessionEnded(id, 'elsewhere'));
  const own = (context: AppContext, outcome: AccountOutcome) => {
    if (outcome.status === 'refused') return refuse(context, outcome.code);
    cut(outcome.ended);
    for (const change of outcome.changes ?? []) parts.onConversationChanged(change);
    return context.json({});
  };
  routes.post('/account/name', guard, (context) =>
    withCountedBody(context, { schema: changeNameBody, limit: 'managePerPerson', limits }, async (body, me) => {
      const name = parseDisplayName(body.name);
      if (name === null) return refuse(context, 'name-invalid');
      parts.onPersonChanged(me, await ownAccount.changeName(me, name));
      return context.json({});
    }),
  );
  routes.post('/account/handle', guard, (context) =>
    withCountedBody(context, { schema: changeHandleBody, limit: 'managePerPerson', limits }, async (body, me) => {
      const handle = parseHandle(body.handle);
      if (handle === null) return refuse(context, 'handle-invalid');
      const change = await ownAccount.changeHandle(me, handle);
      if (change === null) return refuse(context, 'handle-taken');
      parts.onPersonChanged(me, change);
      return context.json({});
    }),
  );
  routes.post('/account/password', guard, (context) =>
    withCountedBody(
      context,
      { schema: changePasswordBody, limit: 'passwordPerPerson', limits },
      async (body, userId) => {
        const verdict = decidePassword(body.password);
        if (verdict !== 'ok') return refuse(context, verdict);
        const { sessionId: keep } = context.get('session');
        return own(context, await ownAccount.changePassword({ ...body, userId, keep }));
      },
    ),
  );
  routes.post('/account/email', guard, (context) =>
    withCountedBody(context, { schema: changeEmailBody, limit: 'passwordPerPerson', limits }, async (body, userId) => {
      const email = parseEmailAddress(body.email);
      if (email === null) return refuse(context, 'email-invalid');
      const outcome = await ownAccount.changeEmail({ userId, current: body.current, email });
      if (outcome.status !== 'refused') parts.onAccountChanged(userId);
      return own(context, outcome);
    }),
  );
  routes.post('/account/delete', guard, (context) =>
    withCountedBody(
      context,
      { schema: deleteAccountBody, limit: 'passwordPerPerson', limits },
      async (body, userId) => {
        const outcome = await ownAccount.end({ ...body, userId });
        const answer = own(context, outcome);
        if (outcome.status === 'refused') return answer;
        parts.onPersonChanged(userId, outcome.whoSee ?? []);
        parts.onStatusChanged(userId);
        await parts.onErrandsChanged(userId); // what was to be written for them is off the disk with the answer
        return answer;
      },
    ),
  );
  routes.post('/account/sign-out-others', guard, (context) =>
    withCountedBody(context, { schema: emptyBody, limit: 'managePerPerson', limits }, async (_, userId) => {
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
  return routes;
}
