// Brings a refused document into its next life, and goes on with what an earlier tab or a killed one left undone.
// Each step is safe to be killed in: the next life is filled with the server's state first, then one record names it
// as the one that counts together with what must be appended to it, and only then the old database is taken over.
// What is decided stands in decide-recovery.ts.
import { must } from '../../../shared/base/assert.ts';
import { readWritten } from '../../../shared/conversation/log.ts';
import type { UserEvent } from '../../../shared/conversation/events.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import { makeRepeater } from '../repeater.ts';
import { appendAgain } from './append-again.ts';
import { decideRecovery, isThere, joinLate, maxAttempts, readThere, waitsForTarget } from './decide-recovery.ts';
import { KeptRecovery, type KeptRecoveryOptions } from './kept-recovery.ts';
import { refusalOf, type Life, type ReplicaState } from './open-life.ts';
import type { ReplicaOptions } from './open-replica.ts';
import { idOf, type Recovery } from './recovery.ts';
import { sweepLeftover } from './sweep-leftovers.ts';
import { Waits } from './waits.ts';
import { hasUnacknowledged } from './watch-relayed.ts';

export interface RecovererOptions extends KeptRecoveryOptions, Pick<ReplicaOptions, 'clock' | 'me' | 'link'> {
  readonly begin: (generation: number) => Life;
  /** From now on this is the life that counts. */
  readonly show: (life: Life) => void;
  /** This person is not let in to begin the next life, so the one that counts goes nowhere either. */
  readonly deny: (denied: ReplicaState) => void;
}

interface Move {
  readonly life: Life;
  readonly next: Life;
  /** Null when another tab has decided already. */
  readonly refusal: Refusal | null;
}

/** Before each attempt in a row that gained nothing. */
const pausesMs = [0, 1_000, 5_000, 15_000];
/** Events appended before the first of them is acknowledged: far below what the server takes at once. */
const batchLength = 256;

