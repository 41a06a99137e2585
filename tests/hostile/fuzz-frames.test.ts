// Garbage, truncated and damaged frames through real sockets, from transcripts of honest devices. Whatever comes, the
// server lives, only what is admissible is stored, the live document equals its log, and the others go on.
// SEED=… repeats the damages of a run, not its times and ids; LONG_RUN=1 takes 100,000.
import { randomInt } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import * as prng from 'lib0/prng';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { parseServerEvent, parseUserEvent } from '../../shared/conversation/events.ts';
import { appendDelete, appendEvent } from '../../shared/conversation/log.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { chapterOf, storedChapter } from '../kit/attack-stage.ts';
import { garbage, mutate } from '../kit/mutate.ts';
import type { Person } from '../kit/person.ts';
import { readLogFile } from '../kit/read-log-file.ts';
import { deletionAt, editAt, messageAt } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { frame, openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';
import { until } from '../kit/until.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const frames = process.env['LONG_RUN'] === '1' ? 100_000 : 2_000;
const framesPerBatch = 500;
const batchesPerConversation = 4;
const attackers = 4;
/** What is sent here is to be read, not to be turned away for its number. */
const limitless = { burst: Number.MAX_SAFE_INTEGER, refillMs: 1 };
const unlimited = {
  entries: limitless,
  kibibytes: limitless,
  frames: limitless,
  syncs: limitless,
  words: limitless,
  typing: limitless,
};

let server: TestServer;
let ada: Person;
let fuzzer: Person;
let name: DocumentName;
let honest: WireDevice;
let replica: WireReplica;
beforeAll(async () => {
  server = await openTestServer({ rates: unlimited });
  const people = await server.people('Ada', 'Trudy');
  ada = must(people[0], 'Ada');
  fuzzer = must(people[1], 'Trudy');
  honest = await openDevice(ada);
});
afterAll(async () => {
  await honest.close();
  await server.close();
});

test(
  `damaged frames store nothing but what is admissible, and stop nobody (seed ${seed})`,
  { timeout: frames * 100 },
  async () => {
    const counts = { sent: 0, sockets: 0, channels: 0 };
    for (let batch = 0; batch < frames / framesPerBatch; batch++) {
      if (batch % batchesPerConversation === 0) await openAnother();
      const others = honestRows();
      const attacks = Array.from({ length: attackers }, (_, index) =>
        attack(prng.create(seed + batch * attackers + index), counts),
      );
      await Promise.all(attacks);
      await server.server.path.drain();
      expect(honestRows()).toEqual(others);
      expectRowsToParse();
      await expectOthersToGoOn(batch);
    }
    const rows = readLogFile(server.dataDir).size;
    console.log(`seed ${seed}: ${JSON.stringify(counts)}, rows in the log: ${rows}`);
    expect(counts.sent).toBe(frames);
  },
);

/** A conversation that is still short: what is admitted of all these frames would make opening it slow. */
async function openAnother(): Promise<void> {
  name = must(addConversations(server.dataDir, [ada.userId, fuzzer.userId], 1)[0], 'a conversation');
  replica = await honest.open(name);
  for (let index = 0; index < 5; index++) honest.write(replica, `whisper ${index}`);
  await honest.acknowledged(replica);
}

/** One attacker's share of a batch: every frame is read by a server that still listens to its socket. */
async function attack(random: prng.PRNG, counts: { sent: number; sockets: number; channels: number }): Promise<void> {
  let device: WireDevice | null = null;
  let channel: WireReplica | null = null;
  for (let left = framesPerBatch / attackers; left > 0; left--) {
    if (device === null || device.closeCode !== null) {
      device = await openDevice(fuzzer);
      channel = null;
      counts.sockets++;
    }
    if (channel === null || channel.closedFor !== null) {
      channel = await device.open(name, { silent: true });
      counts.channels++;
    }
    device.sendRaw(drawFrame(channel.doc, random));
    await device.heard();
    counts.sent++;
  }
  await device?.close();
}

function drawFrame(known: Y.Doc, random: prng.PRNG): Uint8Array {
  const kind = prng.int32(random, 0, 19);
  if (kind === 0) return garbage(random);
  if (kind < 5) return mutate(honestFrame(known, random), random);
  if (kind === 5) return honestFrame(known, random);
  // Well addressed, so that the bytes reach admission.
  return updateFrame(kind === 6 ? garbage(random) : mutate(honestUpdate(known, random), random), random);
}

function honestFrame(known: Y.Doc, random: prng.PRNG): Uint8Array {
  switch (prng.int32(random, 0, 3)) {
    case 0:
      return frame(name, 0, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint8Array(encoder, Y.encodeStateVector(known));
      });
    case 1:
      return frame(name, 2, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, '');
        encoding.writeVarString(encoder, '4.8.0');
      });
    case 2:
      return frame(name, 7, () => undefined);
    default:
      return updateFrame(honestUpdate(known, random), random);
  }
}

function updateFrame(update: Uint8Array, random: prng.PRNG): Uint8Array {
  return frame(name, 0, (encoder) => {
    encoding.writeVarUint(encoder, prng.int32(random, 1, 2));
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** What a device writes next: alone, or with the whole chapter around it. */
function honestUpdate(known: Y.Doc, random: prng.PRNG): Uint8Array {
  const doc = new Y.Doc();
  const isWhole = prng.int32(random, 0, 3) === 0;
  if (isWhole) Y.applyUpdate(doc, Y.encodeStateAsUpdate(known));
  const first = messageAt(Date.now(), `whisper ${prng.word(random)}`);
  appendEvent(doc, fuzzer.userId, first);
  if (prng.bool(random)) appendEvent(doc, fuzzer.userId, editAt(first.at + 1, first.id));
  if (prng.bool(random)) appendDelete(doc, fuzzer.userId, deletionAt(first.at + 2, first.id, first.at));
  if (prng.bool(random)) appendEvent(doc, fuzzer.userId, messageAt(first.at + 3, 'whisper at the end'));
  return Y.encodeStateAsUpdate(doc);
}

interface StoredEvent {
  readonly author: string;
  readonly content: string | null;
}

function storedEvents(): StoredEvent[] {
  const rows = [...readLogFile(server.dataDir)].map((row) => JSON.parse(row) as { table: string } & StoredEvent);
  return rows.filter(({ table }) => table === 'event');
}

function honestRows(): StoredEvent[] {
  return storedEvents().filter(({ author }) => author === honest.person.userId);
}

function expectRowsToParse(): void {
  const bad = storedEvents().filter(({ author, content }) => {
    const parse = author === '@server' ? parseServerEvent : parseUserEvent;
    return content !== null && parse(JSON.parse(content)) === null;
  });
  expect(bad).toEqual([]);
}

async function expectOthersToGoOn(batch: number): Promise<void> {
  honest.write(replica, `whisper after batch ${batch}`);
  await honest.acknowledged(replica);
  expect([replica.closedFor, honest.closeCode]).toEqual([null, null]);
  const device = await openDevice(fuzzer);
  const fresh = await device.open(name);
  await until(() => textsOf(fresh).includes(`whisper after batch ${batch}`), 'the honest message');
  const stored = await storedChapter(server, name);
  expect(chapterOf(fresh)).toEqual(stored);
  expect(chapterOf(replica)).toEqual(stored);
  await device.close();
  const told = server.logLines.filter((line) => line.includes('whisper') || line.includes('"level":50'));
  expect(told).toEqual([]);
}
