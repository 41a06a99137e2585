// Counts what one room sends and receives, and throws when a message comes twice, out of its writer's order, or
// from nobody. A message is settled once every other member has it and, where the peer acknowledges, so is that.
// Pure bookkeeping: knows no sockets and no clock.
import { assert } from '../../../shared/base/assert.ts';

export interface RoomTallyOptions {
  readonly members: number;
  readonly writers: number;
  /** Messages that a writer may have under way at a time. */
  readonly window: number;
  readonly onSettled: (writer: number) => void;
}

export class RoomTally {
  readonly #options: RoomTallyOptions;
  readonly #sent: Int32Array;
  readonly #acknowledged: Int32Array;
  /** For each member and writer the number that must come next. */
  readonly #next: Int32Array;
  /** For each message under way: when it was sent, and how many members still wait for it. */
  readonly #sentAtMs: Float64Array;
  readonly #missing: Int32Array;
  delivered = 0;
  settled = 0;

  constructor(options: RoomTallyOptions) {
    const { members, writers, window } = options;
    this.#options = options;
    this.#sent = new Int32Array(writers);
    this.#acknowledged = new Int32Array(writers);
    this.#next = new Int32Array(members * writers);
    this.#sentAtMs = new Float64Array(writers * window);
    this.#missing = new Int32Array(writers * window);
  }

  get sent(): number {
    return this.#sent.reduce((total, count) => total + count, 0);
  }

  /** Deliveries that a correct peer makes of everything sent so far. */
  get expected(): number {
    return this.sent * (this.#options.members - 1);
  }

  /** Takes note of a writer's next message and returns its number. */
  send(writer: number, nowMs: number): number {
    const number = this.#sent[writer] ?? 0;
    const slot = this.#slot(writer, number);
    assert(this.#missing[slot] === 0, 'a writer keeps to its window');
    this.#sent[writer] = number + 1;
    this.#sentAtMs[slot] = nowMs;
    this.#missing[slot] = this.#options.members - 1;
    return number;
  }

  /** A message reached a member. Returns how long it took in ms; NaN when it is the member's own, sent back. */
  arrive(member: number, message: { writer: number; number: number }, nowMs: number): number {
    const { writer, number } = message;
    assert(writer < this.#options.writers && number < (this.#sent[writer] ?? 0), 'nothing comes that nobody sent');
    if (member === writer) return Number.NaN;
    const place = member * this.#options.writers + writer;
    assert(this.#next[place] === number, `message ${number} comes when ${this.#next[place]} is due`);
    this.#next[place] = number + 1;
    this.delivered++;
    const slot = this.#slot(writer, number);
    const missing = (this.#missing[slot] ?? 0) - 1;
    this.#missing[slot] = missing;
    const tookMs = nowMs - (this.#sentAtMs[slot] ?? Number.NaN);
    if (missing === 0 && number < (this.#acknowledged[writer] ?? 0)) this.#settle(writer);
    return tookMs;
  }

  /** The peer has accepted everything of this writer below `count`. */
  acknowledge(writer: number, count: number): void {
    const before = this.#acknowledged[writer] ?? 0;
    assert(count <= (this.#sent[writer] ?? 0), 'nothing is acknowledged that nobody sent');
    this.#acknowledged[writer] = Math.max(before, count);
    for (let number = before; number < count; number++) {
      if (this.#missing[this.#slot(writer, number)] === 0) this.#settle(writer);
    }
  }

  acknowledgeNext(writer: number): void {
    this.acknowledge(writer, (this.#acknowledged[writer] ?? 0) + 1);
  }

  #settle(writer: number): void {
    this.settled++;
    this.#options.onSettled(writer);
  }

  #slot(writer: number, number: number): number {
    return writer * this.#options.window + (number % this.#options.window);
  }
}
