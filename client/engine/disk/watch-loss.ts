// Notices that the browser has lost the databases of this person, as after a crash or for lack of room: an empty device
// must not look like one on which nothing was ever written. A mark in the other storage of the browser outlives them.
// Promises: it is said until the person has seen it. Browsers that lose both say nothing.
import type { Readable, StorageState } from '../messenger.ts';
import type { LocalStore } from '../session/local-store.ts';
import { makeWritable } from '../writable.ts';
import type { KeptStore } from './kept-store.ts';

export interface LossWatch {
  readonly storage: Readable<StorageState>;
  /** The person has seen that something is lost. */
  dismiss(): void;
}

export interface LossWatchOptions {
  readonly store: LocalStore;
  readonly kept: Pick<KeptStore, 'state'>;
  /** What everything of this person is named by. */
  readonly prefix: string;
}

export function watchLoss({ store, kept, prefix }: LossWatchOptions): LossWatch {
  const key = `${prefix}/keeps`;
  const storage = makeWritable<StorageState>('unread');
  const tell = () => storage.set(store.read(key) === 'lost' ? 'lost' : 'ok');
  const look = () => {
    if (kept.state.get() === 'unread') return;
    const isMarked = store.read(key) !== null;
    if (kept.state.get() === 'new' && isMarked) store.write(key, 'lost');
    else if (!isMarked) store.write(key, 'kept');
    tell();
  };
  kept.state.subscribe(look);
  look();
  return {
    storage,
    dismiss() {
      store.write(key, 'kept');
      tell();
    },
  };
}
