// Looking after the people of a workspace, and one's own account: who may do what, and that it holds at once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { firstFileSettings } from '../../shared/protocol/account-api.ts';
import { directConversationId } from '../../shared/ids.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { firstStatus } from '../../shared/protocol/presence.ts';
import { readPicture } from '../../sync-server/pictures/read-picture.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { signUp, type Person } from '../kit/person.ts';
import { plantPeople } from '../kit/plant-people.ts';
import { pngPicture } from '../kit/sample-pictures.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf, type WireDevice } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
const devices: WireDevice[] = [];
const device = async (person: Person) => {
  const opened = await openDevice({ ...person, url: server.url });
  devices.push(opened);
  return opened;
};
beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  status === 200 ? 'done' : body['code'];
const setRole = (by: Person, person: Person, role: Role) =>
  by.call('POST', '/api/workspace/people/role', { userId: person.userId, role });
const suspend = (by: Person, person: Person, isSuspended = true) =>
  by.call('POST', '/api/workspace/people/suspend', { userId: person.userId, isSuspended });
const resetLink = (by: Person, person: Person) =>
  by.call('POST', '/api/workspace/people/reset-link', { userId: person.userId });
const signIn = async (person: Person, password = person.password) => {
  const response = await fetch(`${server.url}/api/sign-in`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('roles of the workspace', () => {
  test('decide who looks after whom, and there is always an owner', async () => {
    expect(codeOf(await ben.call('GET', '/api/workspace/people'))).toBe('forbidden');
    expect([
      codeOf(await suspend(ben, cleo)),
      codeOf(await resetLink(ben, cleo)),
      codeOf(await setRole(ben, ben, 'owner')),
    ]).toEqual([...['forbidden', 'forbidden', 'forbidden']]);
    expect(codeOf(await setRole(ada, ben, 'admin'))).toBe('done');
    expect([
      codeOf(await suspend(ben, ada)),
      codeOf(await resetLink(ben, ada)),
      codeOf(await setRole(ben, cleo, 'admin')),
    ]).toEqual([...['forbidden', 'forbidden', 'forbidden']]);
    expect([codeOf(await suspend(ben, ben)), codeOf(await suspend(ben, cleo))]).toEqual(['forbidden', 'done']);
    expect(codeOf(await setRole(ada, ada, 'member'))).toBe('last-owner');
    const { body } = await ada.call('GET', '/api/workspace/people');
    expect(body['people']).toMatchObject([
      { handle: 'ada', role: 'owner', state: 'active' },
      { handle: 'ben', role: 'admin', state: 'active' },
      { handle: 'cleo', role: 'member', state: 'suspended' },
    ]);
    await setRole(ada, ben, 'owner');
    expect(codeOf(await setRole(ada, ada, 'member'))).toBe('done');
  });
});

test('what somebody is here is told to their own devices alone, whoever changes it', async () => {
  const [bens, adas] = [await device(ben), await device(ada)];
  const told = (of: WireDevice) => of.signals.filter(({ kind }) => kind === 'account').length;
  const changes = [
    () => setRole(ada, ben, 'admin'),
    () => ben.call('POST', '/api/account/name', { name: 'Benedict' }),
    () => ben.call('POST', '/api/account/handle', { handle: 'benedict' }),
    () => ben.call('POST', '/api/account/email', { current: ben.password, email: 'benedict@example.test' }),
  ];
  for (const [count, change] of changes.entries()) {
    expect(codeOf(await change())).toBe('done');
    await until(() => told(bens) === count + 1, 'word of it');
  }
  expect(codeOf(await setRole(cleo, ben, 'owner'))).toBe('forbidden');
  expect(codeOf(await ben.call('POST', '/api/account/name', { name: '' }))).toBe('name-invalid');
  await setRole(ada, ada, 'owner');
  await until(() => told(adas) === 1, 'word to Ada');
  expect(told(bens)).toBe(changes.length);
});

describe('looking through everybody', () => {
  const list = async (query: string) => (await ada.call('GET', `/api/workspace/people${query}`)).body;
  const handlesOf = (body: Record<string, unknown>) =>
    (body['people'] as readonly { readonly handle: string }[]).map(({ handle }) => handle);

  test('goes by name, a page at a time, each person once, also where many have one name', async () => {
    plantPeople(server, 120);
    const first = await list('');
    const second = await list(`?after=${lastOf(first)}`);
    const third = await list(`?after=${lastOf(second)}`);
    expect([first, second, third].map(({ hasMore }) => hasMore)).toEqual([true, true, false]);
    const all = [first, second, third].flatMap(handlesOf);
    expect(all).toHaveLength(123);
    expect(new Set(all).size).toBe(123);
    expect(all.slice(0, 3)).toEqual(['ada', 'ben', 'cleo']);
  });

  test('finds by a word of the name, a handle or an address, and takes signs for what they are', async () => {
    plantPeople(server, 3);
    expect(handlesOf(await list('?query=PERSON'))).toHaveLength(3);
    expect(handlesOf(await list('?query=%40planted-1'))).toEqual(['planted-1']);
    expect(handlesOf(await list('?query=ben%40'))).toEqual(['ben']);
    expect(handlesOf(await list('?query=%25'))).toEqual([]);
    expect(handlesOf(await list(`?query=planted&after=${ada.userId}`))).toHaveLength(3);
  });
});

const lastOf = (body: Record<string, unknown>) =>
  must((body['people'] as readonly { readonly userId: string }[]).at(-1), 'somebody').userId;

describe('open invitations', () => {
  const list = async () => (await ada.call('GET', '/api/workspace/invites')).body['invites'] as { inviteId: string }[];

  test('are those that still let somebody in; a revoked one lets in nobody', async () => {
    expect(await list()).toEqual([]);
    const [kept, revoked] = [await ada.invite(), await ada.invite()];
    const before = await list();
    expect(before).toMatchObject([{ invitedBy: 'Ada' }, { invitedBy: 'Ada' }]);
    const revoke = (inviteId: string) => ada.call('POST', '/api/workspace/invites/revoke', { inviteId });
    const isOpen = async (token: string) => (await ada.call('GET', `/api/invites/${token}`)).status === 200;
    for (const { inviteId } of before) {
      expect(await isOpen(inviteId)).toBe(false);
      if (await isOpen(revoked)) expect(codeOf(await revoke(inviteId))).toBe('done');
    }
    expect(codeOf(await revoke(must(before[0], 'an invite').inviteId))).toBe('not-found');
    expect(await signUp(server.url, 'Dan', revoked).catch(String)).toContain('invite-invalid');
    const renewed = (await isOpen(kept)) ? kept : await ada.invite();
    expect(await list()).toHaveLength(1);
    await signUp(server.url, 'Eve', renewed);
    expect(await list()).toEqual([]);
  });
});

describe('settings of the workspace', () => {
  const change = (settings: object) => ada.call('POST', '/api/workspace/settings', settings);
  const begin = async () => (await act(ben, { kind: 'open-direct', userId: cleo.userId })).status;

  test('hold at once and after a restart of the server', async () => {
    const settings = { name: '  Example   Works ', signUp: 'open', whoMayWrite: 'contacts' };
    expect(codeOf(await change(settings))).toBe('done');
    const files = { ...firstFileSettings, quotaMb: 5 };
    expect(codeOf(await change({ ...settings, files }))).toBe('done');
    const now = { name: 'Example Works', signUp: 'open', whoMayWrite: 'contacts', files };
    expect((await ada.call('GET', '/api/workspace/settings')).body).toEqual(now);
    expect(await begin()).toBe(403);
    expect((await ben.call('GET', '/api/hello')).body).toMatchObject({
      workspace: { name: 'Example Works' },
      signUp: 'open',
    });
    const { dataDir } = server;
    await server.stop();
    server = await openTestServer({ dataDir, port: Number(new URL(server.url).port) });
    expect((await ada.call('GET', '/api/workspace/settings')).body).toEqual(now);
    expect(codeOf(await change({ ...now, whoMayWrite: 'anyone' }))).toBe('done');
    expect(await begin()).toBe(200);
  });

  test('hold for conversations that are open, and everybody hears of them', async () => {
    await begin();
    const [bens, cleos] = [await device(ben), await device(cleo)];
    const direct = directConversationId(ben.userId, cleo.userId);
    const now = { name: 'Example', signUp: 'invite' };
    const heard = ({ signals }: WireDevice) => signals.filter(({ kind }) => kind === 'changed').length;
    const open = await bens.openConversation(direct);
    expect(codeOf(await change({ ...now, whoMayWrite: 'contacts' }))).toBe('done');
    await until(() => open.closedFor !== null && heard(bens) === 1 && heard(cleos) === 1, 'both to hear');
    const closed = await bens.openConversation(direct);
    bens.write(closed, 'to no contact');
    await until(() => closed.closedFor !== null, 'the message to be refused');
    expect(closed.closedFor).toMatch(/^read-only/);
    const reading = await cleos.openConversation(direct);
    expect(codeOf(await change({ ...now, whoMayWrite: 'anyone' }))).toBe('done');
    await until(() => reading.closedFor !== null, 'the conversation to be opened anew');
    const again = await cleos.openConversation(direct);
    cleos.write(again, 'to anyone');
    await cleos.acknowledged(again);
    const [told, group] = [heard(bens), await makeGroup([ada, ben])];
    const other = await bens.openConversation(group);
    await until(() => heard(bens) > told, 'the group to be told');
    const toldOfGroup = heard(bens);
    expect(codeOf(await change({ name: 'Example Works', signUp: 'open', whoMayWrite: 'anyone' }))).toBe('done');
    await bens.heard();
    expect([other.closedFor, again.closedFor, heard(bens)]).toEqual([null, null, toldOfGroup]);
  });

  test('tell everybody whom they may write to, and nothing else anew', async () => {
    await begin();
    let token = String((await ben.call('GET', '/api/inbox')).body['token']);
    for (const whoMayWrite of ['contacts', 'anyone', 'contacts']) {
      await change({ name: 'Example', signUp: 'invite', whoMayWrite });
      const { body } = await ben.call('GET', `/api/inbox?since=${encodeURIComponent(token)}`);
      expect(body).toMatchObject({ whole: false, conversations: [], contacts: { whoMayWrite } });
      token = String(body['token']);
      const { body: quiet } = await ben.call('GET', `/api/inbox?since=${encodeURIComponent(token)}`);
      expect(quiet).toMatchObject({ whole: false, contacts: null });
    }
  });

  test('are refused where the name shows nothing, or a word is none of those that there are', async () => {
    const good = { name: 'Example', signUp: 'invite', whoMayWrite: 'anyone' };
    expect(codeOf(await change({ ...good, name: ' ' }))).toBe('name-invalid');
    expect(codeOf(await change({ ...good, signUp: 'nobody' }))).toBe('bad-request');
    expect(codeOf(await change({ name: 'Example' }))).toBe('bad-request');
    expect((await ada.call('GET', '/api/hello')).body).not.toMatchObject({ workspace: { name: 'Example' } });
  });
});

describe('who is suspended', () => {
  test('is cut off at once on every device, cannot come back, and is found by nobody', async () => {
    const group = await makeGroup([ada, ben]);
    const [mine, one, two] = [await device(ada), await device(ben), await device(await ben.signInAgain())];
    const adas = await mine.openConversation(group);
    await one.openConversation(group);
    const started = performance.now();
    await suspend(ada, ben);
    await until(() => one.closeCode !== null && two.closeCode !== null, 'both sockets to be cut');
    console.log(`sockets cut ${(performance.now() - started).toFixed(0)} ms after the request was sent`);
    expect([one.closeCode, two.closeCode]).toEqual([closeCodes.endedElsewhere, closeCodes.endedElsewhere]);
    mine.write(adas, 'without Ben');
    await mine.acknowledged(adas);
    expect((await ben.call('GET', '/api/inbox')).status).toBe(401);
    expect((await signIn(ben)).body).toEqual({ code: 'suspended' });
    expect((await signIn(ben, 'not the password')).body).toEqual({ code: 'wrong-credentials' });
    expect((await cleo.call('GET', '/api/people?query=ben')).body).toEqual({ people: [] });
    expect((await act(cleo, { kind: 'open-direct', userId: ben.userId })).status).toBe(404);
    await suspend(ada, ben, false);
    const back = await ben.signInAgain();
    expect(textsOf(await (await device(back)).openConversation(group))).toEqual(['without Ben']);
  });
});

describe('a link for a forgotten password', () => {
  const reset = (token: string, password: string) => cleo.call('POST', '/api/password-reset', { token, password }); // whoever holds it
  test('sets another password once, ends every session, and the one made before it is dead', async () => {
    const [first, second] = [(await resetLink(ada, ben)).body, (await resetLink(ada, ben)).body];
    expect(codeOf(await reset(String(first['token']), 'a new long password'))).toBe('invite-invalid');
    expect(codeOf(await reset(String(second['token']), 'short'))).toBe('password-too-short');
    const bens = await device(ben);
    expect(codeOf(await reset(String(second['token']), 'a new long password'))).toBe('done');
    await until(() => bens.closeCode !== null, 'the socket to be cut');
    expect(codeOf(await reset(String(second['token']), 'another long password'))).toBe('invite-invalid');
    expect((await signIn(ben)).body).toEqual({ code: 'wrong-credentials' });
    expect((await signIn(ben, 'a new long password')).status).toBe(200);
    const invited = await signUp(server.url, 'Dan', String((await resetLink(ada, ben)).body['token'])).catch(String);
    expect(invited).toContain('invite-invalid');
    expect(codeOf(await reset(await ada.invite(), 'a new long password'))).toBe('invite-invalid');
  });
});

describe('one’s own account', () => {
  test('a new password needs the old one, ends the other sessions and keeps this one', async () => {
    const other = await device(await ben.signInAgain());
    const change = (current: string, password: string) =>
      ben.call('POST', '/api/account/password', { current, password });
    expect(codeOf(await change('wrong password', 'a new long password'))).toBe('wrong-credentials');
    expect(codeOf(await change(ben.password, 'short'))).toBe('password-too-short');
    expect(codeOf(await change(ben.password, 'a new long password'))).toBe('done');
    await until(() => other.closeCode !== null, 'the other socket to be cut');
    expect((await ben.call('GET', '/api/inbox')).status).toBe(200);
    expect((await signIn(ben)).status).toBe(401);
  });

  test('an address that is taken, or none, is refused; a free one is where one signs in from then on', async () => {
    const change = (email: string, current = ben.password) =>
      ben.call('POST', '/api/account/email', { current, email });
    expect(codeOf(await change('none'))).toBe('email-invalid');
    expect(codeOf(await change(ada.email))).toBe('email-taken');
    expect(codeOf(await change('new@example.test', 'wrong password'))).toBe('wrong-credentials');
    expect(codeOf(await change('new@example.test'))).toBe('done');
    expect((await signIn(ben)).status).toBe(401);
    expect((await signIn({ ...ben, email: 'new@example.test' })).status).toBe(200);
  });

  test('a new name is told to everybody who has a conversation with its bearer', async () => {
    await makeGroup([ada, ben]);
    const { body } = await ada.call('GET', '/api/inbox');
    await ben.call('POST', '/api/account/name', { name: '  Benedict   Brook ' });
    const since = encodeURIComponent(String(body['token']));
    const { body: news } = await ada.call('GET', `/api/inbox?since=${since}`);
    expect(JSON.stringify(news['conversations'])).toContain('"Benedict Brook"');
    expect((await cleo.call('GET', '/api/people?query=brook')).body).toMatchObject({ people: [{ handle: 'ben' }] });
    expect(codeOf(await ben.call('POST', '/api/account/name', { name: '\u202eneB' }))).toBe('name-invalid');
  });

  test('a handle that is taken, or none, is refused; with a free one its bearer is found at once', async () => {
    await makeGroup([ada, ben]);
    const change = (handle: string) => ben.call('POST', '/api/account/handle', { handle });
    expect(codeOf(await change('b'))).toBe('handle-invalid');
    expect(codeOf(await change('CLEO'))).toBe('handle-taken');
    const since = encodeURIComponent(String((await ada.call('GET', '/api/inbox')).body['token']));
    expect(codeOf(await change(' Benedict '))).toBe('done');
    expect(codeOf(await change('benedict'))).toBe('done');
    const { body: news } = await ada.call('GET', `/api/inbox?since=${since}`);
    expect(JSON.stringify(news['conversations'])).toContain('"benedict"');
    expect((await cleo.call('GET', '/api/people?query=benedict')).body).toMatchObject({ people: [{ name: 'Ben' }] });
  });

  test('that is ended leaves nothing of its bearer but their words, and no group or workspace to nobody', async () => {
    const end = (person: Person, current = person.password) => person.call('POST', '/api/account/delete', { current });
    expect(codeOf(await end(ada))).toBe('last-owner');
    const group = await makeGroup([ben, cleo]);
    expect(codeOf(await end(ben))).toBe('last-owner');
    await act(ben, { kind: 'set-role', conversationId: group, userId: cleo.userId, role: 'owner' });
    const bens = await device(ben);
    const replica = await bens.openConversation(group);
    bens.write(replica, 'my words');
    await bens.acknowledged(replica);
    expect(codeOf(await end(ben, 'wrong password'))).toBe('wrong-credentials');
    expect(codeOf(await end(ben))).toBe('done');
    await until(() => bens.closeCode !== null, 'the socket to be cut');
    expect((await signIn(ben)).status).toBe(401);
    const { body } = await cleo.call('GET', '/api/inbox');
    expect(body['conversations']).toMatchObject([{ members: [{ handle: 'cleo', role: 'owner' }] }]);
    expect((await ada.call('GET', '/api/people?query=ben')).body).toEqual({ people: [] });
    expect(JSON.stringify((await ada.call('GET', '/api/workspace/people')).body)).not.toContain('ben');
    expect(textsOf(await (await device(cleo)).openConversation(group))).toEqual(['my words']);
    expect((await signUp(server.url, 'Ben', await ada.invite())).userId).not.toBe(ben.userId);
  });

  test('that is ended is told to partners and contacts, who show its name no more', async () => {
    await ada.direct(ben);
    await act(cleo, { kind: 'request-contact', userId: ben.userId, text: 'May I?' });
    const watching = [await device(ada), await device(cleo)];
    const tokens = await Promise.all(
      [ada, cleo].map(async (person) => String((await person.call('GET', '/api/inbox')).body['token'])),
    );
    await ben.call('POST', '/api/account/delete', { current: ben.password });
    const heard = ({ signals }: WireDevice) => signals.some(({ kind }) => kind === 'changed');
    await until(() => watching.every(heard), 'both to hear');
    const [adas, cleos] = await Promise.all(
      [ada, cleo].map((person, at) => person.call('GET', `/api/inbox?since=${encodeURIComponent(tokens[at] ?? '')}`)),
    );
    expect(adas?.body['conversations']).toMatchObject([
      { members: expect.arrayContaining([expect.objectContaining({ name: '' })]) },
    ]);
    expect(cleos?.body['contacts']).toMatchObject({ sent: [] });
  });

  test('that is ended meanwhile takes no picture and no status', async () => {
    const { pictures, statuses } = server.server.directory;
    await ben.call('POST', '/api/account/delete', { current: ben.password });
    const read = readPicture('image/png', pngPicture);
    const picture = must(read.status === 'ok' ? read.picture : null, 'a clean picture');
    expect(await pictures.setOwn(ben.userId, picture)).toEqual({ status: 'refused', code: 'not-found' });
    expect(await statuses.set(ben.userId, { ...firstStatus, text: 'Still here' })).toBe(false);
    expect(await statuses.of(ben.userId)).toEqual(firstStatus);
  });
});
