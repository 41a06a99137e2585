// What is left of a document's earlier lives, and the record that names the one that counts, on a device whose storage
// does not do what it is asked: nothing is tried in a loop, nothing is decided blindly, nothing is lost.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../client/engine/platform.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
let names = 0;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

/** Ada, with a device on whose disk stands what the server refuses. */
async function stage() {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const name = `leftovers-${names++}`;
  const strange = { ...messageAt(Date.now() - 60_000, 'strange'), kind: 'hologram' };
  await plant({ device: name, person: ada, conversationId, write: (doc) => ownLog(ada, doc).push([strange]) });
  return { ada, conversationId, theirs, name };
}

async function documentsOf({ platform }: EngineDevice): Promise<readonly string[]> {
  return (await platform.listDatabases('')).filter((name) => name.includes('/conversation/'));
}

const refused = 'strange (refused: bad-event)';

test('the database of an earlier life that does not open is tried once for each opening', async () => {
  const { ada, conversationId, theirs, name } = await stage();
  let isBroken = true;
  const tried: string[] = [];
  const adapt = (platform: Platform): Platform => ({
    ...platform,
    takeOverDatabase(database) {
      tried.push(database);
      return isBroken ? Promise.reject(new Error('it does not open')) : platform.takeOverDatabase(database);
    },
  });
  const device = await journey.start(ada, { name, haste: 20, adapt });
  const mine = await device.open(conversationId);
  await shows(mine, [refused]);
  await until(() => tried.length === 1, 'the first attempt');
  const texts = ['one', 'two', 'three'];
  for (const [index, text] of texts.entries()) {
    mine.send(text); // each acknowledgement is an occasion to try again
    await shows(mine, [refused, ...texts.slice(0, index + 1).map((sent) => `${sent} (sent)`)]);
  }
  expect(tried).toHaveLength(1);
  await device.restart();
  await shows(await device.open(conversationId), [refused, ...texts.map((text) => `${text} (sent)`)]);
  await until(() => tried.length === 2, 'the attempt of the next opening');
  isBroken = false;
  await device.restart();
  await device.open(conversationId);
  await until(async () => (await documentsOf(device)).length === 1, 'the earlier life to be gone');
  expect(tried).toHaveLength(3);
  await shows(theirs, texts);
});

test('one of several that does not open keeps no other', async () => {
  const { ada, conversationId, name } = await stage();
  const adapt = (platform: Platform): Platform => ({
    ...platform,
    // Two lives that were left behind by devices that are gone.
    openTable(tableName) {
      const given = platform.openTable(tableName);
      const read = given.read.bind(given);
      given.read = async (key) => {
        const reading = await read(key);
        if (reading.status === 'failed' || reading.value !== undefined) return reading;
        return { status: 'read', value: { generation: 2, leftovers: [1, 0] } };
      };
      return given;
    },
    takeOverDatabase: (database) =>
      database.endsWith('~1') ? Promise.reject(new Error('it does not open')) : platform.takeOverDatabase(database),
  });
  const device = await journey.start(ada, { name, adapt });
  const mine = await device.open(conversationId);
  await shows(mine, [refused]); // read out of the first life
  await until(async () => (await documentsOf(device)).length === 1, 'the first life to be gone');
});

test('a record that cannot be read is not taken for none, and is not written over', async () => {
  const { ada, conversationId, theirs, name } = await stage();
  const first = await journey.start(ada, { name });
  await shows(await first.open(conversationId), [refused]);
  await until(async () => (await documentsOf(first)).length === 1, 'one life of the document');
  await first.close();

  let mayRead = false;
  const adapt = (platform: Platform): Platform => ({
    ...platform,
    openTable(table) {
      const given = platform.openTable(table);
      const read = given.read.bind(given);
      given.read = (key) => (mayRead ? read(key) : Promise.resolve({ status: 'failed' }));
      return given;
    },
  });
  const blind = await journey.start(ada, { name, hasNetwork: false, clockErrorMs: 3_600_000, haste: 20, adapt });
  const seen = await blind.open(conversationId);
  expect(seen.disk.get()).toBe('none');
  seen.send('ahead of its time');
  blind.setNetwork(true);
  await shows(seen, ['ahead of its time (refused: clock-ahead)']); // and rests: what would follow cannot be decided
  mayRead = true;
  seen.retry(seen.items.get()[0] ?? neverItem());
  await shows(seen, [refused, 'ahead of its time (sent)']);
  await shows(theirs, ['ahead of its time']);
  await blind.close();
  await shows(await (await journey.start(ada, { name })).open(conversationId), [refused, 'ahead of its time (sent)']);
});

test('a tab that cannot tell which database counts takes none away from the others', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const name = `leftovers-${names++}`;
  const well = await (await journey.start(ada, { name })).open(conversationId);
  await until(() => well.disk.get() === 'ok', 'the disk');
  const options = { name, hasNetwork: false, hasTable: false, clockErrorMs: 3_600_000, haste: 20 };
  const blind = await journey.start(ada, options);
  const seen = await blind.open(conversationId);
  seen.send('ahead of its time');
  blind.setNetwork(true);
  await linkIs(blind, 'online');
  await shows(seen, ['ahead of its time (sent)']); // in another life, which is in memory as its record is
  seen.send('and on');
  await shows(seen, ['ahead of its time (sent)', 'and on (sent)']);
  await shows(theirs, ['ahead of its time', 'and on']);
  expect(well.disk.get()).toBe('ok');
  await shows(well, ['ahead of its time (sent)', 'and on (sent)']);
});

function neverItem(): never {
  throw new Error('a row was asked for');
}
