// The end of what people say of themselves: told when it comes, also by a server that was not there when it was said.
import { expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { DeviceId } from '../../shared/ids.ts';
import { firstStatus, type OwnStatus } from '../../shared/protocol/presence.ts';
import type { LinkSignal } from '../../shared/protocol/signals.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { makeTimers } from '../../tests/kit/timers.ts';
import { Presence } from './presence.ts';

const [ada, ben] = [freshUserId(), freshUserId()];
const patience = { timeout: 30_000 };

/** A server that has just begun, with what Ben said of himself before, and a device of Ada's that watches him. */
async function begin(said: OwnStatus) {
  const [timers, signals] = [makeTimers(), [] as LinkSignal[]];
  const world = { status: said, nowMs: 1_000 };
  const presence = new Presence({
    directory: {
      readStatuses: (userIds) =>
        Promise.resolve(
          new Map(userIds.map((userId) => [userId, { status: world.status, lastSeen: null, timeZone: null }])),
        ),
      setTimeZone: () => Promise.resolve(false),
      blockersAmong: () => Promise.resolve(new Set()),
    },
    now: () => world.nowMs,
    schedule: (delayMs, run) => timers.schedule(delayMs, run),
    onTrouble: (what, error) => expect.unreachable(`${what}: ${String(error)}`),
  });
  const device = {
    session: { userId: ada, sessionId: 'dev_ada' as DeviceId },
    signal: (signal: LinkSignal) => void signals.push(signal),
  };
  presence.arrived(device);
  presence.watch(device, [ben]);
  const told = () => signals.map((signal) => (signal.kind === 'presence' ? must(signal.people[0], 'Ben').text : null));
  await expect.poll(told, patience).toEqual([said.text]);
  return { world, timers, presence, told };
}

const lunch: OwnStatus = { ...firstStatus, text: 'At lunch', until: 5_000 };

test('an end that was set before the server began is told when it comes', async () => {
  const { world, timers, told } = await begin(lunch);
  world.nowMs = 5_000;
  timers.runAll();
  await expect.poll(told, patience).toEqual(['At lunch', '']);
  expect(timers.waiting.size).toBe(0);
});

test('an end too far for one timer is told all the same', async () => {
  const { world, timers, told } = await begin({ ...lunch, until: 2 ** 33 });
  timers.runAll();
  await expect.poll(told, patience).toEqual(['At lunch', 'At lunch']);
  world.nowMs = 2 ** 33;
  timers.runAll();
  await expect.poll(told, patience).toEqual(['At lunch', 'At lunch', '']);
});

test('whoever sets it again and again has one timer, and none once it stays or the server goes', async () => {
  const { world, timers, presence, told } = await begin(lunch);
  const texts = ['At lunch'];
  const say = async (text: string, until: number | null) => {
    world.status = { ...lunch, text, until };
    presence.changed(ben);
    texts.push(text);
    await expect.poll(told, patience).toEqual(texts);
  };
  for (const until of [6_000, 7_000, 7_000]) await say(`until ${until}`, until);
  expect(timers.waiting.size).toBe(1);
  await say('for good', null);
  expect(timers.waiting.size).toBe(0);
  await say('for a while', 8_000);
  presence.close();
  expect(timers.waiting.size).toBe(0);
});
