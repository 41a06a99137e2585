// The client's engine and the real server together: what people do with their devices, online and off.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { makeClock } from '../../shared/clock.ts';
import { openLiveChapter } from '../../client/engine/conversation/open-live-chapter.ts';
import { openLink } from '../../client/engine/link/open-link.ts';
import { makeBerths } from '../../client/engine/replica/berths.ts';
import { noOutbox, linesOf, startDevice, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append, AppendOutcome } from '../../sync-server/update-log/update-log.ts';

/** A log whose disk can be full for a while. */
class FailingLog extends MemoryUpdateLog {
  failuresLeft = 0;
  override append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    if (batch.length === 0 || this.failuresLeft === 0) return super.append(batch);
    this.failuresLeft--;
    return Promise.resolve(batch.map(() => ({ status: 'failed', error: new Error('disk full') })));
  }
}

let server: TestServer;
const devices = new Set<EngineDevice>();
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(async () => {
  for (const device of devices) await device.close();
  devices.clear();
  await server.close();
});

async function start(person: Person, options?: EngineDeviceOptions): Promise<EngineDevice> {
  const device = await startDevice(person, options);
  devices.add(device);
  return device;
}

async function shows(conversation: OpenConversation, lines: string[]): Promise<void> {
  const isThere = () => JSON.stringify(linesOf(conversation)) === JSON.stringify(lines);
  await until(isThere, `${JSON.stringify(lines)}, not ${JSON.stringify(linesOf(conversation))}`).catch(() => undefined);
  expect(linesOf(conversation)).toEqual(lines);
}

async function linkIs(device: EngineDevice, status: string): Promise<void> {
  await until(() => device.messenger.link.get().status === status, `the link to be ${status}`);
}

async function twoPeople() {
  const [ada, ben] = await server.people('Ada', 'Ben');
  if (ada === undefined || ben === undefined) throw new Error('two people were asked for');
  return { ada, ben, conversationId: await ada.direct(ben) };
}

describe('a message', () => {
  test('arrives once and in order on both sides and is marked as sent', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const mine = await (await start(ada)).open(conversationId);
    const theirs = await (await start(ben)).open(conversationId);
    expect(mine.send('good morning')).toBeNull();
    await shows(theirs, ['good morning']);
    expect(theirs.send('hello')).toBeNull();
    await shows(mine, ['good morning (sent)', 'hello']);
    await shows(theirs, ['good morning', 'hello (sent)']);
  });

  test('written with no network waits truthfully and is sent when there is one', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const theirs = await (await start(ben)).open(conversationId);
    const device = await start(ada);
    const mine = await device.open(conversationId);
    await linkIs(device, 'online');
    device.setNetwork(false);
    await linkIs(device, 'offline');
    mine.send('from the tunnel');
    await shows(mine, ['from the tunnel (waiting)']);
    device.setNetwork(true);
    await shows(mine, ['from the tunnel (sent)']);
    await shows(theirs, ['from the tunnel']);
  });

  test('written with no network survives a restart and arrives once after two reconnects', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const theirs = await (await start(ben)).open(conversationId);
    const device = await start(ada);
    (await device.open(conversationId)).send('before');
    await shows(theirs, ['before']);
    device.setNetwork(false);
    (await device.open(conversationId)).send('in the tunnel');
    await device.restart();
    await shows(await device.open(conversationId), ['before (sent)', 'in the tunnel (waiting)']);
    device.setNetwork(true);
    await shows(theirs, ['before', 'in the tunnel']);
    device.setNetwork(false);
    device.setNetwork(true);
    await linkIs(device, 'online');
    await shows(await device.open(conversationId), ['before (sent)', 'in the tunnel (sent)']);
    await shows(theirs, ['before', 'in the tunnel']);
  });

  test('of one device stands on the other device of the same person, as sent', async () => {
    const { ada, conversationId } = await twoPeople();
    const desk = await (await start(ada)).open(conversationId);
    const phone = await (await start(ada)).open(conversationId);
    desk.send('from the desk');
    await shows(phone, ['from the desk (sent)']);
    phone.send('from the phone');
    await shows(desk, ['from the desk (sent)', 'from the phone (sent)']);
  });

  test('of nothing but white space, or too long, is not taken', async () => {
    const { ada, conversationId } = await twoPeople();
    const mine = await (await start(ada)).open(conversationId);
    expect(mine.send(' \n\t')).toBe('empty');
    expect(mine.send('x'.repeat(16_001))).toBe('too-long');
    expect(mine.send(' \ud800 kept ')).toBeNull();
    await shows(mine, [' \ufffd kept  (sent)']);
  });
});

describe('the list of conversations', () => {
  test('shows a conversation that somebody else began, with its message, before it is opened', async () => {
    const [ada, ben] = await server.people('Ada', 'Ben');
    const listener = await start(ben!);
    await linkIs(listener, 'online');
    const writer = await start(ada!);
    await writer.messenger.findPeople(ben!.name);
    const outcome = await writer.messenger.startDirect(ben!.userId);
    if (outcome.status !== 'ok') throw new Error(outcome.code);
    (await writer.open(outcome.conversationId)).send('may I?');
    const lastTexts = () => listener.messenger.conversations.get().map(({ lastMessage }) => lastMessage?.text);
    await until(() => lastTexts()[0] === 'may I?', 'the message in the list');
    expect(lastTexts()).toEqual(['may I?']);
  });

  test('is there at once on a start with no network', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const device = await start(ada);
    (await device.open(conversationId)).send('good night');
    await until(() => device.messenger.conversations.get()[0]?.lastMessage?.text === 'good night', 'the list');
    device.setNetwork(false);
    await device.restart();
    const [first] = device.messenger.conversations.get();
    expect(first?.members.map(({ name }) => name).sort()).toEqual([ada.name, ben.name]);
    expect(first?.lastMessage?.text).toBe('good night');
  });
});

