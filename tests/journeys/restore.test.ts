// A server that comes back with older data: every device puts back its own, nobody is refused for what the server lost.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restoreData } from '../../sync-server/ops/restore-data.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice, textsOf, type WireReplica } from '../kit/wire-device.ts';
import { until } from '../kit/until.ts';
import type { Person } from '../kit/person.ts';

let server: TestServer;
let folder: string;
beforeEach(async () => {
  server = await openTestServer();
  folder = await mkdtemp(join(tmpdir(), 'biz1-restore-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const old = () => Date.now() - 3_600_000;

/** Opens one person's device on the running server, with the document it had before. */
async function meet(person: Person, before: WireReplica) {
  const device = await openDevice({ ...person, url: server.url });
  return { device, replica: await device.open(before.name, { doc: before.doc }) };
}

const ways = [
  [
    'by the command',
    (backupDir: string) => {
      restoreData({ backupDir, dataDir: server.dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
      return Promise.resolve();
    },
  ],
  [
    'by hand',
    async (backupDir: string) => {
      await rm(server.dataDir, { recursive: true });
      await cp(backupDir, server.dataDir, { recursive: true });
    },
  ],
] as const;

describe.each(ways)('a backup put back %s', (_, putBack) => {
  test('is filled up by the devices, each with its own, once', async () => {
    const [ada, ben] = (await server.people('Ada', 'Ben')) as [Person, Person];
    const conversation = await ada.direct(ben);
    const [one, two] = [await openDevice(ada), await openDevice(ben)];
    const [hers, his] = [await one.openConversation(conversation), await two.openConversation(conversation)];
    one.write(hers, 'kept', old()); // with a late note: the server has a log of its own in the backup
    await one.acknowledged(hers);
    await until(() => textsOf(his).length === 1, 'the first message');
    await server.stop();
    const backup = join(folder, 'backup');
    await cp(server.dataDir, backup, { recursive: true });

    server = await openTestServer({ dataDir: server.dataDir });
    const [later, latest] = [await meet(ada, hers), await meet(ben, his)];
    later.device.write(later.replica, 'lost by the server');
    latest.device.write(latest.replica, 'lost as well', old());
    const deleted = later.device.write(later.replica, 'written and deleted');
    await later.device.acknowledged(later.replica);
    later.device.erase(later.replica, deleted.id, deleted.at);
    await Promise.all([later.device.acknowledged(later.replica), latest.device.acknowledged(latest.replica)]);
    await until(() => textsOf(later.replica).length === 3 && textsOf(latest.replica).length === 3, 'both to have all');
    await server.stop();
    await putBack(backup);

    server = await openTestServer({ dataDir: server.dataDir });
    const back = await meet(ada, later.replica);
    expect(back.replica.closedFor).toBeNull();
    await back.device.acknowledged(back.replica);
    const again = await meet(ben, latest.replica);
    expect(again.replica.closedFor).toBeNull();
    await again.device.acknowledged(again.replica);
    again.device.write(again.replica, 'and on', old());
    await again.device.acknowledged(again.replica);
    const fresh = await (await openDevice({ ...ada, url: server.url })).openConversation(conversation);
    await until(() => textsOf(fresh).length === 4, 'a fresh device to have all');
    expect(textsOf(fresh).toSorted()).toEqual(['and on', 'kept', 'lost as well', 'lost by the server']);
    expect(server.logLines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

test('a folder in use is neither restored into nor served twice', async () => {
  const { dataDir } = server;
  const backupDir = join(folder, 'backup');
  await cp(dataDir, backupDir, { recursive: true });
  const restore = () => restoreData({ backupDir, dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
  await expect(openTestServer({ dataDir })).rejects.toThrow(/Another server uses the data/);
  expect(restore).toThrow(/Another server uses the data/);
  await server.stop();
  expect(() => restoreData({ backupDir: folder, dataDir, epoch: 'x', asideDir: join(folder, 'a') })).toThrow(
    /no backup/,
  );
  restore();
  expect(restore).toThrow(/is there already/);
  server = await openTestServer({ dataDir });
  expect(server.server.log.epoch).toBe('another');
});
