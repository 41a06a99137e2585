// Files between people: chosen offline, sent through bad lines, forwarded, taken back; through the whole engine and a real
// server.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { EngineDevice, EngineDeviceOptions } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => void (journey = await openJourney()));
afterEach(() => journey.close());

const sunny = new File(['sunny'], 'sunny day.txt', { type: 'text/plain' });

async function choose(device: EngineDevice, conversationId: ConversationId, ...files: File[]): Promise<void> {
  const { files: view } = device.messenger;
  const chosen = view.chosenIn(conversationId);
  const before = chosen.get().length;
  view.choose(conversationId, files);
  await until(
    () => chosen.get().length === before + files.length && chosen.get().every(({ state }) => state !== 'keeping'),
    'the files to be kept',
  );
}

function send(device: EngineDevice, conversationId: ConversationId, text: string): string | null {
  return device.messenger.files.send(conversationId, { text, mentions: [], replyTo: null });
}

/** What a device reads of the file of the row with that text. */
async function readOf(device: EngineDevice, conversation: OpenConversation, text: string): Promise<string | null> {
  const item = conversation.items.get().find((one) => one.text === text);
  const file = must(item?.attachments[0], 'a row with a file');
  const blob = await device.messenger.files.read(conversation.conversationId, file);
  return blob === null ? null : blob.text();
}

test('a file chosen offline goes after a restart, once and in its place', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const before = await device.open(conversationId);
  await goOffline(device);
  before.send('before');
  await choose(device, conversationId, sunny);
  expect(await device.messenger.countUnsent()).toBe(2); // what stands in a tray would be lost with it too
  expect(send(device, conversationId, 'with a file')).toBeNull();
  before.send('after');
  await shows(before, ['before (waiting)', 'with a file (waiting)', 'after (waiting)']);
  before.close();
  await device.restart();
  const again = await device.open(conversationId);
  await shows(again, ['before (waiting)', 'with a file (waiting)', 'after (waiting)']);
  device.setNetwork(true);
  await shows(again, ['before (sent)', 'with a file (sent)', 'after (sent)']);
  const bens = await journey.start(ben);
  const seen = await bens.open(conversationId);
  await shows(seen, ['before', 'with a file', 'after']);
  expect(await readOf(bens, seen, 'with a file')).toBe('sunny');
  expect(await device.messenger.countUnsent()).toBe(0);
  await linkIs(device, 'online');
});

test('text never waits behind a file: it is there first, and the file takes its place above it', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { adapt: withheld });
  const mine = await device.open(conversationId);
  const theirs = await (await journey.start(ben)).open(conversationId);
  await choose(device, conversationId, sunny);
  send(device, conversationId, 'with a file');
  mine.send('after');
  await shows(theirs, ['after']);
  await shows(mine, ['with a file (waiting)', 'after (sent)']);
  letGo();
  await shows(theirs, ['with a file', 'after']);
  await shows(mine, ['with a file (sent)', 'after (sent)']);
  const { unread } = theirs;
  expect(unread.get().count).toBe(2);
});

/** Uploads of this device wait until `letGo`. */
let letGo: () => void = () => undefined;
const withheld: Required<EngineDeviceOptions>['adapt'] = (platform) => {
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  return { ...platform, send: async (...sending) => gate.then(() => platform.send(...sending)) };
};

test('both tabs show a message that waits for its file; where the one that sends is killed, the other goes on', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const name = 'two tabs with a file';
  const one = await journey.start(ada, { name, adapt: withheld });
  await choose(one, conversationId, sunny);
  await one.open(conversationId);
  send(one, conversationId, 'with a file');
  const other = await journey.start(ada, { name });
  const shown = await other.open(conversationId);
  await shows(shown, ['with a file (waiting)']);
  one.kill();
  await shows(shown, ['with a file (sent)']);
  expect(await readOf(other, shown, 'with a file')).toBe('sunny');
});

// A file is kept and looked at, the message is written down, its chapter, its log, and that it waits no more.
const instants: [instant: string, time: number][] = [1, 2, 3, 4, 5, 6].flatMap((time): [string, number][] => [
  ['before a value is kept', time],
  ['after a value is kept', time],
]);

test.each(instants)(
  'killed %s, number %i since it was sent, a message with a file arrives once',
  async (instant, time) => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const name = `files killed ${instant} ${time}`;
    let left = Infinity;
    const device = await journey.start(ada, {
      ...{ name, haste: 20 },
      onStep(step) {
        if (step === instant && --left === 0) device.kill();
      },
    });
    await device.open(conversationId);
    await choose(device, conversationId, sunny);
    left = time;
    send(device, conversationId, 'with a file');
    await until(() => left <= 0, 'the kill');
    const later = await journey.start(ada, { name, haste: 20 });
    const mine = await later.open(conversationId);
    const chosen = later.messenger.files.chosenIn(conversationId);
    // Killed before it was written down, it is still chosen: then it is sent again, as a person would.
    await until(() => mine.items.get().length > 0 || chosen.get().length > 0, 'the message or its file');
    if (mine.items.get().length === 0) {
      await until(() => chosen.get().every(({ state }) => state === 'ready'), 'the file to be ready');
      expect(send(later, conversationId, 'with a file')).toBeNull();
    }
    await shows(mine, ['with a file (sent)']);
    expect(chosen.get()).toEqual([]);
    const bens = await journey.start(ben);
    await shows(await bens.open(conversationId), ['with a file']);
    expect(await later.messenger.countUnsent()).toBe(0);
  },
);

test('what is taken back before it has gone was never there, and leaves nothing on the device', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { adapt: withheld });
  const mine = await device.open(conversationId);
  await choose(device, conversationId, sunny);
  send(device, conversationId, 'with a file');
  const [item] = mine.items.get();
  device.messenger.files.cancel(must(item, 'a row').key);
  letGo();
  mine.send('instead');
  await shows(mine, ['instead (sent)']);
  await shows(await (await journey.start(ben)).open(conversationId), ['instead']);
  expect(device.messenger.files.isHere(must(item?.attachments[0], 'a file').hash)).toBe(false);
});

test('a file is forwarded by somebody who does not have it, and no byte of it goes again', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  await device.open(conversationId);
  await choose(device, conversationId, sunny);
  send(device, conversationId, 'with a file');
  const bens = await journey.start(ben);
  const theirs = await bens.open(conversationId);
  await shows(theirs, ['with a file']);
  const notes = await bens.messenger.startDirect(ben.userId);
  const to = notes.status === 'ok' ? notes.conversationId : conversationId;
  await bens.messenger.forward({ from: conversationId, items: theirs.items.get(), to: [to] });
  const own = await bens.open(to);
  await shows(own, ['with a file (sent)']);
  expect(bens.transcript.filter((line) => line.startsWith('PATCH'))).toEqual([]);
  expect(await readOf(bens, own, 'with a file')).toBe('sunny');
});

test('signing out leaves no file on the device', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { name: 'signs out with files' });
  await device.open(conversationId);
  await choose(device, conversationId, sunny);
  send(device, conversationId, 'with a file');
  await until(async () => (await device.messenger.countUnsent()) === 0, 'it to be sent');
  await device.messenger.signOut();
  expect(await device.platform.listDatabases('')).toEqual([]);
});
