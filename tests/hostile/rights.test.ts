// Rights that somebody had and has no more: a request begun before, links made before, and coming back by them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseGroupEvent } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import type { GroupRole } from '../../shared/rules/group-roles.ts';
import { act, freshCommandId, freshGroupId, makeGroup } from '../kit/group-acts.ts';
import { holdRequest } from '../kit/hold-request.ts';
import { signUp, type Answer, type Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
let dan: Person;
beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben', 'Cleo', 'Dan');
  [ada, ben, cleo, dan] = [0, 1, 2, 3].map((at) => must(people[at], 'a person')) as [Person, Person, Person, Person];
});
afterEach(() => server.close());

const codeOf = ({ status, body }: Answer) => (status === 200 ? 'done' : String(body['code']));
const setRole = (by: Person, person: Person, role: Role) =>
  by.call('POST', '/api/workspace/people/role', { userId: person.userId, role });
const suspend = (by: Person, person: Person, isSuspended = true) =>
  by.call('POST', '/api/workspace/people/suspend', { userId: person.userId, isSuspended });

describe('a request whose end is held back', () => {
  const held: readonly (readonly [string, () => unknown])[] = [
    ['/api/workspace/people/role', () => ({ userId: ben.userId, role: 'owner' })],
    ['/api/workspace/people/suspend', () => ({ userId: ben.userId, isSuspended: false })],
    ['/api/workspace/people/reset-link', () => ({ userId: cleo.userId })],
    ['/api/invites', () => ({})],
    ['/api/account/name', () => ({ name: 'Somebody' })],
    ['/api/commands', () => ({ commandId: freshCommandId(), command: newGroup() })],
  ];
  const newGroup = () => ({
    ...{ kind: 'create-group', conversationId: freshGroupId(), title: 'Mine', history: 'all' },
    userIds: [dan.userId],
  });
  test.each(held)('to %s does nothing for whoever is suspended meanwhile', async (path, body) => {
    await setRole(ada, ben, 'owner');
    const request = await holdRequest(ben, path, body());
    expect(codeOf(await suspend(ada, ben))).toBe('done');
    expect(codeOf(await request.finish())).toBe('not-signed-in');
  });

  test('does nothing for whoever has ended their account or signed out meanwhile', async () => {
    const [name, invite] = [
      await holdRequest(ben, '/api/account/name', { name: 'Ghost' }),
      await holdRequest(ada, '/api/invites', {}),
    ];
    await ben.call('POST', '/api/account/delete', { current: ben.password });
    await ada.call('POST', '/api/sign-out', {});
    expect([codeOf(await name.finish()), codeOf(await invite.finish())]).toEqual(['not-signed-in', 'not-signed-in']);
  });
});

describe('two owners who suspend each other at once', () => {
  test.each(['over HTTP', 'where it is decided'])('leave one, %s', async (where) => {
    await setRole(ada, ben, 'owner');
    const outcomes = where === 'over HTTP' ? await suspendHeld() : await suspendDecided();
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const [left, out] = outcomes[0] === 'done' ? [ada, ben] : [ben, ada];
    expect(codeOf(await suspend(left, out, false))).toBe('done');
  });
  const pairs = () => [[ada, ben] as const, [ben, ada] as const];
  const suspendHeld = async () => {
    const path = '/api/workspace/people/suspend';
    const hold = ([by, { userId }]: readonly [Person, Person]) => holdRequest(by, path, { userId, isSuspended: true });
    const requests = await Promise.all(pairs().map(hold));
    return (await Promise.all(requests.map((request) => request.finish()))).map(codeOf);
  };
  const suspendDecided = async () => {
    const { workspacePeople } = server.server.directory;
    const decide = async ([by, { userId }]: readonly [Person, Person]) =>
      (await workspacePeople.setSuspended(by.userId, { userId, isSuspended: true })).status;
    return Promise.all(pairs().map(decide));
  };
});

test('whoever is suspended between the look at their session and the decision has decided nothing', async () => {
  await setRole(ada, ben, 'admin');
  await suspend(ada, ben);
  const { commands, invites, people } = server.server.directory;
  const command = { kind: 'open-direct', userId: cleo.userId } as const;
  expect(await commands.apply({ userId: ben.userId, commandId: freshCommandId(), command })).toMatchObject({
    status: 'refused',
  });
  expect([await invites.create(ben.userId), await people.me(ben.userId)]).toEqual([null, null]);
});

