// A server that was put back from a backup has lost what came after: whatever this device holds is looked at once, so
// that its own messages go there again, also those of conversations that nobody opens.
// Survives a kill: the new life of the server's data is kept only with all documents noted.
import type { KeptStore } from '../disk/kept-store.ts';
import type { Outbox } from './outbox.ts';
import type { DocumentName } from '../../../shared/conversation/document-name.ts';

export interface PutBackOptions {
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'state'>;
  readonly outbox: Pick<Outbox, 'noteAll'>;
  /** All documents that are on this device. */
  readonly findDocuments: () => Promise<readonly DocumentName[]>;
}

const epochKey = 'epoch';

/** Answers whom to tell in which life of its data the server is. */
export function makePutBack({ kept, outbox, findDocuments }: PutBackOptions): (epoch: string) => Promise<void> {
  return async (epoch) => {
    if (kept.state.get() === 'unread') return; // which life it was last is on the disk
    const known = kept.read(epochKey);
    if (known === epoch) return;
    if (known !== null) for (const name of await findDocuments()) outbox.noteAll(name);
    kept.write(epochKey, epoch);
  };
}
