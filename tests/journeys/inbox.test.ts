// The inbox between a real server and people's devices: what changed, exactly what is unread, and that nothing is lost.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterGraceMs } from '../../shared/conversation/chapters.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendDelete, appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { maxPreviewLength, type InboxChapter } from '../../shared/protocol/inbox-api.ts';
import { askInbox, tellReads, wholeInbox } from '../kit/ask-inbox.ts';
import { addMember } from '../kit/change-members.ts';
import type { Person } from '../kit/person.ts';
import { deletionAt, editAt } from '../kit/sample-events.ts';
import { openTestServer, type TestServer, type TestServerOptions } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let [ada, ben, cleo] = [] as unknown as [Person, Person, Person];
let conversation: ConversationId;
let movedMs = 0;
const options: TestServerOptions = { chapterLimits: { entries: 5, bytes: 100_000 }, now: () => Date.now() + movedMs };

beforeEach(async () => {
  movedMs = 0;
  server = await openTestServer(options);
  [ada, ben, cleo] = (await server.people('Ada', 'Ben', 'Cleo')) as [Person, Person, Person];
  conversation = await ada.direct(ben);
});
afterEach(() => server.close());

interface Desk {
  readonly device: WireDevice;
  readonly replica: WireReplica;
}

async function sitDown(person: Person, chapter = 1): Promise<Desk> {
  const device = await openDevice(person);
  return { device, replica: await device.open(chapterName({ conversationId: conversation, chapter })) };
}

async function write({ device, replica }: Desk, ...texts: string[]) {
  const events = texts.map((text) => device.write(replica, text));
  await device.acknowledged(replica);
  return events;
}

async function rowOf(person: Person, chapter = 1): Promise<InboxChapter> {
  const rows = await wholeInbox(person);
  return must(rows.get(`${conversation}/${chapter}`), 'a row of the chapter');
}

const unreadOf = async (person: Person) => (await rowOf(person)).unread;
const readUpTo = (clocks: Record<string, number>, epoch = 0, chapter = 1) => ({
  ...{ conversationId: conversation, chapter, epoch, clocks },
});
const clientOf = ({ replica }: Desk) => replica.doc.clientID;

describe('an inbox', () => {
  test('begins with everything and goes on with what changed', async () => {
    const hers = await sitDown(ada);
    const [first] = await write(hers, 'good morning');
    const whole = await askInbox(ben);
    expect(whole).toMatchObject({ whole: true, more: false, conversations: [{ conversationId: conversation }] });
    expect(whole.conversations[0]?.members.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Ben']);
    const stretch = { from: first!.at, to: first!.at, lateFrom: null, lateTo: null, closedAt: null };
    expect(whole.chapters).toEqual([
      {
        ...{ conversationId: conversation, chapter: 1, entries: 1, messages: 1, unread: 1, ...stretch },
        ...{ position: expect.any(Number), bytes: expect.any(Number), read: { epoch: 0, clocks: {} } },
        lastMessage: { id: first!.id, text: 'good morning', at: first!.at, author: ada.userId },
      },
    ]);
    const quiet = await askInbox(ben, whole.token);
    expect(quiet).toMatchObject({ whole: false, more: false, conversations: [], chapters: [] });
    await write(hers, 'are you there?');
    const later = await askInbox(ben, quiet.token);
    expect(later).toMatchObject({ whole: false, conversations: [], chapters: [{ unread: 2, messages: 2 }] });
    const other = await cleo.direct(ben);
    expect(await askInbox(ben, later.token)).toMatchObject({
      conversations: [{ conversationId: other }],
      chapters: [],
    });
    expect(await askInbox(cleo)).toMatchObject({ conversations: [{ conversationId: other }], chapters: [] });
  });

  test('says the same after the server was started again, and goes on by the old token', async () => {
    const hers = await sitDown(ada);
    await write(hers, 'one', 'two');
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 1 }));
    const [row, { token }] = [await rowOf(ben), await askInbox(ben)];
    expect(row).toMatchObject({ unread: 1, read: { epoch: 0, clocks: { [clientOf(hers)]: 1 } } });
    await restart();
    expect(await rowOf(ben)).toEqual(row);
    await write(await sitDown(ada), 'three');
    expect(await askInbox(ben, token)).toMatchObject({ whole: false, conversations: [], chapters: [{ unread: 2 }] });
  });

  test('tells everything to whom its token does not belong, and nothing of others', async () => {
    await write(await sitDown(ada), 'a secret');
    const { token } = await askInbox(ben);
    expect(await askInbox(cleo, token)).toMatchObject({ whole: true, conversations: [], chapters: [] });
    expect(await askInbox(ada, token)).toMatchObject({ whole: true, chapters: [{ unread: 0 }] });
    expect(await askInbox(ben, token)).toMatchObject({ whole: false, chapters: [] });
  });

  test('brings all of a conversation to somebody who comes in later', async () => {
    const hers = await sitDown(ada);
    await write(hers, 'before');
    const { token } = await askInbox(cleo);
    addMember({ dataDir: server.dataDir, conversationId: conversation, userId: cleo.userId });
    const answer = await askInbox(cleo, token);
    expect(answer).toMatchObject({ whole: false, chapters: [{ conversationId: conversation, unread: 1 }] });
    expect(answer.conversations[0]?.members).toHaveLength(3);
    expect((await askInbox(ben, (await askInbox(ben)).token)).conversations).toEqual([]);
  });

  test('shows the beginning of a long text, in whole characters', async () => {
    await write(await sitDown(ada), `a${'😀'.repeat(maxPreviewLength)}`);
    expect((await rowOf(ben)).lastMessage?.text).toBe(`a${'😀'.repeat(maxPreviewLength - 1)}`);
  });
});

