// What a person has written goes out, whether or not they ever look at it again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { wholeInbox } from '../kit/ask-inbox.ts';
import { goOffline, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

/** More than a device follows by itself. */
const many = 40;

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

test('what was written without a network goes out after a kill, although nobody opens any of it', async () => {
  const { ada, ben } = await journey.twoPeople();
  const names = addConversations(journey.server.dataDir, [ada.userId, ben.userId], many);
  const killed = await journey.start(ada, { name: 'outbox' });
  await until(() => killed.messenger.conversations.get().length > many, 'the list');
  await goOffline(killed);
  for (const name of names) {
    const mine = await killed.open(must(parseDocumentName(name), 'a name').conversationId);
    mine.send('from the tunnel');
    await shows(mine, ['from the tunnel (waiting)']);
    mine.close();
  }
  killed.kill();
  await journey.start(ada, { name: 'outbox' });
  await until(async () => (await wholeInbox(ben)).size === many, 'all of it to arrive').catch(() => undefined);
  const rows = [...(await wholeInbox(ben)).values()];
  expect(rows.map(({ unread }) => unread)).toEqual(names.map(() => 1));
});
