// What the engine promises of a document on this device's disk. Step 3 of a message's path.
// `ok` means: all that was written came to rest in a completed transaction, or is on its way there.
// A disk that fails is a state that a person can see; it stops nobody from writing.
import type * as Y from 'yjs';
import type { Acknowledged } from '../replica/acknowledged.ts';
import type { DiskState, Readable } from '../messenger.ts';

export interface DocumentDisk {
  readonly state: Readable<DiskState>;
  /** Settles when all that the disk holds is in the document, or when waiting for it is given up. Never rejects. */
  readonly whenLoaded: Promise<void>;
  readAcknowledged(): Promise<Acknowledged | null>;
  /** Adds to what is kept; nothing newer is lost, also when another tab writes at the same time. */
  keepAcknowledged(acknowledged: Acknowledged): void;
  close(): Promise<void>;
}

/** Stores each later change of the document under this name. */
export type OpenDisk = (name: string, doc: Y.Doc) => DocumentDisk;
