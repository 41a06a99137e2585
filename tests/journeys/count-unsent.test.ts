// What would be lost with this device is counted whole: in conversations that nobody has opened, in every chapter,
// and what was refused. Counting opens nothing on the link and changes nothing.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteDatabase } from '../../client/engine/session/database-registry.ts';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { must } from '../../shared/base/assert.ts';
import { chapterName, parseDocumentName } from '../../shared/conversation/document-name.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

/** More than are followed in the background. */
const many = 40;

test('messages in many conversations are counted without opening them', async () => {
  const [ada] = await journey.server.people('Ada');
  const me = must(ada, 'Ada');
  const name = 'counting-many';
  const device = await journey.start(me, { name, haste: 50 });
  await linkIs(device, 'online');
  await device.close();
  const store = device.platform.store;
  for (const document of addConversations(journey.server.dataDir, [me.userId], many)) {
    const { conversationId } = must(parseDocumentName(document), 'a chapter');
    await plant({
      ...{ device: name, person: me, conversationId },
      write: (doc) => ownLog(me, doc).push([messageAt(Date.now() - 60_000, 'unsent'), messageAt(Date.now(), 'too')]),
    });
    noteDatabase(
      store,
      personPrefix({ origin: me.url }, me.userId),
      `${personPrefix({ origin: me.url }, me.userId)}/${document}`,
    );
  }
  const later = await journey.start(me, { name, hasNetwork: false });
  expect(await later.messenger.countUnsent()).toBe(2 * many);
  expect(await later.messenger.countUnsent()).toBe(2 * many);
});

test('every chapter, what was refused and what the server has not got count; what it has does not', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const name = 'counting-chapters';
  const strange = { ...messageAt(Date.now() - 60_000, 'strange'), kind: 'hologram' };
  await plant({ device: name, person: ada, conversationId, write: (doc) => ownLog(ada, doc).push([strange]) });
  await plant({
    ...{ device: name, person: ada, conversationId, chapter: 2 },
    write: (doc) => ownLog(ada, doc).push([messageAt(Date.now(), 'of another chapter')]),
  });
  const prefix = personPrefix({ origin: ada.url }, ada.userId);
  const device = await journey.start(ada, { name });
  noteDatabase(device.platform.store, prefix, `${prefix}/${chapterName({ conversationId, chapter: 2 })}`);
  const mine = await device.open(conversationId);
  mine.send('sent');
  await shows(mine, ['strange (refused: bad-event)', 'sent (sent)']);
  await shows(theirs, ['sent']);
  expect(await device.messenger.countUnsent()).toBe(2);
  await device.close();

  // Nothing is shown, so nothing is opened but by counting.
  const later = await journey.start(ada, {
    name,
    hasNetwork: false,
    adapt: (platform) => ({ ...platform, whenPainted: () => new Promise(() => undefined) }),
  });
  expect(await later.messenger.countUnsent()).toBe(2);
  await until(() => later.messenger.link.get().status === 'offline', 'the link to be given up');
});
