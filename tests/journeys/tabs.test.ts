// Two tabs of one browser: they show the same at once, with and without a network, and one of them may die at any time.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../kit/person.ts';
import { deliveredOf, type EngineDevice, type EngineDeviceOptions } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
let names = 0;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

async function twoTabs(person: Person, hasNetwork: boolean): Promise<[EngineDevice, EngineDevice]> {
  const name = `browser-${names++}`;
  const options = { name, hasNetwork, haste: 5 };
  const tabs: [EngineDevice, EngineDevice] = [
    await journey.start(person, options),
    await journey.start(person, options),
  ];
  for (const tab of tabs) await linkIs(tab, hasNetwork ? 'online' : 'offline');
  return tabs;
}

describe('two tabs without a network', () => {
  test('show the same, interleaved, at once', async () => {
    const { ada, conversationId } = await journey.twoPeople();
    const [one, other] = await twoTabs(ada, false);
    const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
    const lines: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (const [name, tab] of [
        ['left', left],
        ['right', right],
      ] as const) {
        tab.send(`${name} ${round}`);
        lines.push(`${name} ${round} (waiting)`);
        await shows(left, lines);
        await shows(right, lines);
      }
    }
    expect(left.items.get().map(({ key }) => key)).toEqual(right.items.get().map(({ key }) => key));
  });

  test('keep the order of writing everywhere though their clock stands still', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const options = { name: `browser-${names++}`, hasNetwork: false, haste: 5, frozenAtMs: Date.now() };
    const [one, other] = [await journey.start(ada, options), await journey.start(ada, options)];
    const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
    const texts: string[] = [];
    for (let round = 0; round < 6; round++) {
      const [tab, reader] = round % 2 === 0 ? [left, right] : [right, left];
      for (const text of [`${round} first`, `${round} second`]) {
        tab.send(text);
        texts.push(text);
      }
      await until(() => reader.items.get().length === texts.length, 'the other tab to hear of it');
    }
    for (const tab of [left, right])
      await shows(
        tab,
        texts.map((text) => `${text} (waiting)`),
      );
    for (const tab of [one, other]) tab.setNetwork(true);
    await shows(theirs, texts);
    for (const tab of [left, right])
      await shows(
        tab,
        texts.map((text) => `${text} (sent)`),
      );
    await shows(
      await (await journey.start(ada)).open(conversationId),
      texts.map((text) => `${text} (sent)`),
    );
  });

  test('lose nothing when one is killed, and the other sends it all once', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const [one, other] = await twoTabs(ada, false);
    const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
    left.send('left 1');
    await shows(right, ['left 1 (waiting)']);
    right.send('right 1');
    await shows(left, ['left 1 (waiting)', 'right 1 (waiting)']);
    left.send('left 2');
    await shows(right, ['left 1 (waiting)', 'right 1 (waiting)', 'left 2 (waiting)']);
    one.kill();
    right.send('right 2');
    other.setNetwork(true);
    await shows(theirs, ['left 1', 'right 1', 'left 2', 'right 2']);
    await shows(right, ['left 1 (sent)', 'right 1 (sent)', 'left 2 (sent)', 'right 2 (sent)']);
    const later = await journey.start(ada, { name: 'another' });
    await shows(await later.open(conversationId), [
      'left 1 (sent)',
      'right 1 (sent)',
      'left 2 (sent)',
      'right 2 (sent)',
    ]);
  });

  test('agree with a third that opens later, before anything is on the disk', async () => {
    const { ada, conversationId } = await journey.twoPeople();
    const [one] = await twoTabs(ada, false);
    const left = await one.open(conversationId);
    left.send('written before');
    const third = await journey.start(ada, { name: `browser-${names - 1}`, hasNetwork: false });
    await linkIs(third, 'offline');
    await shows(await third.open(conversationId), ['written before (waiting)']);
  });
});

