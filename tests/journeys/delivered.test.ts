// The mark *delivered*: it is said when the message is on the disk of somebody else's device, and not before.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { deliveredOf } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

async function isDelivered(conversation: OpenConversation, texts: readonly string[]): Promise<void> {
  await until(() => deliveredOf(conversation).join() === texts.join(), 'the delivery').catch(() => undefined);
  expect(deliveredOf(conversation)).toEqual(texts);
}

test('a message is delivered when another person’s device has it, and stays so after a restart with no network', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const mine = await device.open(conversationId);
  mine.send('to nobody yet');
  await shows(mine, ['to nobody yet (sent)']);
  await shows(await (await journey.start(ada)).open(conversationId), ['to nobody yet (sent)']); // my own device is nobody else's
  expect(deliveredOf(mine)).toEqual([]);
  await (await journey.start(ben)).open(conversationId);
  await isDelivered(mine, ['to nobody yet']);
  await goOffline(device);
  mine.send('not sent');
  await device.restart();
  const later = await device.open(conversationId);
  await shows(later, ['to nobody yet (sent)', 'not sent (waiting)']);
  expect(deliveredOf(later)).toEqual(['to nobody yet']);
});

test('a message that came to a device without a disk is sent and not delivered', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const forgetful = await (await journey.start(ben, { hasDisk: false, haste: 20 })).open(conversationId);
  expect(forgetful.disk.get()).toBe('denied');
  const mine = await (await journey.start(ada)).open(conversationId);
  mine.send('for the moment');
  await shows(forgetful, ['for the moment']);
  forgetful.send('I forget');
  await shows(mine, ['for the moment (sent)', 'I forget']);
  await isDelivered(forgetful, ['I forget']); // long after the forgetful one would have said that it has the other
  expect(deliveredOf(mine)).toEqual([]);
});

test('what was delivered while its writer was away is told when they are back', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const mine = await device.open(conversationId);
  mine.send('see you');
  await shows(mine, ['see you (sent)']);
  await goOffline(device);
  const theirs = await (await journey.start(ben)).open(conversationId);
  await shows(theirs, ['see you']);
  const watcher = await (await journey.start(ada)).open(conversationId);
  await isDelivered(watcher, ['see you']);
  expect(deliveredOf(mine)).toEqual([]);
  device.setNetwork(true);
  await linkIs(device, 'online');
  await isDelivered(mine, ['see you']);
});
