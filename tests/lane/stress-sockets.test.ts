// The lane under stress through real sockets: a whole server, commits and reads of 1 to 12 ms that fail now and then,
// two sockets of one person, reconnects, the last leaving while the first joins, sweeps and server-side writers.
// A seed draws what is done; the sockets decide the rest. SEED=… repeats one, LONG_RUN=1 draws more.
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import { parseRefusal, retryAfter } from '../../shared/protocol/refusal.ts';
import { unloadAfterMs } from '../../sync-server/limits.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { documentFaults, logFaults } from '../kit/log-faults.ts';
import type { Person } from '../kit/person.ts';
import { deletionAt, messageAt, randomBytes } from '../kit/sample-events.ts';
import { SlowUpdateLog } from '../kit/slow-update-log.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type DeviceOptions, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

const isLong = process.env['LONG_RUN'] !== undefined;
const firstSeed = Number(process.env['SEED'] ?? 1);
const seeds = Array.from({ length: isLong ? 40 : 2 }, (_, index) => firstSeed + index);
const stepCount = 150;

const implementations = {
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
  SqliteUpdateLog: (folder: string) => openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes }),
};
const cases = Object.entries(implementations).flatMap(([name, open]) => seeds.map((seed) => ({ name, open, seed })));

test.each(cases)(
  'on $name, seed $seed: one row each, nobody alone, no tick before its row',
  async ({ open, seed, name }) => {
    const folder = mkdtempSync(join(tmpdir(), 'biz1-lane-'));
    const random = prng.create(seed);
    const inner = open(folder);
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, prng.int32(random, 1, 12)));
    const log = new SlowUpdateLog({ inner, random, pause });
    let movedMs = 0;
    const server = await openTestServer({ log, now: () => Date.now() + movedMs });
    try {
      const [ada, ben, cleo] = await server.people('Ada', 'Ben', 'Cleo');
      if (ada === undefined || ben === undefined || cleo === undefined) throw new Error('three people');
      const chapters = [ben, cleo].map((other) =>
        ada.direct(other).then((id) => chapterName({ conversationId: id, chapter: 1 })),
      );
      const [withBen, withCleo] = await Promise.all(chapters);
      if (withBen === undefined || withCleo === undefined) throw new Error('two conversations');
      const early: string[] = [];
      const onAcknowledged = (document: string, client: number, clock: number) => {
        if (log.nextOnDisk(document, client) < clock) early.push(`${client}:${clock} was ticked before it was on disk`);
      };
      const places = [
        new Place(ada, withBen, onAcknowledged),
        new Place(await ada.signInAgain(), withBen, onAcknowledged),
        new Place(ben, withBen, onAcknowledged),
        new Place(ada, withCleo, onAcknowledged),
        new Place(cleo, withCleo, onAcknowledged),
      ];
      const appended: Promise<boolean>[] = [];
      const work: Promise<void>[] = [];
      for (let step = 0; step < stepCount; step++) {
        const place = prng.oneOf(random, places);
        const drawn = prng.int32(random, 0, 99);
        if (drawn < 30) work.push(place.open());
        else if (drawn < 60) place.write(`m${step}`);
        else if (drawn < 64) place.eraseFirst();
        else if (drawn < 74) place.leave();
        else if (drawn < 79) place.cut();
        else if (drawn < 84) places[0]?.relayTo(places[1]);
        else if (drawn < 92)
          appended.push(server.server.path.appendServerEvents(place.name, [lateNote(Date.now() + movedMs)]));
        else {
          movedMs += unloadAfterMs + 1;
          await new Promise((resolve) => setImmediate(resolve));
          server.server.path.lanes.sweep();
        }
        if (step % 4 === 0) await pause(); // about the time of a commit
      }
      log.isCalm = true;
      await Promise.all(work);
      await Promise.all(appended);
      const isSettled = ({ name, isOpen, isAcknowledged, texts }: Place) => {
        const written = places.flatMap((place) => (place.name === name ? [...place.kept] : []));
        return isOpen && isAcknowledged && texts.join() === written.sort().join();
      };
      await until(async () => {
        for (const place of places) if (!place.isOpen) await place.open();
        return places.every(isSettled);
      }, 'everybody to be open, to be acknowledged and to see every message');
      await server.server.path.drain();
      for (const name of [withBen, withCleo]) expect(await logFaults(inner, name)).toEqual([]);
      for (const { name, doc } of places) {
        const isEqual = async () => (await documentFaults(inner, name, doc)).length === 0;
        await until(isEqual, 'what is on its way to come: each document to equal its log');
      }
      expect(early).toEqual([]);
      const sum = {
        messages: places.reduce((count, place) => count + place.kept.size, 0),
        serverEvents: appended.length,
      };
      console.log(`lane through sockets on ${name}, seed ${seed}: ${JSON.stringify({ ...sum, ...log.troubles })}`);
      for (const place of places) place.cut();
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** One document on one device of one person. Comes back only when told to. */
class Place {
  readonly doc = new Y.Doc();
  readonly kept = new Set<string>();
  readonly name: DocumentName;
  readonly #person: Person;
  readonly #onAcknowledged: NonNullable<DeviceOptions['onAcknowledged']>;
  #device: WireDevice | null = null;
  #replica: WireReplica | null = null;
  #opening: Promise<void> | null = null;
  #lastAt = 0;

  constructor(person: Person, name: DocumentName, onAcknowledged: NonNullable<DeviceOptions['onAcknowledged']>) {
    this.#person = person;
    this.name = name;
    this.#onAcknowledged = onAcknowledged;
  }

  get isOpen(): boolean {
    if (this.#replica === null) return false;
    const { closedFor, isSynced } = this.#replica;
    const refusal = closedFor === null ? null : parseRefusal(closedFor);
    if (refusal !== null && retryAfter(refusal.code) === 'never')
      throw new Error(`an honest device heard ${closedFor}`);
    return closedFor === null && isSynced && this.#device?.closeCode === null;
  }

  get isAcknowledged(): boolean {
    return (this.#replica?.acked.get(this.doc.clientID) ?? 0) >= Y.getState(this.doc.store, this.doc.clientID);
  }

  get texts(): string[] {
    return textsOf(this.doc).sort();
  }

  open(): Promise<void> {
    return (this.#opening ??= this.#openNow().finally(() => (this.#opening = null)));
  }

  async #openNow(): Promise<void> {
    if (this.isOpen) return;
    if (this.#device === null || this.#device.closeCode !== null) {
      this.#device = await openDevice(this.#person, { onAcknowledged: this.#onAcknowledged });
    }
    this.#replica = await this.#device.open(this.name, { doc: this.doc });
  }

  #nextAt(): number {
    return (this.#lastAt = Math.max(Date.now(), this.#lastAt + 1));
  }

  /** Online or not: what is written offline goes with the next sync. */
  write(text: string): void {
    appendEvent(this.doc, this.#person.userId, messageAt(this.#nextAt(), text));
    this.kept.add(text);
  }

  eraseFirst(): void {
    const mine = [...readLogs(this.doc)].filter(({ client }) => client === this.doc.clientID);
    const [first] = mine.flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
    if (first === undefined) return;
    appendDelete(this.doc, this.#person.userId, deletionAt(this.#nextAt(), first.id, first.at));
    this.kept.delete(first.text);
  }

  leave(): void {
    if (this.#opening !== null || !this.isOpen) return;
    this.#device?.leave(this.name);
    this.#replica = null;
  }

  cut(): void {
    this.#device?.cut();
    this.#device = null;
    this.#replica = null;
  }

  relayTo(other: Place | undefined): void {
    if (other !== undefined)
      Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(other.doc)), 'tab');
  }
}

function textsOf(doc: Y.Doc): string[] {
  return [...readLogs(doc)].flatMap(({ event }) => (event?.kind === 'message' ? [event.text] : []));
}

function lateNote(at: number) {
  return { kind: 'late', id: mintEventId('late', randomBytes()), at, client: 7, clock: 0, count: 1 } as const;
}