describe('a link for a forgotten password', () => {
  const makeLink = async (by: Person, person: Person) =>
    String((await by.call('POST', '/api/workspace/people/reset-link', { userId: person.userId })).body['token']);
  const use = (token: string) => dan.call('POST', '/api/password-reset', { token, password: 'a new long password' });
  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['whom it is for has become more than its maker may look after', () => setRole(ada, cleo, 'owner')],
    ['its maker is suspended', () => suspend(ada, ben)],
    ['its maker is an admin no more', () => setRole(ada, ben, 'member')],
    ['its maker has gone', () => ben.call('POST', '/api/account/delete', { current: ben.password })],
    ['whom it is for was suspended and let in again', () => suspend(ada, cleo).then(() => suspend(ada, cleo, false))],
    ['its maker was suspended and let in again', () => suspend(ada, ben).then(() => suspend(ada, ben, false))],
    ['whom it is for has set another password', () => cleo.call('POST', '/api/account/password', another())],
  ];
  const another = () => ({ current: cleo.password, password: 'another long password' });
  test.each(changes)('opens nothing when %s', async (_, change) => {
    await setRole(ada, ben, 'admin');
    const token = await makeLink(ben, cleo);
    await change();
    expect(codeOf(await use(token))).toBe('invite-invalid');
  });
});

describe('an invitation', () => {
  test.each([
    ['suspended', () => suspend(ada, ben)],
    ['an admin no more', () => setRole(ada, ben, 'member')],
    ['gone', () => ben.call('POST', '/api/account/delete', { current: ben.password })],
  ])('lets in nobody when its maker is %s', async (_, change) => {
    await setRole(ada, ben, 'admin');
    const token = await ben.invite();
    await change();
    expect((await dan.call('GET', `/api/invites/${token}`)).status).toBe(404);
    expect((await ada.call('GET', '/api/workspace/invites')).body).toEqual({ invites: [] });
    await expect(signUp(server.url, 'Ben again', token)).rejects.toThrow('invite-invalid');
  });
});

test('of two who change a password at once with the same old one, the second knows it no more', async () => {
  const change = (password: string) => ben.call('POST', '/api/account/password', { current: ben.password, password });
  const outcomes = (await Promise.all([change('the first new password'), change('the second new one')])).map(codeOf);
  expect(outcomes.toSorted()).toEqual(['done', 'wrong-credentials']);
});

describe('a link into a group', () => {
  const comeIn = (person: Person, token: string) => act(person, { kind: 'join-group', token });
  const makeLink = async (by: Person, group: ConversationId) =>
    String((await by.call('POST', `/api/groups/${group}/links`, { lifeMs: 3_600_000, uses: 5 })).body['token']);
  const giveRole = (conversationId: ConversationId, { userId }: Person, role: GroupRole) =>
    act(ada, { kind: 'set-role', conversationId, userId, role });

  test('lets nobody in again who was taken out, not even by their own; being added lets them in for good', async () => {
    const group = await makeGroup([ada, ben]);
    await giveRole(group, ben, 'admin');
    const tokens = [await makeLink(ben, group), await makeLink(ada, group)];
    await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
    for (const token of tokens) expect(codeOf(await comeIn(ben, token))).toBe('invite-invalid');
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
    await act(ben, { kind: 'leave-group', conversationId: group });
    expect(codeOf(await comeIn(ben, must(tokens[1], 'the link of Ada')))).toBe('done');
  });

  const ends: readonly (readonly [string, (group: ConversationId) => Promise<unknown>])[] = [
    ['is an admin no more', (group) => giveRole(group, ben, 'member')],
    ['has left', (conversationId) => act(ben, { kind: 'leave-group', conversationId })],
    ['is suspended', () => suspend(ada, ben)],
    ['has left as the last of all', (conversationId) => leaveBoth(conversationId)],
  ];
  const leaveBoth = async (conversationId: ConversationId) => {
    await giveRole(conversationId, ben, 'owner');
    for (const person of [ada, ben]) await act(person, { kind: 'leave-group', conversationId });
  };
  test.each(ends)('is none when its maker %s', async (_, end) => {
    const group = await makeGroup([ada, ben]);
    await giveRole(group, ben, 'admin');
    const token = await makeLink(ben, group);
    await end(group);
    expect(codeOf(await comeIn(cleo, token))).toBe('invite-invalid');
    expect((await cleo.call('GET', `/api/group-links/${token}`)).status).toBe(404);
  });
});

