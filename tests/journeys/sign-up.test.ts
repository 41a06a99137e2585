// People come in: set-up link, invite link, open door; they find each other and open a conversation.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { directConversationId } from '../../shared/ids.ts';
import { inviteLifeMs } from '../../sync-server/limits.ts';
import {
  formOf,
  goodPassword,
  inviteSomebody,
  openDirect,
  openHttpWorkspace,
  readDataFolder,
  setUpOwner,
} from '../kit/http-workspace.ts';
import type { HttpWorkspace } from '../kit/http-workspace.ts';

let workspace: HttpWorkspace;

beforeEach(async () => {
  workspace = await openHttpWorkspace();
});

afterEach(async () => {
  await workspace.close();
});

describe('the first owner', () => {
  test('a fresh workspace says that it needs an owner and knows nobody', async () => {
    const { body } = await workspace.visitor().get('/api/hello');
    const workspaceOf = { workspace: { name: 'Harbour' }, signUp: 'invite', needsOwner: true };
    expect(body).toEqual({ ...workspaceOf, me: null, ended: null });
  });

  test('the set-up token makes the owner, signs them in and is gone', async () => {
    const { me, visitor } = await setUpOwner(workspace);
    expect(me).toMatchObject({ name: 'Ada', handle: 'ada', email: 'ada@example.com', role: 'owner' });
    expect(workspace.directory.accounts.setUpToken()).toBeNull();
    expect((await visitor.get('/api/hello')).body).toMatchObject({ needsOwner: false, me });
  });

  test('of two who use the set-up token at once one becomes the owner', async () => {
    const token = workspace.directory.accounts.setUpToken();
    const answers = await Promise.all(
      ['ada', 'eve'].map((handle) => workspace.visitor().post('/api/sign-up', { ...formOf(handle), token })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    expect(answers.find((answer) => answer.status === 403)?.body).toEqual({ code: 'invite-invalid' });
  });

  test('nobody signs up without the set-up token while there is no owner, even where sign-up is open', async () => {
    const open = await openHttpWorkspace({ signUp: 'open' });
    const answer = await open.visitor().post('/api/sign-up', formOf('eve'));
    expect(answer.body).toEqual({ code: 'sign-up-closed' });
    await open.close();
  });
});

describe('invites', () => {
  test('an invite of the owner lets one person in as a member', async () => {
    const owner = await setUpOwner(workspace);
    const made = await owner.visitor.post('/api/invites', {});
    const { token } = made.body as { token: string };
    const guest = workspace.visitor();
    expect((await guest.get(`/api/invites/${token}`)).body).toEqual({ workspace: { name: 'Harbour' } });
    const answer = await guest.post('/api/sign-up', { ...formOf('bob'), token });
    expect(answer.body).toMatchObject({ me: { handle: 'bob', role: 'member' } });
  });

  test('a used invite looks like one that never was', async () => {
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    await workspace.visitor().post('/api/sign-up', { ...formOf('bob'), token });
    const again = await workspace.visitor().post('/api/sign-up', { ...formOf('eve'), token });
    expect(again.body).toEqual({ code: 'invite-invalid' });
    const used = await workspace.visitor().get(`/api/invites/${token}`);
    const never = await workspace.visitor().get('/api/invites/never-made');
    expect([used.status, used.body]).toEqual([never.status, never.body]);
    expect(never.body).toEqual({ code: 'not-found' });
  });

  test('an invite ends after its life', async () => {
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    workspace.advance(inviteLifeMs);
    const answer = await workspace.visitor().post('/api/sign-up', { ...formOf('bob'), token });
    expect(answer.body).toEqual({ code: 'invite-invalid' });
  });

  test('of many who use one invite at once exactly one gets in', async () => {
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    const handles = ['bob', 'carl', 'dora', 'emil'];
    const answers = await Promise.all(
      handles.map((handle) => workspace.visitor().post('/api/sign-up', { ...formOf(handle), token })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body)).toEqual(
      Array.from({ length: 3 }, () => ({ code: 'invite-invalid' })),
    );
  });

  test('a member makes no invites, and a stranger neither', async () => {
    const owner = await setUpOwner(workspace);
    const bob = await inviteSomebody(workspace, owner, 'bob');
    expect((await bob.visitor.post('/api/invites', {})).body).toEqual({ code: 'forbidden' });
    expect((await workspace.visitor().post('/api/invites', {})).body).toEqual({ code: 'not-signed-in' });
  });

  test('no token and no password stands in the data folder', async () => {
    const setUpToken = workspace.directory.accounts.setUpToken() ?? 'missing';
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    const data = await readDataFolder(workspace);
    expect(data).toContain('ada@example.com'); // the folder was read at all
    expect([setUpToken, token, goodPassword].filter((secret) => data.includes(secret))).toEqual([]);
  });
});

describe('an open workspace', () => {
  test('lets anybody in after the owner', async () => {
    const open = await openHttpWorkspace({ signUp: 'open' });
    await setUpOwner(open);
    const answer = await open.visitor().post('/api/sign-up', formOf('bob'));
    expect(answer.body).toMatchObject({ me: { handle: 'bob', role: 'member' } });
    await open.close();
  });

  test.each([
    ['handle', { email: 'other@example.com', handle: 'BOB' }, 'handle-taken'],
    ['e-mail address', { email: 'Bob@Example.com', handle: 'robert' }, 'email-taken'],
  ])('of two who want one %s at once one gets it, and the other is told', async (_what, change, code) => {
    const open = await openHttpWorkspace({ signUp: 'open' });
    await setUpOwner(open);
    const answers = await Promise.all([
      open.visitor().post('/api/sign-up', formOf('bob')),
      open.visitor().post('/api/sign-up', { ...formOf('bob'), ...change }),
    ]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toEqual({ code });
    await open.close();
  });
});

describe('sessions', () => {
  test('a refused sign-up can be tried again with the same invite', async () => {
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    const taken = await workspace.visitor().post('/api/sign-up', { ...formOf('ada'), email: 'x@example.com', token });
    expect(taken.body).toEqual({ code: 'handle-taken' });
    const answer = await workspace.visitor().post('/api/sign-up', { ...formOf('bob'), token });
    expect(answer.status).toBe(200);
  });

  test('a person signs in by address and password, whatever the case of the address', async () => {
    const { me } = await setUpOwner(workspace);
    const visitor = workspace.visitor();
    const answer = await visitor.post('/api/sign-in', { email: ' ADA@example.COM', password: goodPassword });
    expect(answer.body).toEqual({ me });
    expect((await visitor.get('/api/hello')).body).toMatchObject({ me });
  });

  test('after sign-out the old cookie opens nothing and the server is told which session ended', async () => {
    const { visitor } = await setUpOwner(workspace);
    const kept = new Map(visitor.cookies);
    const session = await workspace.directory.sessions.authenticate(cookieHeader(kept));
    expect((await visitor.post('/api/sign-out', {})).body).toEqual({});
    expect(visitor.cookies.size).toBe(0);
    expect(workspace.endedSessions).toEqual([session?.sessionId]);
    expect(await workspace.directory.sessions.authenticate(cookieHeader(kept))).toBeNull();
  });

  test('cookies are for the server alone, and on https bound to the host', async () => {
    const plain = (await setUpOwner(workspace)).visitor;
    expect([...plain.cookies.keys()]).toEqual(['biz1_session']);
    const secure = await openHttpWorkspace({ baseUrl: 'https://chat.example.com' });
    const token = secure.directory.accounts.setUpToken();
    const { headers } = await secure.visitor().post('/api/sign-up', { ...formOf('ada'), token });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-biz1_session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    await secure.close();
  });

  test('a session outlives a restart of the server', async () => {
    const { visitor, me } = await setUpOwner(workspace);
    const { openDirectory } = await import('../../sync-server/directory/directory.ts');
    const again = await openDirectory({ dataDir: workspace.dataDir, baseUrl: workspace.baseUrl, now: Date.now });
    expect(await again.sessions.authenticate(cookieHeader(visitor.cookies))).toMatchObject({ userId: me.userId });
    expect(again.accounts.setUpToken()).toBeNull();
    await again.close();
  });
});

describe('people and conversations', () => {
  test('people find each other by handle and by any word of the name, never themselves', async () => {
    const owner = await setUpOwner(workspace);
    const bob = await inviteSomebody(workspace, owner, 'bob');
    const find = async (query: string) => {
      const answer = await owner.visitor.get(`/api/people?query=${encodeURIComponent(query)}`);
      return (answer.body as { people: { handle: string }[] }).people.map((person) => person.handle);
    };
    expect(await find('BO')).toEqual(['bob']);
    expect(await find('@bob')).toEqual(['bob']);
    expect(await find('ad')).toEqual([]);
    expect(await find('b')).toEqual([]);
    expect(await find('%%')).toEqual([]);
    expect((await bob.visitor.get('/api/people?query=ada')).body).toEqual({
      people: [{ userId: owner.me.userId, name: 'Ada', handle: 'ada', picture: null }],
    });
  });

  test('both sides of a direct conversation meet in the same one, announced once', async () => {
    const ada = await setUpOwner(workspace);
    const bob = await inviteSomebody(workspace, ada, 'bob');
    const conversationId = directConversationId(ada.me.userId, bob.me.userId);
    const opened = await Promise.all([
      ada.visitor.post('/api/commands', openDirect(bob.me.userId)),
      bob.visitor.post('/api/commands', openDirect(ada.me.userId)),
    ]);
    const result = { kind: 'direct-opened', conversationId };
    const people = [ada, bob].map(({ me: { userId, name, handle, picture } }) => {
      return { userId, name, handle, picture, role: 'member' };
    });
    const members = expect.arrayContaining(people);
    expect(opened.map((answer) => answer.body)).toEqual([{ result }, { result }]);
    for (const { visitor } of [ada, bob]) {
      expect((await visitor.get('/api/inbox')).body).toMatchObject({
        conversations: [{ conversationId, kind: 'direct', title: null, members }],
        chapters: [],
      });
    }
    expect(workspace.changed.map((change) => change.conversationId)).toEqual([conversationId]);
    expect(workspace.changed[0]?.userIds.toSorted()).toEqual([ada.me.userId, bob.me.userId].toSorted());
  });

  test('members may write, and to everybody else the conversation does not exist', async () => {
    const ada = await setUpOwner(workspace);
    const bob = await inviteSomebody(workspace, ada, 'bob');
    const eve = await inviteSomebody(workspace, ada, 'eve');
    await ada.visitor.post('/api/commands', openDirect(bob.me.userId));
    const { access } = workspace.directory;
    const conversationId = directConversationId(ada.me.userId, bob.me.userId);
    const missing = directConversationId(ada.me.userId, eve.me.userId);
    expect(await access.mayOpen(bob.me.userId, { conversationId, chapter: 1 })).toBe('write');
    expect(await access.mayOpen(eve.me.userId, { conversationId, chapter: 1 })).toBe('none');
    expect(await access.mayOpen(eve.me.userId, { conversationId: missing, chapter: 1 })).toBe('none');
    expect((await access.membersOf(conversationId)).map(({ userId }) => userId)).toEqual(
      [ada.me.userId, bob.me.userId].toSorted(),
    );
    expect(await access.membersOf(missing)).toEqual([]);
  });
});

function cookieHeader(cookies: ReadonlyMap<string, string>): Headers {
  return new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
}
