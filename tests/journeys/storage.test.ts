// The device's storage in trouble: what it says is true, nothing that reached the server is lost, and it goes on.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLiveChapter } from '../../client/engine/conversation/open-live-chapter.ts';
import { openLink } from '../../client/engine/link/open-link.ts';
import { makeBerths } from '../../client/engine/replica/berths.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { makeClock } from '../../shared/clock.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { noOutbox, type EngineDevice } from '../kit/engine-device.ts';
import { openJourney, shows, type Journey } from '../kit/journey.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

describe('a device', () => {
  test('whose databases the browser has evicted starts from the server and says nothing false', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada, { name: 'evicted' });
    const mine = await device.open(conversationId);
    mine.send('one');
    await shows(theirs, ['one']);
    theirs.send('two');
    await shows(mine, ['one (sent)', 'two']);
    await device.close();
    for (const name of await device.platform.listDatabases('')) await device.platform.deleteDatabase(name);
    const later = await (await journey.start(ada, { name: 'evicted' })).open(conversationId);
    await shows(later, ['one (sent)', 'two']);
    later.send('three');
    await shows(theirs, ['one', 'two (sent)', 'three']);
  });

  test('whose database another tab takes away goes on in memory and says so', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada, { name: 'taken' });
    const mine = await device.open(conversationId);
    await until(() => mine.disk.get() === 'ok', 'the disk');
    for (const name of await device.platform.listDatabases('')) {
      if (name.includes('/conversation/')) await device.platform.deleteDatabase(name);
    }
    await until(() => mine.disk.get() === 'gone', 'the device to notice');
    mine.send('from memory');
    await shows(theirs, ['from memory']);
    await shows(mine, ['from memory (sent)']);
  });

  test('that cannot tell which database counts writes into none', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const name = 'two lives';
    const strange = { ...messageAt(Date.now() - 60_000, 'strange'), kind: 'hologram' };
    await plant({ device: name, person: ada, conversationId, write: (doc) => ownLog(ada, doc).push([strange]) });
    const first = await journey.start(ada, { name });
    await shows(await first.open(conversationId), ['strange (refused: bad-event)']);
    await until(async () => (await documentsOf(first)).length === 1, 'one life of the document');
    await first.close();

    const blind = await journey.start(ada, { name, hasTable: false });
    const seen = await blind.open(conversationId);
    seen.send('from memory');
    await shows(seen, ['from memory (sent)']);
    expect(seen.disk.get()).toBe('none');
    expect(await documentsOf(blind)).toHaveLength(1);
    await blind.close();

    const later = await (await journey.start(ada, { name })).open(conversationId);
    await shows(later, ['strange (refused: bad-event)', 'from memory (sent)']);
    await shows(theirs, ['from memory']);
  });

  test('that stores nothing sends and receives, and never claims to keep', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const theirs = await (await journey.start(ben)).open(conversationId);
    const device = await journey.start(ada, { hasDisk: false });
    const mine = await device.open(conversationId);
    expect(mine.disk.get()).toBe('denied');
    device.setNetwork(false);
    await until(() => device.messenger.link.get().status === 'offline', 'the device to be offline');
    mine.send('unkept');
    await shows(mine, ['unkept (writing)']);
    device.setNetwork(true);
    await shows(theirs, ['unkept']);
    await shows(mine, ['unkept (sent)']);
  });
});

async function documentsOf({ platform }: EngineDevice): Promise<readonly string[]> {
  return (await platform.listDatabases('')).filter((name) => name.includes('/conversation/'));
}

test('documents that take turns on the link all come to be whole', async () => {
  const [ada, ...others] = await journey.server.people('Ada', 'Ben', 'Cleo', 'Dan');
  if (ada === undefined) throw new Error('people were asked for');
  const ids: ConversationId[] = [];
  for (const other of others) ids.push(await ada.direct(other));
  const { platform } = await journey.start(ada);
  const link = openLink({ platform, me: ada.userId });
  const [berths, recoveries] = [makeBerths(1), platform.openTable('turns/recoveries')];
  const clock = makeClock(() => platform.nowMs());
  const open = (conversationId: ConversationId) =>
    openLiveChapter({
      follower: () => undefined,
      ...{
        platform,
        link,
        berths,
        recoveries,
        outbox: noOutbox,
        clock,
        me: ada.userId,
        conversationId,
        chapter: 1,
        diskPrefix: 'turns',
      },
    });
  const mine = ids.map(open);
  const theirs: OpenConversation[] = [];
  for (const [index, other] of others.entries()) theirs.push(await (await journey.start(other)).open(ids[index]!));
  for (let round = 1; round <= 3; round++) {
    for (const conversation of mine) {
      conversation.want(true);
      await until(() => conversation.state.get().status === 'ready', 'its turn');
      conversation.send(`round ${round}`);
      conversation.want(false);
    }
    for (const [index, conversation] of mine.entries()) {
      conversation.want(true);
      await until(() => theirs[index]?.items.get().length === round, `round ${round} to arrive`);
      conversation.want(false);
    }
  }
  const rounds = ['round 1', 'round 2', 'round 3'];
  expect(mine.map(({ items }) => items.get().map(({ text }) => text))).toEqual([rounds, rounds, rounds]);
  for (const conversation of mine) await conversation.close();
  link.close();
});
