// Errands by hand: bodies that are none, ids and conversations of others, and devices that get in the server's way.
import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { idBytes, mintEventId, type ConversationId } from '../../shared/ids.ts';
import type { Errands } from '../../shared/protocol/errands.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { act, freshCommandId, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { messageAt } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let conversation: ConversationId;
const devices: WireDevice[] = [];

beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben');
  [ada, ben] = [0, 1].map((at) => must(people[at], 'a person')) as [Person, Person];
  conversation = await ada.direct(ben);
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const open = async (person: Person, id = conversation, doc?: Y.Doc) => {
  const device = await openDevice(person);
  devices.push(device);
  const name = chapterName({ conversationId: id, chapter: 1 });
  return { device, replica: await device.open(name, doc === undefined ? {} : { doc }) };
};
const freshMessageId = () => mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes)));
const errandsOf = async (person: Person): Promise<Errands> =>
  must(((await person.call('GET', '/api/inbox')).body as unknown as InboxAnswer).errands, 'errands');
const away = { isOn: true, text: 'Away', timeZone: 'UTC', schedule: { kind: 'always' } } as const;
const automaticOf = ({ doc }: WireReplica) =>
  [...readLogs(doc)].filter(({ event }) => event?.kind === 'message' && event.automatic === true);
const later = (messageId = freshMessageId()) => ({
  ...({ kind: 'schedule-message', messageId, conversationId: conversation, dueAt: 0 } as const),
  message: { text: 'Later' },
});

describe('a body that is none is refused, and changes nothing', () => {
  const replies: readonly (readonly [string, object])[] = [
    ['a zone that is none', { ...away, timeZone: '../../etc/passwd' }],
    ['a zone too long to be one', { ...away, timeZone: 'A'.repeat(100_000) }],
    ['half a character', { ...away, text: '\ud800' }],
    ['a NUL', { ...away, text: 'a\0b' }],
    ['more than anybody reads', { ...away, text: 'a'.repeat(2_001) }],
    ['a schedule of another kind', { ...away, schedule: { kind: 'never' } }],
    [
      'a week without end',
      { ...away, schedule: { kind: 'outside-hours', week: Array.from({ length: 9_999 }, () => null) } },
    ],
    [
      'a minute that is none',
      {
        ...away,
        schedule: { kind: 'outside-hours', week: [{ from: -1, to: 1e9 }, ...Array.from({ length: 6 }, () => null)] },
      },
    ],
    ['a year that is none', { ...away, schedule: { kind: 'period', from: null, until: '+275760-09-13T00:00' } }],
  ];
  test.each(replies)('as an auto-reply with %s', async (_, autoReply) => {
    const body = { commandId: freshCommandId(), command: { kind: 'set-auto-reply', autoReply } };
    expect((await ada.call('POST', '/api/commands', body)).status).toBe(400);
    expect((await errandsOf(ada)).autoReply).toBeNull();
  });

  const messages: readonly (readonly [string, object])[] = [
    ['no message id', { messageId: `evt_${'a'.repeat(24)}` }],
    ['a time that is none', { dueAt: -1 }],
    ['a time beyond all dates', { dueAt: 1e300 }],
    ['nothing to say', { message: { text: ' \n ' } }],
    ['half a character', { message: { text: 'a\ud800' } }],
    ['a NUL', { message: { text: 'a\0b' } }],
    ['too much', { message: { text: 'a'.repeat(16_001) } }],
    ['a word that it is an auto-reply', { message: { text: 'Later', automatic: true } }],
    ['a source of its own', { message: { text: 'Later', forwarded: { source: null } } }],
    ['a time of its own', { message: { text: 'Later', at: 1 } }],
    ['a quote that is none', { message: { text: 'Later', replyTo: { author: 'nobody', id: 'none', at: 0 } } }],
  ];
  test.each(messages)('as a message that goes later with %s', async (_, part) => {
    const body = { commandId: freshCommandId(), command: { ...later(), ...part } };
    expect((await ada.call('POST', '/api/commands', body)).status).toBe(400);
    expect((await errandsOf(ada)).scheduled).toEqual([]);
  });
});

