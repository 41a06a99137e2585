// The one record that is kept of a document beside its databases: read and written as a whole, under one lock for all
// tabs, and shown to whoever watches. Does not know what follows from it.
import type { Writable } from '../writable.ts';
import type { ReplicaOptions } from './open-replica.ts';
import { idOf, parseRecovery, type Recovery } from './recovery.ts';

export interface KeptRecoveryOptions extends Pick<ReplicaOptions, 'platform' | 'recoveries' | 'name' | 'diskName'> {
  /** What is kept, for others to watch. */
  readonly recovery: Writable<Recovery>;
}

/** Ids that a person gave up; a tab that slept through so many more may bring the oldest back. */
const maxDiscarded = 100;

export class KeptRecovery {
  readonly #options: KeptRecoveryOptions;
  #isOnDisk = true;

  constructor(options: KeptRecoveryOptions) {
    this.#options = options;
  }

  /** As last read or written here. */
  get last(): Recovery {
    return this.#options.recovery.get();
  }

  /** False when what was written last is in memory only: then nothing older may be deleted. */
  get isOnDisk(): boolean {
    return this.#isOnDisk;
  }

  /** Runs alone among all tabs; whatever is decided from the record is decided in here. */
  alone(run: () => Promise<void>): Promise<void> {
    const { platform, diskName } = this.#options;
    return platform.withLock(diskName, run);
  }

  async read(): Promise<Recovery> {
    const kept = parseRecovery(await this.#options.recoveries.read(this.#options.name));
    this.#show(kept);
    return kept;
  }

  /** Only within `alone`. */
  async write(kept: Recovery): Promise<void> {
    this.#isOnDisk = await this.#options.recoveries.write(this.#options.name, kept);
    this.#show(kept);
  }

  change(decide: (kept: Recovery) => Recovery): Promise<void> {
    return this.alone(async () => {
      const kept = await this.read();
      const after = decide(kept);
      if (after !== kept) await this.write(after);
    });
  }

  /** Forgets an event that could not be sent. */
  discard(id: string): Promise<void> {
    return this.change((kept) => {
      const notSent = kept.notSent.filter(({ value }) => idOf(value) !== id);
      if (notSent.length === kept.notSent.length) return kept;
      return { ...kept, notSent, discarded: [...kept.discarded, id].slice(-maxDiscarded) };
    });
  }

  #show(kept: Recovery): void {
    if (JSON.stringify(this.last) !== JSON.stringify(kept)) this.#options.recovery.set(kept);
  }
}
