// A server that comes back with an older backup while whole devices hold more: each puts back its own, says the truth
// meanwhile, and nobody is locked out.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import { restoreData } from '../../sync-server/ops/restore-data.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append, AppendOutcome } from '../../sync-server/update-log/update-log.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { makeGroup } from '../kit/group-acts.ts';
import { personOf } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

const chapterLimits = { entries: 4, bytes: 100_000 };
let journey: Journey;
let folder: string;
beforeEach(async () => {
  journey = await openJourney();
  folder = await mkdtemp(join(tmpdir(), 'biz1-restored-'));
});
afterEach(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

const ways = {
  'by the command': (backupDir: string, dataDir: string) => {
    restoreData({ backupDir, dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
    return Promise.resolve();
  },
  'by hand': async (backupDir: string, dataDir: string) => {
    await rm(dataDir, { recursive: true });
    await cp(backupDir, dataDir, { recursive: true });
  },
};

describe.each(Object.entries(ways))('a backup put back %s', (_, putBack) => {
  test('is filled up by two people’s devices, with what was waiting, late and delivered before', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const [desk, phone] = [await journey.start(ada, { haste: 5 }), await journey.start(ada, { haste: 5 })];
    const bens = await journey.start(ben, { haste: 5 });
    const [mine, onPhone, theirs] = [
      await desk.open(conversationId),
      await phone.open(conversationId),
      await bens.open(conversationId),
    ];
    mine.send('in the backup');
    await shows(theirs, ['in the backup']);
    await shows(mine, ['in the backup (sent)']);
    await journey.server.stop();
    const backup = join(folder, 'backup');
    await cp(journey.server.dataDir, backup, { recursive: true });

    const go = async () => {
      journey.server = await openTestServer({ dataDir: journey.server.dataDir });
      for (const device of [desk, phone, bens]) {
        device.moveTo(journey.server.url);
        device.setNetwork(true);
        await linkIs(device, 'online');
      }
    };
    await go();
    theirs.send('lost: from Ben');
    await shows(mine, ['in the backup (sent)', 'lost: from Ben']);
    mine.send('lost: from the desk');
    await shows(onPhone, ['in the backup (sent)', 'lost: from Ben', 'lost: from the desk (sent)']);
    onPhone.send('lost: from the phone');
    const all = ['in the backup (sent)', 'lost: from Ben', 'lost: from the desk (sent)', 'lost: from the phone (sent)'];
    for (const conversation of [mine, onPhone]) await shows(conversation, all);
    await shows(theirs, ['in the backup', 'lost: from Ben (sent)', 'lost: from the desk', 'lost: from the phone']);
    await goOffline(phone);

    await journey.server.stop();
    await putBack(backup, journey.server.dataDir);
    await go();
    for (const conversation of [mine, onPhone]) await shows(conversation, all);
    await shows(theirs, ['in the backup', 'lost: from Ben (sent)', 'lost: from the desk', 'lost: from the phone']);
    for (const conversation of [mine, onPhone, theirs]) expect(conversation.state.get()).toEqual({ status: 'ready' });
    theirs.send('and on');
    for (const conversation of [mine, onPhone]) await shows(conversation, [...all, 'and on']);
    const fresh = await (await journey.start({ ...ada, url: journey.server.url })).open(conversationId);
    await shows(fresh, [...all, 'and on']);
    expect(journey.server.logLines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

const lives = ['that is there all the time', 'that was started anew meanwhile'] as const;
test.each(lives)(
  'what an admin deleted is deleted again by a device %s, once its writer has put it back',
  async (life) => {
    const [ada, ben] = (await journey.server.people('Ada', 'Ben')).map((person) => must(person, 'a person'));
    const [admin, writer] = [must(ada, 'Ada'), must(ben, 'Ben')];
    const group = await makeGroup([admin, writer]);
    const [desk, phone] = [await journey.start(admin, { haste: 5 }), await journey.start(writer, { haste: 5 })];
    const [mine, theirs] = [await desk.open(group), await phone.open(group)];
    const rowIn = ({ items }: OpenConversation, text: string) => items.get().find((item) => item.text === text);
    const markIn = (one: OpenConversation, text: string) => {
      const row = rowIn(one, text);
      return row === undefined ? null : one.markOf(row)?.status;
    };
    theirs.send('in the backup');
    await until(() => markIn(theirs, 'in the backup') === 'delivered', 'it to be there');
    await journey.server.stop();
    const backupDir = join(folder, 'backup');
    await cp(journey.server.dataDir, backupDir, { recursive: true });
    const go = async (...devices: readonly EngineDevice[]) => {
      for (const device of devices) {
        device.moveTo(journey.server.url);
        device.setNetwork(true);
        await linkIs(device, 'online');
      }
    };
    journey.server = await openTestServer({ dataDir: journey.server.dataDir });
    await go(desk, phone);
    theirs.send('to be deleted');
    theirs.send('to stay');
    await until(() => rowIn(mine, 'to stay') !== undefined, 'all to be there');
    const row = must(rowIn(mine, 'to be deleted'), 'a row');
    await goOffline(phone); // it never hears of the deletion
    expect(mine.remove([row])).toBeNull();
    mine.send('it is gone');
    await until(() => markIn(mine, 'it is gone') === 'sent', 'it to be on the server');
    await goOffline(desk);

    await journey.server.stop();
    restoreData({ backupDir, dataDir: journey.server.dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
    journey.server = await openTestServer({ dataDir: journey.server.dataDir });
    await go(desk);
    await until(() => markIn(mine, 'it is gone') === 'sent', 'mine to be back');
    if (life === lives[1]) await desk.restart();
    const again = life === lives[1] ? await desk.open(group) : mine;
    await until(() => again.state.get().status === 'ready', 'it to be met');
    expect(again.refusedActs.get()).toEqual([]);
    await go(phone);
    const fresh = await (await journey.start({ ...writer, url: journey.server.url })).open(group);
    for (const one of [again, theirs, fresh]) {
      await until(() => one.items.get().some(({ id, deletedBy }) => id === row.id && deletedBy === admin.userId), 'it');
      await until(() => rowIn(one, 'to stay') !== undefined, 'the other');
      expect(rowIn(one, 'to be deleted')).toBeUndefined();
      expect(one.refusedActs.get()).toEqual([]);
    }
  },
);

test('chapters that nobody looks at are put back too, also those that the server has lost whole', async () => {
  await journey.close();
  journey = await openJourney({ chapterLimits });
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { haste: 5 });
  const mine = await device.open(conversationId);
  mine.send('in the backup');
  await shows(mine, ['in the backup (sent)']);
  await journey.server.stop();
  const backupDir = join(folder, 'backup');
  await cp(journey.server.dataDir, backupDir, { recursive: true });
  const go = async () => {
    journey.server = await openTestServer({ dataDir: journey.server.dataDir, chapterLimits });
    device.moveTo(journey.server.url);
    await linkIs(device, 'online');
  };
  await go();
  const lost = Array.from({ length: chapterLimits.entries * 3 }, (_, index) => `lost ${index}`);
  for (const text of lost) {
    mine.send(text);
    await until(
      () => mine.items.get().some((item) => item.text === text && mine.markOf(item)?.status === 'sent'),
      text,
    );
  }
  await goOffline(device);
  await device.restart();

  await journey.server.stop();
  restoreData({ backupDir, dataDir: journey.server.dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
  device.setNetwork(true);
  await go();
  const fresh = await (await journey.start({ ...ada, url: journey.server.url }, { haste: 5 })).open(conversationId);
  const shown = () => fresh.items.get().map(({ text }) => text);
  await until(() => {
    fresh.showOlder();
    return ['in the backup', ...lost].every((text) => shown().includes(text));
  }, 'everything to be there again');
  expect(shown()).toEqual(['in the backup', ...lost]);
});

test('what was sent in many conversations is put back although nobody opens any of them', async () => {
  const many = 40; // more than a device follows by itself
  const { ada, ben } = await journey.twoPeople();
  const names = addConversations(journey.server.dataDir, [ada.userId, ben.userId], many);
  const backupDir = join(folder, 'backup');
  await journey.server.stop();
  await cp(journey.server.dataDir, backupDir, { recursive: true });
  journey.server = await openTestServer({ dataDir: journey.server.dataDir });
  const device = await journey.start({ ...ada, url: journey.server.url }, { haste: 5 });
  await until(() => device.messenger.conversations.get().length > many, 'the list');
  for (const name of names) {
    const mine = await device.open(must(parseDocumentName(name), 'a name').conversationId);
    mine.send('soon lost');
    await shows(mine, ['soon lost (sent)']);
    mine.close();
  }
  await goOffline(device);
  await device.restart();

  await journey.server.stop();
  restoreData({ backupDir, dataDir: journey.server.dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
  journey.server = await openTestServer({ dataDir: journey.server.dataDir });
  device.moveTo(journey.server.url);
  device.setNetwork(true);
  const bens = personOf({ ...ben, url: journey.server.url });
  await until(async () => (await wholeInbox(bens)).size === many, 'all to be there again').catch(() => undefined);
  const told = [...(await wholeInbox(bens)).values()].map(({ lastMessage }) => lastMessage?.text);
  expect(told).toEqual(names.map(() => 'soon lost'));
});

/** A log that begins empty in a life named as the one before, and takes nothing. */
class EmptyLog extends MemoryUpdateLog {
  override append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    return Promise.resolve(batch.map(() => ({ status: 'failed', error: new Error('disk full') })));
  }
}

test('what the server has lost is not called sent any more, though its data name the same life', async () => {
  const sameEach = (count: number) => new Uint8Array(count).fill(7);
  await journey.close();
  journey = await openJourney({ log: new MemoryUpdateLog(sameEach) });
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { haste: 5 });
  const mine = await device.open(conversationId);
  mine.send('soon lost');
  await shows(mine, ['soon lost (sent)']);
  await journey.server.stop();
  journey.server = await openTestServer({ dataDir: journey.server.dataDir, log: new EmptyLog(sameEach) });
  device.moveTo(journey.server.url);
  await shows(mine, ['soon lost (waiting)']);
  expect(mine.items.get()).toHaveLength(1);
});
