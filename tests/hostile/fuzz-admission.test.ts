// Random and damaged updates against the grammar and the judge, without a socket. What is admitted must be exactly
// what it claims: applied, it adds its rows and erases its ranges, and touches nothing else.
// SEED=… repeats a run; LONG_RUN=1 takes a million.
import { chapterLimits } from '../../shared/conversation/chapters.ts';
import { noFigures } from '../../sync-server/update-log/chapter-figures.ts';
import { randomInt } from 'node:crypto';
import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendDelete, appendEvent, logRoot, readLog, readLogs } from '../../shared/conversation/log.ts';
import { directConversationId, type ClientId, type UserId } from '../../shared/ids.ts';
import { admit, type AdmittedUpdate } from '../../sync-server/admission/admit.ts';
import { encodeFresh } from '../../sync-server/admission/encode-fresh.ts';
import { readUpdate } from '../../sync-server/admission/read-update.ts';
import { Lane } from '../../sync-server/lane/lane.ts';
import {
  craftUpdate,
  firstErasedRun,
  firstRun,
  nextErasedRun,
  nextRun,
  type CraftedUpdate,
} from '../kit/craft-update.ts';
import { garbage, mutate } from '../kit/mutate.ts';
import { deletionAt, drawIdsFrom, editAt, freshUserId, messageAt } from '../kit/sample-events.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const cases = process.env['LONG_RUN'] === '1' ? 1_000_000 : 20_000;
const nowMs = 1_000_000_000;
const random = prng.create(seed);
drawIdsFrom(random);
const [me, other] = [freshUserId(), freshUserId()];
const serverClient = 77 as ClientId;
const name = chapterName({ conversationId: directConversationId(me, other), chapter: 1 });

/** A chapter as the log has it, and as admission knows it. */
interface Chapter {
  readonly bytes: Uint8Array;
  readonly lane: Lane;
  readonly clients: readonly ClientId[];
}

test(
  `damaged and invented updates add exactly what they were admitted for (seed ${seed})`,
  { timeout: 60_000 + cases * 3 },
  () => {
    const counts = { malformed: 0, refused: 0, known: 0, admitted: 0 };
    for (let round = 0; round < cases / 500; round++) {
      const chapter = makeChapter();
      const corpus = honestUpdates(chapter);
      for (let index = 0; index < 500; index++) counts[judge(chapter, draw(chapter, corpus))]++;
    }
    console.log(`seed ${seed}: ${JSON.stringify(counts)}`);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(cases / 100);
  },
);

function judge({ bytes, lane }: Chapter, update: Uint8Array): 'malformed' | 'refused' | 'known' | 'admitted' {
  const parsed = readUpdate(update);
  if (parsed === null) return 'malformed';
  const isSync = prng.bool(random);
  const verdict = admit(lane.reserved, parsed, {
    userId: me,
    ...{ mayWrite: true, mayModerate: false, mayPin: false },
    isSync,
    serverClient,
    nowMs,
    limits: chapterLimits,
    judgeFiles: () => null,
  });
  if (verdict.status === 'admitted') {
    const claimed = expectExactly(bytes, verdict.update);
    // Yjs itself reads the sender's bytes in the same way, where nothing in them was passed over: that may be damaged.
    const sentCount = parsed.blocks.flatMap(({ runs }) => runs).reduce((sum, { length }) => sum + length, 0);
    if (!isSync && sentCount === verdict.update.rows.length) {
      const applied = places(load(bytes, update));
      // What is about a deleted message was taken without its content.
      for (const { client, clock, event } of verdict.update.rows)
        if (event === null) applied.set(`${client}:${clock}`, 'erased');
      expect(applied).toEqual(claimed);
    }
  }
  return verdict.status;
}

function expectExactly(before: Uint8Array, admitted: AdmittedUpdate): Map<string, string> {
  const claimed = claim(load(before), admitted);
  const applied = load(before, encodeFresh([admitted]));
  expect([applied.store.pendingStructs, applied.store.pendingDs]).toEqual([null, null]);
  expect(places(applied)).toEqual(claimed);
  return claimed;
}

/** The chapter as the claim says it will be: what stood, the new rows, the erased places. */
function claim(doc: Y.Doc, { rows, erased }: AdmittedUpdate): Map<string, string> {
  const claimed = places(doc);
  for (const { author, client, clock, event } of rows) {
    expect([author, claimed.has(`${client}:${clock}`)]).toEqual([me, false]);
    claimed.set(`${client}:${clock}`, event === null ? 'erased' : `${author} ${JSON.stringify(event)}`);
  }
  for (const { client, clock, length } of erased) {
    for (let place = clock; place < clock + length; place++) {
      expect(claimed.get(`${client}:${place}`)).toMatch(`${me} `);
      claimed.set(`${client}:${place}`, 'erased');
    }
  }
  return claimed;
}

