// A browser of a world: what its tabs share, and what outlives them. Its databases, its local storage, its locks, the
// channels between its tabs, its cookie and its clock.
import type { TabChannel } from '../../client/engine/platform.ts';
import type { LocalStore } from '../../client/engine/session/local-store.ts';
import type { Agenda } from './agenda.ts';
import { makeChance, type Chance } from './chance.ts';
import { letGoOfDisk, makeFactory } from './fake-disk.ts';
import { Machine } from './machine.ts';

export interface BrowserOptions {
  readonly name: string;
  readonly seed: string;
  readonly agenda: Agenda;
  readonly cookie: string;
  readonly clockErrorMs: number;
}

interface Waiter {
  readonly machine: Machine;
  readonly begin: () => void;
}

interface Lock {
  holder: Machine | null;
  readonly waiters: Waiter[];
}

/** A database that others hold is looked at again after this. */
const pollMs = 10;

export class Browser {
  readonly name: string;
  cookie: string;
  clockErrorMs: number;
  readonly #options: BrowserOptions;
  readonly #indexedDB = makeFactory();
  readonly #chance: Chance;
  /** Does what the disk does between two callbacks; it is there as long as the world. */
  readonly #disk: Machine;
  readonly #stored = new Map<string, string>();
  readonly #locks = new Map<string, Lock>();
  readonly #channels = new Map<string, Set<{ machine: Machine; hear: (message: unknown) => void }>>();
  #tabs = 0;

  constructor(options: BrowserOptions) {
    const { name, seed, agenda } = options;
    this.#options = options;
    this.name = name;
    this.cookie = options.cookie;
    this.clockErrorMs = options.clockErrorMs;
    this.#chance = makeChance(`${seed}/${name}`);
    this.#disk = new Machine({
      ...{ name: `${name} disk`, seed, agenda },
      soon: (run) => this.#work(run),
    });
  }

  /** One that waits until others have closed a database looks again and again: with the clock standing still, for ever. */
  #work(run: () => void): () => void {
    const { agenda } = this.#options;
    const isPolling = Function.prototype.toString.call(run).includes('waitForOthersClosed');
    return isPolling ? agenda.after(this.#disk, pollMs, run) : agenda.soon(this.#disk, run);
  }

  openTab(): Machine {
    const { name, seed, agenda } = this.#options;
    const machine = new Machine({
      ...{ name: `${name}.${++this.#tabs}`, seed, agenda, indexedDB: this.#indexedDB },
      clockErrorMs: () => this.clockErrorMs,
      soon: (run) => this.#work(run), // a page itself asks for nothing of the kind
    });
    machine.onDeath(() => this.#letGo(machine));
    return machine;
  }

  #letGo(machine: Machine): void {
    for (const tabs of this.#channels.values()) {
      for (const tab of tabs) if (tab.machine === machine) tabs.delete(tab);
    }
    letGoOfDisk(machine, this.#chance);
    for (const [name, lock] of this.#locks) if (lock.holder === machine) this.#pass(name, lock);
  }

  /** Of one tab. */
  storeOf(machine: Machine): LocalStore {
    const kept = this.#stored;
    const keys = (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(prefix));
    return {
      read: (key) => JSON.parse(kept.get(key) ?? 'null') as unknown,
      write: (key, value) => machine.isAlive && (kept.set(key, JSON.stringify(value)), true),
      remove: (key) => void (machine.isAlive && kept.delete(key)),
      removeAll: (prefix) => machine.isAlive && keys(prefix).forEach((key) => kept.delete(key)),
      keys,
    };
  }

  withLock<T>(machine: Machine, name: string, run: () => Promise<T>): Promise<T> {
    const lock: Lock = this.#locks.get(name) ?? { holder: null, waiters: [] };
    this.#locks.set(name, lock);
    return new Promise((resolve, reject) => {
      const begin = () => {
        const running = Promise.try(run);
        running.then(resolve, reject);
        const end = () => {
          if (lock.holder === machine) this.#pass(name, lock);
        };
        running.then(end, end);
      };
      lock.waiters.push({ machine, begin });
      if (lock.holder === null) this.#pass(name, lock);
    });
  }

  #pass(name: string, lock: Lock): void {
    const next = lock.waiters.shift();
    if (next === undefined) {
      lock.holder = null;
      this.#locks.delete(name);
      return;
    }
    if (!next.machine.isAlive) return this.#pass(name, lock);
    lock.holder = next.machine;
    this.#options.agenda.soon(next.machine, next.begin);
  }

  openChannel(machine: Machine, name: string, onMessage: (message: unknown) => void): TabChannel {
    const tabs = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, tabs);
    const mine = { machine, hear: onMessage };
    tabs.add(mine);
    return {
      post: (message) => {
        if (!machine.isAlive || !tabs.has(mine)) return;
        const copy = structuredClone(message);
        for (const tab of tabs) {
          if (tab !== mine) this.#options.agenda.soon(tab.machine, () => void (tabs.has(tab) && tab.hear(copy)));
        }
      },
      close: () => void tabs.delete(mine),
    };
  }
}
