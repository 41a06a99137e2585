// Looking for words by hand: other people's conversations, pages that are none, and texts that are meant as commands.
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { searchAnswer, type SearchAnswer } from '../../shared/protocol/search-answer.ts';
import { parseQuery, type Query } from '../../shared/search/query.ts';
import { rates } from '../../sync-server/limits.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { documentOf, pictureOf } from '../kit/sample-files.ts';
import { sayWithFiles } from '../kit/say-with-files.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';

let server: TestServer;
let [ada, ben, eve] = [] as unknown as [Person, Person, Person];
let conversationId: ConversationId;

beforeEach(async () => {
  server = await openTestServer();
  [ada, ben, eve] = (await server.people('Ada', 'Ben', 'Eve')) as [Person, Person, Person];
  conversationId = await ada.direct(ben);
  await say(ada, conversationId, 'the order is "on" its way', 'another order');
});
afterEach(() => server.close());

test('whoever is in a conversation finds what was said in it, whoever is not finds nothing', async () => {
  expect(await textsOf(ben, 'order')).toEqual(['another order', 'the order is "on" its way']);
  expect(await textsOf(eve, 'order')).toEqual([]);
  expect(await textsOf(eve, `order in:${conversationId}`)).toEqual([]);
  expect(await textsOf(eve, `from:${ada.userId}`)).toEqual([]);
});

test('files are found by their names and kinds by whoever is in the conversation, until their message is deleted', async () => {
  const attachments = [documentOf('Angebot.pdf'), pictureOf('mole.jpg')];
  const [said] = await sayWithFiles(server, ada, {
    chapter: { conversationId, chapter: 1 },
    sayings: [{ attachments }],
  });
  const namesOf = async (person: Person, text: string) => {
    const { hits } = v.parse(searchAnswer, (await ask(person, queryOf(text))).body);
    return hits.flatMap(({ files }) => files.map(({ attachment, spans }) => [attachment.name, ...spans]));
  };
  const both = [['Angebot.pdf', { from: 0, to: 7 }], ['mole.jpg']];
  expect(await namesOf(ben, 'angebot')).toEqual(both);
  expect(await namesOf(ben, 'has:image')).toEqual([['Angebot.pdf'], ['mole.jpg']]);
  expect(await namesOf(ben, 'has:video')).toEqual([]);
  for (const text of ['angebot', 'has:file', `has:image in:${conversationId}`])
    expect(await namesOf(eve, text)).toEqual([]);
  const device = await openDevice(ada);
  const replica = await device.openConversation(conversationId);
  const { id, at } = must(said, 'a message');
  device.erase(replica, id, at);
  await device.acknowledged(replica);
  expect([...(await namesOf(ben, 'angebot')), ...(await namesOf(ben, 'has:file'))]).toEqual([]);
});

test('links come whole, however little is shown around them, and only where they are asked for', async () => {
  const long = `https://example.org/${'path/'.repeat(80)}end`;
  await say(ada, conversationId, `${'before '.repeat(40)}${long} and www.example.net`);
  const linksOf = async (text: string) => {
    const { hits } = v.parse(searchAnswer, (await ask(ben, queryOf(text))).body);
    return hits.map(({ links }) => links);
  };
  expect(await linksOf('has:link')).toEqual([[long, 'www.example.net']]);
  expect(await linksOf('before')).toEqual([[]]);
});

test('a conversation of others is answered like one that is not there', async () => {
  const named = (id: string) => ({ ...queryOf('order'), in: [id] });
  const [foreign, missing] = [await ask(eve, named(conversationId)), await ask(eve, named(`cnv_${'0'.repeat(24)}`))];
  expect(foreign).toEqual(missing);
  expect(foreign.status).toBe(200);
});

test('whoever has gone finds nothing any more, and whoever came later what was said since', async () => {
  const group = await makeGroup([ada, ben], { history: 'from-joining' });
  await say(ada, group, 'an order of old');
  expect(await textsOf(ben, 'old')).toEqual(['an order of old']);
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [eve.userId] });
  await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
  await sayIn(ada, { conversationId: group, chapter: 2 }, 'an order of today');
  expect(await textsOf(ada, 'an order of')).toEqual(['an order of today', 'an order of old']);
  expect(await textsOf(eve, 'an order of')).toEqual(['an order of today']);
  expect(await textsOf(eve, 'old')).toEqual([]);
  expect(await textsOf(ben, 'an order of')).toEqual([]);
});

test('whoever is suspended is refused', async () => {
  await ada.call('POST', '/api/workspace/people/suspend', { userId: ben.userId, isSuspended: true });
  expect((await ask(ben, queryOf('order'))).status).toBe(401);
});

