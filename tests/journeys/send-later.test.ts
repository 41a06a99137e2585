// Messages that go later: at their time with no device there, once, changed and cancelled until then, and kept as not
// sent where they may not be said. Over restarts, and a server that is killed between any two steps.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { idBytes, mintEventId, type ConversationId, type EventId } from '../../shared/ids.ts';
import { maxScheduled, type Errands } from '../../shared/protocol/errands.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import type { PathStep } from '../../sync-server/path.ts';
import { openChildServer } from '../kit/child-server.ts';
import { act, freshCommandId, makeGroup } from '../kit/group-acts.ts';
import type { Answer, Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { maxTextLength } from '../../shared/conversation/events.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let nowMs = 0;
const devices: WireDevice[] = [];
const options = { now: () => nowMs };
const hour = 3_600_000;

beforeEach(async () => {
  nowMs = Date.now();
  server = await openTestServer(options);
  const people = await server.people('Ada', 'Ben');
  [ada, ben] = [0, 1].map((at) => must(people[at], 'a person')) as [Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const open = async (person: Person, conversation: ConversationId) => {
  const device = await openDevice(person);
  devices.push(device);
  return device.openConversation(conversation);
};
const freshMessageId = () => mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes)));
interface Asked {
  readonly messageId?: EventId;
  readonly dueAt?: number;
  readonly text?: string;
}
const schedule = async (person: Person, conversationId: ConversationId, asked: Asked = {}) => {
  const { messageId = freshMessageId(), dueAt = nowMs + hour, text = 'Good morning' } = asked;
  const answer = await act(person, { kind: 'schedule-message', messageId, conversationId, dueAt, message: { text } });
  return { messageId, answer };
};
const change = (person: Person, messageId: EventId, { dueAt = nowMs + hour, text = 'Good morning' }: Asked) =>
  act(person, { kind: 'reschedule-message', messageId, dueAt, message: { text } });
const cancel = (person: Person, messageId: EventId) => act(person, { kind: 'cancel-scheduled', messageId });
const codeOf = ({ status, body }: Answer) => (status === 200 ? 'done' : body['code']);
const errandsOf = async (person: Person): Promise<Errands> => {
  const { errands } = (await person.call('GET', '/api/inbox')).body as unknown as InboxAnswer;
  return must(errands, 'errands');
};
const isDone = (person: Person) => async () => (await errandsOf(person)).scheduled.length === 0;
const authorsOf = ({ doc }: WireReplica) =>
  [...readLogs(doc)].flatMap(({ author, event }) => (event?.kind === 'message' ? [[author, event.at]] : []));

describe('a message that goes later', () => {
  test('goes at its time with no device of its writer there, as theirs, and is told until then to them alone', async () => {
    const conversation = await ada.direct(ben);
    const { messageId, answer } = await schedule(ada, conversation);
    const waiting = { messageId, conversationId: conversation, dueAt: nowMs + hour, notSent: null };
    expect(answer.body['errands']).toMatchObject({ scheduled: [{ ...waiting, message: { text: 'Good morning' } }] });
    expect((await errandsOf(ada)).scheduled).toMatchObject([waiting]);
    expect((await errandsOf(ben)).scheduled).toEqual([]);
    const theirs = await open(ben, conversation);
    expect(textsOf(theirs)).toEqual([]);
    nowMs += hour;
    await until(() => textsOf(theirs).length > 0, 'the message');
    expect(authorsOf(theirs)).toEqual([[ada.userId, nowMs]]);
    await until(isDone(ada), 'it to be said');
    const { body } = await ben.call('GET', '/api/inbox');
    expect(body['chapters']).toMatchObject([{ unread: 1 }]);
  });

  test('goes at once where its time is past', async () => {
    const conversation = await ada.direct(ben);
    const theirs = await open(ben, conversation);
    await schedule(ada, conversation, { dueAt: nowMs - 5 * hour });
    await until(() => textsOf(theirs).length > 0, 'the message');
    expect(authorsOf(theirs)).toEqual([[ada.userId, nowMs]]);
  });

  test('is said as it was changed last, and not at all once cancelled', async () => {
    const conversation = await ada.direct(ben);
    const [kept, dropped] = [await schedule(ada, conversation), await schedule(ada, conversation)];
    const phone = await ada.signInAgain();
    expect(codeOf(await change(phone, kept.messageId, { text: 'Good evening', dueAt: nowMs + 2 * hour }))).toBe('done');
    expect(codeOf(await cancel(phone, dropped.messageId))).toBe('done');
    expect(codeOf(await cancel(ada, dropped.messageId))).toBe('not-waiting');
    expect((await errandsOf(ada)).scheduled).toMatchObject([
      { messageId: kept.messageId, message: { text: 'Good evening' } },
    ]);
    const theirs = await open(ben, conversation);
    nowMs += 2 * hour;
    await until(() => textsOf(theirs).length > 0, 'the message');
    await until(isDone(ada), 'it to be said');
    expect(textsOf(theirs)).toEqual(['Good evening']);
    expect(codeOf(await change(ada, kept.messageId, { text: 'Too late' }))).toBe('not-waiting');
  });

  test('that is on its way is neither changed nor cancelled any more', async () => {
    const conversation = await ada.direct(ben);
    const { messageId } = await schedule(ada, conversation);
    const { log } = server.server;
    const append = log.append.bind(log);
    const gate = Promise.withResolvers<undefined>();
    let isOnItsWay = false;
    Object.assign(log, {
      append: async (batch: Parameters<typeof append>[0]) => {
        isOnItsWay ||= batch.some(({ rows }) => rows.some(({ event }) => event?.id === messageId));
        await gate.promise;
        return append(batch);
      },
    });
    nowMs += hour;
    await until(() => isOnItsWay, 'it to be on its way');
    const changed = await change(ada, messageId, { text: 'Too late' });
    const cancelled = await cancel(ada, messageId);
    gate.resolve(undefined); // whatever is said: a server with a commit under way does not end
    expect([codeOf(changed), codeOf(cancelled)]).toEqual(['not-waiting', 'not-waiting']);
    const theirs = await open(ben, conversation);
    await until(() => textsOf(theirs).length > 0, 'the message');
    await until(isDone(ada), 'it to be said');
    expect(textsOf(theirs)).toEqual(['Good morning']);
  });

  test('sent again as a command is one message, and another person can do nothing to it', async () => {
    const conversation = await ada.direct(ben);
    const messageId = freshMessageId();
    const asked = { kind: 'schedule-message', messageId, conversationId: conversation } as const;
    const command = { ...asked, dueAt: nowMs + hour, message: { text: 'Once' } };
    const commandId = freshCommandId();
    expect(codeOf(await act(ada, command, commandId))).toBe('done');
    expect(codeOf(await act(ada, command, commandId))).toBe('done');
    expect(codeOf(await act(ada, command))).toBe('not-waiting');
    expect(codeOf(await cancel(ben, messageId))).toBe('not-waiting');
    expect(codeOf(await change(ben, messageId, { text: 'Mine', dueAt: 0 }))).toBe('not-waiting');
    expect((await errandsOf(ada)).scheduled).toMatchObject([{ message: { text: 'Once' } }]);
    const theirs = await open(ben, conversation);
    nowMs += hour;
    await until(() => textsOf(theirs).length > 0, 'the message');
    // The answer was lost: said again long after it went.
    expect(codeOf(await act(ada, command, commandId))).toBe('done');
    await until(isDone(ada), 'nothing to wait');
    expect(textsOf(theirs)).toEqual(['Once']);
  });

  test('answers another, and is answered by an auto-reply', async () => {
    const conversation = await ada.direct(ben);
    const device = await openDevice(ben);
    devices.push(device);
    const theirs = await device.openConversation(conversation);
    const { id, at } = device.write(theirs, 'When?', nowMs);
    await device.acknowledged(theirs);
    const autoReply = { isOn: true, text: 'Away', timeZone: 'UTC', schedule: { kind: 'always' } } as const;
    await act(ben, { kind: 'set-auto-reply', autoReply });
    const message = { text: 'Now', replyTo: { author: ben.userId, id, at } };
    const asked = { messageId: freshMessageId(), conversationId: conversation, dueAt: nowMs + hour, message };
    expect(codeOf(await act(ada, { kind: 'schedule-message', ...asked }))).toBe('done');
    nowMs += hour;
    await until(() => textsOf(theirs).length > 2, 'both');
    const said = [...readLogs(theirs.doc)]
      .flatMap(({ event }) => (event?.kind === 'message' ? [event] : []))
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    expect(said.map(({ text }) => text)).toEqual(['When?', 'Now', 'Away']);
    expect(said.find((event) => event.text === 'Now')?.replyTo).toEqual(message.replyTo);
  });

  test('stays over a restart, also one that lasts beyond its time', async () => {
    const conversation = await ada.direct(ben);
    await schedule(ada, conversation);
    await server.stop();
    nowMs += 3 * hour;
    server = await openTestServer({ ...options, dataDir: server.dataDir, port: Number(new URL(server.url).port) });
    const theirs = await open(ben, conversation);
    await until(() => textsOf(theirs).length > 0, 'the message');
    await until(isDone(ada), 'it to be said');
    expect(textsOf(theirs)).toEqual(['Good morning']);
  });

  test('waits while the server’s clock is put back behind what it has said for its writer', async () => {
    const conversation = await ada.direct(ben);
    const theirs = await open(ben, conversation);
    nowMs += hour;
    await schedule(ada, conversation, { dueAt: 0, text: 'First' });
    await until(() => textsOf(theirs).length === 1, 'the first');
    await until(isDone(ada), 'it to be said');
    nowMs -= hour;
    const { messageId } = await schedule(ada, conversation, { dueAt: 0, text: 'Second' });
    const isTried = async () => codeOf(await change(ada, messageId, { dueAt: 0, text: 'Second' })) === 'not-waiting';
    await until(isTried, 'it to be tried');
    expect((await errandsOf(ada)).scheduled).toMatchObject([{ messageId, notSent: null }]);
    nowMs += hour;
    await until(() => textsOf(theirs).length === 2, 'the second');
    await until(isDone(ada), 'it to be said');
  });

  test('goes into the chapter that the conversation has come to by then', async () => {
    await server.close();
    server = await openTestServer({ ...options, chapterLimits: { entries: 2, bytes: 100_000 } });
    const [first, second] = await server.people('Ada', 'Ben');
    const [writer, reader] = [must(first, 'Ada'), must(second, 'Ben')];
    const conversation = await writer.direct(reader);
    await schedule(writer, conversation);
    const device = await openDevice(reader);
    devices.push(device);
    const before = await device.openConversation(conversation);
    for (const text of ['One', 'Two']) device.write(before, text, (nowMs += 1));
    await device.acknowledged(before);
    nowMs += hour;
    await until(isDone(writer), 'it to be said');
    const after = await device.open(chapterName({ conversationId: conversation, chapter: 2 }));
    expect(textsOf(after)).toEqual(['Good morning']);
  });
});

describe('what may not be said at its time is kept as not sent', () => {
  const reasonOf = async (person: Person) => (await errandsOf(person)).scheduled[0]?.notSent ?? null;
  const isTold = (person: Person) => async () => (await reasonOf(person)) !== null;

  test('by whoever is in the group no more, and is sent once they are back and say so', async () => {
    const group = await makeGroup([ada, ben]);
    const { messageId } = await schedule(ben, group);
    await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
    nowMs += hour;
    await until(isTold(ben), 'a reason');
    expect(await reasonOf(ben)).toBe('not-there');
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
    expect(codeOf(await change(ben, messageId, { dueAt: 0 }))).toBe('done');
    const theirs = await open(ada, group);
    await until(() => textsOf(theirs).length > 0, 'the message');
    await until(isDone(ben), 'it to be said');
  });

  test('by whoever may only read, was blocked, or was suspended', async () => {
    const group = await makeGroup([ada, ben]);
    await schedule(ben, group);
    await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'reader' });
    nowMs += hour;
    await until(isTold(ben), 'a reason');
    expect(await reasonOf(ben)).toBe('read-only');
    const direct = await ben.direct(ada);
    const { messageId } = await schedule(ben, direct);
    await act(ada, { kind: 'block-person', userId: ben.userId });
    nowMs += hour;
    const isNotSent = (id: EventId) => async () =>
      (await errandsOf(ben)).scheduled.some((one) => one.messageId === id && one.notSent === 'read-only');
    await until(isNotSent(messageId), 'a reason');
    await act(ada, { kind: 'unblock-person', userId: ben.userId });
    const late = await schedule(ben, direct);
    await ada.call('POST', '/api/workspace/people/suspend', { userId: ben.userId, isSuspended: true });
    nowMs += hour;
    const rows = () => server.server.directory.errands.read(ben.userId);
    const reasons = async () => (await rows()).scheduled.find((one) => one.messageId === late.messageId)?.notSent;
    await until(async () => (await reasons()) === 'suspended', 'a reason');
    expect(textsOf(await open(ada, direct))).toEqual([]);
  });

  test.each(['blocked', 'suspended'] as const)(
    'by whoever is %s while the conversation is read from the disk',
    async (what) => {
      const direct = await ben.direct(ada);
      await schedule(ben, direct);
      const { log, directory } = server.server;
      const readChapter = log.readChapter.bind(log);
      const [reading, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      Object.assign(log, {
        readChapter: async (document: Parameters<typeof readChapter>[0]) => {
          reading.resolve(undefined);
          await gate.promise;
          return readChapter(document);
        },
      });
      nowMs += hour;
      await reading.promise;
      if (what === 'blocked') await act(ada, { kind: 'block-person', userId: ben.userId });
      else await ada.call('POST', '/api/workspace/people/suspend', { userId: ben.userId, isSuspended: true });
      gate.resolve(undefined);
      const waiting = async () => (await directory.errands.read(ben.userId)).scheduled;
      await until(async () => (await waiting())[0]?.notSent !== null, 'an end');
      expect((await waiting())[0]?.notSent).toBe(what === 'blocked' ? 'read-only' : 'suspended');
      expect(textsOf(await open(ada, direct))).toEqual([]);
    },
  );

  test('by whoever calls everybody and may not any more, or names in it whom it does not name', async () => {
    const group = await makeGroup([ada, ben]);
    await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'admin' });
    const mentions = [{ who: 'everyone', label: 'everyone' } as const];
    const asked = { kind: 'schedule-message', conversationId: group, dueAt: nowMs + hour } as const;
    const message = { text: '@everyone: lunch', mentions };
    await act(ben, { ...asked, messageId: freshMessageId(), message });
    await act(ben, { ...asked, messageId: freshMessageId(), message });
    nowMs += hour;
    const theirs = await open(ada, group);
    await until(() => textsOf(theirs).length === 2, 'both');
    await act(ben, { ...asked, messageId: freshMessageId(), dueAt: nowMs + hour, message });
    await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'member' });
    nowMs += hour;
    await until(isTold(ben), 'a reason');
    expect(await reasonOf(ben)).toBe('refused');
    const unsaid = { text: 'Nobody is named here', mentions: [{ who: ada.userId, label: 'Ada' }] };
    await act(ada, { ...asked, messageId: freshMessageId(), dueAt: 0, message: unsaid });
    await until(isTold(ada), 'a reason');
    expect(await reasonOf(ada)).toBe('refused');
    expect(textsOf(theirs)).toHaveLength(2);
  });

  test('and nothing is taken for a conversation that one is not in, or beyond what one looks after', async () => {
    const notes = await ada.direct(ada);
    expect(codeOf((await schedule(ben, notes)).answer)).toBe('not-found');
    for (let count = 0; count < maxScheduled; count++) await schedule(ada, notes);
    expect(codeOf((await schedule(ada, notes)).answer)).toBe('too-many-scheduled');
  });

  test('nor more of it than a device is told at once, also by making one longer', async () => {
    const [notes, text] = [await ada.direct(ada), '\u0001'.repeat(maxTextLength)];
    const { messageId } = await schedule(ada, notes);
    const answers: unknown[] = [];
    while (answers.at(-1) !== 'too-many-scheduled') answers.push(codeOf((await schedule(ada, notes, { text })).answer));
    expect(answers).toEqual(['done', 'done', 'too-many-scheduled']);
    expect(codeOf(await change(ada, messageId, { text }))).toBe('too-many-scheduled');
    expect(codeOf(await change(ada, messageId, { text: 'Short' }))).toBe('done');
  });

  test('and goes with the account of whoever wrote it', async () => {
    const conversation = await ben.direct(ada);
    await schedule(ben, conversation);
    await ben.call('POST', '/api/account/delete', { current: ben.password });
    nowMs += hour;
    await until(async () => (await server.server.directory.errands.nextDue()) === null, 'nothing to wait');
    expect(textsOf(await open(ada, conversation))).toEqual([]);
  });
});

