// The inbox by hand: tokens that are none, bodies that are no reads, and conversations of others.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { maxReadEpoch, nothingRead } from '../../shared/conversation/read-vector.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { maxReadRows } from '../../shared/protocol/inbox-api.ts';
import { maxBodyBytes, rates } from '../../sync-server/limits.ts';
import { askInbox, tellReads, wholeInbox } from '../kit/ask-inbox.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';

let server: TestServer;
let [ada, ben, eve] = [] as unknown as [Person, Person, Person];
let conversationId: ConversationId;
let client: number;

beforeEach(async () => {
  server = await openTestServer();
  [ada, ben, eve] = (await server.people('Ada', 'Ben', 'Eve')) as [Person, Person, Person];
  conversationId = await ada.direct(ben);
  const device = await openDevice(ada);
  const replica = await device.open(chapterName({ conversationId, chapter: 1 }));
  for (const text of ['one', 'two']) device.write(replica, text);
  await device.acknowledged(replica);
  client = replica.doc.clientID;
});
afterEach(() => server.close());

const rowOf = async (person: Person) => (await wholeInbox(person)).get(`${conversationId}/1`);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token that is none of mine asks for everything, and opens nothing', async () => {
  const { token } = await askInbox(ben);
  const [epoch, userId, ...marks] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [
    string,
    string,
    ...number[],
  ];
  const future = marks.map((mark) => mark + 1_000);
  const wrong = [
    ...['', 'x', '%00', '../../log.db', token.slice(1), `${token}${token}`, 'A'.repeat(4_000)],
    ...[null, [], {}, [epoch], [epoch, userId], [epoch, userId, 1, 2, 3], [epoch, userId, 1, 2, 3, '4']].map(base64),
    ...[
      [-1, 0, 0, 0, 0],
      [0.5, 0, 0, 0, 0],
      [1e300, 0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0, 0, 1],
      Array.from({ length: 13 }, () => 0),
    ].map((numbers) => base64([epoch, userId, ...numbers])),
    ...[
      base64([epoch, userId, ...future]),
      base64([epoch, userId, 0, 0, 0, 0, 0, ...future, 0, 0]),
      base64([epoch, userId, ...future, ...marks, 0, 0]),
    ],
    ...[
      base64(['another', userId, ...marks]),
      base64([epoch, eve.userId, ...marks]),
      base64([epoch, '__proto__', 0, 0, 0, 0, 0]),
    ],
  ];
  for (const since of wrong) {
    const answer = await askInbox(ben, since);
    expect([since, answer.whole, answer.chapters.length]).toEqual([since, true, 1]);
    expect(await askInbox(eve, since)).toMatchObject({ conversations: [], chapters: [] });
  }
  const stolen = await askInbox(eve, base64([epoch, eve.userId, 0, 0, 0, 0, 0]));
  expect(stolen).toMatchObject({ whole: false, conversations: [], chapters: [] });
});

test('what is no list of reads is refused and changes nothing', async () => {
  const good = { conversationId, chapter: 1, epoch: 1, clocks: { [client]: 2 } };
  const wrong: unknown[] = [
    ...[null, [], {}, { chapters: {} }, { chapters: [good], more: 1 }, { chapters: [good, good] }, { chapters: [[]] }],
    ...[
      { ...good, epoch: -1 },
      { ...good, epoch: 0.5 },
      { ...good, epoch: maxReadEpoch + 1 },
      { ...good, epoch: '1' },
    ],
    ...[
      { ...good, chapter: 0 },
      { ...good, chapter: 1.5 },
      { ...good, chapter: 1e9 },
      { ...good, chapter: '1' },
    ],
    ...[
      { ...good, clocks: null },
      { ...good, clocks: 'some' },
      { ...good, clocks: { x: 1 } },
    ],
    ...[
      { ...good, clocks: { [client]: -1 } },
      { ...good, clocks: { [client]: 1.5 } },
      { ...good, clocks: { [client]: '2' } },
    ],
    ...[
      { ...good, conversationId: ben.userId },
      { ...good, conversationId: 'dm_' },
      { ...good, userId: ada.userId },
    ],
  ].map((row) => (row !== null && 'epoch' in row ? { chapters: [row] } : row));
  for (const body of wrong) {
    expect([body, await ben.call('POST', '/api/reads', body)]).toEqual([
      body,
      { status: 400, body: { code: 'bad-request' } },
    ]);
  }
  const many = Array.from({ length: maxReadRows + 1 }, (_, at) => ({ ...good, chapter: at + 1, clocks: {} }));
  expect(await ben.call('POST', '/api/reads', { chapters: many })).toMatchObject({ status: 400 });
  const clocks = { [client]: 2, ['1'.repeat(maxBodyBytes)]: 1 };
  const huge = await ben.call('POST', '/api/reads', { chapters: [{ ...good, clocks }] }).catch(() => ({ status: 413 }));
  expect(huge.status).toBe(413); // or cut off before all of it was sent
  const row = await rowOf(ben).catch(() => rowOf(ben)); // the connection that was cut off may be tried once more
  expect(row).toMatchObject({ unread: 2, read: { epoch: 0, clocks: {} } });
  await tellReads(ben, ...many.slice(0, maxReadRows));
  expect(await rowOf(ben)).toMatchObject({ unread: 2, read: { epoch: 1, clocks: {} } });
});

test('reads of a conversation of others are taken for nothing, whether or not it is there', async () => {
  const foreign = { conversationId, chapter: 1, epoch: 7, clocks: { [client]: 2 } };
  const none = { ...foreign, conversationId: `dm_${'0'.repeat(24)}` as ConversationId };
  await tellReads(eve, foreign, none);
  await tellReads(ben, { ...foreign, chapter: 2 }, none);
  expect(await rowOf(ben)).toMatchObject({ unread: 2, read: { epoch: 0, clocks: {} } });
  expect([...(await wholeInbox(eve)).keys()]).toEqual([]);
  const { log } = server.server;
  expect(log.standing({ conversationId, chapter: 1 }, eve.userId).read).toEqual(nothingRead);
  expect((await log.readChapter(chapterName({ conversationId, chapter: 1 }))).reads).toEqual([]);
});

test('nobody who is not signed in, or for another, is told or heard', async () => {
  const headers = {
    origin: server.url,
    'content-type': 'application/json',
    cookie: ben.cookie,
    'x-biz1-user': ada.userId,
  };
  for (const init of [{ headers: {} }, { headers }]) {
    expect((await fetch(`${server.url}/api/inbox`, init)).status).toBe(401);
  }
  const body = JSON.stringify({ chapters: [] });
  expect((await fetch(`${server.url}/api/reads`, { method: 'POST', headers, body })).status).toBe(401);
  expect((await ben.call('GET', '/api/inbox?since=a&more=b')).status).toBe(400);
});

test('somebody who asks without end is slowed down, alone', async () => {
  const ask = () => ben.call('POST', '/api/reads', { chapters: [] });
  const answers = await Promise.all(Array.from({ length: rates.readsPerPerson.burst + 100 }, ask));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  const clocks = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [index, 1]));
  const long = { chapters: [{ conversationId, chapter: 1, epoch: 0, clocks }] };
  const longer = await Promise.all(Array.from({ length: 20 }, () => eve.call('POST', '/api/reads', long)));
  expect(new Set(longer.map(({ status }) => status))).toEqual(new Set([200, 429]));
  await tellReads(ada);
  await askInbox(ben);
});