test('who has blocked the other finds what was said before, and so does the other', async () => {
  await act(ada, { kind: 'block-person', userId: ben.userId });
  for (const person of [ada, ben]) expect(await textsOf(person, 'another')).toEqual(['another order']);
});

test('a page that is not from my own answer is refused', async () => {
  const query = queryOf('order');
  const page = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { epoch } = server.server.log;
  const mine = page([epoch, ben.userId, 5]);
  const wrong = [
    ...['x', '%00', '../../log.db', `${mine}AA`, 'A'.repeat(401)],
    ...[null, [], {}, [epoch], [epoch, ben.userId], [epoch, ben.userId, '5'], [epoch, ben.userId, 5, 5]].map(page),
    ...[-1, 0, 0.5, 1e300].map((below) => page([epoch, ben.userId, below])),
    ...[page(['another', ben.userId, 5]), page([epoch, ada.userId, 5]), page([epoch, eve.userId, 5])],
  ];
  const statuses = await Promise.all(wrong.map(async (text) => (await ask(ben, query, text)).status));
  expect(statuses).toEqual(wrong.map(() => 400));
  expect((await ask(ben, query, mine)).status).toBe(200);
});

const commands = [
  '"',
  "'",
  '*',
  'order*',
  'NEAR(order way)',
  'order OR way',
  'terms:order',
  '^order',
  '-- order',
  ';drop table spoken',
  '{order}',
  '%',
  '_',
  '\\',
  '\u0000',
  '\ue100',
  '\ue1001',
  '\ud800',
];

test.each(commands)('a text is looked for as a text: %j', async (text) => {
  const query: Query = { ...queryOf('order'), terms: [{ kind: 'part', words: [text], isNegated: false }] };
  const { status, body } = await ask(ben, query);
  expect(status).toBe(200);
  const found = v.parse(searchAnswer, body).hits.map((hit) => hit.text);
  const said = ['another order', 'the order is "on" its way'];
  expect(found).toEqual(said.filter((one) => one.includes(text)));
});

test('what is no query is refused, however it is none', async () => {
  const good = queryOf('order');
  const many = Array.from({ length: 101 }, () => ada.userId);
  const word = { kind: 'part', words: ['a'], isNegated: false };
  const wrong: unknown[] = [
    ...[null, [], 'order', 7, {}, { ...good, more: 1 }, { ...good, terms: [] }, { ...good, from: many }],
    { ...good, terms: Array.from({ length: 17 }, () => word) },
    { ...good, terms: [{ ...word, words: [] }] },
    { ...good, terms: [{ ...word, words: [''] }] },
    { ...good, terms: [{ ...word, words: ['a'.repeat(5_000)] }] },
    { ...good, terms: [{ ...word, kind: 'regex' }] },
    { ...good, terms: [{ ...word, isNegated: true }] },
    { ...good, in: ['../..'] },
    { ...good, has: ['everything'] },
    { ...good, since: 0.5 },
  ];
  const answers = await Promise.all(wrong.map((query) => ask(ben, query)));
  expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 400));
  expect((await ben.call('GET', '/api/search')).status).toBe(400);
  expect((await ben.call('GET', '/api/search?query=%7B')).status).toBe(400);
});

test('whoever looks without pause is told to wait, and nobody else is', async () => {
  const { burst } = rates.searchWordsPerPerson;
  const statuses: number[] = [];
  for (let count = 0; count <= burst + 20; count++) statuses.push((await ask(ben, queryOf('order'))).status);
  expect(statuses).toContain(429);
  expect((await ask(ada, queryOf('order'))).status).toBe(200);
});

function queryOf(text: string): Query {
  const context = { me: ada.userId, timeZone: 'UTC', nowMs: 0, conversations: [{ conversationId, title: 'x' }] };
  return parseQuery(text, {
    ...context,
    people: [ada, ben, eve].map(({ userId }) => ({ userId, name: '-', handle: '-' })),
  });
}

async function ask(person: Person, query: unknown, page?: string): Promise<{ status: number; body: unknown }> {
  const rest = page === undefined ? '' : `&page=${encodeURIComponent(page)}`;
  return person.call('GET', `/api/search?query=${encodeURIComponent(JSON.stringify(query))}${rest}`);
}

async function textsOf(person: Person, text: string): Promise<string[]> {
  const { body } = await ask(person, queryOf(text));
  const { hits }: SearchAnswer = v.parse(searchAnswer, body);
  return hits.map((hit) => hit.text);
}

function say(person: Person, where: ConversationId, ...texts: string[]): Promise<void> {
  return sayIn(person, { conversationId: where, chapter: 1 }, ...texts);
}

async function sayIn(person: Person, chapter: ChapterName, ...texts: string[]): Promise<void> {
  const device = await openDevice(person);
  const replica = await device.open(chapterName(chapter));
  for (const text of texts) device.write(replica, text);
  await device.acknowledged(replica);
}
