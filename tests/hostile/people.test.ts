// What members try against each other without bytes of their own making: floods of requests, finding out who is there or
// who has blocked whom, names that pass for others, links used for what they were not made, and requests of other sites.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { must } from '../../shared/base/assert.ts';
import { idBytes, mintUserId, type UserId } from '../../shared/ids.ts';
import { maxOpenRequests, maxShownRequests, newGroups, rates } from '../../sync-server/limits.ts';
import { freshCommandId, freshGroupId } from '../kit/group-acts.ts';
import {
  formOf,
  inviteSomebody,
  openHttpWorkspace,
  readDataFolder,
  setUpOwner,
  type Answer,
  type HttpWorkspace,
  type Person,
} from '../kit/http-workspace.ts';

let workspace: HttpWorkspace;
let ada: Person;
let eve: Person;
beforeEach(async () => {
  workspace = await openHttpWorkspace();
  ada = await setUpOwner(workspace);
  eve = await inviteSomebody(workspace, ada, 'eve');
});
afterEach(() => workspace.close());

const command = ({ visitor }: Person, one: object) =>
  visitor.post('/api/commands', { commandId: freshCommandId(), command: one });
const request = (from: Person, userId: UserId, text = 'Hello') =>
  command(from, { kind: 'request-contact', userId, text });
const codeIn = ({ status, body }: Answer) => (status === 200 ? 'done' : (body as { code: string }).code);
const inboxOf = async ({ visitor }: Person) =>
  (await visitor.get('/api/inbox')).body as {
    contacts: { contacts: object[]; received: { person: { userId: UserId }; at: number }[]; sent: object[] };
    conversations: object[];
  };
const codeAfter = async (answer: Promise<Answer>) => codeIn(await answer);

/** So many people, written where they are kept: signing them all up would take an hour of hashing. */
function plantPeople(count: number, plant?: { requestTo: UserId }): UserId[] {
  const database = new DatabaseSync(join(workspace.dataDir, 'directory.db'), { timeout: 5_000 });
  const user = database.prepare(
    'insert into user (id, name, email, emailVerified, createdAt, updatedAt) values (?, ?, ?, 0, ?, ?)',
  );
  const person = database.prepare('insert into person (userId, handle, role, searchName) values (?, ?, ?, ?)');
  const asking = database.prepare('insert into contactRequest (fromId, toId, text, atMs) values (?, ?, ?, ?)');
  const now = new Date().toISOString();
  database.exec('begin');
  const userIds = Array.from({ length: count }, (_, at) => {
    const userId = mintUserId(randomBytes(idBytes));
    user.run(userId, `Crowd ${at}`, `crowd${at}@example.com`, now, now);
    person.run(userId, `crowd${at}`, 'member', `crowd ${at}`);
    if (plant !== undefined) asking.run(userId, plant.requestTo, 'x'.repeat(500), at);
    return userId;
  });
  database.exec('commit');
  database.close();
  return userIds;
}

