// Brings a refused document into its next life, and goes on with what an earlier tab or a killed one left undone.
// Each step is safe to be killed in: the next life is filled with the server's state first, then one record names it
// as the one that counts together with what must be appended to it, and only then the old database is taken over.
// What is decided stands in decide-recovery.ts.
import * as Y from 'yjs';
import { appendDelete, appendEvent, readWritten } from '../../../shared/conversation/log.ts';
import type { UserEvent } from '../../../shared/conversation/events.ts';
import { maxAheadMs } from '../../../shared/clock.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import type { Writable } from '../writable.ts';
import { decideRecovery, isThere, joinLate, maxAttempts, placeInTime, readThere } from './decide-recovery.ts';
import { refusalOf, type Life } from './open-life.ts';
import type { ReplicaOptions } from './open-replica.ts';
import { generationName, idOf, parseRecovery, type Recovery } from './recovery.ts';
import { hasUnacknowledged } from './watch-relayed.ts';

export interface RecovererOptions extends Pick<
  ReplicaOptions,
  'platform' | 'recoveries' | 'clock' | 'me' | 'name' | 'diskName'
> {
  /** What is kept of this document, for others to watch. */
  readonly recovery: Writable<Recovery>;
  readonly begin: (generation: number) => Life;
  /** From now on this is the life that counts. */
  readonly show: (life: Life) => void;
}

/** Before each attempt in a row that gained nothing. */
const pausesMs = [0, 1_000, 5_000, 15_000];
/** Events appended before the first of them is acknowledged: far below what the server takes at once. */
const batchLength = 256;
/** How far ahead of the server's time an order key may be to be used again: half of what is admitted. */
const sureAheadMs = maxAheadMs / 2;
const maxDiscarded = 100;

export class Recoverer {
  readonly #options: RecovererOptions;
  readonly #wakers = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #life: Life | null = null;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #isTold = true;
  #isSweeping = false;
  #isKeptOnDisk = true;
  #isClosed = false;

  constructor(options: RecovererOptions) {
    this.#options = options;
  }

  /** The life that counts when the document is opened. */
  start(life: Life): void {
    this.#take(life);
  }

  /** Another tab has changed what is kept. */
  look(): void {
    this.#isTold = true;
    this.#attend();
  }