/** Every place of every log with what stands there. A root that was only named, by an entry known before, is none. */
function places(doc: Y.Doc): Map<string, string> {
  const roots = [...doc.share].flatMap(([root, type]) => (type._start === null ? [] : root));
  const found = roots.flatMap((root) => [...readLog(doc, root, 0)]);
  const entries = found.map(({ author, client, clock, event, state }) => {
    return [`${client}:${clock}`, event === null ? state : `${author} ${JSON.stringify(event)}`] as const;
  });
  return new Map(entries);
}

function load(...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** A chapter of both people with messages, edits and deletions, taken in by admission. */
function makeChapter(): Chapter {
  const lane = new Lane(name, { sequence: 0, position: 0, notes: [], deliveries: [], reads: [], figures: noFigures });
  const whole = new Y.Doc();
  const clients: ClientId[] = [];
  for (const userId of [me, other, me]) {
    const doc = new Y.Doc();
    doc.clientID = prng.int32(random, 100, 2 ** 31 - 1);
    write(doc, userId);
    const parsed = must(readUpdate(Y.encodeStateAsUpdate(doc)), 'an honest update');
    const verdict = admit(lane.reserved, parsed, {
      userId,
      ...{ mayWrite: true, mayModerate: false, mayPin: false },
      isSync: false,
      serverClient,
      nowMs,
      limits: chapterLimits,
      judgeFiles: () => null,
    });
    if (verdict.status !== 'admitted') throw new Error('an honest update is admitted');
    lane.reserve(verdict.update);
    Y.applyUpdate(whole, encodeFresh([verdict.update]));
    clients.push(doc.clientID as ClientId);
  }
  return { bytes: Y.encodeStateAsUpdate(whole), lane, clients };
}

function write(doc: Y.Doc, userId: UserId): void {
  const messages: { id: ReturnType<typeof messageAt>['id']; at: number }[] = [];
  let at = Math.max(0, ...[...readLogs(doc)].map(({ event }) => event?.at ?? 0));
  for (let left = prng.int32(random, 1, 6); left > 0; left--) {
    at += prng.int32(random, 1, 1_000);
    const target = messages[prng.int32(random, 0, 9)];
    if (target === undefined) {
      const event = messageAt(at, prng.word(random, 1, 12));
      messages.push(event);
      appendEvent(doc, userId, event);
    } else if (prng.bool(random)) appendEvent(doc, userId, editAt(at, target.id, prng.word(random, 1, 12)));
    else appendDelete(doc, userId, deletionAt(at, target.id, target.at));
  }
}

/** What honest devices of mine send next: a going on, a new log, a whole sync, nothing new. */
function honestUpdates({ bytes, clients }: Chapter): Uint8Array[] {
  const updates = [bytes];
  for (const client of [clients[0], clients[2], prng.int32(random, 100, 2 ** 31 - 1)]) {
    const doc = load(bytes);
    doc.clientID = client ?? 0;
    const before = Y.encodeStateVector(doc);
    write(doc, me);
    updates.push(Y.encodeStateAsUpdate(doc, before), Y.encodeStateAsUpdate(doc));
  }
  return updates;
}

function draw(chapter: Chapter, corpus: Uint8Array[]): Uint8Array {
  const kind = prng.int32(random, 0, 19);
  if (kind === 0) return garbage(random);
  if (kind < 3) return prng.oneOf(random, corpus);
  return kind < 12 ? mutate(prng.oneOf(random, corpus), random) : invent(chapter);
}

/** A well-formed update of random clients, clocks, origins, roots and ranges, near to what would be right. */
function invent({ lane, clients }: Chapter): Uint8Array {
  const near = (value: number) => Math.max(0, value + prng.oneOf(random, [0, 0, 0, 0, -1, 1, -2, 9]));
  const fresh = prng.int32(random, 100, 2 ** 31 - 1) as ClientId;
  const drawClient = () => prng.oneOf(random, [fresh, fresh, ...clients, serverClient]);
  const values = (at: number) =>
    Array.from({ length: prng.int32(random, 1, 3) }, (_, index) => messageAt(near(at) + index * 3 + 1));
  const block = (client: ClientId) => {
    const next = lane.reserved.nextClock(client);
    const clock = near(next);
    const at = lane.reserved.logs.get(client)?.lastAt ?? 0;
    const root = prng.oneOf(random, [logRoot(me, client), logRoot(me, client), logRoot(other, client)]);
    const isErased = prng.int32(random, 0, 3) === 0;
    const length = prng.int32(random, 1, 4);
    const first = isErased ? firstErasedRun(root, length) : firstRun(root, values(at));
    const later = isErased
      ? nextErasedRun(client, near(clock - 1), length)
      : nextRun(client, near(clock - 1), values(at));
    return { client, clock, structs: [clock === 0 ? first : later] };
  };
  const range = (client: ClientId) => ({
    client,
    ranges: [[prng.int32(random, 0, 4), prng.int32(random, 1, 3)] as const],
  });
  const some = <T>(make: (client: ClientId) => T) =>
    [...new Set(Array.from({ length: prng.int32(random, 0, 2) }, drawClient))].sort((a, b) => b - a).map(make);
  const update: CraftedUpdate = { blocks: some(block), erased: prng.bool(random) ? some(range) : [] };
  return craftUpdate(update);
}