test('a thousand messages at once are answered once', async () => {
  await act(ada, { kind: 'set-auto-reply', autoReply: away });
  const { device, replica } = await open(ben);
  replica.doc.transact(() => {
    const now = Date.now();
    for (let count = 0; count < 1_000; count++) appendEvent(replica.doc, ben.userId, messageAt(now + count));
  });
  await device.acknowledged(replica);
  await device.heard();
  expect(automaticOf(replica)).toHaveLength(1);
});

test('a message that its writer deletes in the same breath is not answered', async () => {
  await act(ada, { kind: 'set-auto-reply', autoReply: away });
  const { device, replica } = await open(ben);
  replica.doc.transact(() => {
    const { id, at } = device.write(replica, 'Forget it');
    device.erase(replica, id, at);
  });
  await device.acknowledged(replica);
  await device.heard();
  expect(textsOf(replica)).toEqual([]);
});

test('an id that its writer has used already is said no second time, and waits for nothing', async () => {
  const { device, replica } = await open(ada);
  const { id } = device.write(replica, 'Mine');
  await device.acknowledged(replica);
  await act(ada, later(id));
  await until(async () => (await errandsOf(ada)).scheduled.length === 0, 'nothing to wait');
  expect(textsOf(replica)).toEqual(['Mine']);
});

test('an id that somebody else has used is one’s own all the same', async () => {
  const { device, replica } = await open(ben);
  const { id } = device.write(replica, 'Theirs');
  await device.acknowledged(replica);
  await act(ada, later(id));
  await until(() => textsOf(replica).length === 2, 'both');
  expect(textsOf(replica).sort()).toEqual(['Later', 'Theirs']);
});

test('a device that goes on in the log which the server writes for its person keeps nothing from being said', async () => {
  await act(ada, { kind: 'set-auto-reply', autoReply: away });
  const bens = await open(ben);
  bens.device.write(bens.replica, 'Hello');
  await until(() => automaticOf(bens.replica).length === 1, 'the answer');
  const client = must(automaticOf(bens.replica)[0], 'the answer').client;
  const doc = new Y.Doc();
  const adas = await open(ada, conversation, doc);
  doc.clientID = client; // Yjs would choose another one
  appendEvent(doc, ada.userId, messageAt(Date.now() + 60_000, 'In its place'));
  await until(() => textsOf(bens.replica).includes('In its place'), 'it to be taken');
  await act(ada, later());
  await until(() => textsOf(bens.replica).includes('Later'), 'the message');
  expect(adas.replica.closedFor).toBeNull();
  const logs = [...readLogs(bens.replica.doc)].filter((entry) => entry.author === ada.userId);
  expect(logs.map((entry) => entry.client)).toEqual([client, client, client]);
});

test('a client id that somebody has taken before keeps nothing from being said', async () => {
  await act(ada, { kind: 'set-auto-reply', autoReply: away });
  const bens = await open(ben);
  bens.device.write(bens.replica, 'Hello');
  await until(() => automaticOf(bens.replica).length === 1, 'the answer');
  const group = await makeGroup([ada, ben]);
  const doc = new Y.Doc();
  doc.clientID = must(automaticOf(bens.replica)[0], 'the answer').client;
  const taken = await open(ben, group, doc);
  appendEvent(doc, ben.userId, messageAt(Date.now(), 'Taken'));
  await taken.device.acknowledged(taken.replica);
  await act(ada, { ...later(), conversationId: group });
  await until(() => textsOf(taken.replica).includes('Later'), 'the message');
  const said = [...readLogs(doc)].find(({ event }) => event?.kind === 'message' && event.text === 'Later');
  expect(said?.author).toBe(ada.userId);
});

test('nobody schedules for somebody else, or where they are not', async () => {
  const [owner] = [ada];
  const notes = await owner.direct(owner);
  expect((await act(ben, { ...later(), conversationId: notes })).body).toEqual({ code: 'not-found' });
  const nowhere = `dm_${'a'.repeat(24)}` as ConversationId;
  expect((await act(ben, { ...later(), conversationId: nowhere })).body).toEqual({ code: 'not-found' });
});