describe('two tabs with a network', () => {
  test('send each message once, and know both what is sent', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const [one, other] = await twoTabs(ada, true);
    const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
    left.send('from the left');
    await shows(right, ['from the left (sent)']);
    right.send('from the right');
    for (const tab of [left, right]) await shows(tab, ['from the left (sent)', 'from the right (sent)']);
    await shows(theirs, ['from the left', 'from the right']);
    const updates = () => [one, other].map(({ sent }) => sent.filter((kind) => kind === 'update').length);
    expect(updates()).toEqual([1, 1]);
  });

  test('send what the one without a network wrote, though it is killed', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const [one, other] = await twoTabs(ada, true);
    const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
    await shows(right, []);
    await goOffline(one);
    left.send('I had no network');
    await shows(right, ['I had no network (waiting)']);
    one.kill();
    await shows(theirs, ['I had no network']);
    await shows(right, ['I had no network (sent)']);
  });

  test('that the server both refuses end with one copy, in one life', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const name = `browser-${names}`;
    const write = (doc: Parameters<typeof ownLog>[1]) => {
      ownLog(ada, doc).push([messageAt(Date.now() - 60_000, 'good')]);
      ownLog(ada, doc).push([{ ...messageAt(Date.now() - 50_000, 'strange'), kind: 'hologram' }]);
      ownLog(ada, doc).push([messageAt(Date.now() - 40_000, 'good as well')]);
    };
    await plant({ device: name, person: ada, conversationId, write });
    const [one, other] = await twoTabs(ada, true);
    const [left, right] = await Promise.all([one.open(conversationId), other.open(conversationId)]);
    const lines = ['good (sent)', 'strange (refused: bad-event)', 'good as well (sent)'];
    for (const tab of [left, right]) await shows(tab, lines);
    await shows(theirs, ['good', 'good as well']);
    left.send('on the left');
    await shows(right, [...lines, 'on the left (sent)']);
    right.send('on the right');
    for (const tab of [left, right]) await shows(tab, [...lines, 'on the left (sent)', 'on the right (sent)']);
    left.discard(left.items.get()[1] ?? neverItem());
    await until(() => right.items.get().length === 4, 'it to be gone in the other tab too');
    await until(() => theirs.items.get().length === 4, 'both messages at the other person');
  });
});

test('a tab that hears of marks while it opens keeps them', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben, { haste: 5 })).open(conversationId);
  const name = `browser-${names++}`;
  const one = await journey.start(ada, { name, haste: 5 });
  const left = await one.open(conversationId);
  left.send('before');
  await until(() => deliveredOf(left).length === 1, 'the first message to be delivered');
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let isAsked = false;
  const heard: string[] = [];
  // A slow disk: what it answers was true when it was asked.
  const slowNotes: EngineDeviceOptions['adapt'] = (platform) => ({
    ...platform,
    openTabChannel: (channel, hear) =>
      platform.openTabChannel(channel, (message) => {
        hear(message);
        heard.push(JSON.stringify(message));
      }),
    openDisk(database, doc) {
      const disk = platform.openDisk(database, doc);
      const readNote = disk.readNote.bind(disk);
      const keys = ['acknowledged', 'deliveries', 'reads'];
      const known = disk.whenLoaded.then(() => Promise.all(keys.map(readNote)));
      disk.readNote = async (key) => {
        const notes = await known;
        isAsked = true;
        await released;
        return notes[keys.indexOf(key)];
      };
      return disk;
    },
  });
  const other = await journey.start(ada, { name, hasNetwork: false, adapt: slowNotes });
  const right = other.messenger.openConversation(conversationId);
  await until(() => isAsked, 'the other tab to ask its disk');
  heard.length = 0;
  left.send('meanwhile');
  await shows(theirs, ['before', 'meanwhile']);
  await until(() => deliveredOf(left).length === 2, 'both messages to be delivered');
  await until(() => heard.some((message) => message.includes('deliveries')), 'the other tab to hear of it');
  one.kill(); // so that nobody tells it a second time
  release();
  await until(() => right.state.get().status === 'ready', 'the other tab to be open');
  await shows(right, ['before (sent)', 'meanwhile (sent)']);
  expect(deliveredOf(right)).toEqual(['before', 'meanwhile']);
});

test('a tab without a network follows the other into the next life, with what it wrote meanwhile', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const strange = { ...messageAt(Date.now() - 60_000, 'strange'), kind: 'hologram' };
  await plant({
    ...{ device: `browser-${names}`, person: ada, conversationId },
    write: (doc) => ownLog(ada, doc).push([strange]),
  });
  const [one, other] = await twoTabs(ada, false);
  const [left, right] = [await one.open(conversationId), await other.open(conversationId)];
  right.send('before');
  await shows(left, ['before (waiting)']);
  one.setNetwork(true);
  const lines = ['strange (refused: bad-event)', 'before (sent)'];
  for (const tab of [left, right]) await shows(tab, lines);
  right.send('after');
  await shows(left, [...lines, 'after (sent)']); // the tab with a network sends what the other cannot
  other.setNetwork(true);
  await linkIs(other, 'online');
  right.send('online');
  for (const tab of [left, right]) await shows(tab, [...lines, 'after (sent)', 'online (sent)']);
  await shows(theirs, ['before', 'after', 'online']);
});

function neverItem(): never {
  throw new Error('a row was asked for');
}
