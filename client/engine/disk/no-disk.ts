// The disk of a device that has none: the document lives in memory until the page goes.
import { makeWritable } from '../writable.ts';
import type { DiskState } from '../messenger.ts';
import type { DocumentDisk } from './document-disk.ts';

export function openNoDisk(): DocumentDisk {
  return {
    state: makeWritable<DiskState>('denied'),
    whenLoaded: Promise.resolve(),
    whenStored: () => Promise.resolve(false),
    readAgain: () => Promise.resolve(),
    readNote: () => Promise.resolve(undefined),
    changeNote: () => undefined,
    close: () => Promise.resolve(),
  };
}