describe('what is unread', () => {
  test('is exact after edits, deletions, late ones and messages of one’s own', async () => {
    const [hers, his] = [await sitDown(ada), await sitDown(ben)];
    const [first, second] = await write(hers, 'first', 'second');
    await write(his, 'mine');
    expect([await unreadOf(ben), await unreadOf(ada)]).toEqual([2, 1]);
    appendEvent(hers.replica.doc, ada.userId, editAt(second!.at + 1, first!.id, 'first, changed'));
    await hers.device.acknowledged(hers.replica);
    expect(await unreadOf(ben)).toBe(2);
    appendDelete(hers.replica.doc, ada.userId, deletionAt(second!.at + 2, first!.id, first!.at));
    await hers.device.acknowledged(hers.replica);
    expect(await unreadOf(ben)).toBe(1);
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 4 }));
    expect(await unreadOf(ben)).toBe(0);
    const train = await sitDown(ada);
    train.device.write(train.replica, 'from the train', Date.now() - 3_600_000);
    await train.device.acknowledged(train.replica);
    expect(await rowOf(ben)).toMatchObject({ unread: 1, lastMessage: { text: 'mine' }, lateFrom: expect.any(Number) });
    expect(await unreadOf(ada)).toBe(1);
  });

  test('is marked unread again for all devices, and stays so for what was read before elsewhere', async () => {
    const hers = await sitDown(ada);
    await write(hers, 'one', 'two', 'three');
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 3 }));
    await tellReads(await ben.signInAgain(), readUpTo({ [clientOf(hers)]: 1 }, 1));
    expect(await rowOf(ben)).toMatchObject({ unread: 2, read: { epoch: 1, clocks: { [clientOf(hers)]: 1 } } });
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 3 }));
    expect(await unreadOf(ben)).toBe(2);
  });

  test('counts no message whose deletion came without the erasure of its text', async () => {
    const hers = await sitDown(ada);
    const [first] = await write(hers, 'kept in the bytes');
    appendEvent(hers.replica.doc, ada.userId, deletionAt(first!.at + 1, first!.id, first!.at));
    await hers.device.acknowledged(hers.replica);
    expect(await rowOf(ben)).toMatchObject({ unread: 0, lastMessage: null });
  });

  test('of a chapter that takes no more messages is one word once all is read', async () => {
    const hers = await sitDown(ada);
    await write(hers, '1', '2', '3', '4', '5');
    expect(await rowOf(ben)).toMatchObject({ unread: 5, closedAt: expect.any(Number) });
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 5 }));
    expect((await rowOf(ben)).read).toEqual({ epoch: 0, clocks: { [clientOf(hers)]: 5 } });
    movedMs = chapterGraceMs + 120_000;
    expect(await rowOf(ben)).toMatchObject({ unread: 0, read: { epoch: 0, clocks: 'all' } });
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 2 }, 1));
    expect(await rowOf(ben)).toMatchObject({ unread: 3, read: { epoch: 1, clocks: { [clientOf(hers)]: 2 } } });
    await tellReads(ben, { conversationId: conversation, chapter: 1, epoch: 1, clocks: 'all' });
    expect(await rowOf(ben)).toMatchObject({ unread: 0, read: { epoch: 1, clocks: 'all' } });
    const next = await sitDown(ada, 2);
    next.device.write(next.replica, 'goes on', Date.now() + movedMs);
    await next.device.acknowledged(next.replica);
    expect(await rowOf(ben, 2)).toMatchObject({ unread: 1, from: expect.any(Number) });
  });
});

