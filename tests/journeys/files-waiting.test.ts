// Messages with files that cannot go as they are: into a group that nobody knows of yet, refused, asked for twice.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import { must } from '../../shared/base/assert.ts';
import type { EngineDevice, EngineDeviceOptions } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => void (journey = await openJourney()));
afterEach(() => journey.close());

async function sendSunny({ messenger: { files } }: EngineDevice, conversationId: ConversationId): Promise<void> {
  const chosen = files.chosenIn(conversationId);
  files.choose(conversationId, [new File(['sunny'], 'sunny day.txt', { type: 'text/plain' })]);
  await until(() => chosen.get()[0]?.state === 'ready', 'the file to be kept');
  expect(files.send(conversationId, { text: 'with a file', mentions: [], replyTo: null })).toBeNull();
}

test('a file goes into a group that was begun offline, when the server has heard of the group', async () => {
  const [ada, ben] = await journey.server.people('Ada', 'Ben');
  const device = await journey.start(must(ada, 'Ada'), { haste: 10 });
  await linkIs(device, 'online');
  await device.messenger.findPeople('ben');
  await goOffline(device);
  const userIds = [must(ben, 'Ben').userId];
  const begun = await device.messenger.createGroup({ title: 'Harbour', userIds, history: 'all' });
  const group = must(begun.status === 'ok' ? begun.conversationId : null, 'a group');
  const mine = await device.open(group);
  await sendSunny(device, group);
  await shows(mine, ['with a file (waiting)']);
  device.setNetwork(true);
  const bens = await journey.start(must(ben, 'Ben'), { haste: 10 });
  await until(() => bens.messenger.conversations.get().length > 0, 'the group on the other device');
  await until(async () => (await device.messenger.countUnsent()) === 0, 'it to be sent');
  expect(device.messenger.files.uploadOf(must(mine.items.get().at(-1), 'a row').key).get()).toBeNull();
  const texts = (await bens.open(group)).items.get().flatMap(({ text }) => text ?? []);
  expect(texts).toEqual(['with a file']);
});

/** As if a day had gone by between the file and its message. */
function forgetClaims(): void {
  const database = new DatabaseSync(join(journey.server.dataDir, 'log.db'), { timeout: 5_000 });
  database.exec('update file_holding set claimed_at = 0');
  database.close();
}

test('what was refused for its file is sent once more with it, once, however often somebody asks', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  let isLate = true;
  const adapt: EngineDeviceOptions['adapt'] = (platform) => ({
    ...platform,
    async send(...sending) {
      const answer = await platform.send(...sending);
      if (isLate) forgetClaims();
      return answer;
    },
  });
  const device = await journey.start(ada, { adapt, haste: 10 });
  const mine = await device.open(conversationId);
  await sendSunny(device, conversationId);
  await shows(mine, ['with a file (refused: no-file)']);
  await until(() => mine.items.get()[0]?.place === null, 'it to be set aside');
  isLate = false;
  const refused = must(mine.items.get()[0], 'a row');
  mine.retry(refused);
  mine.retry(refused);
  await shows(mine, ['with a file (sent)']);
  await shows(await (await journey.start(ben)).open(conversationId), ['with a file']);
  expect(await device.messenger.countUnsent()).toBe(0);
});

test('what waits for its file and is asked for again keeps its place', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const mine = await device.open(conversationId);
  await goOffline(device);
  await sendSunny(device, conversationId);
  mine.send('after');
  mine.retry(must(mine.items.get()[0], 'a row'));
  await device.restart();
  await shows(await device.open(conversationId), ['with a file (waiting)', 'after (waiting)']);
});
