// Drafts that follow their writer: to every device, written offline on two of them, through kills, into the next
// generation of the document they travel in, and back out of a backup.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { directConversationId, type ConversationId } from '../../shared/ids.ts';
import { parsePersonalRecord } from '../../client/engine/personal/personal-record.ts';
import type { PersonalLimits } from '../../sync-server/admission/admit-personal.ts';
import { restoreData } from '../../sync-server/ops/restore-data.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { freshUserId } from '../kit/sample-events.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
afterEach(() => journey.close());

const haste = 20;
const tiny: PersonalLimits = { bytes: 64 * 1_024, pieces: 6, maxBytes: 64 * 1_024, maxPieces: 2_048 };

async function begin(personalLimits?: PersonalLimits): Promise<{ ada: Person; conversationId: ConversationId }> {
  journey = await openJourney(personalLimits === undefined ? {} : { personalLimits });
  return journey.twoPeople();
}

function draftOf({ messenger }: EngineDevice, conversationId: ConversationId): string {
  return messenger.drafts.read(conversationId);
}

async function expectDraft(device: EngineDevice, conversationId: ConversationId, text: string): Promise<void> {
  await until(() => draftOf(device, conversationId) === text, 'the draft', 20_000).catch(() => undefined);
  expect(draftOf(device, conversationId)).toBe(text);
}

async function twoDevices(ada: Person) {
  return [await journey.start(ada, { haste }), await journey.start(ada, { haste })] as const;
}

const generationOf = (ada: Person) => journey.server.server.path.newestGeneration(ada.userId);

/** Drafts and gives up in one conversation after the other, until the document goes on in its next generation. */
async function fillGeneration(device: EngineDevice, ada: Person): Promise<void> {
  const before = generationOf(ada);
  while (generationOf(ada) === before) {
    const conversationId = directConversationId(ada.userId, freshUserId());
    for (const text of ['given up', '']) {
      device.messenger.drafts.write(conversationId, text);
      await told(device, conversationId);
    }
  }
}

/** Whether the server has what was typed on a device. */
async function isTold({ messenger, platform }: EngineDevice, conversationId: ConversationId): Promise<boolean> {
  const table = platform.openTable(`biz1/${new URL(platform.origin).host}/${messenger.me.userId}/kept`);
  const reading = await table.readAll();
  table.close();
  const record = reading.status === 'read' ? parsePersonalRecord(reading.values.get('personal')) : null;
  const known = record?.known[conversationId] ?? '';
  return record?.pending === null && known === messenger.drafts.read(conversationId);
}

async function told(device: EngineDevice, conversationId: ConversationId): Promise<void> {
  await until(() => isTold(device, conversationId), 'the draft to be told', 20_000);
}

