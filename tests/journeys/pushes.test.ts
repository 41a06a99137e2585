// What reaches a device that is closed: which messages, how much of them, and that it is put away once they are read
// elsewhere. A real push service on loopback decrypts what comes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { personalName } from '../../shared/conversation/document-name.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { idBytes, mintEventId, type ConversationId } from '../../shared/ids.ts';
import { markKey, textRoot } from '../../shared/personal/drafts.ts';
import { noMarks, writeMarks, type Marks } from '../../shared/personal/marks.ts';
import { firstStatus } from '../../shared/protocol/presence.ts';
import type { PushPayload } from '../../shared/protocol/push-api.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openPushService, type PushedDevice, type PushService } from '../kit/push-service.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let service: PushService;
let publicKey = '';
let [ada, ben, cleo]: Person[] = [];
let nowMs = 0;
const devices: WireDevice[] = [];

beforeEach(async () => {
  nowMs = Date.parse('2026-07-03T14:00Z'); // a Friday, 16:00 in Berlin
  server = await openTestServer({ now: () => nowMs, pushesToLocal: true });
  service = await openPushService(() => publicKey);
  [ada, ben, cleo] = await server.people('Ada', 'Ben', 'Cleo');
  publicKey = String((await must(ada, 'Ada').call('GET', '/api/push')).body['key']);
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
  await service.close();
});

const people = () => [must(ada, 'Ada'), must(ben, 'Ben'), must(cleo, 'Cleo')] as const;
const linked = async (person: Person) => {
  const device = await openDevice(person);
  devices.push(device);
  return device;
};

/** A device of theirs that is closed, and to which pushes go. */
async function asleep(person: Person, showsContent = false): Promise<PushedDevice> {
  const device = service.subscribe();
  const body = { subscription: device.subscription, showsContent };
  expect((await person.call('POST', '/api/push/device', body)).status).toBe(200);
  return device;
}

/** Somebody who writes in a conversation; what they say is on the disk once `say` answers. */
async function writer(person: Person, conversationId: ConversationId) {
  const device = await linked(person);
  const replica = await device.openConversation(conversationId);
  return {
    device,
    replica,
    say: async (text: string): Promise<string> => {
      const { id } = device.write(replica, text, (nowMs += 1_000));
      await device.acknowledged(replica);
      return id;
    },
  };
}

const idsOf = ({ told }: PushedDevice) => told.flatMap((one: PushPayload) => (one.kind === 'message' ? [one.id] : []));
/** Waits until a device was told of this one, and expects that it was told of these alone. */
async function expectTold(device: PushedDevice, ids: readonly string[]): Promise<void> {
  const last = must(ids.at(-1), 'one to wait for');
  await until(() => (idsOf(device) as string[]).includes(last), 'the push', 10_000).catch(() => undefined);
  expect(idsOf(device)).toEqual(ids);
}

async function mark(person: Person, conversationId: ConversationId, change: Partial<Marks>): Promise<void> {
  const device = await linked(await person.signInAgain());
  device.tell({ kind: 'active', isActive: false });
  const own: WireReplica = await device.open(personalName({ userId: person.userId, generation: 1 }));
  const text = own.doc.getText(textRoot(markKey(conversationId)));
  own.doc.transact(() => {
    text.delete(0, text.length);
    text.insert(0, writeMarks({ ...noMarks, ...change }) || ' ');
  });
  await device.acknowledged(own);
  await device.heard();
}

const clocksOf = ({ doc }: WireReplica) => ({ [doc.clientID]: Y.getState(doc.store, doc.clientID) });

/** As one more device of theirs, on which they have seen all that was written, or what these clocks say. */
async function read(
  person: Person,
  conversationId: ConversationId,
  replica: WireReplica,
  clocks = clocksOf(replica),
): Promise<void> {
  const desk = await person.signInAgain();
  const answer = await desk.call('POST', '/api/reads', {
    chapters: [{ conversationId, chapter: 1, epoch: 0, clocks }],
  });
  expect(answer.status).toBe(200);
}

async function pair(showsContent = false) {
  const [from, to] = people();
  const conversationId = await from.direct(to);
  await to.direct(from);
  const phone = await asleep(to, showsContent);
  return { from, to, conversationId, phone, ...(await writer(from, conversationId)) };
}

