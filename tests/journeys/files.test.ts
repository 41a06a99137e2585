// Files between people: chosen offline, sent through bad lines, forwarded, taken back; through the whole engine and a real
// server.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => void (journey = await openJourney()));
afterEach(() => journey.close());

const sunny = new File(['sunny'], 'sunny day.txt', { type: 'text/plain' });

async function choose(device: EngineDevice, conversationId: ConversationId, ...files: File[]): Promise<void> {
  const { files: view } = device.messenger;
  const chosen = view.chosenIn(conversationId);
  const before = chosen.get().length;
  view.choose(conversationId, files);
  await until(
    () => chosen.get().length === before + files.length && chosen.get().every(({ state }) => state !== 'keeping'),
    'the files to be kept',
  );
}

function send(device: EngineDevice, conversationId: ConversationId, text: string): string | null {
  return device.messenger.files.send(conversationId, { text, mentions: [], replyTo: null });
}

/** What a device reads of the file of the row with that text. */
async function readOf(device: EngineDevice, conversation: OpenConversation, text: string): Promise<string | null> {
  const item = conversation.items.get().find((one) => one.text === text);
  const file = must(item?.attachments[0], 'a row with a file');
  const blob = await device.messenger.files.read(conversation.conversationId, file);
  return blob === null ? null : blob.text();
}

test('a file chosen offline goes after a restart, once and in its place', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada);
  const before = await device.open(conversationId);
  await goOffline(device);
  before.send('before');
  await choose(device, conversationId, sunny);
  expect(send(device, conversationId, 'with a file')).toBeNull();
  before.send('after');
  await shows(before, ['before (waiting)', 'with a file (waiting)', 'after (waiting)']);
  before.close();
  await device.restart();
  const again = await device.open(conversationId);
  await shows(again, ['before (waiting)', 'with a file (waiting)', 'after (waiting)']);
  device.setNetwork(true);
  await shows(again, ['before (sent)', 'with a file (sent)', 'after (sent)']);
  const bens = await journey.start(ben);
  const seen = await bens.open(conversationId);
  await shows(seen, ['before', 'with a file', 'after']);
  expect(await readOf(bens, seen, 'with a file')).toBe('sunny');
  expect(await device.messenger.countUnsent()).toBe(0);
  await linkIs(device, 'online');
});
