// What the server tells of a chapter that nobody has open is what docs/protocol.md says of its documents: honest devices
// write through the real path, and the rows of each log are compared with the oracle. SEED=… repeats one.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { mintEventId, type UserId } from '../../shared/ids.ts';
import { inboxRow } from '../../sync-server/inbox/inbox-row.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshUser, readDoc } from '../kit/log-writer.ts';
import { drawIdsFrom, randomBytes } from '../kit/sample-events.ts';
import { makeLaneRig, turnsUntil, type LaneRig } from '../lane/lane-rig.ts';
import { RigDevice } from '../lane/rig-device.ts';
import { expectChapter } from './oracle.ts';
import { clampVector, expectInboxRow, mergeVectors, type ExpectedVector } from './oracle-reading.ts';
import { readPlain } from './plain-documents.ts';

const repeated = process.env['SEED'];
const seeds = repeated === undefined ? Array.from({ length: 20 }, (_, index) => index + 1) : [Number(repeated)];
const lateMs = 6 * 60_000;

const implementations = {
  SqliteUpdateLog: () => openSqliteUpdateLog({ file: ':memory:', random: randomBytes }),
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
};

describe.each(Object.entries(implementations))('on %s', (_, open) => {
  test('a chapter is told as its document says, whatever was written, edited, deleted and read', async () => {
    expect(await failingSeeds(open)).toEqual([]);
  });
});

async function failingSeeds(open: () => UpdateLog) {
  const failing: { seed: number; error: unknown }[] = [];
  for (const seed of seeds) {
    const log = open();
    await runSeed(log, seed).catch((error: unknown) => failing.push({ seed, error }));
    log.close();
  }
  return failing;
}

async function runSeed(log: UpdateLog, seed: number): Promise<void> {
  const random = prng.create(seed);
  drawIdsFrom(random);
  const rig = makeLaneRig({ log });
  const name = freshChapter();
  const people = [freshUser(), freshUser(), freshUser()];
  const devices = people.flatMap((person) =>
    [person, person].map((userId) => new RigDevice(rig, userId, () => prng.uint32(random, 1, 2 ** 31))),
  );
  const read = new Map<UserId, ExpectedVector>(people.map((person) => [person, { epoch: 0, clocks: {} }]));
  for (let round = 0; round < 4; round++) {
    for (let step = 0; step < 12; step++) await act(random, prng.oneOf(random, devices), { rig, name, people });
    await meet(rig, name, devices);
    for (const reader of people) await reportReading(random, { log, name, reader, read, rig });
    for (const reader of people) await compare(log, { name, reader, vector: must(read.get(reader), 'a vector'), rig });
  }
}

interface Stage {
  readonly rig: LaneRig;
  readonly name: DocumentName;
  readonly people: readonly UserId[];
}

async function act(random: prng.PRNG, device: RigDevice, { rig, name, people }: Stage): Promise<void> {
  const drawn = prng.int32(random, 0, 19);
  const message = prng.oneOf(random, [...device.mine(name), undefined]);
  rig.nowMs += prng.int32(random, 0, 1_000);
  const who = prng.oneOf(random, [...people, undefined]);
  if (drawn < 9) device.write(name, `${drawText(random)} @x`, who);
  else if (drawn < 12 && message !== undefined)
    device.edit(name, message, { text: `${prng.word(random, 1, 9)} @x`, who });
  else if (drawn < 14 && message !== undefined) device.erase(name, message);
  else if (drawn < 15) rig.nowMs += lateMs; // what is written offline before this comes late
  else if (drawn < 17) {
    const [by, userId] = [prng.oneOf(random, [...people]), prng.oneOf(random, [...people])];
    const joined = { kind: 'joined', id: mintEventId('joined', randomBytes()), at: rig.nowMs, by, userId } as const;
    expect(await rig.path.appendServerEvents(name, [joined])).toBe(true);
  } else device.open(name);
  device.exchange(10);
}

/** Everybody is online until all devices hold the same. */
async function meet(rig: LaneRig, name: DocumentName, devices: readonly RigDevice[]): Promise<void> {
  let quietTurns = 0;
  const isQuiet = () => {
    for (const device of devices) {
      device.open(name);
      device.exchange(100);
    }
    return devices.every((device) => device.isQuiet && device.isOpen(name));
  };
  await turnsUntil(() => (quietTurns = isQuiet() ? quietTurns + 1 : 0) > 20, 'all devices to meet');
  await rig.path.drain();
}

interface Report {
  readonly log: UpdateLog;
  readonly name: DocumentName;
  readonly reader: UserId;
  readonly read: Map<UserId, ExpectedVector>;
  readonly rig: LaneRig;
}

async function reportReading(random: prng.PRNG, { log, name, reader, read, rig }: Report): Promise<void> {
  const { clients } = (await readDoc(log, name)).store;
  const clocks = Object.fromEntries(
    [...clients.keys()].filter(() => prng.bool(random)).map((client) => [client, prng.int32(random, 0, 12)]),
  );
  const vector = { epoch: prng.int32(random, 0, 1), clocks };
  const plain = readPlain(await readDoc(log, name), 1);
  read.set(reader, mergeVectors(must(read.get(reader), 'a vector'), clampVector(plain, reader, vector)));
  await log.mergeReads(reader, [{ ...nameOf(name), vector, isTold: true }], rig.nowMs);
}

async function compare(
  log: UpdateLog,
  { name, reader, vector, rig }: { name: DocumentName; reader: UserId; vector: ExpectedVector; rig: LaneRig },
): Promise<void> {
  const { conversationId } = nameOf(name);
  const everything = { reads: 0, below: Number.MAX_SAFE_INTEGER, limit: 10 };
  const where = { conversationId, position: 0, fromChapter: 1 };
  const [found] = log.changedChapters({ reader, conversations: [where], ...everything });
  if (found === undefined) return expect(log.position()).toBe(0);
  const plain = readPlain(await readDoc(log, name), 1);
  const { messages, from, to, lateFrom, lateTo, mentions, ...expected } = expectInboxRow(plain, reader, vector);
  const told = inboxRow(found, { ...log.standing(nameOf(name), reader), pins: log.pins(nameOf(name), 50) }, rig.nowMs);
  expect(told).toMatchObject(expected);
  expect(told.mentions ?? 0).toBe(mentions);
  expect(told.read).toEqual(vector);
  const rows = expectChapter(plain);
  const isAllThere = rows.every(({ text, notice }) => text !== null || notice !== null);
  if (isAllThere) expect(told).toMatchObject({ messages, from, to, lateFrom, lateTo });
  expect(told.messages).toBeLessThanOrEqual(messages);
  for (const { at } of rows) expect(isIn(at, told.from, told.to) || isIn(at, told.lateFrom, told.lateTo)).toBe(true);
}

function drawText(random: prng.PRNG): string {
  return `${prng.word(random, 1, 5)} ${'🙂'.repeat(prng.int32(random, 0, 1) * prng.int32(random, 190, 210))}`;
}

function isIn(at: number, from: number | null, to: number | null): boolean {
  return from !== null && to !== null && from <= at && at <= to;
}

function nameOf(name: DocumentName) {
  return must(parseDocumentName(name), 'a name');
}