test('what was cancelled, changed or said is nowhere in the directory', async () => {
  const conversation = await ada.direct(ben);
  const secrets = ['xylophone of the cancelled', 'xylophone of the changed', 'xylophone of the said'] as const;
  const ids = await Promise.all(secrets.map(async (text) => (await schedule(ada, conversation, { text })).messageId));
  expect(await directoryHolds('xylophone')).toBe(true);
  await cancel(ada, must(ids[0], 'an id'));
  await change(ada, must(ids[1], 'an id'), { text: 'Something else', dueAt: nowMs + 9 * hour });
  nowMs += hour;
  await until(async () => (await errandsOf(ada)).scheduled.length === 1, 'one to be left');
  await until(async () => !(await directoryHolds('xylophone')), 'the files to hold none of it');
});

test('what an ended account was to say is nowhere in the directory, nor anything from which it could be guessed', async () => {
  const [text, reply] = ['xylophone later', 'xylophone away'];
  const messageId = freshMessageId();
  const conversationId = await ben.direct(ada);
  const commands = [
    { kind: 'schedule-message', messageId, conversationId, dueAt: nowMs + hour, message: { text } },
    { kind: 'reschedule-message', messageId, dueAt: nowMs + hour, message: { text: reply } },
    {
      kind: 'set-auto-reply',
      autoReply: { isOn: true, text: reply, timeZone: 'UTC', schedule: { kind: 'always' } },
    },
  ] as const;
  for (const command of commands) expect(codeOf(await act(ben, command))).toBe('done');
  expect(await directoryHolds('xylophone')).toBe(true);
  await ben.call('POST', '/api/account/delete', { current: ben.password });
  expect(await directoryHolds('xylophone')).toBe(false);
  for (const command of commands) {
    const hash = createHash('sha256').update(JSON.stringify(command)).digest('base64url');
    expect(await directoryHolds(hash)).toBe(false);
  }
});

async function directoryHolds(text: string): Promise<boolean> {
  const names = (await readdir(server.dataDir)).filter((name) => name.startsWith('directory.db'));
  const files = await Promise.all(names.map((name) => readFile(join(server.dataDir, name))));
  return files.some((bytes) => bytes.includes(text));
}

describe('a server that is killed', () => {
  test.each<PathStep>(['received', 'logged', 'applied', 'acknowledged'])(
    'when a message that goes later is %s says it once',
    { timeout: 120_000 },
    async (step) => {
      const child = await openChildServer();
      try {
        const [writer, second] = await child.people('Ada', 'Ben');
        const reader = must(second, 'Ben');
        const conversation = await writer.direct(reader);
        child.arm({ step, occurrence: 1, delayUs: 0 });
        await schedule(writer, conversation, { dueAt: 0 }).catch(() => null); // it may end before it answers
        await child.ended();
        await child.start();
        const device = await openDevice(reader);
        const theirs = await device.openConversation(conversation);
        await until(() => textsOf(theirs).length > 0, 'the message');
        await until(isDone(writer), 'it to be said');
        expect(textsOf(theirs)).toEqual(['Good morning']);
        await device.close();
      } finally {
        await child.close();
      }
    },
  );
});
