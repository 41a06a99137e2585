// The disk of a device that has none: the document lives in memory until the page goes.
import { makeWritable } from '../writable.ts';
import type { DiskState } from '../messenger.ts';
import type { DocumentDisk } from './document-disk.ts';

/** `why`: what a person should know of it. */
export function openNoDisk(why: DiskState): DocumentDisk {
  return {
    state: makeWritable(why),
    whenLoaded: Promise.resolve(),
    whenStored: () => Promise.resolve(false),
    readAgain: () => Promise.resolve(),
    readNote: () => Promise.resolve(undefined),
    changeNote: () => undefined,
    close: () => Promise.resolve(),
  };
}
