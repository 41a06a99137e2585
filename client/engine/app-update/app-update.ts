// Newer versions of this app, as a page sees them: whether one waits, and how to get it.
// A page runs the version that it was loaded with until somebody asks for the newer one.
import { makeWritable } from '../writable.ts';
import type { Readable } from '../messenger.ts';

export interface AppUpdate {
  /** A newer version is on this device and waits for a reload. */
  readonly isWaiting: Readable<boolean>;
  /** Loads the page anew, in the newest version to be had; the other tabs follow when nobody works in them. */
  reload(): void;
}

/** Where no service worker can be: while developing, and on pages that did not come securely. */
export function withoutWorker(page: Window): AppUpdate {
  return { isWaiting: makeWritable(false), reload: () => page.location.reload() };
}
