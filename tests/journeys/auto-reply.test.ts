// The auto-reply: whom it answers, when, and how often, also over a server that crashes between any two steps.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { directConversationId, type ConversationId } from '../../shared/ids.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import type { AutoReply, Schedule } from '../../shared/rules/auto-reply.ts';
import type { PathStep } from '../../sync-server/path.ts';
import { openChildServer } from '../kit/child-server.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
let nowMs = 0;
const devices: WireDevice[] = [];
const device = async (person: Person, url = server.url) => {
  const opened = await openDevice({ ...person, url });
  devices.push(opened);
  return opened;
};
const options = { now: () => nowMs };

beforeEach(async () => {
  nowMs = Date.parse('2026-07-03T14:00Z'); // a Friday, 16:00 in Berlin
  server = await openTestServer(options);
  const people = await server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const settings = (schedule: Schedule, more: Partial<AutoReply> = {}): AutoReply => ({
  ...{ isOn: true, text: 'Back on Monday', timeZone: 'Europe/Berlin', schedule },
  ...more,
});
const always = settings({ kind: 'always' });
const set = async (person: Person, autoReply: AutoReply) => {
  const { status } = await act(person, { kind: 'set-auto-reply', autoReply });
  expect(status).toBe(200);
};
/** Says something and waits until it stands; an answer is in the same commit. */
const say = async (from: WireDevice, replica: WireReplica, text: string) => {
  from.write(replica, text, (nowMs += 1_000));
  await from.acknowledged(replica);
  await from.heard();
};
const open = async (person: Person, conversation: ConversationId) => {
  const mine = await device(person);
  return { mine, replica: await mine.openConversation(conversation) };
};
const automaticOf = ({ doc }: WireReplica) =>
  [...readLogs(doc)].flatMap(({ author, event }) =>
    event?.kind === 'message' && event.automatic === true ? [{ author, text: event.text }] : [],
  );
const inboxOf = async (person: Person) => (await person.call('GET', '/api/inbox')).body as unknown as InboxAnswer;

describe('an auto-reply', () => {
  test('answers each person once, as its owner and marked, below what it answers, in the same breath', async () => {
    await set(ada, always);
    const { mine, replica } = await open(ben, await ben.direct(ada));
    await say(mine, replica, 'Are you there?');
    expect(textsOf(replica)).toEqual(['Are you there?', 'Back on Monday']);
    expect(automaticOf(replica)).toEqual([{ author: ada.userId, text: 'Back on Monday' }]);
    await say(mine, replica, 'Hello?');
    expect(automaticOf(replica)).toHaveLength(1);
    const cleos = await open(cleo, await cleo.direct(ada));
    await say(cleos.mine, cleos.replica, 'Hello');
    expect(automaticOf(cleos.replica)).toHaveLength(1);
    // Unread for whom it was written to, and no word of theirs for its owner's own devices.
    expect((await inboxOf(ben)).chapters).toMatchObject([{ unread: 1, lastMessage: { text: 'Hello?' } }]);
    expect(new Set((await inboxOf(ada)).chapters.map(({ unread }) => unread))).toEqual(new Set([1, 2]));
    const owners = await open(ada, await ada.direct(ben));
    expect(automaticOf(owners.replica)).toHaveLength(1);
    expect(owners.replica.acked.size).toBe(1); // the server has it, as it has whatever else they wrote
  });

  test('stands below what it answers although that claims a later time', async () => {
    await set(ada, always);
    const { mine, replica } = await open(ben, await ben.direct(ada));
    mine.write(replica, 'From a fast clock', nowMs + 100_000);
    await mine.acknowledged(replica);
    await mine.heard();
    expect(textsOf(replica)).toEqual(['From a fast clock', 'Back on Monday']);
  });

  test('answers nobody in a group, not its owner, not another auto-reply and nothing of what happened', async () => {
    await set(ada, always);
    await set(ben, always);
    const group = await makeGroup([cleo, ada, ben]);
    const inGroup = await open(cleo, group);
    await say(inGroup.mine, inGroup.replica, 'Hello all');
    expect(automaticOf(inGroup.replica)).toEqual([]);
    const notes = await open(ada, await ada.direct(ada));
    await say(notes.mine, notes.replica, 'A note');
    expect(automaticOf(notes.replica)).toEqual([]);
    // Ada writes: Ben's answers her, hers answers nobody.
    const both = await open(ada, await ada.direct(ben));
    await say(both.mine, both.replica, 'Are you away too?');
    expect(automaticOf(both.replica)).toEqual([{ author: ben.userId, text: 'Back on Monday' }]);
  });

  test('does not answer what says of itself that nobody wrote it', async () => {
    await set(ada, always);
    const { mine, replica } = await open(ben, await ben.direct(ada));
    replica.doc
      .getArray(`log/${ben.userId}/${replica.doc.clientID}`)
      .push([{ kind: 'message', id: `msg_${'b'.repeat(24)}`, at: nowMs, text: 'I am away', automatic: true }]);
    await mine.acknowledged(replica);
    await mine.heard();
    expect(automaticOf(replica)).toHaveLength(1);
  });

  test('answers nobody who was blocked, and nobody once its owner is suspended', async () => {
    await set(ben, always);
    await set(cleo, always);
    const { mine, replica } = await open(ada, await ada.direct(ben));
    await act(ben, { kind: 'block-person', userId: ada.userId });
    mine.write(replica, 'Are you there?', nowMs);
    await until(() => replica.closedFor !== null, 'the channel to end');
    expect(automaticOf(replica)).toEqual([]);
    const cleos = await open(ada, await ada.direct(cleo));
    await ada.call('POST', '/api/workspace/people/suspend', { userId: cleo.userId, isSuspended: true });
    await say(cleos.mine, cleos.replica, 'Are you there?');
    expect(automaticOf(cleos.replica)).toEqual([]);
    await ada.call('POST', '/api/workspace/people/suspend', { userId: cleo.userId, isSuspended: false });
    await say(cleos.mine, cleos.replica, 'And now?');
    expect(automaticOf(cleos.replica)).toHaveLength(1);
  });

  test('answers whoever asked to be a contact only from when they are one', async () => {
    await set(ben, always);
    await act(ada, { kind: 'request-contact', userId: ben.userId, text: 'May I?' });
    const conversation = directConversationId(ada.userId, ben.userId);
    const asking = await open(ada, conversation);
    await say(asking.mine, asking.replica, 'May I?');
    expect(automaticOf(asking.replica)).toEqual([]);
    await act(ben, { kind: 'accept-contact', userId: ada.userId });
    const agreed = await asking.mine.openConversation(conversation);
    await say(asking.mine, agreed, 'Thank you');
    expect(automaticOf(agreed)).toHaveLength(1);
  });

  test('answers again in another absence, and not for another text', async () => {
    await set(ada, always);
    const { mine, replica } = await open(ben, await ben.direct(ada));
    await say(mine, replica, 'One');
    await set(ada, { ...always, text: 'Back on Tuesday' });
    await say(mine, replica, 'Two');
    expect(automaticOf(replica)).toHaveLength(1);
    await set(ada, { ...always, isOn: false });
    await say(mine, replica, 'Three');
    expect(automaticOf(replica)).toHaveLength(1);
    await set(ada, { ...always, text: 'Back on Tuesday' });
    await say(mine, replica, 'Four');
    expect(automaticOf(replica).map(({ text }) => text)).toEqual(['Back on Monday', 'Back on Tuesday']);
  });

  test('keeps to the hours of its owner’s zone, each evening an absence of its own', async () => {
    const office = { from: 9 * 60, to: 17 * 60 };
    await set(ada, settings({ kind: 'outside-hours', week: [office, office, office, office, office, null, null] }));
    const { mine, replica } = await open(ben, await ben.direct(ada));
    const answersAfter = async (iso: string) => {
      nowMs = Date.parse(iso);
      await say(mine, replica, iso);
      return automaticOf(replica).length;
    };
    expect(await answersAfter('2026-07-03T14:59Z')).toBe(0);
    expect(await answersAfter('2026-07-03T15:00Z')).toBe(1);
    expect(await answersAfter('2026-07-05T12:00Z')).toBe(1); // still the same weekend
    expect(await answersAfter('2026-07-06T07:00Z')).toBe(1);
    expect(await answersAfter('2026-07-06T20:00Z')).toBe(2);
  });

  test('is told to the devices of its owner alone, and holds after a restart', async () => {
    const { token } = await inboxOf(ada);
    await set(ada, always);
    const { body } = await ada.call('GET', `/api/inbox?since=${encodeURIComponent(token)}`);
    expect((body as unknown as InboxAnswer).errands).toMatchObject({ autoReply: always, scheduled: [] });
    expect((await inboxOf(ben)).errands).toMatchObject({ autoReply: null });
    const conversation = await ben.direct(ada);
    const first = await open(ben, conversation);
    await say(first.mine, first.replica, 'One');
    await server.stop();
    server = await openTestServer({ ...options, dataDir: server.dataDir, port: Number(new URL(server.url).port) });
    const again = await open(ben, conversation);
    await say(again.mine, again.replica, 'Two');
    expect(automaticOf(again.replica)).toHaveLength(1); // no second one for this absence
    const cleos = await open(cleo, await cleo.direct(ada));
    await say(cleos.mine, cleos.replica, 'Three');
    expect(automaticOf(cleos.replica)).toHaveLength(1);
  });

  test('of an account that has ended answers nobody', async () => {
    await set(ben, always);
    const { mine, replica } = await open(cleo, await cleo.direct(ben));
    const { status } = await ben.call('POST', '/api/account/delete', { current: ben.password });
    expect(status).toBe(200);
    await say(mine, replica, 'Are you there?');
    expect(automaticOf(replica)).toEqual([]);
  });

  test('after the message that fills a chapter still answers, and in the next one does not again', async () => {
    await server.close();
    server = await openTestServer({ ...options, chapterLimits: { entries: 4, bytes: 100_000 } });
    const [first, second] = await server.people('Ada', 'Ben');
    const [owner, writer] = [must(first, 'Ada'), must(second, 'Ben')];
    await set(owner, always);
    const conversation = await writer.direct(owner);
    const { mine, replica } = await open(writer, conversation);
    for (const text of ['One', 'Two', 'Three', 'Four']) await say(mine, replica, text);
    const next = await mine.open(chapterName({ conversationId: conversation, chapter: 2 }));
    await say(mine, next, 'Five');
    expect([automaticOf(replica).length, automaticOf(next).length]).toEqual([1, 0]);
    expect(next.closedFor).toBeNull(); // one that is said twice would cost everybody here their channel
  });
});

describe('a server that is killed', () => {
  test.each<PathStep>(['received', 'logged', 'applied', 'acknowledged'])(
    'when a message is %s has, in the end, both the message and its one answer',
    { timeout: 120_000 },
    async (step) => {
      const child = await openChildServer();
      try {
        const [owner, writer] = await child.people('Ada', 'Ben');
        const [away, caller] = [owner, must(writer, 'Ben')];
        await set(away, always);
        const conversation = await caller.direct(away);
        const before = await openDevice(caller);
        const replica = await before.openConversation(conversation);
        child.arm({ step, occurrence: 1, delayUs: 0 });
        before.write(replica, 'Are you there?');
        await child.ended();
        await child.start();
        const after = await openDevice(caller);
        const name = chapterName({ conversationId: conversation, chapter: 1 });
        const again = await after.open(name, { doc: replica.doc });
        await after.acknowledged(again);
        await until(() => automaticOf(again).length > 0, 'the answer');
        after.write(again, 'Still there?');
        await after.acknowledged(again);
        await after.heard();
        expect(textsOf(again)).toEqual(['Are you there?', 'Back on Monday', 'Still there?']);
        await after.close();
      } finally {
        await child.close();
      }
    },
  );
});
