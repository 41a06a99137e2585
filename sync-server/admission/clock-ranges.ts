// A set of clocks as ranges: sorted, apart and never touching. Who asks about a run of clocks pays for the ranges that
// it meets and not for its length, so a run that was erased long ago may be sent again for nothing.

export class ClockRanges {
  /** The range `i` holds the clocks from `#starts[i]` to `#ends[i]`, the last one excluded. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get isEmpty(): boolean {
    return this.#starts.length === 0;
  }

  add(clock: number, length: number): void {
    const [from, to] = this.#meeting(clock, clock + length);
    // Where it meets none, its neighbours lie outside and change neither.
    const start = Math.min(clock, this.#starts[from] ?? clock);
    const end = Math.max(clock + length, this.#ends[to - 1] ?? 0);
    this.#starts.splice(from, to - from, start);
    this.#ends.splice(from, to - from, end);
  }

  /** The parts of a run that are not in the set, in order. */
  *missingFrom(clock: number, length: number): Generator<{ readonly clock: number; readonly length: number }> {
    const end = clock + length;
    const [from, to] = this.#meeting(clock, end);
    let next = clock;
    for (let index = from; index < to; index++) {
      const start = this.#starts[index] ?? end;
      if (start > next) yield { clock: next, length: start - next };
      next = Math.max(next, this.#ends[index] ?? end);
    }
    if (next < end) yield { clock: next, length: end - next };
  }

  /** The ranges that overlap or touch `start` to `end`: the first of them, and the first after them. */
  #meeting(start: number, end: number): [from: number, to: number] {
    const from = firstIndex(this.#ends, (rangeEnd) => rangeEnd >= start);
    let to = from;
    while (to < this.#starts.length && (this.#starts[to] ?? 0) <= end) to++;
    return [from, to];
  }
}

/** Index of the first that `isMeant`, in a list where all after it are as well. */
function firstIndex(sorted: readonly number[], isMeant: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isMeant(sorted[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
