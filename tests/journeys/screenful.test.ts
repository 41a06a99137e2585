// A conversation that is opened cold shows at once what it showed last, before any of its documents is read, and then
// what they say.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { Platform } from '../../client/engine/platform.ts';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { linesOf, type EngineDevice } from '../kit/engine-device.ts';
import { fillChapters } from '../kit/fill-chapters.ts';
import { linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

const chapterLimits = { entries: 5, bytes: 100_000 };
let name: string;
let letThemBeRead: () => void;
let journey: Journey;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;

beforeEach(async () => {
  journey = await openJourney({ chapterLimits });
  ({ ada, ben, conversationId } = await journey.twoPeople());
  name = `browser of ${ada.userId}`;
  letThemBeRead = () => undefined;
});
afterEach(() => {
  letThemBeRead();
  return journey.close();
});

/** A device whose documents are read when a test says so, or only that of this chapter. */
function withSlowDocuments(slow?: number): { adapt: (platform: Platform) => Platform } {
  const allowed = new Promise<void>((resolve) => (letThemBeRead = resolve));
  const adapt = (platform: Platform): Platform => ({
    ...platform,
    openDisk(database, doc) {
      const disk = platform.openDisk(database, doc);
      if (slow !== undefined && !database.endsWith(chapterName({ conversationId, chapter: slow }))) return disk;
      return {
        state: disk.state,
        whenLoaded: allowed.then(() => disk.whenLoaded),
        whenStored: () => disk.whenStored(),
        readAgain: () => disk.readAgain(),
        readNote: (key) => disk.readNote(key),
        changeNote: (key, change) => disk.changeNote(key, change),
        close: () => disk.close(),
      };
    },
  });
  return { adapt };
}

/** What is kept on the disk of a device. */
async function keptOn({ platform }: EngineDevice): Promise<string> {
  const table = platform.openTable(`${personPrefix(platform, ada.userId)}/screenfuls`);
  const reading = await table.readAll();
  table.close();
  return JSON.stringify(reading.status === 'read' ? [...reading.values] : []);
}

async function keeps(device: EngineDevice, ...texts: string[]): Promise<void> {
  await until(
    async () => {
      const kept = await keptOn(device);
      return texts.every((text) => kept.includes(text));
    },
    'the rows to be kept',
    20_000,
  );
}

const textsOf = (open: OpenConversation) => open.items.get().map(({ text }) => text);

async function twoLines(): Promise<void> {
  const there = await journey.start(ben);
  await linkIs(there, 'online');
  const theirs = await there.open(conversationId);
  theirs.send('one');
  await shows(theirs, ['one (sent)']);
  const first = await journey.start(ada, { name });
  await linkIs(first, 'online');
  const mine = await first.open(conversationId);
  await shows(mine, ['one']);
  mine.noteSeen(mine.items.get().map(({ key }) => key));
  mine.send('two');
  await until(() => linesOf(mine).join() === 'one,two (sent)', 'two to be sent', 20_000);
  await keeps(first, 'one', 'two');
  await there.close();
  await first.close();
}

test('it shows what it showed last before its document is read, online and offline, with the marks as last known', async () => {
  await twoLines();
  for (const hasNetwork of [false, true]) {
    const { adapt } = withSlowDocuments();
    const device = await journey.start(ada, { name, hasNetwork, adapt });
    const open = device.messenger.openConversation(conversationId);
    await shows(open, ['one', 'two (sent)']);
    expect([open.state.get().status, open.send('too early')]).toEqual(['opening', 'not-ready']);
    open.noteSeen(open.items.get().map(({ key }) => key)); // asks nothing of what is not read
    const keys = open.items.get().map(({ key }) => key);
    let isReady = false;
    void open.whenReady().then((is) => (isReady = is));
    await new Promise((resolve) => setTimeout(resolve));
    expect(isReady).toBe(false);
    letThemBeRead();
    await until(() => isReady, 'it to be ready for what is written');
    await until(() => open.state.get().status === 'ready', 'the document to be read', 20_000);
    await shows(open, ['one', 'two (sent)']);
    expect(open.items.get().map(({ key }) => key)).toEqual(keys);
    await device.close();
  }
});

test('what was deleted does not come back, whether the conversation was shown then or only fetched', async () => {
  const writer = await openDevice(ben);
  const replica = await writer.open(chapterName({ conversationId, chapter: 1 }));
  const [first, second] = [writer.write(replica, 'secret one'), writer.write(replica, 'secret two')];
  await writer.acknowledged(replica);
  const device = await journey.start(ada, { name });
  await linkIs(device, 'online');
  const open = await device.open(conversationId);
  await until(() => open.items.get().length === 2, 'both to be here', 20_000);
  open.noteSeen(open.items.get().map(({ key }) => key));
  await keeps(device, 'secret one', 'secret two');
  writer.erase(replica, first.id, first.at);
  await until(() => textsOf(open).includes(null), 'it to be deleted', 20_000);
  device.kill(); // before anything that is done later
  const { adapt } = withSlowDocuments();
  const again = await journey.start(ada, { name, hasNetwork: false, adapt });
  await until(async () => !(await keptOn(again)).includes('secret one'), 'the disk to have taken it', 20_000);
  const early = again.messenger.openConversation(conversationId);
  await until(() => early.items.get().length > 0, 'what it showed last', 20_000);
  expect(textsOf(early)).toEqual([null, 'secret two']);
  letThemBeRead();
  await again.close();
  writer.erase(replica, second.id, second.at);
  await writer.acknowledged(replica);
  const fetching = await journey.start(ada, { name });
  await until(async () => !(await keptOn(fetching)).includes('secret two'), 'it to be fetched', 20_000);
  await writer.close();
});

test('what came since is added to it, and nothing unread is passed over', async () => {
  await twoLines();
  const writer = await openDevice(ben);
  const replica = await writer.open(chapterName({ conversationId, chapter: 1 }));
  writer.write(replica, 'three');
  await writer.acknowledged(replica);
  const { adapt } = withSlowDocuments();
  const device = await journey.start(ada, { name, adapt });
  await linkIs(device, 'online');
  const open = device.messenger.openConversation(conversationId);
  await shows(open, ['one', 'two (sent)']);
  await until(() => open.unread.get().count === 1, 'the list to hear of it', 20_000);
  letThemBeRead();
  await shows(open, ['one', 'two (sent)', 'three']);
  await until(() => open.unread.get().first !== null, 'it to be unread', 20_000);
  expect(open.unread.get()).toMatchObject({ count: 1, late: [] });
  await writer.close();
});

test('whoever goes to a message while it is being read keeps what is shown until they are led there', async () => {
  await twoLines();
  const { adapt } = withSlowDocuments();
  const device = await journey.start(ada, { name, hasNetwork: false, adapt });
  const open = device.messenger.openConversation(conversationId);
  await shows(open, ['one', 'two (sent)']);
  const { key, at, id } = must(open.items.get()[0], 'one');
  const way = open.goTo({ at, id });
  expect(linesOf(open)).toEqual(['one', 'two (sent)']);
  letThemBeRead();
  expect(await way).toBe(key);
  expect(linesOf(open)).toEqual(['one', 'two (sent)']);
});

test('it is not ready while rows of an earlier chapter stand in', async () => {
  let lastAt = 0;
  const nextAt = () => (lastAt = Math.max(Date.now(), lastAt + 1));
  await fillChapters({
    people: [ada, ben],
    ...{ conversationId, limits: chapterLimits, chapters: 2, inLast: 1, nextAt },
  });
  const first = await journey.start(ada, { name });
  await linkIs(first, 'online');
  const mine = await first.open(conversationId);
  await until(() => {
    mine.showOlder();
    return mine.items.get().length === 6 && mine.edges.get().older === 'none';
  }, 'all of it');
  mine.noteSeen(mine.items.get().map(({ key }) => key));
  await keeps(first, '1.0', '2.0');
  await first.close();
  const { adapt } = withSlowDocuments(1);
  const device = await journey.start(ada, { name, adapt });
  const open = device.messenger.openConversation(conversationId);
  await until(() => open.items.get().length === 6, 'what it showed last', 20_000);
  const theirs = await (await journey.start(ben)).open(conversationId);
  theirs.send('new');
  await until(() => textsOf(open).includes('new'), 'the newest chapter to be read', 20_000);
  expect([textsOf(open).length, open.state.get().status]).toEqual([7, 'opening']);
  letThemBeRead();
  await until(() => open.state.get().status === 'ready', 'the earlier one to be read', 20_000);
  expect(textsOf(open)).toHaveLength(7);
  open.noteSeen(open.items.get().map(({ key }) => key));
  await until(() => open.unread.get().count === 0, 'all to be read', 20_000);
});

test('it leaves the device with the person', async () => {
  await twoLines();
  const device = await journey.start(ada, { name });
  await linkIs(device, 'online');
  await device.messenger.signOut();
  expect(await device.platform.listDatabases('')).toEqual([]);
});