export class Recoverer {
  readonly #options: RecovererOptions;
  readonly #kept: KeptRecovery;
  readonly #waits: Waits;
  readonly #stops: (() => void)[] = [];
  #life: Life | null = null;
  /** One step at a time; what happens meanwhile is looked at afterwards. */
  readonly #run = makeRepeater(async () => {
    if (this.#waits.isClosed || this.#life === null || !this.#isOccasion(this.#life)) return;
    await this.#step(this.#life);
  });
  #isTold = true;
  /** A person has asked: no pause stands in the way of the next attempt. */
  #isAsked = false;
  /** Earlier lives whose databases were tried since the document was opened: each is tried once. */
  readonly #swept = new Set<number>();
  readonly #stopListening: () => void;

  constructor(options: RecovererOptions) {
    this.#options = options;
    this.#kept = new KeptRecovery(options);
    this.#waits = new Waits(options.platform);
    // A next life that came to nothing, as when this person was no member meanwhile, is tried again on each new link.
    this.#stopListening = options.link.state.subscribe(() => {
      if (options.link.state.get().status === 'online') this.#attend();
    });
  }

  /** The life that counts when the document is opened. */
  start(life: Life): void {
    this.#take(life);
  }

  /** What is kept may have changed: another tab says so. */
  look(): void {
    this.#isTold = true;
    this.#attend();
  }

  /** A person asks: what rests after too many attempts is tried anew, and at once. */
  async tryAnew(): Promise<void> {
    this.#isAsked = true;
    await this.#kept.change((kept) => (kept.attempts === 0 ? kept : { ...kept, attempts: 0 }));
    this.look();
  }

  /** Appends an event that could not be sent once more, as this one. */
  async sendAgain(id: string, event: UserEvent): Promise<void> {
    await this.#kept.sendAgain(id, event);
    this.#life?.tellRecovery();
    this.look();
  }

  /** Forgets an event that stands in no log. */
  async takeOver(events: readonly UserEvent[]): Promise<boolean> {
    const isTaken = await this.#kept.takeOver(events);
    this.#life?.tellRecovery();
    this.look();
    return isTaken;
  }

  async stay(): Promise<boolean> {
    const isKept = await this.#kept.stay();
    this.#life?.tellRecovery();
    this.look();
    return isKept;
  }

  async letGo(ids: ReadonlySet<string>): Promise<void> {
    await this.#kept.letGo(ids);
    this.#life?.tellRecovery();
  }

  async discard(id: string): Promise<void> {
    await this.#kept.discard(id);
    this.#life?.tellRecovery();
  }

  async close(): Promise<void> {
    this.#stopListening();
    this.#waits.close();
    await this.#run(); // what is under way comes to its end
    this.#leave();
    await this.#life?.close();
  }

  #take(life: Life): void {
    this.#leave();
    this.#life = life;
    this.#options.show(life);
    const attend = () => this.#attend();
    this.#stops.push(...[life.state, life.disk, life.acknowledged].map((source) => source.subscribe(attend)));
    // With it may come what something here waits for.
    const onUpdate = () => {
      if (this.#kept.last.again.length > 0) this.#attend();
    };
    life.doc.on('update', onUpdate);
    this.#stops.push(() => life.doc.off('update', onUpdate));
    this.#attend();
  }

  #leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #attend(): void {
    this.#waits.wake();
    if (!this.#waits.isClosed) void this.#run();
  }

  /** Nearly every change of a document is none: then nothing is read. */
  #isOccasion(life: Life): boolean {
    const { again, attempts } = this.#kept.last;
    const isUndone = again.length > 0 || attempts > 0 || this.#unswept.length > 0;
    const isInTrouble = refusalOf(life.state.get()) !== null || life.disk.get() === 'gone';
    return life.state.get().status !== 'loading' && (this.#isTold || isUndone || isInTrouble);
  }

  async #step(life: Life): Promise<void> {
    this.#isTold = false;
    const kept = await this.#kept.read();
    if (kept === null) return; // nothing is decided blindly; the next occasion reads it again
    const refusal = refusalOf(life.state.get());
    if (kept.generation > life.generation) return this.#follow(life, kept.generation);
    if (refusal !== null) return this.#recover(life, refusal, kept);
    if (this.#isAnyReady(life, kept)) return this.#appendAgain(life);
    if (kept.attempts > 0 && hasGained(life)) await this.#kept.change((now) => ({ ...now, attempts: 0 }));
    for (const generation of this.#unswept) void this.#sweep(generation);
  }

  async #recover(life: Life, refusal: Refusal, { attempts }: Recovery): Promise<void> {
    if (attempts > maxAttempts) return; // all was shed and it is refused still: the fault is the server's, which may be mended
    await this.#waits.pause(pausesMs[attempts] ?? 0, () => this.#isAsked);
    this.#isAsked = false;
    if (this.#waits.isClosed) return;
    const next = this.#begin(life.generation + 1);
    if (await this.#whenFilled(life, next)) return this.#move({ life, next, refusal });
    if (channelOf(next) === 'denied') this.#options.deny(next.state.get());
    await next.close();
  }

  /** Another tab has brought the document into a later life. */
  async #follow(life: Life, generation: number): Promise<void> {
    const next = this.#begin(generation);
    await this.#waits.until(() => channelOf(next) !== 'loading');
    if (this.#waits.isClosed) await next.close();
    else await this.#move({ life, next, refusal: null });
  }

  #begin(generation: number): Life {
    const next = this.#options.begin(generation);
    this.#stops.push(next.state.subscribe(() => this.#waits.wake()));
    return next;
  }

  /** Waits until the next life holds all that the server has, or another tab was faster. False when it came to nothing. */
  async #whenFilled(life: Life, next: Life): Promise<boolean> {
    let isMoved = false;
    const isFilled = () => channelOf(next) === 'met' || (isMoved && channelOf(next) !== 'loading');
    for (;;) {
      await this.#waits.until(() => this.#isTold || isFilled() || isEnded(channelOf(next)));
      if (this.#isTold) isMoved = ((await this.#kept.read())?.generation ?? 0) > life.generation;
      this.#isTold = false;
      if (this.#waits.isClosed || (isEnded(channelOf(next)) && !isMoved)) return false;
      if (isFilled()) return true;
    }
  }

  /** The next life counts from the instant at which the record that says so is on the disk. */
  async #move(move: Move): Promise<void> {
    const { life, next } = move;
    const { me } = this.#options;
    const withLate = (kept: Recovery) => joinLate(kept, [...readWritten(life.doc, me)], readThere(next.doc, me));
    let isTaken = false;
    await this.#kept.alone(async () => {
      await life.readAgain();
      let kept = await this.#kept.read();
      if (kept === null || kept.generation > next.generation) return;
      let joined = withLate(kept.generation < next.generation ? this.#decide(kept, move) : kept);
      // What is written while the record is on its way to the disk must not fall between two lives.
      do {
        kept = joined;
        await this.#kept.write(kept);
        joined = withLate(kept);
      } while (joined !== kept);
      isTaken = true;
      this.#take(next);
    });
    for (const one of [life, next]) if (isTaken) one.tellRecovery();
    await (isTaken ? life : next).close();
    this.look();
  }

  #decide(kept: Recovery, { life, next, refusal }: Move): Recovery {
    const { me } = this.#options;
    const moved = { ...kept, generation: next.generation, leftovers: [...kept.leftovers, life.generation] };
    if (refusal === null) return moved;
    const settled = [...kept.notSent.map(({ value }) => idOf(value)), ...kept.moved.map(({ id }) => id)];
    const done = new Set<string | null>([...kept.discarded, ...kept.handedOn, ...settled]);
    const waiting = kept.again.map((value) => ({ value, place: null }));
    const unsent = [...readWritten(life.doc, me), ...waiting].filter(({ value }) => !done.has(idOf(value)));
    const attempts = hasGained(life) ? 0 : kept.attempts;
    const decision = decideRecovery({ unsent, refusal, there: readThere(next.doc, me), attempts });
    const isShed = decision.notSent.length + decision.moved.length > 0;
    return {
      ...moved,
      again: decision.again,
      moved: [...kept.moved, ...decision.moved],
      notSent: [...kept.notSent, ...decision.notSent],
      attempts: isShed && attempts < maxAttempts ? 0 : attempts + 1,
      isOneByOne: kept.isOneByOne || (refusal.code === 'malformed' && refusal.client === null),
    };
  }

  #isAnyReady({ doc }: Life, { again }: Recovery): boolean {
    if (again.length === 0) return false;
    const there = readThere(doc, this.#options.me);
    return again.some((event) => !waitsForTarget(event, there));
  }

  /** Appends what can stand, once the server's own state is here and what was appended before is safe. */
  async #appendAgain(life: Life): Promise<void> {
    const { me, clock } = this.#options;
    const { doc } = life;
    const isReady = () => channelOf(life) === 'met' && !hasUnacknowledged(doc, me, life.acknowledged.get());
    if (!isReady()) return;
    await this.#kept.alone(async () => {
      await life.readAgain();
      const kept = await this.#kept.read();
      if (kept?.generation !== life.generation || !isReady()) return;
      const there = readThere(doc, me);
      const left = kept.again.filter((event) => !isThere(event, there));
      const ready = left.filter((event) => !waitsForTarget(event, there));
      const appended = appendAgain({ doc, me, clock }, ready, kept.isOneByOne ? 1 : batchLength);
      const isStored = appended.length === 0 || (await life.whenStored());
      const isDone = new Set(isStored ? appended.map(({ id }) => id) : []);
      const again = left.filter(({ id }) => !isDone.has(id));
      await this.#kept.write({ ...kept, again, isOneByOne: kept.isOneByOne && again.length > 0 });
    });
    life.tellRecovery();
    this.#attend();
  }

  /** While the record is in memory only, one of these databases may be the one that counts for everybody else. */
  get #unswept(): readonly number[] {
    const isUntried = (generation: number) => !this.#swept.has(generation);
    return this.#kept.isOnDisk ? this.#kept.last.leftovers.filter(isUntried) : [];
  }

  async #sweep(generation: number): Promise<void> {
    this.#swept.add(generation);
    const { platform, diskName, me } = this.#options;
    const there = () => readThere(must(this.#life, 'a life').doc, me);
    const isClosed = () => this.#waits.isClosed;
    await sweepLeftover({ platform, kept: this.#kept, diskName, me, there, isClosed }, generation);
    this.look();
  }
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
