// What is shared to the app, brought into conversations through the whole engine and a real server.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putInto, sendTo } from '../../client/ui/share/share-out.ts';
import { goOffline, openJourney, shows, type Journey } from '../kit/journey.ts';

let journey: Journey;
beforeEach(async () => void (journey = await openJourney()));
afterEach(() => journey.close());

const notes = new File(['what was said'], 'notes.txt', { type: 'text/plain' });
const plan = new File(['what is planned'], 'plan.txt', { type: 'text/plain' });

test('what is shared to several goes at once, offline too, and what is begun elsewhere is not sent with it', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const own = await device.messenger.startDirect(ada.userId);
  if (own.status !== 'ok') throw new Error(own.code);
  const [theirs, mine] = [await device.open(conversationId), await device.open(own.conversationId)];
  await goOffline(device);
  const begun = { text: '', files: [plan] };
  await putInto(device.messenger, own.conversationId, begun);
  const shared = { text: 'from the fair', files: [notes] };
  expect(await sendTo(device.messenger, conversationId, shared)).toBe(true);
  expect(await sendTo(device.messenger, own.conversationId, shared)).toBe(false);
  await shows(theirs, ['from the fair (waiting)']);
  await shows(mine, []);
  const { files } = device.messenger;
  expect(
    files
      .chosenIn(own.conversationId)
      .get()
      .map(({ name }) => name),
  ).toEqual(['plan.txt']);
  device.setNetwork(true);
  await shows(theirs, ['from the fair (sent)']);
});

test('what is shared into one conversation stands behind what is begun there, and goes when it is sent', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const { drafts, files } = device.messenger;
  drafts.write(conversationId, 'Look:');
  await putInto(device.messenger, conversationId, { text: 'https://example.test/fair', files: [notes] });
  expect(drafts.read(conversationId)).toBe('Look:\nhttps://example.test/fair');
  expect(
    files
      .chosenIn(conversationId)
      .get()
      .map(({ state }) => state),
  ).toEqual(['ready']);
  await shows(await device.open(conversationId), []);
});

test('a file that may not go is left in the tray of its conversation, and nothing is sent without it', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const empty = new File([], 'empty.txt');
  expect(await sendTo(device.messenger, conversationId, { text: 'with it', files: [notes, empty] })).toBe(false);
  const chosen = device.messenger.files.chosenIn(conversationId).get();
  expect(chosen.map(({ problem }) => problem)).toEqual([null, 'empty']);
  await shows(await device.open(conversationId), []);
});
