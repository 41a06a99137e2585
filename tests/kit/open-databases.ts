// Counts the databases of documents that a device has open, and names those that it has ever opened.
import type { Platform } from '../../client/engine/platform.ts';

export interface OpenDatabases {
  /** Wraps the device's platform. */
  adapt(platform: Platform): Platform;
  /** Chapters that are open now, by number. */
  readonly now: ReadonlySet<number>;
  /** The most that were open at a time. */
  readonly most: number;
  /** In the order of opening, since the last call. */
  takeOpened(): number[];
}

export function watchDatabases(): OpenDatabases {
  const now = new Set<number>();
  let opened: number[] = [];
  let most = 0;
  return {
    now,
    get most() {
      return most;
    },
    takeOpened() {
      const taken = opened;
      opened = [];
      return taken;
    },
    adapt: (platform) => ({
      ...platform,
      openDisk(name, doc) {
        const chapter = Number(/\/(\d+)(~\d+)?$/.exec(name)?.[1]);
        const disk = platform.openDisk(name, doc);
        now.add(chapter);
        opened.push(chapter);
        most = Math.max(most, now.size);
        return {
          state: disk.state,
          whenLoaded: disk.whenLoaded,
          whenStored: () => disk.whenStored(),
          readAgain: () => disk.readAgain(),
          readNote: (key) => disk.readNote(key),
          changeNote: (key, change) => disk.changeNote(key, change),
          close() {
            now.delete(chapter);
            return disk.close();
          },
        };
      },
    }),
  };
}
