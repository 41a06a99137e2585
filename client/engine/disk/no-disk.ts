// The disk of a device that has none: the document lives in memory until the page goes.
import { makeWritable } from '../writable.ts';
import type { DiskState } from '../messenger.ts';
import type { DocumentDisk } from './document-disk.ts';

export function openNoDisk(): DocumentDisk {
  return {
    state: makeWritable<DiskState>('none'),
    whenLoaded: Promise.resolve(),
    readAcknowledged: () => Promise.resolve(null),
    keepAcknowledged: () => undefined,
    close: () => Promise.resolve(),
  };
}
