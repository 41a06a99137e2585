// The lane under stress, in one process: every order of arrival, commit, failure, loading and unloading is drawn by a
// seed. SEED=… repeats one, LONG_RUN=1 draws many more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readLogs } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import { unloadAfterMs } from '../../sync-server/limits.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { documentFaults, logFaults } from '../kit/log-faults.ts';
import { freshChapter, freshUser, readDoc } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';
import { SlowUpdateLog } from '../kit/slow-update-log.ts';
import { makeLaneRig, nextTurn, turnsUntil } from './lane-rig.ts';
import { RigDevice } from './rig-device.ts';

const isLong = process.env['LONG_RUN'] !== undefined;
const firstSeed = Number(process.env['SEED'] ?? 1);
const seedCount = process.env['SEED'] !== undefined ? 1 : isLong ? 500 : 12;
const stepCount = 600;

const implementations: Record<string, (folder: string) => UpdateLog> = {
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
  SqliteUpdateLog: (folder) => openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes }),
};

describe.each(Object.entries(implementations))('on %s', (name, open) => {
  test(`${seedCount} seeds of ${stepCount} steps: one row each, one document each, no tick before its row`, async () => {
    const totals = new Map<string, number>();
    for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
      const folder = mkdtempSync(join(tmpdir(), 'biz1-lane-'));
      const inner = open(folder);
      try {
        const { faults, counts } = await runSeed(inner, seed);
        expect(faults, `SEED=${seed}`).toEqual([]);
        for (const [what, count] of Object.entries(counts)) totals.set(what, (totals.get(what) ?? 0) + count);
      } catch (error) {
        throw new Error(`with SEED=${seed}`, { cause: error });
      } finally {
        inner.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }
    const told = [...totals].map(([what, count]) => `${count} ${what}`).join(', ');
    console.log(`lane on ${name}, seeds ${firstSeed} to ${firstSeed + seedCount - 1}: ${told}`);
    if (seedCount > 1) expect(Math.min(...totals.values())).toBeGreaterThan(0); // each kind of trouble came up
  });
});