describe('a push', () => {
  test('tells a closed device of a message, and nothing of what it says', async () => {
    const { say, phone, conversationId } = await pair();
    const id = await say('Lunch?');
    await expectTold(phone, [id]);
    expect(phone.told).toEqual([{ kind: 'message', conversationId, id, at: nowMs, content: null }]);
  });

  test('says who wrote what where the device is to show it, in one line of bounded length', async () => {
    const { say, phone } = await pair(true);
    await say(`**Lunch**\n${'x'.repeat(10_000)}`);
    await until(() => phone.told.length > 0, 'the push');
    const [told] = phone.told;
    const content = told?.kind === 'message' ? told.content : null;
    expect(content).toMatchObject({ name: 'Ada', title: null, isMentioned: false });
    expect(content?.text).toMatch(/^Lunch x/);
    expect(content?.text.length).toBeLessThan(1_000);
  });

  test('does not come to whoever wrote it, on none of their devices', async () => {
    const { from, phone, say } = await pair();
    const own = await asleep(await from.signInAgain());
    await expectTold(phone, [await say('hello')]);
    expect(own.told).toEqual([]);
  });

  test('is as long for a word as for a page, and for a device that shows neither', async () => {
    const { to, say } = await pair();
    const other = await asleep(await to.signInAgain(), true);
    const ids = [await say('no'), await say('long '.repeat(100))];
    await expectTold(other, ids);
    await until(() => service.headers.length === 4, 'both devices to be told of both');
    expect(new Set(service.headers.map((one) => one['content-length'])).size).toBe(1);
  });

  test('goes on after the server was started anew', async () => {
    const [from, to] = people();
    const conversationId = await from.direct(to);
    const phone = await asleep(to);
    const { dataDir, url } = server;
    await server.stop();
    server = await openTestServer({ dataDir, port: Number(new URL(url).port), now: () => nowMs, pushesToLocal: true });
    const { say } = await writer(from, conversationId);
    await expectTold(phone, [await say('hello')]);
  });

  test('tells of many messages that come at once as of one', async () => {
    const { phone, conversationId, from } = await pair();
    const device = await linked(await from.signInAgain());
    const replica = await device.openConversation(conversationId);
    let last = '';
    replica.doc.transact(() => {
      for (let count = 0; count < 50; count++) ({ id: last } = device.write(replica, `${count}`, (nowMs += 1)));
    });
    await device.acknowledged(replica);
    await expectTold(phone, [last]);
  });

  test('comes as soon as the device before which they sat is closed', async () => {
    const { to, phone, say } = await pair();
    const desk = await linked(await to.signInAgain());
    await desk.heard();
    await say('unheard');
    await desk.close();
    const presence = await linked(await to.signInAgain());
    presence.tell({ kind: 'active', isActive: false });
    await presence.heard();
    await expectTold(phone, [await say('heard')]);
  });

  test('that one device cannot be sent does not keep others from theirs', async () => {
    const { to, phone, say } = await pair();
    const other = await to.signInAgain();
    const broken = await asleep(other);
    broken.answer = (response) => void response.writeHead(410).end();
    const [one, two] = [await say('one'), await say('two')];
    await expectTold(phone, [one, two]);
    await until(async () => (await other.call('GET', '/api/push')).body['device'] === null, 'the other to be gone');
    const { tries } = broken;
    await expectTold(phone, [one, two, await say('three')]);
    expect(broken.tries).toBe(tries);
  });
});

test('an auto-reply rings nowhere', async () => {
  const { from, to, conversationId, phone, say } = await pair();
  const own = await asleep(await from.signInAgain());
  const autoReply = { isOn: true, text: 'Away', timeZone: 'UTC', schedule: { kind: 'always' } } as const;
  await act(to, { kind: 'set-auto-reply', autoReply });
  const id = await say('hello');
  await expectTold(phone, [id]);
  for (const one of devices.splice(0)) await one.close();
  const bens = await writer(to, conversationId);
  await until(() => textsOf(bens.replica).includes('Away'), 'the answer');
  await expectTold(own, [await bens.say('here I am')]);
});

