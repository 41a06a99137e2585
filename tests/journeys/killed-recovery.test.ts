// A device that is killed while it brings a refused document into its next life: at each step in turn, each time on a
// fresh disk. Whatever the instant, the next start comes through: all stands once, and what cannot be sent is kept.
import { afterEach, beforeEach, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import { openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { ownLog, plant } from '../kit/plant.ts';
import { messageAt } from '../kit/sample-events.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

const settled = ['one (sent)', 'strange (refused: bad-event)', 'two (sent)'];

/** Puts a refused document on the disk of a device of Ada's. */
async function stage(name: string): Promise<{ ada: Person; conversationId: ConversationId }> {
  const { ada, conversationId } = await journey.twoPeople();
  const at = Date.now() - 60_000;
  await plant({
    ...{ device: name, person: ada, conversationId },
    write(doc) {
      ownLog(ada, doc).push([messageAt(at, 'one')]);
      ownLog(ada, doc).push([{ ...messageAt(at + 1, 'strange'), kind: 'hologram' }]);
      ownLog(ada, doc).push([messageAt(at + 2, 'two')]);
    },
  });
  return { ada, conversationId };
}

// The databases of two lives are loaded; three records are written: that the next life counts, that what waited is
// appended, that the database of the first is read and gone.
const instants: [instant: string, time: number][] = [
  ...[1, 2].map((time): [string, number] => ['a database is loaded', time]),
  ...[1, 2, 3].flatMap((time): [string, number][] => [
    ['before a record is written', time],
    ['after a record is written', time],
  ]),
  ...[2, 4, 6].flatMap((time): [string, number][] => [
    ['before the document is stored', time],
    ['after the document is stored', time],
  ]),
  ['before a database is taken over', 1],
  ['after a database is taken over', 1],
  ['before a database is removed', 1],
  ['after a database is removed', 1],
];

test.each(instants)(
  'a recovery killed %s, the time being number %i, is finished by the next start',
  async (instant, time) => {
    const name = `killed ${instant} ${time}`;
    const { ada, conversationId } = await stage(name);
    let left = time;
    const device = await journey.start(ada, {
      ...{ name, haste: 20 },
      onStep(step) {
        if (step === instant && --left === 0) device.kill();
      },
    });
    device.messenger.openConversation(conversationId);
    await until(() => left <= 0, 'the kill');
    const later = await journey.start(ada, { name, haste: 20 });
    await shows(await later.open(conversationId), settled);
    await shows(await (await journey.start(ada)).open(conversationId), ['one (sent)', 'two (sent)']);
    const databases = async () =>
      (await later.platform.listDatabases('')).filter((one) => one.includes('/conversation/'));
    await until(async () => (await databases()).length === 1, 'the databases of earlier lives to be gone');
  },
);
