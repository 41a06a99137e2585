// Ways around a block, and ways to find one out.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { openContactsOnly } from '../kit/contacts-only.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';

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
