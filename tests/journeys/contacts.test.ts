// Contacts: asking, agreeing, parting and blocking, alone and at the same time, and who may write to whom.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { directConversationId } from '../../shared/ids.ts';
import type { ContactCommand } from '../../shared/protocol/commands.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { act } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openContactsOnly } from '../kit/contacts-only.ts';
import type { TestServer } from '../kit/test-server.ts';
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
const inboxOf = async (person: Person, since?: string) => {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  return (await person.call('GET', `/api/inbox${query}`)).body as unknown as InboxAnswer;
};
/** Whom somebody has in each of the four lists, by handle. */
const contactsOf = async (person: Person) => {
  const { contacts } = await inboxOf(person);
  const { received, ...rest } = must(contacts ?? undefined, 'contacts');
  const handles = (people: readonly { readonly handle: string }[]) => people.map(({ handle }) => handle);
  return {
    contacts: handles(rest.contacts),
    received: handles(received.map((request) => request.person)),
    sent: handles(rest.sent),
    blocked: handles(rest.blocked),
  };
};
const nobody = { contacts: [], received: [], sent: [], blocked: [] };
const ask = (from: Person, to: Person, text = 'May I?') =>
  act(from, { kind: 'request-contact', userId: to.userId, text });
const say = (from: Person, kind: Exclude<ContactCommand['kind'], 'request-contact'>, to: Person) =>
  act(from, { kind, userId: to.userId });
const directOf = (one: Person, other: Person) =>
  chapterName({ conversationId: directConversationId(one.userId, other.userId), chapter: 1 });

