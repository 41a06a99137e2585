// What another app of the same person, or one that is broken, puts where marks stand: nonsense, far too long, too many.
// The honest app shows none of it as a mark, keeps working, and says where the bound is.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { directConversationId, type ConversationId } from '../../shared/ids.ts';
import { personalName } from '../../shared/conversation/document-name.ts';
import { markKey, textRoot } from '../../shared/personal/drafts.ts';
import { noMarks } from '../../shared/personal/marks.ts';
import { maxMarked } from '../../client/engine/marks/open-marks.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { freshUserId } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice } from '../kit/wire-device.ts';

let journey: Journey;
let ada: Person;
let conversationId: ConversationId;
let app: EngineDevice;
let other: WireDevice;
beforeEach(async () => {
  journey = await openJourney();
  ({ ada, conversationId } = await journey.twoPeople());
  app = await journey.start(ada, { haste: 20 });
  other = await openDevice(ada);
});
afterEach(async () => {
  await other.close();
  await journey.close();
});

const freshConversation = () => directConversationId(ada.userId, freshUserId());
const marksOf = (id: ConversationId) => app.messenger.marks.all.get().get(id) ?? noMarks;

/** Puts these texts where the marks of conversations stand, as one change. */
async function put(texts: readonly (readonly [ConversationId, string])[]): Promise<void> {
  const own = await other.open(personalName({ userId: ada.userId, generation: 1 }));
  own.doc.transact(() => {
    for (const [id, text] of texts) own.doc.getText(textRoot(markKey(id))).insert(0, text);
  });
  await other.acknowledged(own);
}

test('nonsense where marks stand is no mark, stays where it is, and holds up none that is one', async () => {
  const long = freshConversation();
  await put([
    [conversationId, 'pin yesterday\nmute 99999999999999999999\nnotice LOUD\n\u202earchive\nunread yes\nunread no\n'],
    [long, `${'x'.repeat(100_000)}\npin 1\n`],
  ]);
  await until(() => marksOf(conversationId).isUnread, 'the one line that is a mark');
  expect([marksOf(conversationId), marksOf(long)]).toEqual([{ ...noMarks, isUnread: true }, noMarks]);
  expect(app.messenger.marks.change(conversationId, { isArchived: true, isUnread: false })).toBeNull();
  expect(marksOf(conversationId)).toEqual({ ...noMarks, archivedUpTo: expect.any(Number), archivedWith: 0 });
  expect(app.messenger.drafts.read(markKey(conversationId) as string as ConversationId)).toContain('notice LOUD');
});

test('more marks than there is room for, of what nobody is in, make room for the next that is set', async () => {
  const marked = Array.from({ length: maxMarked + 5 }, freshConversation);
  await put(marked.map((id) => [id, 'notice none\n']));
  await until(() => app.messenger.marks.all.get().size === marked.length, 'all of them', 20_000);
  await until(() => app.messenger.link.get().status === 'online', 'the link');
  expect(app.messenger.marks.change(conversationId, { isPinned: true })).toBeNull();
  expect([...app.messenger.marks.all.get().keys()]).toEqual([conversationId]);
});
