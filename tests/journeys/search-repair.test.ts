// What lies in the index of a device: nothing that is damaged is trusted, nothing that is to be gone stays.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { damage, indexHolds, indexNames } from '../kit/index-content.ts';
import { goOffline, openJourney, type Journey } from '../kit/journey.ts';
import { indexIsReady, lookFor } from '../kit/look-for.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

/** A device that holds some messages, in its index too. */
async function openFilled() {
  const before = await indexNames();
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { hasIndex: true });
  const conversation = await device.open(conversationId);
  for (let number = 0; number < 300; number++) conversation.send(`lighthouse ${number}`);
  conversation.send('a remarkable secret');
  await indexIsReady(device);
  const others = new Set(before);
  const index = must(
    (await indexNames()).find((name) => !others.has(name)),
    'an index',
  );
  await until(() => indexHolds(index, 'remarkable'), 'all to be in the index');
  return { device, conversation, index };
}

test.each(['chapters', 'blocks'] as const)('damaged %s are made again from what was said', async (store) => {
  const { device, index } = await openFilled();
  await goOffline(device);
  await device.messenger.close();
  await damage(index, store);
  await device.restart();
  await indexIsReady(device);
  await until(async () => (await lookFor(device, 'lighthouse')).length === 300, 'all to be found').catch(() => null);
  expect(await lookFor(device, 'lighthouse')).toEqual(Array.from({ length: 300 }, (_, at) => `lighthouse ${299 - at}`));
  await until(() => indexHolds(index, 'remarkable'), 'all to be whole again');
});

test('what is deleted leaves the index, its words as well as its text', async () => {
  const { device, conversation, index } = await openFilled();
  const row = must(conversation.items.get().at(-1), 'a message');
  expect(conversation.remove([row])).toBeNull();
  await until(async () => (await lookFor(device, 'remarkable')).length === 0, 'it to be found no more');
  await until(async () => !(await indexHolds(index, 'remarkable')), 'it to leave the disk');
  expect(await indexHolds(index, 'lighthouse')).toBe(true);
});

test('what was edited leaves the index, and its other text comes', async () => {
  const { device, conversation, index } = await openFilled();
  const row = must(conversation.items.get().at(-1), 'a message');
  expect(conversation.edit(row, 'an ordinary sentence')).toBeNull();
  await until(() => indexHolds(index, 'ordinary'), 'the other text to be on the disk');
  expect(await indexHolds(index, 'remarkable')).toBe(false);
  expect(await lookFor(device, 'ordinary')).toEqual(['an ordinary sentence']);
});

test('whoever signs out leaves no index behind', async () => {
  const { device, index } = await openFilled();
  await device.messenger.signOut();
  expect(await indexNames()).not.toContain(index);
});