beforeEach(async () => {
  server = await openContactsOnly();
  const people = await server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

describe('a request', () => {
  test('brings its first words with it, and what is written meanwhile, once it is accepted', async () => {
    await ask(ada, ben, 'It is about the harbour');
    expect((await inboxOf(ben)).contacts?.received).toMatchObject([
      { person: { handle: 'ada' }, text: 'It is about the harbour' },
    ]);
    expect((await inboxOf(ben)).conversations).toEqual([]);
    const mine = await device(ada);
    const adas = await mine.open(directOf(ada, ben));
    mine.write(adas, 'It is about the harbour');
    await mine.acknowledged(adas);
    const theirs = await device(ben);
    expect((await theirs.open(directOf(ada, ben))).closedFor).toBe('permission-denied');
    await say(ben, 'accept-contact', ada);
    expect(await contactsOf(ada)).toEqual({ ...nobody, contacts: ['ben'] });
    expect(await contactsOf(ben)).toEqual({ ...nobody, contacts: ['ada'] });
    const bens = await theirs.open(directOf(ada, ben));
    expect(textsOf(bens)).toEqual(['It is about the harbour']);
    theirs.write(bens, 'Go on');
    await theirs.acknowledged(bens);
    expect((await inboxOf(ben)).chapters).toMatchObject([{ unread: 1 }]);
  });

  test.each([
    ['is declined', 'decline-contact', 'ben'],
    ['is withdrawn', 'withdraw-contact', 'ada'],
  ] as const)('that %s is gone for both, and may be made again', async (_, kind, by) => {
    await ask(ada, ben);
    expect(await contactsOf(ada)).toEqual({ ...nobody, sent: ['ben'] });
    expect(await contactsOf(ben)).toEqual({ ...nobody, received: ['ada'] });
    await (by === 'ben' ? say(ben, kind, ada) : say(ada, kind, ben));
    expect([await contactsOf(ada), await contactsOf(ben)]).toEqual([nobody, nobody]);
    expect((await say(ben, 'accept-contact', ada)).body).toEqual({ code: 'not-found' });
    await ask(ada, ben);
    expect(await contactsOf(ben)).toEqual({ ...nobody, received: ['ada'] });
  });

  test('that crosses another makes both contacts, in whatever order they come', async () => {
    await Promise.all([ask(ada, ben), ask(ben, ada)]);
    expect(await contactsOf(ada)).toEqual({ ...nobody, contacts: ['ben'] });
    expect(await contactsOf(ben)).toEqual({ ...nobody, contacts: ['ada'] });
  });

  test.each([
    ['accept-contact', 'withdraw-contact'],
    ['accept-contact', 'decline-contact'],
    ['decline-contact', 'withdraw-contact'],
  ] as const)('that meets %s and %s at once has one outcome for both', async (one, other) => {
    await ask(ada, ben);
    const act2 = (kind: typeof one | typeof other) =>
      kind === 'withdraw-contact' ? say(ada, kind, ben) : say(ben, kind, ada);
    await Promise.all([act2(one), act2(other)]);
    const [mine, theirs] = [await contactsOf(ada), await contactsOf(ben)];
    expect(mine.contacts.length).toBe(theirs.contacts.length);
    expect([mine.sent, mine.received, theirs.sent, theirs.received].flat()).toEqual([]);
  });

  test('is told to the devices of both, and only when something changed', async () => {
    const [mine, theirs] = [await device(ada), await device(ben)];
    const heard = ({ signals }: WireDevice) => signals.filter(({ kind }) => kind === 'changed').length;
    const { token } = await inboxOf(ben);
    expect((await inboxOf(ben, token)).contacts).toBeNull();
    await ask(ada, ben);
    await until(() => heard(mine) === 1 && heard(theirs) === 1, 'both to hear');
    expect((await inboxOf(ben, token)).contacts).not.toBeNull();
    await ask(ada, ben, 'once more');
    await say(ada, 'remove-contact', ben);
    expect([heard(mine), heard(theirs)]).toEqual([1, 1]);
  });

  test('is refused to oneself, to nobody, and beyond a bound', async () => {
    expect((await ask(ada, ada)).status).toBe(404);
    expect((await ask(ada, { ...ben, userId: `usr_${'0'.repeat(24)}` as typeof ben.userId })).status).toBe(404);
    expect((await act(ada, { kind: 'request-contact', userId: ben.userId, text: 'x'.repeat(501) })).status).toBe(400);
  });
});

describe('who may write', () => {
  test('are contacts only, where the workspace says so', async () => {
    expect((await act(ada, { kind: 'open-direct', userId: ben.userId })).body).toEqual({ code: 'contact-needed' });
    await ask(ada, ben);
    await say(ben, 'accept-contact', ada);
    expect((await act(ada, { kind: 'open-direct', userId: ben.userId })).status).toBe(200);
    expect((await act(ada, { kind: 'open-direct', userId: cleo.userId })).body).toEqual({ code: 'contact-needed' });
  });

  test.each(['remove-contact', 'block-person'] as const)('is nobody after %s, and both go on reading', async (kind) => {
    await ask(ada, ben);
    await say(ben, 'accept-contact', ada);
    const [mine, theirs] = [await device(ada), await device(ben)];
    const adas = await mine.open(directOf(ada, ben));
    mine.write(adas, 'before');
    await mine.acknowledged(adas);
    await say(ben, kind, ada);
    await until(() => adas.closedFor !== null, 'the channel to be ended');
    for (const wire of [mine, theirs]) {
      const again = await wire.open(directOf(ada, ben));
      expect(textsOf(again)).toEqual(['before']);
      wire.write(again, 'after');
      await until(() => again.closedFor !== null, 'the message to be refused');
      expect(again.closedFor).toMatch(/^read-only/);
    }
    expect(await contactsOf(ada)).toEqual(nobody);
  });
});

test('a block shows to the blocked as a request that waits, also one made after it', async () => {
  await say(ben, 'block-person', ada);
  expect(await contactsOf(ben)).toEqual({ ...nobody, blocked: ['ada'] });
  expect((await ask(ada, ben)).status).toBe(200);
  expect(await contactsOf(ada)).toEqual({ ...nobody, sent: ['ben'] });
  expect(await contactsOf(ben)).toEqual({ ...nobody, blocked: ['ada'] });
  await say(ben, 'unblock-person', ada);
  expect(await contactsOf(ben)).toEqual({ ...nobody, received: ['ada'] });
});

test('whom one has blocked is no contact: what one had asked is taken back, and there is nothing to ask or accept', async () => {
  await ask(ben, ada);
  await say(ben, 'block-person', ada);
  expect(await contactsOf(ada)).toEqual(nobody);
  expect((await say(ada, 'accept-contact', ben)).status).toBe(404);
  await ask(ada, ben);
  expect(await contactsOf(ben)).toEqual({ ...nobody, blocked: ['ada'] });
  expect((await ask(ben, ada)).status).toBe(404);
  expect((await say(ben, 'accept-contact', ada)).status).toBe(404);
  expect(await contactsOf(ben)).toEqual({ ...nobody, blocked: ['ada'] });
  await say(ben, 'unblock-person', ada);
  await say(ben, 'accept-contact', ada);
  expect(await contactsOf(ben)).toEqual({ ...nobody, contacts: ['ada'] });
  expect(await contactsOf(ada)).toEqual({ ...nobody, contacts: ['ben'] });
});