describe('nobody is told', () => {
  test.each<[string, Partial<Marks>]>([
    ['where they have muted it', { mutedUntil: 'always' }],
    ['where nothing calls them', { notice: 'none' }],
  ])('%s', async (_, marks) => {
    const { to, conversationId, phone, say } = await pair();
    await mark(to, conversationId, marks);
    await say('unheard');
    await mark(to, conversationId, {});
    await expectTold(phone, [await say('heard')]);
  });

  test('of more than what mentions them, where they have chosen so', async () => {
    const [from, to, third] = people();
    const conversationId = await makeGroup([from, to, third]);
    const phone = await asleep(to);
    await mark(to, conversationId, { notice: 'mentions' });
    const { say, device, replica } = await writer(from, conversationId);
    await say('to all');
    const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(idBytes)));
    const event = { kind: 'message', id, at: (nowMs += 1_000) } as const;
    appendEvent(replica.doc, from.userId, {
      ...event,
      text: '@Ben look',
      mentions: [{ who: to.userId, label: 'Ben' }],
    });
    await device.acknowledged(replica);
    await expectTold(phone, [event.id]);
  });

  test('who does not want to be disturbed', async () => {
    const { to, phone, say } = await pair();
    const set = (availability: 'present' | 'do-not-disturb') =>
      to.call('POST', '/api/status', { ...firstStatus, availability });
    await set('do-not-disturb');
    await say('unheard');
    await set('present');
    await expectTold(phone, [await say('heard')]);
  });

  test('in their quiet hours, by the clock of their zone', async () => {
    const { to, phone, say } = await pair();
    const quiet = { timeZone: 'Europe/Berlin', from: 15 * 60, to: 17 * 60 };
    expect((await to.call('POST', '/api/push/quiet', { quiet })).status).toBe(200);
    await say('unheard');
    nowMs += 60 * 60_000;
    await expectTold(phone, [await say('heard')]);
  });

  test('while somebody sits before another device of theirs', async () => {
    const { to, phone, say } = await pair();
    const desk = await linked(await to.signInAgain());
    await desk.heard();
    await say('unheard');
    desk.tell({ kind: 'attention', isHere: false });
    await desk.heard();
    const heard = await say('heard');
    await expectTold(phone, [heard]);
    desk.tell({ kind: 'attention', isHere: true });
    await desk.heard();
    await say('unheard again');
    desk.tell({ kind: 'active', isActive: false });
    await desk.heard();
    await expectTold(phone, [heard, await say('heard again')]);
  });

  test('who has blocked its writer, also where they are in a group together', async () => {
    const [from, to, third] = people();
    const conversationId = await makeGroup([from, to, third]);
    const [bens, cleos] = [await asleep(to), await asleep(third)];
    await act(to, { kind: 'block-person', userId: from.userId });
    const { say } = await writer(from, conversationId);
    await expectTold(cleos, [await say('unheard')]);
    const other = await writer(third, conversationId);
    await expectTold(bens, [await other.say('heard')]);
  });

  test('who sat before this browser under another account', async () => {
    const { to, phone, say } = await pair();
    await expectTold(phone, [await say('heard')]);
    const [, , third] = people();
    const body = { subscription: phone.subscription, showsContent: true };
    expect((await third.call('POST', '/api/push/device', body)).status).toBe(200);
    const other = await asleep(await to.signInAgain());
    await expectTold(other, [await say('not for Cleo')]);
    expect(idsOf(phone)).toHaveLength(1);
  });

  test('who is in the group no more, or has come later than it was said', async () => {
    const [from, to, third] = people();
    const conversationId = await makeGroup([from, third]);
    const [bens, cleos] = [await asleep(to), await asleep(third)];
    const { say } = await writer(from, conversationId);
    const before = await say('before Ben');
    await expectTold(cleos, [before]);
    await act(from, { kind: 'add-members', conversationId, userIds: [to.userId] });
    await act(third, { kind: 'leave-group', conversationId });
    await expectTold(bens, [await say('after Cleo')]);
    expect(idsOf(cleos)).toEqual([before]);
  });

  test('on a device that was signed out, nor who is suspended', async () => {
    const [from, to, third] = people();
    const conversationId = await makeGroup([from, to, third]);
    const second = await to.signInAgain();
    const [left, stays] = [await asleep(second), await asleep(third)];
    expect((await second.call('POST', '/api/sign-out', {})).status).toBe(200);
    const suspended = await asleep(to);
    await from.call('POST', '/api/workspace/people/suspend', { userId: to.userId, isSuspended: true });
    const { say } = await writer(from, conversationId);
    await expectTold(stays, [await say('hello')]);
    expect([...left.told, ...suspended.told]).toEqual([]);
  });

  test('who has taken the device’s subscription back', async () => {
    const { to, phone, say } = await pair();
    await expectTold(phone, [await say('heard')]);
    const other = await asleep(await to.signInAgain());
    expect((await to.call('POST', '/api/push/device/remove', {})).status).toBe(200);
    await expectTold(other, [await say('on the other')]);
    expect(idsOf(phone)).toHaveLength(1);
  });
});

describe('what was told', () => {
  test('is put away once it is read on another device, once', async () => {
    const { to, phone, say, conversationId, replica } = await pair();
    await expectTold(phone, [await say('hello')]);
    const desk = await asleep(await to.signInAgain());
    await read(to, conversationId, replica);
    await until(() => phone.told.length > 1, 'the clear', 5_000).catch(() => undefined);
    expect(phone.told.slice(1)).toEqual([{ kind: 'clear', conversationId }]);
    // A device that was told of nothing has nothing to put away, nor has one that was told so already.
    await read(to, conversationId, replica);
    const id = await say('again');
    await expectTold(desk, [id]);
    await until(() => (idsOf(phone) as string[]).includes(id), 'the push to the phone');
    expect(phone.told.map(({ kind }) => kind)).toEqual(['message', 'clear', 'message']);
  });

  test('stays where something is unread still', async () => {
    const { to, phone, say, conversationId, replica } = await pair();
    const first = await say('one');
    const clocks = clocksOf(replica);
    await expectTold(phone, [first, await say('two')]);
    await read(to, conversationId, replica, clocks);
    await expectTold(phone, [...idsOf(phone), await say('three')]);
    expect(phone.told.filter(({ kind }) => kind === 'clear')).toEqual([]);
  });
});
