// The tick means on disk: the server is killed again and again at instants drawn by a seed, between and inside the
// steps of its path, while devices write. What was acknowledged stands after every kill, whole and once.
// SEED=… repeats the instants of a run; LONG_RUN=1 makes 200 kills.
import { randomInt } from 'node:crypto';
import * as prng from 'lib0/prng';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { PathStep } from '../../sync-server/path.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import type { KillInstant } from '../kit/failpoint-server.ts';
import { LastingDevice } from '../kit/lasting-device.ts';
import { until } from '../kit/until.ts';
import { differences, entriesOf, readKept, tornParts } from './kept-log.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const killsPerRun = 20;
const runs = process.env['LONG_RUN'] === '1' ? 10 : 1;
const steps: readonly PathStep[] = ['received', 'logged', 'applied', 'acknowledged'];
/** Of one device, so that a kill leaves something open but not everything. */
const maxInFlight = 4;

let server: ChildServer;
beforeEach(async () => {
  server = await openChildServer();
});
afterEach(() => server.close());

test.each(Array.from({ length: runs }, (_, run) => run + 1))(
  `kill -9 loses no acknowledged message and doubles none (seed ${seed}, run %i)`,
  async (run) => {
    const random = prng.create(seed + run);
    const devices = await openDevices();
    const total = { acknowledged: 0, inFlight: 0 };
    const killed: Record<PathStep, number> = { received: 0, logged: 0, applied: 0, acknowledged: 0 };

    for (let kill = 0; kill < killsPerRun; kill++) {
      const instant = drawInstant(random);
      const isEarly = prng.int32(random, 0, 3) === 0; // while devices come back and send again what was open
      if (!isEarly) await expectEverythingOnce(devices);
      server.arm(instant);
      await Promise.all(
        devices.map((device, index) => writeUntilTheEnd(device, prng.create(seed + kill * 10 + index))),
      );

      expect(await server.ended()).toBe('SIGKILL');
      await Promise.all(devices.map((device) => device.offline()));
      await expectAcknowledgedOnDisk(devices);
      total.inFlight += sum(devices.map((device) => device.inFlight));
      killed[instant.step]++;
      await server.start();
    }
    total.acknowledged = sum(devices.map((device) => device.acknowledged));
    await expectEverythingOnce(devices);
    expect(server.complaints.filter((line) => !line.includes('"level":40'))).toEqual([]);

    const at = steps.map((step) => `${killed[step]} ${step}`).join(', ');
    console.log(`seed ${seed} run ${run}: ${killsPerRun} kills (${at}), ${report(total)}, none lost, none twice`);
    expect(total.acknowledged).toBeGreaterThanOrEqual(1_000);
    expect(total.inFlight).toBeGreaterThanOrEqual(100);
  },
  killsPerRun * 15_000,
);

/** Two devices each of two people in one conversation, and a second conversation beside it: two lanes in a commit. */
async function openDevices(): Promise<LastingDevice[]> {
  const [ada, ben, cem] = await server.people('Ada', 'Ben', 'Cem');
  const one = chapterName({ conversationId: await ada.direct(ben!), chapter: 1 });
  const other = chapterName({ conversationId: await ada.direct(cem!), chapter: 1 });
  return [
    ...[ada, ada, ben!, ben!].map((person) => new LastingDevice(person, one)),
    ...[ada, cem!].map((person) => new LastingDevice(person, other)),
  ];
}

function drawInstant(random: prng.PRNG): KillInstant {
  const step = prng.oneOf(random, [...steps]);
  // At once, or up to what a whole commit takes: the instants inside SQLite, the system calls and the fan-out.
  const delayUs = prng.bool(random) ? 0 : prng.int32(random, 1, 2_000);
  return { step, occurrence: prng.int32(random, 1, 20), delayUs };
}

/** Writes as fast as acknowledgements come, cutting the own link now and then, until the server is gone. */
async function writeUntilTheEnd(device: LastingDevice, random: prng.PRNG): Promise<void> {
  while (server.isRunning) {
    if (!device.isOnline && !(await device.connect())) {
      await until(() => !server.isRunning, 'the end of a server that takes no links');
      return;
    }
    for (let count = prng.int32(random, 1, 2); count > 0; count--) device.write(`message ${prng.word(random, 1, 400)}`);
    if (prng.int32(random, 0, 39) === 0) device.cut();
    await new Promise((resolve) => setImmediate(resolve));
    await until(() => device.inFlight < maxInFlight || !device.isOnline, 'acknowledgements');
  }
}

/** Right after a kill, before anything has touched the files: they hold every acknowledged message once. */
async function expectAcknowledgedOnDisk(devices: readonly LastingDevice[]): Promise<void> {
  for (const [document, members] of byDocument(devices)) {
    const kept = await readKept(server.dataDir, document);
    expect(tornParts(kept)).toEqual([]);
    const keptIds = new Set(kept.rows.map(({ event }) => event?.id));
    const mayStand = members.flatMap(({ written, acknowledged }) =>
      written.filter(({ id }, clock) => clock < acknowledged || keptIds.has(id)),
    );
    expect(differences(kept.rows, mayStand)).toEqual([]);
  }
}

/** After a start: what was open is sent again, and then all written messages stand once, on disk, live and with everybody. */
async function expectEverythingOnce(devices: readonly LastingDevice[]): Promise<void> {
  for (const device of devices) if (!device.isOnline) expect(await device.connect()).toBe(true);
  await until(() => devices.every((device) => device.inFlight === 0), 'everything open to be acknowledged');
  for (const [document, members] of byDocument(devices)) {
    const written = members.flatMap((device) => device.written);
    const stranger = new LastingDevice(members[0]!.person, document);
    expect(await stranger.connect()).toBe(true);
    const live = entriesOf(stranger.doc);
    stranger.cut();
    const kept = await readKept(server.dataDir, document);
    expect(tornParts(kept)).toEqual([]);
    expect(entriesOf(kept.doc)).toEqual(live);
    expect(differences(live, written)).toEqual([]);
    await until(() => members.every((device) => device.messages().length === written.length), 'everybody to have all');
    for (const device of members) expect(differences(entriesOf(device.doc), written)).toEqual([]);
  }
}

function byDocument(devices: readonly LastingDevice[]): Map<DocumentName, LastingDevice[]> {
  return Map.groupBy(devices, ({ document }) => document);
}

function report({ acknowledged, inFlight }: { acknowledged: number; inFlight: number }): string {
  return `${acknowledged} acknowledged, ${inFlight} in flight at a kill`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
