// A member writes well-formed entries that lie: of their time, their id, their kind, of whom they concern.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { maxTextLength } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import { Timeline, type TimelineItem } from '../../shared/conversation/timeline.ts';
import { maxAheadMs } from '../../shared/clock.ts';
import { lateAfterMs } from '../../sync-server/limits.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { goOn, openLog } from '../kit/craft-update.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { deletionAt, editAt, messageAt } from '../kit/sample-events.ts';
import { openDevice } from '../kit/wire-device.ts';

const year = 365 * 24 * 60 * 60_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A new log of mine that holds these. */
const writes = (valuesOf: (prey: Prey) => readonly unknown[]) => (prey: Prey) =>
  openLog(prey.client, prey.root, valuesOf(prey));
const message = (aheadMs = 0) => messageAt(Date.now() + aheadMs);

/** The newest message of one of the two. */
function newestOf(prey: Prey, author: string) {
  const mine = [...readLogs(prey.doc)].flatMap((entry) => (entry.author === author ? (entry.event ?? []) : []));
  return must(mine.at(-1), 'an event of this author');
}

describe('lies about time', () => {
  refusesEach(
    () => stage,
    [
      {
        name: 'a log that goes back in time',
        code: 'clock-backwards',
        make: writes(() => [message(), message(-1_000)]),
      },
      {
        name: 'a log that stands still',
        code: 'clock-backwards',
        make: writes(() => [messageAt(5), messageAt(5)]),
      },
      {
        name: 'an entry that is older than the last one of a log that is known',
        code: 'clock-backwards',
        make: ({ mine }) => goOn(mine.client, mine.next, [message(-year)]),
      },
      { name: 'the year zero', code: 'clock-backwards', make: writes(() => [messageAt(0)]) },
      { name: 'three minutes ahead', code: 'clock-ahead', make: writes(() => [message(maxAheadMs + 60_000)]) },
      { name: 'ten years ahead', code: 'clock-ahead', make: writes(() => [message(10 * year)]) },
      {
        name: 'a deletion of a message ten years ahead, which would stand last for ever',
        code: 'clock-ahead',
        make: writes(() => [deletionAt(Date.now(), message().id, Date.now() + 10 * year)]),
      },
      { name: 'a time before all time', code: 'bad-event', make: writes(() => [messageAt(-10 * year)]) },
      { name: 'half a millisecond', code: 'bad-event', make: writes(() => [messageAt(0.5)]) },
      { name: 'a time of 2^53', code: 'bad-event', make: writes(() => [messageAt(2 ** 53)]) },
      { name: 'a time as text', code: 'bad-event', make: writes(() => [{ ...message(), at: '2026-11-21' }]) },
    ],
  );

  test('ten years back is taken, and everybody is told when it really came', async () => {
    const prey = stage.prey();
    const event = message(-10 * year);
    expect(await stage.send(openLog(prey.client, prey.root, [event]))).toBeNull();
    const item = await timelineOf(stage, event.id);
    expect(item.at).toBe(event.at);
    expect(must(item.lateAt, 'a note of its arrival')).toBeGreaterThan(event.at + lateAfterMs);
  });
});

describe('lies about ids', () => {
  const withId = (id: string) => writes(() => [{ ...message(), id }]);
  refusesEach(
    () => stage,
    [
      {
        name: 'an id of mine that is in use',
        code: 'duplicate-id',
        make: writes((prey) => [{ ...message(), id: newestOf(prey, prey.me).id }]),
      },
      {
        name: 'one id twice in one update',
        code: 'duplicate-id',
        make: writes(() => {
          const one = message();
          return [one, { ...one, at: one.at + 1 }];
        }),
      },
      { name: 'an id of another kind', code: 'bad-event', make: withId('evt_000000000000000000000000') },
      { name: 'an id of a person', code: 'bad-event', make: writes(({ victim }) => [{ ...message(), id: victim }]) },
      { name: 'an id in capitals', code: 'bad-event', make: withId('msg_00000000000000000000000A') },
      { name: 'an id that is too short', code: 'bad-event', make: withId('msg_0') },
      { name: 'an id that climbs', code: 'bad-event', make: withId('msg_../../../../../etc/passwd') },
    ],
  );

  test('the id of the victim’s message stands beside it and changes nothing of it', async () => {
    const prey = stage.prey();
    const theirs = newestOf(prey, prey.victim);
    const before = await timelineOf(stage, theirs.id, prey.victim);
    expect(await stage.send(openLog(prey.client, prey.root, [{ ...message(), id: theirs.id }]))).toBeNull();
    expect(await timelineOf(stage, theirs.id, prey.victim)).toEqual(before);
    expect((await timelineOf(stage, theirs.id, prey.me)).author).toBe(prey.me);
  });

  test('an edit and a deletion of the victim’s message change nothing of it', async () => {
    const prey = stage.prey();
    const theirs = newestOf(prey, prey.victim);
    const before = await timelineOf(stage, theirs.id, prey.victim);
    const lies = [editAt(Date.now(), theirs.id, 'whisper forged'), deletionAt(Date.now() + 1, theirs.id, theirs.at)];
    expect(await stage.send(openLog(prey.client, prey.root, lies))).toBeNull();
    expect(await timelineOf(stage, theirs.id, prey.victim)).toEqual(before);
  });
});

describe('what is no event of a person', () => {
  const text = (length: number) => ({ ...message(), text: 'w'.repeat(length) });
  refusesEach(
    () => stage,
    [
      {
        name: 'a note of the server',
        code: 'bad-event',
        make: writes(({ theirs }) => [
          { kind: 'late', id: editAt(1, message().id).id, at: Date.now(), client: theirs.client, clock: 0, count: 1 },
        ]),
      },
      {
        name: 'a person who joined',
        code: 'bad-event',
        make: writes(({ victim }) => [{ ...message(), kind: 'joined', who: victim }]),
      },
      { name: 'a kind that nobody knows', code: 'bad-event', make: writes(() => [{ ...message(), kind: 'spell' }]) },
      {
        name: 'an author of one’s choice',
        code: 'bad-event',
        make: writes(({ victim }) => [{ ...message(), author: victim }]),
      },
      { name: 'a role of one’s choice', code: 'bad-event', make: writes(() => [{ ...message(), role: 'owner' }]) },
      { name: 'a message without text', code: 'bad-event', make: writes(() => [text(0)]) },
      { name: 'a text that is too long', code: 'bad-event', make: writes(() => [text(maxTextLength + 1)]) },
      {
        name: 'a text that is an object',
        code: 'bad-event',
        make: writes(() => [{ ...message(), text: { toString: 'x' } }]),
      },
      { name: 'nothing', code: 'bad-event', make: writes(() => [null]) },
      { name: 'a number', code: 'bad-event', make: writes(() => [7]) },
      { name: 'a list', code: 'bad-event', make: writes(() => [[message()]]) },
      { name: 'a good message followed by a bad one', code: 'bad-event', make: writes(() => [message(), {}]) },
    ],
  );
});

/** The row that a device of the victim shows for a message, when it opens the conversation now. */
async function timelineOf({ victim, name }: Stage, id: string, author?: string): Promise<TimelineItem> {
  const device = await openDevice(victim);
  const { doc } = await device.open(name);
  await device.close();
  const timeline = new Timeline();
  timeline.apply(readLogs(doc));
  const items = timeline.items.filter((item) => item.id === id && (author ?? item.author) === item.author);
  return must(items[0], 'a row for the message');
}