  /** Forgets an event that could not be sent. */
  async discard(id: string): Promise<void> {
    await this.#locked(async () => {
      const kept = await this.#read();
      const notSent = kept.notSent.filter(({ value }) => idOf(value) !== id);
      if (notSent.length === kept.notSent.length) return;
      await this.#keep({ ...kept, notSent, discarded: [...kept.discarded, id].slice(-maxDiscarded) });
    });
    this.#life?.tellRecovery();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#running;
    this.#leave();
    await this.#life?.close();
  }

  #take(life: Life): void {
    this.#leave();
    this.#life = life;
    this.#options.show(life);
    const attend = () => this.#attend();
    this.#stops.push(...[life.state, life.disk, life.acknowledged].map((source) => source.subscribe(attend)));
    this.#attend();
  }

  #leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #attend(): void {
    this.#wake();
    this.#isWanted = true;
    if (this.#isClosed) return;
    this.#running ??= this.#run().finally(() => (this.#running = null));
  }

  /** One step at a time; what happens meanwhile is looked at afterwards. */
  async #run(): Promise<void> {
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      if (this.#life !== null && this.#isOccasion(this.#life)) await this.#step(this.#life);
    }
  }

  /** Nearly every change of a document is none: then nothing is read. */
  #isOccasion(life: Life): boolean {
    const { again, attempts, leftovers } = this.#options.recovery.get();
    return (
      this.#isTold ||
      refusalOf(life.state.get()) !== null ||
      life.disk.get() === 'gone' ||
      again.length > 0 ||
      attempts > 0 ||
      (leftovers.length > 0 && !this.#isSweeping && this.#isKeptOnDisk)
    );
  }

  async #step(life: Life): Promise<void> {
    this.#isTold = false;
    if (life.state.get().status === 'loading') return void (this.#isTold = true);
    const kept = await this.#read();
    const refusal = refusalOf(life.state.get());
    if (kept.generation > life.generation) return this.#follow(life, kept.generation);
    if (refusal !== null) return this.#recover(life, refusal, kept);
    if (kept.again.length > 0) return this.#appendAgain(life);
    if (kept.attempts > 0 && hasGained(life)) await this.#change((now) => ({ ...now, attempts: 0 }));
    if (kept.leftovers.length > 0) void this.#sweep(life, kept.leftovers);
  }

  async #recover(life: Life, refusal: Refusal, { attempts }: Recovery): Promise<void> {
    if (attempts > maxAttempts) return; // all was shed and it is refused still: the server is at fault, and may be mended
    await this.#pause(pausesMs[attempts] ?? 0);
    if (this.#isClosed) return;
    const next = this.#options.begin(life.generation + 1);
    if (await this.#whenFilled(life, next)) await this.#move({ life, next, refusal });
    else await next.close();
  }

  /** Another tab has brought the document into a later life. */
  async #follow(life: Life, generation: number): Promise<void> {
    const next = this.#options.begin(generation);
    await this.#until(next, () => next.state.get().status !== 'loading');
    if (this.#isClosed) await next.close();
    else await this.#move({ life, next, refusal: null });
  }

  /** Waits until the next life holds all that the server has, or another tab was faster. False when it came to nothing. */
  async #whenFilled(life: Life, next: Life): Promise<boolean> {
    let isMoved = false;
    const isFilled = () => channelOf(next) === 'met' || (isMoved && channelOf(next) !== 'loading');
    for (;;) {
      await this.#until(next, () => this.#isTold || isFilled() || isEnded(channelOf(next)));
      if (this.#isTold) isMoved = (await this.#read()).generation > life.generation;
      this.#isTold = false;
      if (this.#isClosed || (isEnded(channelOf(next)) && !isMoved)) return false;
      if (isFilled()) return true;
    }
  }

  /** The next life counts from the instant at which the record that says so is on the disk. */
  async #move({ life, next, refusal }: { life: Life; next: Life; refusal: Refusal | null }): Promise<void> {
    let isTaken = false;
    await this.#locked(async () => {
      await life.readAgain();
      let kept = await this.#read();
      if (kept.generation > next.generation) return;
      if (kept.generation < next.generation) kept = this.#decide(kept, { life, next, refusal });
      let joined = joinLate(kept, written(life, this.#options.me), readThere(next.doc, this.#options.me));
      // What is written while the record is on its way to the disk must not fall between two lives.
      do {
        kept = joined;
        await this.#keep(kept);
        joined = joinLate(kept, written(life, this.#options.me), readThere(next.doc, this.#options.me));
      } while (joined !== kept);
      isTaken = true;
      this.#take(next);
    });
    for (const one of [life, next]) if (isTaken) one.tellRecovery();
    await (isTaken ? life : next).close();
    this.look();
  }

  #decide(kept: Recovery, { life, next, refusal }: { life: Life; next: Life; refusal: Refusal | null }): Recovery {
    const { me } = this.#options;
    const leftovers = [...kept.leftovers, life.generation];
    if (refusal === null) return { ...kept, generation: next.generation, leftovers };
    const done = new Set([...kept.discarded, ...kept.notSent.map(({ value }) => idOf(value))]);
    const waiting = kept.again.map((value) => ({ value, place: null }));
    const unsent = [...written(life, me), ...waiting].filter(({ value }) => !done.has(idOf(value)));
    const attempts = hasGained(life) ? 0 : kept.attempts;
    const { again, notSent } = decideRecovery({ unsent, refusal, there: readThere(next.doc, me), attempts });
    return {
      ...kept,
      generation: next.generation,
      leftovers,
      again,
      notSent: [...kept.notSent, ...notSent],
      attempts: notSent.length > 0 && attempts < maxAttempts ? 0 : attempts + 1,
      isOneByOne: kept.isOneByOne || (refusal.code === 'malformed' && refusal.client === null),
    };
  }

  /** Appends what can stand, once the server's own state is here and what was appended before is safe. */
  async #appendAgain(life: Life): Promise<void> {
    const { me } = this.#options;
    const isReady = () => channelOf(life) === 'met' && !hasUnacknowledged(life.doc, me, life.acknowledged.get());
    if (!isReady()) return;
    await this.#locked(async () => {
      await life.readAgain();
      const kept = await this.#read();
      if (kept.generation !== life.generation || !isReady()) return;
      const there = readThere(life.doc, me);
      const left = kept.again.filter((event) => !isThere(event, there));
      const batch = this.#placeInTime(life.doc, left).slice(0, kept.isOneByOne ? 1 : batchLength);
      life.doc.transact(() => batch.forEach((event) => append(life.doc, me, event))); // one update, one answer
      const isStored = batch.length === 0 || (await life.whenStored());
      const isDone = new Set(isStored ? batch.map(({ id }) => id) : []);
      const again = left.filter(({ id }) => !isDone.has(id));
      await this.#keep({ ...kept, again, isOneByOne: kept.isOneByOne && again.length > 0 });
    });
    life.tellRecovery();
    this.#attend();
  }

  #placeInTime(doc: Y.Doc, events: readonly UserEvent[]): readonly UserEvent[] {
    const { clock, me } = this.#options;
    const latest = clock.now() + sureAheadMs;
    return placeInTime(events, { lastAt: lastAt(doc, me), latest, next: () => clock.next() });
  }

  /** Reads what is left in the databases of earlier lives, and deletes them. Waits as long as another tab holds one. */
  async #sweep(life: Life, leftovers: readonly number[]): Promise<void> {
    if (this.#isSweeping || !this.#isKeptOnDisk) return;
    this.#isSweeping = true;
    const { platform, diskName, me } = this.#options;
    try {
      for (const generation of leftovers) {
        const old = await platform.takeOverDatabase(generationName(diskName, generation));
        const doc = new Y.Doc();
        for (const update of old.updates) Y.applyUpdate(doc, update);
        const late = [...readWritten(doc, me)];
        if (this.#isClosed) return old.close();
        await this.#change((kept) => joinLate(kept, late, readThere(life.doc, me)));
        if (!this.#isKeptOnDisk) return old.close();
        await old.remove();
        await this.#change((kept) => ({ ...kept, leftovers: kept.leftovers.filter((one) => one !== generation) }));
      }
    } catch {
      // The browser does not open or delete it now; it is tried again when the document is next opened.
    } finally {
      this.#isSweeping = false;
    }
    this.look();
  }

  async #change(change: (kept: Recovery) => Recovery): Promise<void> {
    await this.#locked(async () => {
      const kept = await this.#read();
      const after = change(kept);
      if (after !== kept) await this.#keep(after);
    });
  }

  #locked(run: () => Promise<void>): Promise<void> {
    const { platform, diskName } = this.#options;
    return platform.withLock(diskName, run);
  }

  async #read(): Promise<Recovery> {
    const kept = parseRecovery(await this.#options.recoveries.read(this.#options.name));
    this.#show(kept);
    return kept;
  }

  async #keep(kept: Recovery): Promise<void> {
    this.#isKeptOnDisk = await this.#options.recoveries.write(this.#options.name, kept);
    this.#show(kept);
  }

  #show(kept: Recovery): void {
    const { recovery } = this.#options;
    if (JSON.stringify(recovery.get()) !== JSON.stringify(kept)) recovery.set(kept);
  }

  #pause(delayMs: number): Promise<void> {
    if (delayMs === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#wakers.delete(onWake);
        resolve();
      };
      const cancel = this.#options.platform.schedule(delayMs, end);
      const onWake = () => {
        if (this.#isClosed) end();
      };
      this.#wakers.add(onWake);
    });
  }

  /** Settles when `isTrue`, looked at after each change of a life, or when this is closed. */
  #until(life: Life, isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.#isClosed && !isTrue()) return;
        stop();
        this.#wakers.delete(check);
        resolve();
      };
      const stop = life.state.subscribe(check);
      this.#wakers.add(check);
      check();
    });
  }

  #wake(): void {
    for (const waker of this.#wakers) waker();
  }
}

function append(doc: Y.Doc, me: RecovererOptions['me'], event: UserEvent): void {
  if (event.kind === 'delete') appendDelete(doc, me, event);
  else appendEvent(doc, me, event);
}

function written({ doc }: Life, me: RecovererOptions['me']) {
  return [...readWritten(doc, me)];
}

function channelOf({ state }: Life): string {
  const now = state.get();
  return now.status === 'open' ? now.channel.status : 'loading';
}

function isEnded(channel: string): boolean {
  return channel === 'denied' || channel === 'refused';
}

/** Whether the server has taken anything that was written in this life. */
function hasGained({ doc, acknowledged }: Life): boolean {
  return (acknowledged.get().clocks[doc.clientID] ?? 0) > 0;
}

/** Order key of the newest event in the log of this life. */
function lastAt(doc: Y.Doc, me: RecovererOptions['me']): number {
  let last = 0;
  for (const { place, value } of readWritten(doc, me)) {
    if (place.client !== doc.clientID) continue;
    if (typeof value === 'object' && value !== null && 'at' in value) last = Math.max(last, Number(value.at));
  }
  return last;
}