describe('news', () => {
  const told = ({ signals }: WireDevice) => signals.filter(({ kind }) => kind === 'changed').length;

  test('of a conversation are told to every device of both, once until it asks', async () => {
    const hers = await sitDown(ada);
    const [desk, phone] = [await openDevice(ben), await openDevice(await ben.signInAgain())];
    const stranger = await openDevice(cleo);
    await write(hers, 'one');
    await until(() => told(desk) === 1 && told(phone) === 1, 'both to be told');
    await write(hers, 'two');
    const { token } = await askInbox(desk.person);
    expect(await askInbox(phone.person)).toMatchObject({ chapters: [{ unread: 2 }] });
    await write(hers, 'three');
    await until(() => told(desk) === 2 && told(phone) === 2, 'both to be told again');
    expect(await askInbox(desk.person, token)).toMatchObject({ chapters: [{ unread: 3 }] });
    await askInbox(cleo);
    await stranger.heard();
    expect([told(desk), told(phone), told(stranger)]).toEqual([2, 2, 0]);
  });

  test('of what was read are told to the other devices of the reader alone, and the writer learns it', async () => {
    const hers = await sitDown(ada);
    await write(hers, 'one', 'two');
    const phone = await ben.signInAgain();
    const [{ device: here, replica: his }, there] = [await sitDown(ben), await openDevice(phone)];
    const { token } = await askInbox(phone);
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 2 }));
    await until(() => told(there) === 1, 'the other device to be told');
    expect(await askInbox(phone, token)).toMatchObject({ chapters: [{ unread: 0 }], conversations: [] });
    for (const clock of [2, 1]) await tellReads(ben, readUpTo({ [clientOf(hers)]: clock }));
    await until(() => hers.replica.reads.length > 0, 'the writer to learn it');
    await Promise.all([here.heard(), there.heard(), hers.device.heard()]);
    expect([told(here), told(there)]).toEqual([0, 1]);
    expect(hers.replica.reads).toEqual([{ reads: { [ben.userId]: { [clientOf(hers)]: 2 } } }]);
    expect(his.reads).toEqual([]);
  });

  test('of reading come to a writer who was away, and only to the writer', async () => {
    const [hers, his] = [await sitDown(ada), await sitDown(ben)];
    await write(hers, 'one', 'two');
    await write(his, 'mine');
    await tellReads(ben, readUpTo({ [clientOf(hers)]: 2 }));
    await tellReads(ben, readUpTo({}, 4));
    await restart();
    const [back, other] = [await sitDown(ada), await sitDown(ben)];
    await until(() => back.replica.reads.length > 0, 'the writer to be told');
    await other.device.heard();
    expect(back.replica.reads).toEqual([{ reads: { [ben.userId]: { [clientOf(hers)]: 2 } } }]);
    expect(other.replica.reads).toEqual([]);
  });
});

/** The server ends and comes back at the same address. */
async function restart(): Promise<void> {
  const port = Number(new URL(server.url).port);
  await server.stop();
  server = await openTestServer({ ...options, dataDir: server.dataDir, port });
}
