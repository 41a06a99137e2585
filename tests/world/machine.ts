// One process of a world: a tab or a server. It has a clock that may be wrong, chance of its own, and timers; when it is
// killed nothing of it runs any more, whatever it still waits for.
import type { Agenda, Doer } from './agenda.ts';
import { makeChance, type Chance } from './chance.ts';
import { runIn, surroundings, type Surroundings } from './surroundings.ts';

export interface MachineOptions {
  readonly name: string;
  readonly seed: string;
  readonly agenda: Agenda;
  /** How far its clock is wrong. */
  readonly clockErrorMs?: () => number;
  readonly indexedDB?: IDBFactory;
  /** Takes over what is to be done soon. */
  readonly soon?: (run: () => void) => () => void;
}

export class Machine implements Surroundings, Doer {
  readonly name: string;
  isAlive = true;
  readonly #options: MachineOptions;
  readonly #chance: Chance;
  readonly #onDeath: (() => void)[] = [];

  constructor(options: MachineOptions) {
    this.name = options.name;
    this.#options = options;
    this.#chance = makeChance(`${options.seed}/${options.name}`);
  }

  get indexedDB(): IDBFactory {
    const { indexedDB } = this.#options;
    if (indexedDB === undefined) throw new Error(`${this.name} has no IndexedDB`);
    return indexedDB;
  }

  nowMs(): number {
    return this.#options.agenda.nowMs + (this.#options.clockErrorMs?.() ?? 0);
  }

  sinceBeginMs(): number {
    return this.#options.agenda.sinceBeginMs;
  }

  fraction(): number {
    return this.#chance.fraction();
  }

  drawInto(bytes: Uint8Array): void {
    this.#chance.drawInto(bytes);
  }

  after(delayMs: number, run: () => void, isRepeated: boolean): () => void {
    const { agenda } = this.#options;
    if (!isRepeated) return agenda.after(this, delayMs, run);
    let cancel = () => undefined as void;
    const again = () => {
      cancel = agenda.after(this, delayMs, again);
      run();
    };
    cancel = agenda.after(this, delayMs, again);
    return () => cancel();
  }

  soon(run: () => void): () => void {
    return this.#options.soon?.(run) ?? this.#options.agenda.soon(this, run);
  }

  /** Runs something as this machine; nothing when it is dead. */
  enter(run: () => void): void {
    if (this.isAlive) runIn(this, run);
  }

  onDeath(run: () => void): void {
    this.#onDeath.push(run);
  }

  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const run of this.#onDeath) run();
  }
}

/** The machine that runs now. */
export function runningMachine(): Machine | null {
  const here = surroundings();
  return here instanceof Machine ? here : null;
}
