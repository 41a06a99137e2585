// One after the other for each key, side by side for different ones.

export class InTurns<Key> {
  readonly #last = new Map<Key, Promise<unknown>>();

  /** Runs it once everything before it of this key is over, however that ended. */
  run<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const forget = () => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    };
    const settled: Promise<void> = mine.then(forget, forget); // whoever asked hears how it ended
    this.#last.set(key, settled);
    return mine;
  }
}
