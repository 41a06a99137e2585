// A platform that can be killed as a browser is: from that instant on nothing of it is heard, written or called back.
// What was under way on its disk is there or not, as the instant fell; the locks that it held are free.
import type { LocalTable } from '../../client/engine/disk/local-table.ts';
import type { Platform } from '../../client/engine/platform.ts';

export interface Mortal {
  readonly platform: Platform;
  readonly isDead: boolean;
  die(): void;
}

/** `onStep` is told before and after each step that leaves a trace beside the documents; it may kill. */
export function makeMortal(platform: Platform, onStep: (step: string) => void = () => undefined): Mortal {
  let isDead = false;
  let sayDead: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (sayDead = resolve));
  const never = new Promise<never>(() => undefined);
  const die = () => {
    isDead = true;
    sayDead();
  };
  /** Resolves while it lives; the caller of a dead one waits for ever. */
  const alive = (step: string): Promise<void> => {
    onStep(step);
    return isDead ? never : Promise.resolve();
  };
  const during = async <T>(step: string, run: () => Promise<T>): Promise<T> => {
    await alive(`before ${step}`);
    const result = await run();
    await alive(`after ${step}`);
    return result;
  };
  const mortalTable = (table: LocalTable, step: string): LocalTable => ({
    whenOpen: table.whenOpen,
    read: async (key) => (isDead ? never : table.read(key)),
    readAll: async () => (isDead ? never : table.readAll()),
    write: (key, value) => during(step, () => table.write(key, value)),
    remove: (key) => during(step, () => table.remove(key)),
    close: () => table.close(),
  });
  return {
    get isDead() {
      return isDead;
    },
    die,
    platform: {
      ...platform,
      schedule: (delayMs, run) => platform.schedule(delayMs, () => isDead || run()),
      openDisk(name, doc) {
        const disk = platform.openDisk(name, doc);
        return {
          state: disk.state,
          whenLoaded: disk.whenLoaded.then(() => alive('a database is loaded')),
          whenStored: () => during('the document is stored', () => disk.whenStored()),
          readAgain: () => disk.readAgain(),
          readNote: (key) => disk.readNote(key),
          changeNote: (key, change) => isDead || disk.changeNote(key, change),
          close: () => disk.close(),
        };
      },
      openTable: (name) =>
        mortalTable(platform.openTable(name), name.endsWith('/kept') ? 'a value is kept' : 'a record is written'),
      async takeOverDatabase(name) {
        const old = await during('a database is taken over', () => platform.takeOverDatabase(name));
        return { ...old, remove: () => during('a database is removed', () => old.remove()) };
      },
      // Who waits for a lock is gone as well as who holds one.
      async withLock(name, run) {
        const result = await platform.withLock(name, () => Promise.race([isDead ? death : run(), death]));
        return isDead ? never : (result as Awaited<ReturnType<typeof run>>); // alive, so it is the run that ended first
      },
      startIndex:
        platform.startIndex === null
          ? null
          : (name) => {
              const stop = platform.startIndex?.(name) ?? (() => undefined);
              void death.then(stop);
              return stop;
            },
      openTabChannel(name, onMessage) {
        const channel = platform.openTabChannel(name, (message) => isDead || onMessage(message));
        void death.then(() => channel.close());
        return { post: (message) => isDead || channel.post(message), close: () => channel.close() };
      },
    },
  };
}