describe('the link', () => {
  test('comes back after the server was restarted, and says so', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const device = await start(ada);
    const mine = await device.open(conversationId);
    mine.send('before');
    await shows(mine, ['before (sent)']);
    await server.stop();
    await until(() => device.messenger.link.get().status !== 'online', 'the loss to be noticed');
    mine.send('meanwhile');
    await shows(mine, ['before (sent)', 'meanwhile (waiting)']);
    server = await openTestServer({ dataDir: server.dataDir });
    device.moveTo(server.url);
    await shows(mine, ['before (sent)', 'meanwhile (sent)']);
    expect(device.messenger.link.get()).toEqual({ status: 'online' });
    const theirs = await (await start({ ...ben, url: server.url })).open(conversationId);
    await shows(theirs, ['before', 'meanwhile']);
  });

  test('stops for good when the session has ended, and keeps what is on the device', async () => {
    const { ada, conversationId } = await twoPeople();
    const device = await start(ada);
    const mine = await device.open(conversationId);
    mine.send('kept');
    await shows(mine, ['kept (sent)']);
    await ada.call('POST', '/api/sign-out', {});
    await linkIs(device, 'refused');
    expect(device.messenger.link.get()).toEqual({ status: 'refused', reason: 'signed-out' });
    await shows(mine, ['kept (sent)']);
  });
});

describe('a channel', () => {
  test('sends no update on a new socket before it has told the server all it has', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const theirs = await (await start(ben)).open(conversationId);
    const device = await start(ada);
    const mine = await device.open(conversationId);
    await linkIs(device, 'online');
    device.setNetwork(false);
    mine.send('one');
    const before = device.sent.length;
    // The link is open and the channel is not: the moment in which an update would make a gap.
    const stop = device.messenger.link.subscribe(() => {
      if (device.messenger.link.get().status === 'online') mine.send('two');
    });
    device.setNetwork(true);
    await shows(theirs, ['one', 'two']);
    await shows(mine, ['one (sent)', 'two (sent)']);
    stop();
    const sent = device.sent.slice(before);
    // Two documents: the conversation's chapter and this person's own. What says who is there has no order with them.
    const kinds = new Set(sent.slice(sent.lastIndexOf('connect')).filter((kind) => kind !== 'signal'));
    expect([...kinds]).toEqual(['connect', 'authenticate', 'sync step 1', 'sync step 2']);
  });

  test('that was let go and opened again on the same link is alive both ways', async () => {
    const { ada, ben, conversationId } = await twoPeople();
    const theirs = await (await start(ben)).open(conversationId);
    const { platform } = await start(ada);
    const link = openLink({ platform, me: ada.userId });
    const [berths, recoveries] = [makeBerths(), platform.openTable('again/recoveries')];
    const open = () => {
      const clock = makeClock(() => platform.nowMs());
      return openLiveChapter({
        follower: () => undefined,
        ...{ platform, link, berths, recoveries, clock, me: ada.userId },
        ...{ conversationId, chapter: 1, diskPrefix: 'again', outbox: noOutbox },
      });
    };
    const first = open();
    await until(() => first.state.get().status === 'ready', 'the first opening');
    first.send('one');
    await shows(theirs, ['one']);
    await first.close();
    const second = open();
    await until(() => second.items.get().length === 1 && second.state.get().status === 'ready', 'the second opening');
    expect(second.send('two')).toBeNull();
    await shows(theirs, ['one', 'two']);
    theirs.send('three');
    await until(() => second.items.get().length === 3, 'an answer after the second opening');
    await second.close();
    link.close();
  });
});

describe('what the server refuses', () => {
  test('for now, because its disk is full, waits and arrives once when there is room', async () => {
    const log = new FailingLog(randomBytes);
    await server.close();
    server = await openTestServer({ log });
    const { ada, ben, conversationId } = await twoPeople();
    const theirs = await (await start(ben, { haste: 50 })).open(conversationId);
    const mine = await (await start(ada, { haste: 50 })).open(conversationId);
    mine.send('one');
    await shows(theirs, ['one']);
    log.failuresLeft = 3;
    mine.send('two');
    await until(() => log.failuresLeft === 0, 'three failed attempts');
    await shows(mine, ['one (sent)', 'two (sent)']);
    mine.send('three');
    await shows(theirs, ['one', 'two', 'three']);
  });
});

test('a conversation of others cannot be opened and tells nothing', async () => {
  const [ada, ben, eve] = await server.people('Ada', 'Ben', 'Eve');
  const conversationId = await ada!.direct(ben!);
  const opened = await (await start(eve!)).open(conversationId);
  await until(() => opened.state.get().status === 'unavailable', 'the denial');
  expect(opened.state.get()).toEqual({ status: 'unavailable', code: 'not-found' });
  expect(opened.send('let me in')).toBe('not-ready');
});
