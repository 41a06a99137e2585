// Settings of the workspace, for its owners; invitations that are still open, for whoever looks after its people.
// Promises: who may is judged by shared/rules/workspace-roles.ts at this moment; a change is on the disk when it is answered.
// Who may write to whom holds for what is open, too.
import { Hono } from 'hono';
import { inviteBody, workspaceSettingsBody } from '../../shared/protocol/account-api.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import { mayChangeWorkspace, mayManagePeople } from '../../shared/rules/workspace-roles.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeWorkspaceRoutes({ directory, onWritingChanged }: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const guard = makeSignedInGuard(directory);
  const judge = async (context: AppContext, may: (mine: Role) => boolean): Promise<Response | null> => {
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'managePerPerson', userId);
    if (tooMany !== null) return tooMany;
    const me = await directory.people.me(userId);
    return me !== null && may(me.role) ? null : refuse(context, 'forbidden');
  };
  routes.get('/workspace/invites', guard, async (context) => {
    const refusal = await judge(context, mayManagePeople);
    return refusal ?? context.json({ invites: await directory.invites.list() });
  });
  routes.post('/workspace/invites/revoke', guard, async (context) => {
    const body = await readBody(context, inviteBody);
    if (body === null) return refuse(context, 'bad-request');
    const refusal = await judge(context, mayManagePeople);
    if (refusal !== null) return refusal;
    return (await directory.invites.revoke(body.inviteId)) ? context.json({}) : refuse(context, 'not-found');
  });
  routes.get('/workspace/settings', guard, async (context) => {
    const refusal = await judge(context, mayChangeWorkspace);
    return refusal ?? context.json(directory.settings);
  });
  routes.post('/workspace/settings', guard, async (context) => {
    const body = await readBody(context, workspaceSettingsBody);
    if (body === null) return refuse(context, 'bad-request');
    const refusal = await judge(context, mayChangeWorkspace);
    if (refusal !== null) return refusal;
    const name = parseDisplayName(body.name);
    if (name === null) return refuse(context, 'name-invalid');
    const { whoMayWrite, files } = directory.settings;
    await directory.changeSettings({ ...body, name, files: body.files ?? files });
    if (directory.settings.whoMayWrite !== whoMayWrite) onWritingChanged();
    return context.json(directory.settings);
  });
  return routes;
}
