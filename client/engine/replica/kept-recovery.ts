// The one record that is kept of a document beside its databases: read and written as a whole, under one lock for all
// tabs, and shown to whoever watches. Does not know what follows from it.
// A record that cannot be read is no empty one: nothing is decided from it and nothing written over it.
import type { UserEvent } from '../../../shared/conversation/events.ts';
import type { LocalTable } from '../disk/local-table.ts';
import type { Writable } from '../writable.ts';
import type { ReplicaOptions } from './open-replica.ts';
import { idOf, parseRecovery, type Recovery } from './recovery.ts';

export interface KeptRecoveryOptions extends Pick<ReplicaOptions, 'platform' | 'recoveries' | 'name' | 'diskName'> {
  /** What is kept, for others to watch. */
  readonly recovery: Writable<Recovery>;
}

/** Ids that a person gave up; a tab that slept through so many more may bring the oldest back. */
const maxDiscarded = 100;

/** What is kept of a document of this name; null when that cannot be told now. */
export async function readRecovery(recoveries: Pick<LocalTable, 'read'>, name: string): Promise<Recovery | null> {
  const reading = await recoveries.read(name);
  return reading.status === 'read' ? parseRecovery(reading.value) : null;
}

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

  /** False when what was written last is in memory only: then nothing older may be touched. */
  get isOnDisk(): boolean {
    return this.#isOnDisk;
  }

  /** Runs alone among all tabs; whatever is decided from the record is decided in here. */
  alone(run: () => Promise<void>): Promise<void> {
    const { platform, diskName } = this.#options;
    return platform.withLock(diskName, run);
  }

  /** Null when it cannot be told now. */
  async read(): Promise<Recovery | null> {
    const kept = await readRecovery(this.#options.recoveries, this.#options.name);
    if (kept !== null) this.#show(kept);
    return kept;
  }

  /** Only within `alone`, after a successful `read`. */
  async write(kept: Recovery): Promise<void> {
    this.#isOnDisk = await this.#options.recoveries.write(this.#options.name, kept);
    this.#show(kept);
  }

  /** True when what was decided is on the disk. */
  async change(decide: (kept: Recovery) => Recovery): Promise<boolean> {
    let isDecided = false;
    await this.alone(async () => {
      const kept = await this.read();
      if (kept === null) return;
      const after = decide(kept);
      if (after !== kept) await this.write(after);
      isDecided = true;
    });
    return isDecided && this.#isOnDisk;
  }

  /** Appends an event that could not be sent once more, as this one. Under another id the old one is given up. */
  sendAgain(id: string, event: UserEvent): Promise<boolean> {
    return this.change((kept) => {
      const notSent = kept.notSent.filter(({ value }) => idOf(value) !== id);
      if (notSent.length === kept.notSent.length) return kept; // settled already, perhaps in another tab
      const settled = { ...kept, notSent, again: [...kept.again, event], attempts: 0 };
      return event.id === id ? settled : giveUp(settled, id);
    });
  }

  /** Takes what a closed chapter had to let go, to be appended here. True when that is on the disk. */
  takeOver(events: readonly UserEvent[]): Promise<boolean> {
    return this.change((kept) => {
      const known = new Set([
        ...[...kept.again, ...kept.moved].map(({ id }) => String(id)),
        ...kept.notSent.map(({ value }) => idOf(value)),
        ...kept.handedOn,
        ...kept.discarded,
      ]);
      const news = events.filter(({ id }) => !known.has(id));
      return news.length === 0 ? kept : { ...kept, again: [...kept.again, ...news] };
    });
  }

  /** The chapter is open after all: what was to leave it stays. */
  stay(): Promise<boolean> {
    return this.change((kept) =>
      kept.moved.length === 0 ? kept : { ...kept, again: [...kept.again, ...kept.moved], moved: [] },
    );
  }

  /** These have been taken over by a later chapter. */
  letGo(ids: ReadonlySet<string>): Promise<boolean> {
    return this.change((kept) => {
      // Another tab may have let it stay meanwhile.
      const gone = [...kept.moved, ...kept.again].filter(({ id }) => ids.has(id));
      if (gone.length === 0) return kept;
      const left = (events: Recovery['moved']) => events.filter(({ id }) => !ids.has(id));
      return {
        ...kept,
        moved: left(kept.moved),
        again: left(kept.again),
        handedOn: [...kept.handedOn, ...gone.map(({ id }) => id)],
      };
    });
  }

  /** Forgets an event that stands in no log. */
  discard(id: string): Promise<boolean> {
    return this.change((kept) => {
      const notSent = kept.notSent.filter(({ value }) => idOf(value) !== id);
      const again = kept.again.filter((event) => event.id !== id);
      const moved = kept.moved.filter((event) => event.id !== id);
      const countLeft = notSent.length + again.length + moved.length;
      const isThere = countLeft < kept.notSent.length + kept.again.length + kept.moved.length;
      return isThere ? giveUp({ ...kept, notSent, again, moved }, id) : kept;
    });
  }

  #show(kept: Recovery): void {
    if (JSON.stringify(this.last) !== JSON.stringify(kept)) this.#options.recovery.set(kept);
  }
}

function giveUp(kept: Recovery, id: string): Recovery {
  return { ...kept, discarded: [...kept.discarded, id].slice(-maxDiscarded) };
}
