// A disk that answers after the start: the device goes on without it, writes nothing over what may be there, and shows
// and sends what it holds as soon as it is read.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../client/engine/platform.ts';
import { must } from '../../shared/base/assert.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

test('what was begun offline is listed and sent when the disk gives it out, and a draft is there', async () => {
  const [ada, ben] = await journey.server.people('Ada', 'Ben');
  const [me, other] = [must(ada, 'Ada'), must(ben, 'Ben')];
  const before = await journey.start(me, { name: 'late' });
  await before.messenger.findPeople('ben');
  await goOffline(before);
  const begun = await before.messenger.startDirect(other.userId);
  if (begun.status === 'failed') throw new Error(begun.code);
  const { conversationId } = begun;
  const mine = await before.open(conversationId);
  mine.send('from the train');
  await shows(mine, ['from the train (waiting)']);
  before.messenger.drafts.write(conversationId, 'and anoth');
  await before.close();

  const disk = makeLateDisk();
  const device = await journey.start(me, { name: 'late', haste: 20, adapt: disk.adapt });
  await linkIs(device, 'online');
  const { messenger } = device;
  expect([messenger.storage.get(), idsOf(device), messenger.drafts.read(conversationId)]).toEqual(['unread', [], '']);
  const drafts: string[] = [];
  messenger.drafts.onChangedElsewhere(conversationId, () => drafts.push(messenger.drafts.read(conversationId)));
  disk.answer();
  await until(() => messenger.storage.get() === 'ok', 'the disk');
  expect([idsOf(device), drafts]).toEqual([[conversationId], ['and anoth']]);
  const theirs = await journey.start(other);
  await until(() => idsOf(theirs).length === 1, 'the conversation to be begun');
  await shows(await theirs.open(conversationId), ['from the train']);
});

function idsOf({ messenger }: EngineDevice): readonly string[] {
  return messenger.conversations.get().map(({ conversationId }) => conversationId);
}

/** The disk gives out what is kept beside the documents when it is told to. */
function makeLateDisk() {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  return {
    adapt: (platform: Platform): Platform => ({
      ...platform,
      openTable(name) {
        const table = platform.openTable(name);
        return name.endsWith('/kept') ? { ...table, readAll: () => answered.then(() => table.readAll()) } : table;
      },
    }),
    answer: () => answer(),
  };
}
