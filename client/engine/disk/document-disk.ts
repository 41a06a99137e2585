// What a replica asks of the place that keeps its document. Step 3 of a message's path.
// Promises: what it has called stored is there after the tab or the browser was killed.
// Does not know who writes the document, nor what the notes beside it say.
import type * as Y from 'yjs';
import type { DiskState, Readable } from '../messenger.ts';

export interface DocumentDisk {
  readonly state: Readable<DiskState>;
  /** Settles when all that the disk holds is in the document, or when waiting for it is given up. Never rejects. */
  readonly whenLoaded: Promise<void>;
  /** True once everything that is in the document now is on the disk; false when that cannot be said. */
  whenStored(): Promise<boolean>;
  /** Takes in what other tabs have written since. Never rejects. */
  readAgain(): Promise<void>;
  /** A small value beside the document; undefined when there is none or it cannot be read. */
  readNote(key: string): Promise<unknown>;
  /** Reads and writes a note in one step, so that two tabs do not undo each other. May come to nothing. */
  changeNote(key: string, change: (known: unknown) => unknown): void;
  close(): Promise<void>;
}

/** Stores each later change of the document under this name. */
export type OpenDisk = (name: string, doc: Y.Doc) => DocumentDisk;
