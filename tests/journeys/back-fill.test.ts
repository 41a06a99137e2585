// What nobody has opened is here all the same: fetched in the background, read with no network.
import { afterEach, beforeEach, test } from 'vitest';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney({ chapterLimits: { entries: 3, bytes: 100_000 } });
});
afterEach(() => journey.close());

test('every chapter that a device has never opened can be read offline, and one that changed is fetched again', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const writer = await openDevice(ben);
  const write = async (chapter: number, ...texts: string[]) => {
    const replica = await writer.open(chapterName({ conversationId, chapter }));
    for (const text of texts) writer.write(replica, text);
    await writer.acknowledged(replica);
  };
  await write(1, 'one', 'two', 'three');
  await write(2, 'four', 'five', 'six');
  await write(3, 'seven');
  const device = await journey.start(ada, { haste: 20 });
  await linkIs(device, 'online');
  const kept = device.platform.openTable(`${personPrefix(device.platform, ada.userId)}/kept`);
  /** The server's position up to which a chapter is on this disk. */
  const heldUntil = async (chapter: number) => {
    const reading = await kept.read(`held/${conversationId}/${chapter}`);
    return reading.status === 'read' ? reading.value : undefined;
  };
  const areHeld = async () => (await Promise.all([1, 2, 3].map(heldUntil))).every((position) => position !== undefined);
  await until(areHeld, 'all chapters to be fetched');
  const before = await heldUntil(3);
  await write(3, 'eight');
  const newest = () => must(device.messenger.conversations.get()[0], 'the conversation').lastMessage?.text;
  await until(() => newest() === 'eight', 'the list to hear of it');
  await until(async () => (await heldUntil(3)) !== before, 'the chapter to be fetched again');
  kept.close();
  await goOffline(device);
  await device.restart();
  const mine = await device.open(conversationId);
  await until(() => mine.items.get().length > 0, 'the newest chapter');
  for (let rounds = 0; rounds < 3; rounds++) {
    const count = mine.items.get().length;
    mine.showOlder();
    await until(() => mine.items.get().length > count || mine.edges.get().older === 'none', 'older rows');
  }
  await shows(mine, ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']);
  await writer.close();
});
