// Who may ask what, generated from the routes that the application has: a new route without a row here is red.
// Each is asked by a stranger, a member, an admin and the owner, with what it needs to be judged and nothing that it
// could do: what one may not ask is refused for that, whatever else is wrong.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstStatus } from '../../shared/protocol/presence.ts';
import { freshCommandId, freshGroupId } from '../kit/group-acts.ts';
import {
  inviteSomebody,
  openHttpWorkspace,
  setUpOwner,
  type Answer,
  type HttpWorkspace,
  type Person,
} from '../kit/http-workspace.ts';

type Who = 'stranger' | 'member' | 'admin' | 'owner';

/** The least that one must be. */
const table: Readonly<Record<string, Who>> = {
  'GET /api/hello': 'stranger',
  'POST /api/sign-up': 'stranger',
  'POST /api/sign-in': 'stranger',
  'POST /api/password-reset': 'stranger',
  'GET /api/invites/:token': 'stranger',
  'POST /api/invites': 'admin',
  'GET /api/people': 'member',
  'POST /api/commands': 'member',
  'GET /api/devices': 'member',
  'POST /api/devices/sign-out': 'member',
  'GET /api/inbox': 'member',
  'POST /api/reads': 'member',
  'GET /api/search': 'member',
  'GET /api/push': 'member',
  'POST /api/push/device': 'member',
  'POST /api/push/device/remove': 'member',
  'POST /api/push/quiet': 'member',
  'POST /api/push/test': 'member',
  'GET /api/status': 'member',
  'POST /api/status': 'member',
  'GET /api/group-links/:token': 'member',
  'GET /api/groups/:conversationId/links': 'member',
  'POST /api/groups/:conversationId/links': 'member',
  'POST /api/groups/:conversationId/links/revoke': 'member',
  'PUT /api/picture': 'member',
  'DELETE /api/picture': 'member',
  'PUT /api/groups/:conversationId/picture': 'member',
  'DELETE /api/groups/:conversationId/picture': 'member',
  'GET /api/pictures/:hash': 'member',
  'POST /api/files': 'member',
  'GET /api/files/limits': 'member',
  'GET /api/files/:hash': 'member',
  /** How far an upload is. */
  'GET /api/uploads/:id': 'member',
  'PATCH /api/uploads/:id': 'member',
  'DELETE /api/uploads/:id': 'member',
  'POST /api/account/name': 'member',
  'POST /api/account/handle': 'member',
  'POST /api/account/password': 'member',
  'POST /api/account/email': 'member',
  'POST /api/account/delete': 'member',
  'POST /api/account/sign-out-others': 'member',
  'GET /api/workspace/people': 'admin',
  'POST /api/workspace/people/role': 'owner',
  'POST /api/workspace/people/suspend': 'admin',
  'POST /api/workspace/people/reset-link': 'admin',
  'GET /api/workspace/invites': 'admin',
  'POST /api/workspace/invites/revoke': 'admin',
  'GET /api/workspace/settings': 'owner',
  'POST /api/workspace/settings': 'owner',
  /** The last: it ends the sessions. */
  'POST /api/sign-out': 'stranger',
};

let workspace: HttpWorkspace;
let askers: Readonly<Record<Who, Person['visitor']>>;
let owner: Person;
beforeEach(async () => {
  workspace = await openHttpWorkspace();
  owner = await setUpOwner(workspace);
  const [admin, member] = [
    await inviteSomebody(workspace, owner, 'bob'),
    await inviteSomebody(workspace, owner, 'cleo'),
  ];
  await owner.visitor.post('/api/workspace/people/role', { userId: admin.me.userId, role: 'admin' });
  askers = {
    ...{ stranger: workspace.visitor(), member: member.visitor, admin: admin.visitor, owner: owner.visitor },
  };
});
afterEach(() => workspace.close());

/** Bodies that are well formed and about what is not there, so that nothing happens where one may ask. */
function bodyOf(route: string): unknown {
  const userId = `usr_${'0'.repeat(24)}`;
  const wrong = { current: 'not the password' };
  const bodies: Readonly<Record<string, unknown>> = {
    'POST /api/commands': { commandId: freshCommandId(), command: { kind: 'open-direct', userId } },
    'POST /api/devices/sign-out': { deviceId: `ses_${'0'.repeat(24)}` },
    'POST /api/reads': { chapters: [] },
    'POST /api/status': firstStatus,
    'POST /api/groups/:conversationId/links': { lifeMs: 60_000, uses: 1 },
    'POST /api/groups/:conversationId/links/revoke': { linkId: 'lnk_x' },
    'POST /api/account/name': { name: 'Somebody' },
    'POST /api/account/handle': { handle: 'somebody' },
    'POST /api/account/password': { ...wrong, password: 'a new long password' },
    'POST /api/account/email': { ...wrong, email: 'new@example.test' },
    'POST /api/account/delete': wrong,
    'POST /api/workspace/people/role': { userId, role: 'member' },
    'POST /api/workspace/people/suspend': { userId, isSuspended: true },
    'POST /api/workspace/people/reset-link': { userId },
    'POST /api/workspace/invites/revoke': { inviteId: 'none' },
    'POST /api/workspace/settings': { name: 'Workspace', signUp: 'invite', whoMayWrite: 'anyone' },
  };
  return bodies[route] ?? {};
}

function ask(
  visitor: Person['visitor'],
  { method, path, body }: { method: string; path: string; body: unknown },
): Promise<Answer> {
  if (method === 'GET') return visitor.get(path);
  return visitor.post(path, body, method);
}

test('every route answers those whom it is for, and nobody else', async () => {
  const routes = workspace.app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routes)].sort()).toEqual(Object.keys(table).sort());
  const order: readonly Who[] = ['stranger', 'member', 'admin', 'owner'];
  const seen: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const [route, least] of Object.entries(table)) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replace(':conversationId', freshGroupId()).replace(/:token|:hash|:id$/, 'x'.repeat(43));
    for (const who of order) {
      const query = route === 'GET /api/people' ? '?query=nobody' : '';
      const answer = await ask(askers[who], { method, path: `${path}${query}`, body: bodyOf(route) });
      const isLetIn = answer.status !== 401 && answer.status !== 403;
      const isRefusedForItself = JSON.stringify(answer.body).match(/wrong-credentials|sign-up-closed|invite-invalid/);
      seen[`${route} ${who}`] = isLetIn || isRefusedForItself !== null ? 'in' : String(answer.status);
      const mayAsk = order.indexOf(who) >= order.indexOf(least);
      expected[`${route} ${who}`] = mayAsk ? 'in' : who === 'stranger' ? '401' : '403';
    }
  }
  expect(seen).toEqual(expected);
});