async function runSeed(inner: UpdateLog, seed: number) {
  const random = prng.create(seed);
  const pause = async () => {
    for (let left = prng.int32(random, 0, 12); left > 0; left--) await nextTurn();
  };
  const log = new SlowUpdateLog({ inner, random, pause });
  const rig = makeLaneRig({ log, pause, nextOnDisk: (document, client) => log.nextOnDisk(document, client) });
  const chapters = [freshChapter(), freshChapter()];
  const [ada, ben] = [freshUser(), freshUser()];
  const devices = [ada, ada, ben, freshUser()].map(
    (userId) => new RigDevice(rig, userId, () => prng.uint32(random, 1, 2 ** 32 - 1)),
  );
  const counts = { messages: 0, erasures: 0, serverEvents: 0, serverRefusals: 0, sweeps: 0, reloads: 0, cuts: 0 };
  const serverIds: { id: string; document: string; isLogged: boolean }[] = [];
  const open: Promise<void>[] = [];

  const append = async (document: (typeof chapters)[number]) => {
    const id = mintEventId('late', randomBytes());
    const event = { kind: 'late', id, at: rig.nowMs, client: 7, clock: counts.serverEvents, count: 1 } as const;
    const isLogged = await rig.path.appendServerEvents(document, [event]);
    serverIds.push({ id, document, isLogged });
    if (isLogged) counts.serverEvents++;
    else counts.serverRefusals++;
  };

  for (let step = 0; step < stepCount; step++) {
    const device = prng.oneOf(random, devices);
    const chapter = prng.oneOf(random, chapters);
    const drawn = prng.int32(random, 0, 99);
    rig.nowMs += prng.int32(random, 0, 50);
    if (drawn < 30) device.open(chapter);
    else if (drawn < 55) device.write(chapter, `m${++counts.messages}`);
    else if (drawn < 60) {
      const [message] = device.mine(chapter);
      if (message !== undefined) device.erase(chapter, message);
      counts.erasures += message === undefined ? 0 : 1;
    } else if (drawn < 66) device.leave(chapter);
    else if (drawn < 69) {
      device.cut();
      counts.cuts++;
    } else if (drawn < 71) {
      device.reload(chapter);
      counts.reloads++;
    } else if (drawn < 76) (devices[0] ?? device).relayFrom(devices[1] ?? device, chapter);
    else if (drawn < 81) open.push(append(chapter));
    else if (drawn < 82) {
      for (const each of devices) each.leave(chapter); // so that it can be unloaded
    } else if (drawn < 86) {
      await nextTurn();
      rig.nowMs += unloadAfterMs + 1;
      rig.path.lanes.sweep(); // in a task of its own
      counts.sweeps++;
    } else if (drawn < 87) {
      const state = Y.encodeStateAsUpdate(await readDoc(inner, chapter));
      open.push(log.fold(chapter, (await inner.readChapter(chapter)).sequence, state).catch(() => undefined));
    } else if (drawn < 88) rig.nowMs += 6 * 60_000; // what is written offline before this comes late
    for (const each of devices) each.exchange(prng.int32(random, 0, 3));
    if (prng.bool(random)) await nextTurn();
    rig.checkChannels();
  }

  log.isCalm = true;
  await Promise.all(open);
  const isSettled = () => {
    for (const device of devices) {
      for (const chapter of chapters) device.open(chapter);
      device.exchange(100);
    }
    return devices.every((device) => device.isQuiet && chapters.every((chapter) => device.isOpen(chapter)));
  };
  let quietTurns = 0; // for longer than anything can be under way
  await turnsUntil(() => (quietTurns = isSettled() ? quietTurns + 1 : 0) > 60, 'all devices to meet and fall silent');
  await rig.path.drain();
  rig.checkChannels();

  const faults = [...rig.violations];
  for (const chapter of chapters) {
    faults.push(...(await logFaults(inner, chapter)));
    const live = rig.document(chapter);
    if (live === undefined) faults.push(`${chapter} is not live`);
    else faults.push(...(await documentFaults(inner, chapter, live)));
    for (const [index, device] of devices.entries()) {
      const own = await documentFaults(inner, chapter, device.doc(chapter));
      faults.push(...own.map((fault) => `device ${index}: ${fault}`));
    }
    if (rig.openChannels(chapter) !== devices.length) faults.push(`${rig.openChannels(chapter)} channels are open`);
    const ids = new Set((await inner.readChapter(chapter)).notes.map(({ id }) => id as string | null));
    for (const { id, document, isLogged } of serverIds) {
      if (document === chapter && isLogged && !ids.has(id)) faults.push(`${id} was settled as logged and is not`);
    }
  }
  faults.push(...(await missingMessages(inner, chapters, devices)));
  const closed = devices.flatMap((device) => [...device.closedFor.values()]).reduce((sum, count) => sum + count, 0);
  return { faults, counts: { ...counts, ...rig.counts, ...log.troubles, closedChannels: closed } };
}

/** Every message that was ever written stands in the log once, or was erased by its writer. */
async function missingMessages(
  log: UpdateLog,
  chapters: readonly Parameters<typeof readDoc>[1][],
  devices: readonly RigDevice[],
) {
  const docs = await Promise.all(chapters.map((chapter) => readDoc(log, chapter)));
  const entries = docs.flatMap((doc) => [...readLogs(doc)]);
  const texts = entries.flatMap(({ event }) => (event?.kind === 'message' ? [event.text] : []));
  const written = devices.flatMap((device) => device.written);
  const erased = entries.filter(({ state }) => state === 'erased').length;
  const faults = new Set(texts).size === texts.length ? [] : ['a message stands twice'];
  if (texts.length + erased !== written.length)
    faults.push(`${written.length} written, ${texts.length} + ${erased} logged`);
  return faults;
}