describe('the secret of a link into a group', () => {
  const fileOf = () => join(server.dataDir, 'directory.db');
  const isInFiles = async (token: string) => {
    const names = (await readdir(server.dataDir)).filter((name) => name.startsWith('directory.db'));
    const files = await Promise.all(names.map((name) => readFile(join(server.dataDir, name))));
    return files.some((bytes) => bytes.includes(token));
  };
  test('is in no file after somebody came in by it, and their command is still known', async () => {
    const group = await makeGroup([ada, ben]);
    const made = await ada.call('POST', `/api/groups/${group}/links`, { lifeMs: 3_600_000, uses: 1 });
    const command = { kind: 'join-group', token: String(made.body['token']) } as const;
    const commandId = freshCommandId();
    expect(codeOf(await act(cleo, command, commandId))).toBe('done');
    expect(await isInFiles(command.token)).toBe(false);
    expect(codeOf(await act(cleo, command, commandId))).toBe('done');
    expect(codeOf(await act(cleo, { ...command, token: 'another' }, commandId))).toBe('command-taken');
  });

  test('leaves what was kept before it was hidden, and that command is known too', async () => {
    const command = { kind: 'join-group', token: 'a-secret-of-old' } as const;
    const commandId = freshCommandId();
    await server.stop();
    const database = new DatabaseSync(fileOf());
    database
      .prepare('insert into command (commandId, userId, command, result, appliedAtMs) values (?, ?, ?, ?, ?)')
      .run(commandId, cleo.userId, JSON.stringify(command), '{"kind":"group-changed"}', Date.now());
    // Back to before the step that hid them, without what the later ones made.
    database.exec(`
      drop table receiptsOff;
      drop table pushShown; drop table pushDevice; drop table quietHours;
      drop table autoReply; drop table scheduledMessage; drop table errandChange;
      drop index formerMember_by_conversation;
      alter table formerMember drop column wentAtMs;
      alter table member drop column sinceMs;
      drop index conversation_by_shown; drop index conversation_by_maker;
      alter table conversation drop column madeBy;
      alter table device drop column timeZone;
      delete from directoryStep where number >= 12;
    `);
    database.close();
    server = await openTestServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
    const reading = new DatabaseSync(fileOf(), { readOnly: true });
    expect(JSON.stringify(reading.prepare('select command from command').all())).not.toContain(command.token);
    reading.close();
    expect(codeOf(await act(cleo, command, commandId))).toBe('done');
  });
});

test('an account that is ended tells its groups, takes its links with it, and has no name again', async () => {
  await setRole(ada, ben, 'admin');
  const group = await makeGroup([ada, ben]);
  await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'admin' });
  await ben.call('POST', `/api/groups/${group}/links`, { lifeMs: 3_600_000, uses: 1 });
  await ben.invite();
  await ben.call('POST', '/api/workspace/people/reset-link', { userId: cleo.userId });
  const adas = await openDevice({ ...ada, url: server.url });
  const replica = await adas.openConversation(group);
  const told = adas.signals.length;
  expect(codeOf(await ben.call('POST', '/api/account/delete', { current: ben.password }))).toBe('done');
  await until(() => adas.signals.slice(told).some(({ kind }) => kind === 'changed'), 'word of it');
  const events = () => [...readLogs(replica.doc)].flatMap(({ event }) => parseGroupEvent(event) ?? []);
  await until(() => events().some(({ kind, by }) => kind === 'left' && by === ben.userId), 'the notice');
  await server.server.directory.ownAccount.changeName(ben.userId, must(parseDisplayName('Ghost'), 'a name'));
  await adas.close();
  const database = new DatabaseSync(join(server.dataDir, 'directory.db'), { readOnly: true });
  const count = (rows: string) => database.prepare(`select count(*) as count from ${rows}`).get()?.['count'];
  expect(['groupLink', 'invite where usedBy is null', 'passwordReset'].map(count)).toEqual([0, 0, 0]);
  expect(count("user where name = 'Ghost'")).toBe(0);
  database.close();
});
