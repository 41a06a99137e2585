// What somebody marks a conversation with follows them to every device: set offline on two of them, through kills, into
// the next generation of the document it travels in, until they are in the conversation no more.
import { afterEach, describe, expect, test } from 'vitest';
import { directConversationId, type ConversationId } from '../../shared/ids.ts';
import { noMarks, type Marks } from '../../shared/personal/marks.ts';
import type { MarkChange } from '../../client/engine/marks/open-marks.ts';
import type { PersonalLimits } from '../../sync-server/admission/admit-personal.ts';
import { linesOf, type EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { freshUserId } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';
import { makeGroup } from '../kit/group-acts.ts';

let journey: Journey;
afterEach(() => journey.close());

const haste = 20;

async function begin(personalLimits?: PersonalLimits) {
  journey = await openJourney(personalLimits === undefined ? {} : { personalLimits });
  const people = await journey.twoPeople();
  const start = async () => {
    const device = await journey.start(people.ada, { haste });
    await until(() => rowOf(device, people.conversationId) !== undefined, 'the conversation');
    return device;
  };
  return { ...people, start, desk: await start(), phone: await start() };
}

const rowOf = ({ messenger }: EngineDevice, id: ConversationId) =>
  messenger.conversations.get().find(({ conversationId }) => conversationId === id);
const marksOn = ({ messenger }: EngineDevice, id: ConversationId): Marks =>
  messenger.marks.all.get().get(id) ?? noMarks;

function mark({ messenger }: EngineDevice, id: ConversationId, change: MarkChange): void {
  expect(messenger.marks.change(id, change)).toBeNull();
}

async function expectMarks(devices: readonly EngineDevice[], id: ConversationId, marks: object): Promise<void> {
  const wanted = expect.objectContaining(marks);
  const isThere = () => devices.every((device) => wanted.asymmetricMatch(marksOn(device, id)));
  await until(isThere, 'the marks', 20_000).catch(() => undefined);
  for (const device of devices) expect(marksOn(device, id)).toEqual(wanted);
}

async function says(person: Person, text: string, id: ConversationId): Promise<void> {
  const device = await journey.start(person, { haste });
  const open = await device.open(id);
  await open.whenReady();
  expect(open.send(text)).toBeNull();
  await until(() => linesOf(open).at(-1) === `${text} (sent)`, 'the message to be sent');
  open.close();
  await device.close();
}

describe('a mark', () => {
  test('is on every device of who set it, also on one that comes later, and on nobody else’s', async () => {
    const { ben, conversationId, start, desk, phone } = await begin();
    mark(desk, conversationId, { isPinned: true, muteFor: 'always', notice: 'mentions' });
    const marks = { mutedUntil: 'always', notice: 'mentions', isUnread: false };
    await expectMarks([desk, phone, await start()], conversationId, marks);
    expect(marksOn(phone, conversationId).pinnedAt).toBe(marksOn(desk, conversationId).pinnedAt);
    mark(phone, conversationId, { isPinned: false });
    await expectMarks([desk, phone], conversationId, { ...marks, pinnedAt: null });
    const other = await journey.start(ben, { haste });
    await until(() => rowOf(other, conversationId) !== undefined, 'the conversation');
    expect(marksOn(other, conversationId)).toEqual(noMarks);
  });

  test('set offline stands beside another that was set offline elsewhere, through a kill', async () => {
    const { ada, conversationId, desk, phone } = await begin();
    mark(desk, conversationId, { notice: 'none', muteFor: 'always' });
    await expectMarks([phone], conversationId, { notice: 'none', mutedUntil: 'always' });
    for (const device of [desk, phone]) await goOffline(device);
    mark(desk, conversationId, { isPinned: true, notice: 'mentions' });
    mark(phone, conversationId, { isUnread: true, muteFor: null });
    await desk.restart();
    for (const device of [desk, phone]) device.setNetwork(true);
    const later = await journey.start(ada, { haste });
    const marks = { isUnread: true, mutedUntil: null, notice: 'mentions', pinnedAt: expect.any(Number) };
    await expectMarks([desk, phone, later], conversationId, marks);
  });

  test('of one kind that two devices set at once is the same on both', async () => {
    const { conversationId, desk, phone } = await begin();
    for (const device of [desk, phone]) await goOffline(device);
    mark(desk, conversationId, { muteFor: 3_600_000 });
    mark(phone, conversationId, { muteFor: 'always' });
    for (const device of [desk, phone]) device.setNetwork(true);
    for (const device of [desk, phone]) await linkIs(device, 'online');
    mark(desk, conversationId, { isPinned: true });
    mark(phone, conversationId, { isUnread: true });
    await expectMarks([desk, phone], conversationId, { isUnread: true, pinnedAt: expect.any(Number) });
    const set = () => [desk, phone].map((device) => marksOn(device, conversationId).mutedUntil);
    await until(() => set()[0] === set()[1], 'the same on both');
    expect([marksOn(desk, conversationId).mutedUntil === null, new Set(set()).size]).toEqual([false, 1]);
  });

  test('goes along into the next generation of its document', async () => {
    const { ada, conversationId, start, desk } = await begin({
      ...{ bytes: 64 * 1_024, pieces: 6, maxBytes: 64 * 1_024, maxPieces: 2_048 },
    });
    mark(desk, conversationId, { isArchived: true, notice: 'none' });
    const generation = () => journey.server.server.path.newestGeneration(ada.userId);
    const before = generation();
    for (let isOn = true; generation() === before; isOn = !isOn) {
      const other = directConversationId(ada.userId, freshUserId());
      mark(desk, other, { isPinned: true });
      const later = await start();
      await expectMarks([later], other, { pinnedAt: expect.any(Number) });
      mark(desk, other, { isPinned: false });
      await expectMarks([later], other, { pinnedAt: null });
      await later.close();
    }
    await expectMarks([desk, await start()], conversationId, { notice: 'none', archivedUpTo: expect.any(Number) });
  });

  test('is gone from every device with the conversation', async () => {
    const { ada, ben, desk, phone } = await begin();
    const groupId = await makeGroup([ben, ada]);
    await until(() => [desk, phone].every((device) => rowOf(device, groupId) !== undefined), 'the group');
    mark(desk, groupId, { isPinned: true });
    await expectMarks([phone], groupId, { pinnedAt: expect.any(Number) });
    desk.messenger.change({ kind: 'leave-group', conversationId: groupId });
    await until(() => [desk, phone].every((device) => rowOf(device, groupId) === undefined), 'the group to be gone');
    await expectMarks([desk, phone], groupId, noMarks);
  });
});

describe('what is put away', () => {
  test('comes back on every device with a message, and stays so once that is read', async () => {
    const { ben, conversationId, desk, phone } = await begin();
    await says(ben, 'one', conversationId);
    await until(() => rowOf(desk, conversationId)?.unread === 1, 'the first message');
    mark(desk, conversationId, { isArchived: true });
    await expectMarks([desk, phone], conversationId, { archivedUpTo: expect.any(Number) });
    await says(ben, 'two', conversationId);
    await expectMarks([desk, phone], conversationId, { archivedUpTo: null });
    await phone.messenger.markAllRead(conversationId);
    await until(() => rowOf(desk, conversationId)?.unread === 0, 'all to be read');
    expect(marksOn(desk, conversationId)).toEqual(noMarks);
  });

  test('stays with a message while it is muted, and makes no sound', async () => {
    const { ben, conversationId, desk, phone } = await begin();
    mark(desk, conversationId, { isArchived: true, muteFor: 'always' });
    await expectMarks([phone], conversationId, { mutedUntil: 'always' });
    const heard: ConversationId[] = [];
    phone.messenger.onArrival((id) => heard.push(id));
    await says(ben, 'one', conversationId);
    await until(() => rowOf(phone, conversationId)?.unread === 1, 'the message');
    // Longer than a device waits before it tells: by its own timers, of which the earlier ones end first.
    await new Promise<void>((resolve) => phone.platform.schedule(1_000, resolve));
    expect([heard, marksOn(phone, conversationId).archivedUpTo]).toEqual([[], expect.any(Number)]);
    mark(phone, conversationId, { muteFor: null });
    await expectMarks([desk, phone], conversationId, { archivedUpTo: null, mutedUntil: null });
  });
});

test('what is marked as unread is so until somebody opens it on one of their devices', async () => {
  const { conversationId, desk, phone } = await begin();
  mark(desk, conversationId, { isUnread: true });
  await expectMarks([desk, phone], conversationId, { isUnread: true });
  const open = await phone.open(conversationId);
  await expectMarks([desk, phone], conversationId, noMarks);
  open.close();
});

test('all is marked as read without anybody opening it, also offline', async () => {
  const { ben, conversationId, desk, phone } = await begin();
  await says(ben, 'one', conversationId);
  await until(() => rowOf(desk, conversationId)?.unread === 1, 'the message');
  const open = await desk.open(conversationId);
  await shows(open, ['one']);
  open.close();
  await goOffline(desk);
  mark(desk, conversationId, { isUnread: true });
  await desk.messenger.markAllRead(conversationId);
  expect([rowOf(desk, conversationId)?.unread, marksOn(desk, conversationId)]).toEqual([0, noMarks]);
  desk.setNetwork(true);
  await until(() => rowOf(phone, conversationId)?.unread === 0, 'all to be read elsewhere');
});
