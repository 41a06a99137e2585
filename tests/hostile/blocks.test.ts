// Ways around a block, and ways to find one out.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { openContactsOnly } from '../kit/contacts-only.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
const begin = async (opened: TestServer) => {
  server = opened;
  const people = await server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
};
beforeEach(async () => begin(await openTestServer()));
afterEach(() => server.close());

const inboxOf = async (person: Person) => (await person.call('GET', '/api/inbox')).body as unknown as InboxAnswer;
const say = (from: Person, kind: 'block-person' | 'unblock-person' | 'accept-contact', to: Person) =>
  act(from, { kind, userId: to.userId });
const membersOf = async (person: Person, group: ConversationId) =>
  (await inboxOf(person)).conversations
    .find(({ conversationId }) => conversationId === group)
    ?.members.map(({ handle }) => handle)
    .toSorted();
const add = (by: Person, conversationId: ConversationId, ...people: readonly Person[]) =>
  act(by, { kind: 'add-members', conversationId, userIds: people.map(({ userId }) => userId) });

describe('a group', () => {
  test('brings nobody together with whom they have blocked, neither at its beginning nor later', async () => {
    await say(cleo, 'block-person', ada);
    const group = await makeGroup([ada, ben, cleo]);
    expect((await add(ada, group, cleo)).status).toBe(200);
    expect(await membersOf(ada, group)).toEqual(['ada', 'ben']);
    await say(cleo, 'unblock-person', ada);
    await add(ada, group, cleo);
    expect(await membersOf(cleo, group)).toEqual(['ada', 'ben', 'cleo']);
  });

  test('takes in again who left only by a link', async () => {
    const group = await makeGroup([ada, ben, cleo]);
    await act(cleo, { kind: 'leave-group', conversationId: group });
    expect((await add(ada, group, cleo)).status).toBe(200);
    expect(await membersOf(ada, group)).toEqual(['ada', 'ben']);
    const made = await ada.call('POST', `/api/groups/${group}/links`, { lifeMs: 3_600_000, uses: 1 });
    await act(cleo, { kind: 'join-group', token: String(made.body['token']) });
    expect(await membersOf(ada, group)).toEqual(['ada', 'ben', 'cleo']);
  });

  test('is for contacts, where only contacts may write', async () => {
    await server.close();
    await begin(await openContactsOnly());
    await act(ada, { kind: 'request-contact', userId: ben.userId, text: 'May I?' });
    await say(ben, 'accept-contact', ada);
    const group = await makeGroup([ada, ben, cleo]);
    await add(ada, group, cleo);
    expect(await membersOf(ada, group)).toEqual(['ada', 'ben']);
    expect((await inboxOf(cleo)).conversations).toEqual([]);
  });
});

describe('a block by somebody who is no contact', () => {
  const partners = async (person: Person) =>
    (await inboxOf(person)).conversations.map(({ members }) =>
      members
        .map(({ handle }) => handle)
        .toSorted()
        .join(' and '),
    );

  test('shows to the blocked, who begins a conversation, no other people in it', async () => {
    await say(ben, 'block-person', ada);
    expect(await ada.direct(ben)).not.toBe(await ada.direct(cleo));
    expect((await partners(ada)).toSorted()).toEqual(['ada and ben', 'ada and cleo']);
    expect(await partners(ben)).toEqual([]);
    await say(ben, 'unblock-person', ada);
    await ada.direct(ben);
    expect(await partners(ben)).toEqual(['ada and ben']);
  });

  test('shows not in an old name either: the blocked hears of a new one', async () => {
    await say(ben, 'block-person', ada);
    await ada.direct(ben);
    const adas = await openDevice({ ...ada, url: server.url });
    const token = encodeURIComponent((await inboxOf(ada)).token);
    await ben.call('POST', '/api/account/name', { name: 'Benedict' });
    await until(() => adas.signals.some(({ kind }) => kind === 'changed'), 'Ada to hear');
    const { body } = await ada.call('GET', `/api/inbox?since=${token}`);
    expect(JSON.stringify(body['conversations'])).toContain('"Benedict"');
    expect(await partners(ben)).toEqual([]);
    await adas.close();
  });

  test('is nothing that the blocked hears of, but as somebody who goes', async () => {
    const [adas, bens] = [await openDevice({ ...ada, url: server.url }), await openDevice({ ...ben, url: server.url })];
    bens.tell({ kind: 'watch', userIds: [ada.userId, cleo.userId] });
    const heard = (kind: string) => bens.signals.filter((signal) => signal.kind === kind);
    await until(() => heard('presence').length > 0, 'who is there');
    const token = encodeURIComponent((await inboxOf(ben)).token);
    const told = bens.signals.length;
    await say(ada, 'block-person', ben);
    await until(() => bens.signals.length > told, 'Ada to be gone');
    await say(ada, 'unblock-person', ben);
    await until(() => bens.signals.length > told + 1, 'Ada to be there');
    const group = await makeGroup([cleo, ben]);
    await until(() => heard('changed').length > 0, 'the group');
    expect(heard('changed')).toMatchObject([{ conversationId: group }]);
    const seen = bens.signals.slice(told).flatMap((signal) => (signal.kind === 'presence' ? signal.people : []));
    expect(seen).toMatchObject([
      { userId: ada.userId, state: 'offline' },
      { userId: ada.userId, state: 'online' },
    ]);
    expect((await ben.call('GET', `/api/inbox?since=${token}`)).body['contacts']).toBeNull();
    for (const device of [adas, bens]) await device.close();
  });

  test('ends what they write to each other, and both go on reading', async () => {
    const conversation = await ada.direct(ben);
    const [adas, bens] = [await openDevice({ ...ada, url: server.url }), await openDevice({ ...ben, url: server.url })];
    const before = await adas.openConversation(conversation);
    adas.write(before, 'before');
    await adas.acknowledged(before);
    await say(ben, 'block-person', ada);
    await until(() => before.closedFor !== null, 'the channel to be ended');
    for (const device of [adas, bens]) {
      const replica = await device.openConversation(conversation);
      expect(textsOf(replica)).toEqual(['before']);
      device.write(replica, 'after');
      await until(() => replica.closedFor !== null, 'the message to be refused');
      expect(replica.closedFor).toMatch(/^read-only/);
      await device.close();
    }
  });
});