describe('a draft', () => {
  test('is on every device of its writer, and on nobody else’s', async () => {
    const { ada, conversationId } = await begin();
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'half a thought');
    await expectDraft(phone, conversationId, 'half a thought');
    phone.messenger.drafts.write(conversationId, 'half a thought more');
    await expectDraft(desk, conversationId, 'half a thought more');
    const later = await journey.start(ada, { haste });
    await expectDraft(later, conversationId, 'half a thought more');
  });

  test('written offline on two devices has what was typed on both, once', async () => {
    const { ada, conversationId } = await begin();
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'meet at noon');
    await expectDraft(phone, conversationId, 'meet at noon');
    for (const device of [desk, phone]) await goOffline(device);
    desk.messenger.drafts.write(conversationId, 'let us meet at noon');
    phone.messenger.drafts.write(conversationId, 'meet at noon in the hall');
    await desk.restart();
    for (const device of [desk, phone]) device.setNetwork(true);
    for (const device of [desk, phone]) await expectDraft(device, conversationId, 'let us meet at noon in the hall');
  });

  test('that is sent is gone everywhere but for what another device has typed after it', async () => {
    const { ada, conversationId } = await begin();
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'hello');
    await expectDraft(phone, conversationId, 'hello');
    await goOffline(phone);
    phone.messenger.drafts.write(conversationId, 'hello, and');
    const open = await desk.open(conversationId);
    expect(open.send('hello')).toBeNull();
    desk.messenger.drafts.write(conversationId, '');
    await shows(open, ['hello (sent)']);
    await told(desk, conversationId);
    phone.setNetwork(true);
    for (const device of [phone, desk]) await expectDraft(device, conversationId, ', and');
  });

  test('that is sent leaves an empty draft on a device that only looked on', async () => {
    const { ada, conversationId } = await begin();
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'hello');
    await expectDraft(phone, conversationId, 'hello');
    desk.messenger.drafts.write(conversationId, '');
    await expectDraft(phone, conversationId, '');
  });

  test('of before a device knew of other devices comes to them', async () => {
    const { ada, conversationId } = await begin();
    const desk = await journey.start(ada, { haste, hasNetwork: false });
    desk.messenger.drafts.write(conversationId, 'written long ago');
    await desk.restart();
    desk.setNetwork(true);
    await expectDraft(await journey.start(ada, { haste }), conversationId, 'written long ago');
  });

  test('of two tabs is told once', async () => {
    const { ada, conversationId } = await begin();
    const [tab, other] = [
      await journey.start(ada, { haste, name: 'tabs' }),
      await journey.start(ada, { haste, name: 'tabs' }),
    ];
    const phone = await journey.start(ada, { haste });
    other.messenger.drafts.write(conversationId, 'in the second tab');
    await expectDraft(phone, conversationId, 'in the second tab');
    tab.kill();
    other.messenger.drafts.write(conversationId, 'in the tab that is left');
    await expectDraft(phone, conversationId, 'in the tab that is left');
  });

  test('too long for the server stays here, and comes when it is shorter', async () => {
    const { ada, conversationId } = await begin({ ...tiny, bytes: 2_000, maxBytes: 2_000 });
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'long '.repeat(1_000));
    await until(() => desk.sent.includes('update'), 'the attempt', 20_000);
    expect(draftOf(phone, conversationId)).toBe('');
    desk.messenger.drafts.write(conversationId, 'short');
    await expectDraft(phone, conversationId, 'short');
    expect(draftOf(desk, conversationId)).toBe('short');
  });
});

// What is kept in turn: the draft, that it is on its way, that it has arrived.
const instants = [1, 2, 3].flatMap((time) => [
  ['before a value is kept', time] as const,
  ['after a value is kept', time] as const,
]);

test.each(instants)('a device killed %s, the time being number %i, tells its draft once', async (instant, time) => {
  const { ada, conversationId } = await begin();
  const name = `killed ${instant} ${time}`;
  const phone = await journey.start(ada, { haste });
  phone.messenger.drafts.write(conversationId, 'so far');
  let left = Infinity;
  const desk = await journey.start(ada, {
    ...{ haste, name },
    onStep: (step) => {
      if (step === instant && --left === 0) desk.kill();
    },
  });
  await expectDraft(desk, conversationId, 'so far');
  await told(desk, conversationId);
  left = time;
  desk.messenger.drafts.write(conversationId, 'so far, so good');
  await until(() => left <= 0, 'the instant', 20_000);
  phone.messenger.drafts.write(conversationId, `now: ${draftOf(phone, conversationId)}`);
  await told(phone, conversationId);
  const again = await journey.start(ada, { haste, name });
  const kept = draftOf(again, conversationId);
  const text =
    instant === 'before a value is kept' && time === 1 && kept === 'so far' ? 'now: so far' : 'now: so far, so good';
  for (const device of [again, phone]) await expectDraft(device, conversationId, text);
});

