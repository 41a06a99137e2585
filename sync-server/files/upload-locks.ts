// One connection at a time for each upload. Promises: while one brings bytes, another is told to look again; one that has
// brought nothing for a while, as after its network has gone, gives way; giving up goes before everything. Nobody comes in
// before the last write of whoever was in is over, so that no byte lands where another writes.
import type { Lock, Locker } from '@tus/server';
import { uploadSilenceMs } from '../limits.ts';

/** What tus answers with this: a status, and one of our codes. */
const busy = { status_code: 423, body: 'upload-busy' };

interface Held {
  readonly release: () => Promise<void> | void;
  readonly over: Promise<void>;
  activeAt: number;
  writing: Promise<unknown>;
}

export class UploadLocks {
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();

  constructor(now: () => number) {
    this.#now = now;
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** Bytes have come. */
  noteActive(id: string): void {
    const held = this.#held.get(id);
    if (held !== undefined) held.activeAt = this.#now();
  }

  /** What the holder writes; the lock is given up only after it. */
  noteWriting(id: string, writing: Promise<unknown>): void {
    const held = this.#held.get(id);
    if (held !== undefined) held.writing = writing.catch(() => undefined); // whoever writes hears of it
  }

  /** To look how far it is needs no lock: what was answered as there stays there. */
  lockerFor(method: string): Locker {
    if (method === 'HEAD')
      return { newLock: () => ({ lock: () => Promise.resolve(), unlock: () => Promise.resolve() }) };
    return { newLock: (id) => this.#newLock(id, method === 'DELETE') };
  }

  #newLock(id: string, isForced: boolean): Lock {
    let end: () => void = () => undefined;
    return {
      lock: async (_signal, release) => {
        const before = this.#held.get(id);
        if (before !== undefined) {
          if (!isForced && this.#now() - before.activeAt < uploadSilenceMs) throw busy;
          await before.release();
          await before.over;
          if (this.#held.has(id)) throw busy; // somebody else was quicker
        }
        const over = new Promise<void>((resolve) => (end = resolve));
        this.#held.set(id, { release, over, activeAt: this.#now(), writing: Promise.resolve() });
      },
      unlock: async () => {
        await this.#held.get(id)?.writing;
        this.#held.delete(id);
        end();
      },
    };
  }
}