describe('a flood of requests', () => {
  test('from one person ends where so many of theirs wait, and before that at the rate of commands', async () => {
    const crowd = plantPeople(maxOpenRequests + 1);
    const codes: string[] = [];
    for (const userId of crowd.slice(0, rates.commandPerPerson.burst)) codes.push(codeIn(await request(eve, userId)));
    expect(new Set(codes)).toEqual(new Set(['done']));
    const [first, last] = [crowd[0], crowd.at(-1)] as [UserId, UserId];
    expect(codeIn(await request(eve, last))).toBe('too-many');
    workspace.advance(rates.commandPerPerson.refillMs * 3);
    expect(codeIn(await request(eve, last))).toBe('too-many-requests');
    expect(codeIn(await command(eve, { kind: 'withdraw-contact', userId: first }))).toBe('done');
    expect(codeIn(await request(eve, last))).toBe('done');
    expect((await inboxOf(eve)).contacts.sent).toHaveLength(maxOpenRequests);
  });

  test('to one person shows the newest, and every one of them can be answered', async () => {
    const crowd = plantPeople(10_000, { requestTo: ada.me.userId });
    const { received } = (await inboxOf(ada)).contacts;
    const newest = crowd.toReversed().slice(0, maxShownRequests);
    expect(received.map(({ person }) => person.userId)).toEqual(newest);
    expect(codeIn(await command(ada, { kind: 'accept-contact', userId: crowd[0] }))).toBe('done');
    expect(codeIn(await command(ada, { kind: 'decline-contact', userId: newest[0] }))).toBe('done');
    expect(codeIn(await command(ada, { kind: 'block-person', userId: newest[1] }))).toBe('done');
    const after = (await inboxOf(ada)).contacts;
    expect(after.received.map(({ person }) => person.userId)).toEqual(
      crowd.toReversed().slice(2, maxShownRequests + 2),
    );
    expect(after.contacts).toHaveLength(1);
  });

  test('of the same request changes nothing after the first', async () => {
    await request(eve, ada.me.userId, 'first');
    const { length } = workspace.changed;
    for (let count = 0; count < 20; count++) expect(codeIn(await request(eve, ada.me.userId, 'again'))).toBe('done');
    expect(workspace.changed).toHaveLength(length);
    expect((await inboxOf(ada)).contacts.received).toMatchObject([{ text: 'first' }]);
  });
});

const groupWith = ({ me }: Person) =>
  ({
    ...{ kind: 'create-group', conversationId: freshGroupId(), title: 'Buy now', history: 'all' },
    userIds: [me.userId],
  }) as const;

test('a flood of groups that are handed on is counted to who made them, and to nobody else', async () => {
  const act = async (person: Person, sent: object) => {
    workspace.advance(rates.commandPerPerson.refillMs);
    return codeAfter(command(person, sent));
  };
  for (let count = 0; count < newGroups.most; count++) {
    const group = groupWith(ada);
    const { conversationId } = group;
    expect(await act(eve, group)).toBe('done');
    expect(await act(eve, { kind: 'set-role', conversationId, userId: ada.me.userId, role: 'owner' })).toBe('done');
    expect(await act(eve, { kind: 'leave-group', conversationId })).toBe('done');
  }
  expect(await act(eve, groupWith(ada))).toBe('too-many-groups');
  expect(await act(ada, groupWith(eve))).toBe('done');
});

test('a flood of groups ends for the day at so many', async () => {
  const create = () => codeAfter(command(eve, groupWith(ada)));
  for (let count = 0; count < newGroups.most; count++) {
    workspace.advance(rates.commandPerPerson.refillMs);
    expect(await create()).toBe('done');
  }
  workspace.advance(rates.commandPerPerson.refillMs);
  expect(await create()).toBe('too-many-groups');
  expect((await inboxOf(ada)).conversations).toHaveLength(newGroups.most);
  workspace.advance(newGroups.withinMs);
  expect(await create()).toBe('done');
});

describe('who has blocked whom', () => {
  let ben: Person;
  beforeEach(async () => {
    ben = await inviteSomebody(workspace, ada, 'ben');
    await command(ada, { kind: 'block-person', userId: eve.me.userId });
  });

  /** The answer without what is minted or belongs to one of the two. */
  const toldOf = (answer: Answer, person: Person) => {
    const { userId, name, handle } = person.me;
    const headers = [...answer.headers].filter(([key]) => key !== 'x-request-id');
    const text = JSON.stringify([answer.status, headers, answer.body]);
    return [userId, name, handle]
      .reduce((told, part) => told.replaceAll(part, '…'), text)
      .replace(/dm_\w{24}/g, 'dm_…');
  };

  test('is told by no answer: searching, asking, asking again, withdrawing, beginning to write', async () => {
    const asks: readonly ((other: Person) => Promise<Answer>)[] = [
      (other) => eve.visitor.get(`/api/people?query=${other.me.handle}`),
      (other) => request(eve, other.me.userId),
      (other) => request(eve, other.me.userId),
      (other) => command(eve, { kind: 'accept-contact', userId: other.me.userId }),
      (other) => command(eve, { kind: 'withdraw-contact', userId: other.me.userId }),
      (other) => request(eve, other.me.userId),
    ];
    for (const [step, ask] of asks.entries()) {
      const [blocked, open] = [await ask(ada), await ask(ben)];
      expect([step, toldOf(blocked, ada)]).toEqual([step, toldOf(open, ben)]);
    }
    const { sent } = (await inboxOf(eve)).contacts;
    expect(sent).toHaveLength(2);
  });

  test('a request after it waits for ever, and reaches nobody', async () => {
    const before = await inboxOf(ada);
    expect(codeIn(await request(eve, ada.me.userId))).toBe('done');
    const after = await inboxOf(ada);
    expect(after.contacts.received).toEqual([]);
    expect(after.conversations).toEqual(before.conversations);
    expect(codeIn(await command(eve, { kind: 'accept-contact', userId: ada.me.userId }))).toBe('not-found');
    expect((await inboxOf(eve)).contacts.contacts).toEqual([]);
  });
});