describe('the next generation', () => {
  test('takes the values over, and the old one keeps none', async () => {
    const { ada, conversationId } = await begin(tiny);
    const [desk, phone] = await twoDevices(ada);
    desk.messenger.drafts.write(conversationId, 'what stays');
    await fillGeneration(desk, ada);
    for (const device of [desk, phone]) await expectDraft(device, conversationId, 'what stays');
    desk.messenger.drafts.write(conversationId, 'what stays, and goes on');
    await expectDraft(phone, conversationId, 'what stays, and goes on');
    expect(generationOf(ada)).toBeGreaterThan(1);
    await expectDraft(await journey.start(ada, { haste }), conversationId, 'what stays, and goes on');
  });

  test.each(['open', 'closed'])(
    'loses nothing of a device that wrote offline into an earlier one, its app %s',
    async (app) => {
      const { ada, conversationId } = await begin(tiny);
      const [desk, phone] = await twoDevices(ada);
      desk.messenger.drafts.write(conversationId, 'the middle');
      await expectDraft(phone, conversationId, 'the middle');
      await goOffline(phone);
      phone.messenger.drafts.write(conversationId, 'the middle, the end');
      if (app === 'closed') await phone.restart();
      await fillGeneration(desk, ada);
      await fillGeneration(desk, ada);
      desk.messenger.drafts.write(conversationId, 'the beginning, the middle');
      await told(desk, conversationId);
      phone.setNetwork(true);
      for (const device of [phone, desk])
        await expectDraft(device, conversationId, 'the beginning, the middle, the end');
    },
  );

  test('is found by a tab whose turn comes when another has gone on in it', async () => {
    const { ada, conversationId } = await begin(tiny);
    const tab = await journey.start(ada, { haste, name: 'turns' });
    tab.messenger.drafts.write(conversationId, 'what stays');
    await told(tab, conversationId);
    const other = await journey.start(ada, { haste, name: 'turns' });
    await linkIs(other, 'online');
    await fillGeneration(tab, ada);
    await told(tab, conversationId);
    const phone = await journey.start(ada, { haste });
    await expectDraft(phone, conversationId, 'what stays');
    phone.messenger.drafts.write(conversationId, 'so: what stays');
    await expectDraft(other, conversationId, 'so: what stays');
    await goOffline(tab);
    other.messenger.drafts.write(conversationId, 'so: what stays here');
    tab.kill();
    for (const device of [other, phone]) await expectDraft(device, conversationId, 'so: what stays here');
  });

  test('is there after the server was started anew', async () => {
    const { ada, conversationId } = await begin(tiny);
    const desk = await journey.start(ada, { haste });
    desk.messenger.drafts.write(conversationId, 'what stays');
    await fillGeneration(desk, ada);
    await told(desk, conversationId);
    const generation = generationOf(ada);
    await journey.server.stop();
    journey.server = await openTestServer({ dataDir: journey.server.dataDir, personalLimits: tiny });
    expect(generationOf(ada)).toBe(generation);
    desk.moveTo(journey.server.url);
    await linkIs(desk, 'online');
    desk.messenger.drafts.write(conversationId, 'what stays and grows');
    await told(desk, conversationId);
    expect(draftOf(desk, conversationId)).toBe('what stays and grows');
  });
});

test('a server put back from a backup learns again what was drafted since', async () => {
  const { ada, conversationId } = await begin();
  const folder = await mkdtemp(join(tmpdir(), 'biz1-drafts-'));
  const desk = await journey.start(ada, { haste });
  desk.messenger.drafts.write(conversationId, 'in the backup');
  await told(desk, conversationId);
  await journey.server.stop();
  const { dataDir } = journey.server;
  await cp(dataDir, join(folder, 'backup'), { recursive: true });
  const restart = async () => {
    journey.server = await openTestServer({ dataDir });
    desk.moveTo(journey.server.url);
    await linkIs(desk, 'online');
  };
  await restart();
  desk.messenger.drafts.write(conversationId, 'in the backup and beyond');
  await told(desk, conversationId);
  await desk.restart();
  await journey.server.stop();
  restoreData({ backupDir: join(folder, 'backup'), dataDir, epoch: 'another', asideDir: join(folder, 'aside') });
  await restart();
  await told(desk, conversationId);
  expect(draftOf(desk, conversationId)).toBe('in the backup and beyond');
  await rm(folder, { recursive: true, force: true });
});
