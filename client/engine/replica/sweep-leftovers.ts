// Reads the database of an earlier life of a document to its end, and deletes it: what a tab wrote there at the last
// moment joins what is appended again. Waits as long as a frozen tab holds it; a kill in between loses nothing.
import * as Y from 'yjs';
import { readWritten } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { AbandonedDisk } from '../disk/take-over.ts';
import type { Platform } from '../platform.ts';
import { joinLate, type There } from './decide-recovery.ts';
import type { KeptRecovery } from './kept-recovery.ts';
import { generationName } from './recovery.ts';

export interface Sweeping {
  readonly platform: Pick<Platform, 'takeOverDatabase'>;
  readonly kept: KeptRecovery;
  readonly diskName: string;
  readonly me: UserId;
  /** What is in the document as it lives now. */
  readonly there: () => There;
  readonly isClosed: () => boolean;
}

/** Tries once: what the browser does not open, read or delete now is left for the next opening of the document. */
export async function sweepLeftover(sweeping: Sweeping, generation: number): Promise<void> {
  const { kept, me, there, isClosed } = sweeping;
  const old = await takeOver(sweeping, generation);
  if (old === null) return;
  const read = docOf(old);
  if (read === null || isClosed()) return old.close();
  const late = [...readWritten(read, me)];
  const isKept = await kept.change((known) => joinLate(known, late, there()));
  if (!isKept) return old.close();
  if (!(await isRemoved(old))) return;
  await kept.change((known) => ({ ...known, leftovers: known.leftovers.filter((one) => one !== generation) }));
}

async function takeOver({ platform, diskName }: Sweeping, generation: number): Promise<AbandonedDisk | null> {
  try {
    return await platform.takeOverDatabase(generationName(diskName, generation));
  } catch {
    return null; // the browser does not open it
  }
}

/** Null when its bytes are no document: nothing that cannot be read is deleted. */
function docOf({ updates }: AbandonedDisk): Y.Doc | null {
  const doc = new Y.Doc();
  try {
    for (const update of updates) Y.applyUpdate(doc, update);
    return doc;
  } catch {
    return null; // a broken disk
  }
}

async function isRemoved(old: AbandonedDisk): Promise<boolean> {
  try {
    await old.remove();
    return true;
  } catch {
    return false; // it is still there, and named as a leftover
  }
}