describe('who is there', () => {
  test('is not to be found out by asking: missing, suspended, ended and oneself are one answer', async () => {
    const [suspended, ended] = [
      await inviteSomebody(workspace, ada, 'sue'),
      await inviteSomebody(workspace, ada, 'ned'),
    ];
    await ada.visitor.post('/api/workspace/people/suspend', { userId: suspended.me.userId, isSuspended: true });
    await ended.visitor.post('/api/account/delete', { current: 'correct horse battery' });
    const missing = mintUserId(randomBytes(idBytes));
    const userIds = [missing, suspended.me.userId, ended.me.userId, eve.me.userId];
    const kinds = [
      'request-contact',
      'accept-contact',
      'block-person',
      'unblock-person',
      'remove-contact',
      'open-direct',
    ];
    for (const kind of kinds) {
      // A conversation with oneself holds notes.
      const asked = kind === 'open-direct' ? userIds.filter((userId) => userId !== eve.me.userId) : userIds;
      const answers = await Promise.all(
        asked.map((userId) =>
          command(eve, kind === 'request-contact' ? { kind, userId, text: 'x' } : { kind, userId }),
        ),
      );
      const told = answers.map(({ status, body }) => [kind, status, body]);
      expect(told).toEqual(asked.map(() => [kind, 404, { code: 'not-found' }]));
    }
    const found = await Promise.all(
      ['sue', 'ned', 'nobody'].map((query) => eve.visitor.get(`/api/people?query=${query}`)),
    );
    expect(new Set(found.map(({ body }) => JSON.stringify(body)))).toEqual(new Set(['{"people":[]}']));
  });

  test('a group that one is not in answers as one that is none', async () => {
    const harbour = freshGroupId();
    const made = { kind: 'create-group', conversationId: harbour, title: 'Harbour', userIds: [], history: 'all' };
    expect(codeIn(await command(ada, made))).toBe('done');
    const answersOf = async (conversationId: string) => [
      codeIn(await command(eve, { kind: 'rename-group', conversationId, title: 'Mine' })),
      codeIn(await command(eve, { kind: 'add-members', conversationId, userIds: [eve.me.userId] })),
      codeIn(await command(eve, { kind: 'leave-group', conversationId })),
      codeIn(await eve.visitor.get(`/api/groups/${conversationId}/links`)),
      codeIn(await eve.visitor.post(`/api/groups/${conversationId}/links`, { lifeMs: 60_000, uses: 1 })),
    ];
    const answers = await answersOf(harbour);
    expect(answers).toEqual(await answersOf(freshGroupId()));
    expect(new Set(answers)).toEqual(new Set(['not-found']));
  });
});

describe('a name that passes for another', () => {
  test.each(['Ada\u200f', '\u202eadA', 'Аda', 'A\u200bda', 'Ada\u2060'])('is taken nowhere: %j', async (name) => {
    const harbour = freshGroupId();
    const made = { kind: 'create-group', conversationId: harbour, title: 'Harbour', userIds: [], history: 'all' };
    await command(eve, made);
    const token = must(await workspace.directory.invites.create(ada.me.userId), 'an invite').token;
    expect([
      await codeAfter(workspace.visitor().post('/api/sign-up', { ...formOf('mallory'), name, token })),
      await codeAfter(eve.visitor.post('/api/account/name', { name })),
      await codeAfter(command(eve, { ...made, conversationId: freshGroupId(), title: name })),
      await codeAfter(command(eve, { kind: 'rename-group', conversationId: harbour, title: name })),
    ]).toEqual(['name-invalid', 'name-invalid', 'name-invalid', 'name-invalid']);
  });
});

