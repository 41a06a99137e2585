// What is to be done in a world, and when. Nothing runs by itself: the test moves the clock, and after each thing that
// is done all promises go on until they can go no further. Which of several machines goes first is drawn.
import type { Chance } from './chance.ts';
import { drained } from './surroundings.ts';

/** Whoever has something to do; the tasks of one are done in order. */
export interface Doer {
  readonly name: string;
  readonly isAlive: boolean;
  enter(run: () => void): void;
}

interface Task {
  readonly doer: Doer;
  readonly run: () => void;
}

interface Due extends Task {
  readonly atMs: number;
  readonly number: number;
  isCancelled: boolean;
}

/** So many tasks in a row, with the clock standing still, are one that begins itself for ever. */
const maxTasksAtOnce = 200_000;

export class Agenda {
  /** Of the world, in ms since 1970. */
  nowMs: number;
  /** What was thrown with nobody to catch it. */
  readonly thrown: string[] = [];
  readonly #beginMs: number;
  readonly #chance: Chance;
  readonly #note: (line: string) => void;
  readonly #soon = new Map<Doer, Task[]>();
  #later: Due[] = [];
  #number = 0;

  constructor(beginMs: number, chance: Chance, note: (line: string) => void) {
    this.nowMs = this.#beginMs = beginMs;
    this.#chance = chance;
    this.#note = note;
  }

  get sinceBeginMs(): number {
    return this.nowMs - this.#beginMs;
  }

  soon(doer: Doer, run: () => void): () => void {
    const task: Task = { doer, run };
    const tasks = this.#soon.get(doer);
    if (tasks === undefined) this.#soon.set(doer, [task]);
    else tasks.push(task);
    return () => {
      const waiting = this.#soon.get(doer);
      const index = waiting?.indexOf(task) ?? -1;
      if (index >= 0) waiting?.splice(index, 1);
    };
  }

  after(doer: Doer, delayMs: number, run: () => void): () => void {
    const atMs = this.nowMs + Math.max(1, Math.ceil(delayMs));
    const due: Due = { doer, run, atMs, number: this.#number++, isCancelled: false };
    // From behind: most are later than those that wait.
    let index = this.#later.length;
    while (index > 0 && (this.#later[index - 1]?.atMs ?? 0) > atMs) index--;
    this.#later.splice(index, 0, due);
    return () => void (due.isCancelled = true);
  }

  /** Does all that can be done without the clock moving, or so many things of it. */
  async settle(most = Infinity): Promise<void> {
    await drained();
    for (let count = 0; count < most; count++) {
      if (count > maxTasksAtOnce) throw new Error('something begins itself for ever');
      const task = this.#takeNext();
      if (task === null) return;
      this.#perform(task);
      await drained();
    }
  }

  /** What throws there throws at nobody: it is a bug, and told. */
  #perform({ doer, run }: Task): void {
    try {
      doer.enter(run);
    } catch (error) {
      this.#note(`${doer.name} throws ${String(error)}`);
      if (doer.isAlive) this.thrown.push(`${doer.name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  /** Lets so much time pass. What is due is done on the way. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await this.settle();
    for (let nextMs = this.nextMs(); nextMs !== null && nextMs <= untilMs; nextMs = this.nextMs()) {
      this.nowMs = nextMs;
      await this.settle();
    }
    this.nowMs = untilMs;
  }

  /** When something is due next. */
  nextMs(): number | null {
    while (this.#later[0]?.isCancelled === true || this.#later[0]?.doer.isAlive === false) this.#later.shift();
    return this.#later[0]?.atMs ?? null;
  }

  #takeNext(): Task | null {
    for (const doer of this.#soon.keys()) if (!doer.isAlive) this.#soon.delete(doer);
    const doers = [...this.#soon.keys()].filter((doer) => this.#soon.get(doer)?.length !== 0);
    const doer = doers.length > 1 ? this.#chance.pick(doers) : doers[0];
    if (doer !== undefined) return this.#soon.get(doer)?.shift() ?? null;
    const nextMs = this.nextMs();
    if (nextMs === null || nextMs > this.nowMs) return null;
    const due = this.#later.shift() ?? null;
    if (due !== null) this.#note(`${this.sinceBeginMs} ${due.doer.name} wakes`);
    return due;
  }
}