describe('a link', () => {
  test('opens only what it was made for, and only as often', async () => {
    const harbour = freshGroupId();
    const made = { kind: 'create-group', conversationId: harbour, title: 'Harbour', userIds: [], history: 'all' };
    await command(ada, made);
    const tokenIn = ({ body }: Answer) => (body as { token: string }).token;
    const tokens = {
      invite: tokenIn(await ada.visitor.post('/api/invites', {})),
      group: tokenIn(await ada.visitor.post(`/api/groups/${harbour}/links`, { lifeMs: 600_000, uses: 1 })),
      reset: tokenIn(await ada.visitor.post('/api/workspace/people/reset-link', { userId: eve.me.userId })),
    };
    const [ben, cleo] = [await inviteSomebody(workspace, ada, 'ben'), await inviteSomebody(workspace, ada, 'cleo')];
    const uses = {
      invite: (token: string) => workspace.visitor().post('/api/sign-up', { ...formOf('mallory'), token }),
      group: (token: string) => command(ben, { kind: 'join-group', token }),
      reset: (token: string) => workspace.visitor().post('/api/password-reset', { token, password: 'a new long one' }),
    };
    const kinds = ['invite', 'group', 'reset'] as const;
    for (const kind of kinds) {
      for (const other of kinds.filter((one) => one !== kind)) {
        expect(codeIn(await uses[kind](tokens[other])), `${other} as ${kind}`).toBe('invite-invalid');
      }
    }
    for (const token of [tokens.group, tokens.reset]) {
      expect(codeIn(await workspace.visitor().get(`/api/invites/${token}`))).toBe('not-found');
    }
    for (const token of [tokens.invite, tokens.reset]) {
      expect(codeIn(await ben.visitor.get(`/api/group-links/${token}`))).toBe('not-found');
    }
    for (const kind of kinds) expect([kind, codeIn(await uses[kind](tokens[kind]))]).toEqual([kind, 'done']);
    expect([
      codeIn(await workspace.visitor().post('/api/sign-up', { ...formOf('oscar'), token: tokens.invite })),
      codeIn(await command(cleo, { kind: 'join-group', token: tokens.group })),
      codeIn(await uses.reset(tokens.reset)),
    ]).toEqual(['invite-invalid', 'invite-invalid', 'invite-invalid']);
  });
});

describe('another site', () => {
  const foreign = ['https://evil.example', 'null', 'http://localhost:8081', undefined];
  const formTypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', undefined];

  test('changes nothing by any route, however it asks', async () => {
    const routes = new Set(
      workspace.app.routes
        .filter(({ method, path }) => !['ALL', 'GET'].includes(method) && path.startsWith('/api/'))
        .map(({ method, path }) => `${method} ${path}`),
    );
    expect(routes.size).toBeGreaterThan(20);
    const before = await readDataFolder(workspace);
    for (const route of routes) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(':conversationId', freshGroupId());
      const ask = async (headers: Record<string, string>) =>
        (await ada.visitor.send(path, { method, headers, ...(method === 'DELETE' ? {} : { body: '{}' }) })).status;
      for (const origin of foreign) {
        const named: Record<string, string> = origin === undefined ? {} : { origin };
        for (const type of ['application/json', 'image/png']) {
          expect(await ask({ ...named, 'content-type': type }), `${route} from ${origin} with ${type}`).toBe(403);
        }
      }
      if (method === 'DELETE') continue; // no form sends one
      for (const type of formTypes) {
        const named: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        expect(await ask({ origin: workspace.baseUrl, ...named }), `${route} with ${type}`).toBe(415);
      }
    }
    expect(await readDataFolder(workspace)).toBe(before);
  });
});
