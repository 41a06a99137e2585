// Reads the databases of a document's earlier lives to their end, and deletes them: what a tab wrote there at the last
// moment joins what is appended again. Waits as long as a frozen tab holds one; a kill in between loses nothing.
import * as Y from 'yjs';
import { readWritten } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';
import { joinLate, readThere } from './decide-recovery.ts';
import type { KeptRecovery } from './kept-recovery.ts';
import { generationName } from './recovery.ts';

export interface Sweeping {
  readonly platform: Pick<Platform, 'takeOverDatabase'>;
  readonly kept: KeptRecovery;
  readonly diskName: string;
  readonly me: UserId;
  /** The document as it lives now. */
  readonly doc: Y.Doc;
  readonly isClosed: () => boolean;
}

/** False when the browser does not open or delete one of them now: to be tried when the document is next opened. */
export async function sweepLeftovers(sweeping: Sweeping): Promise<boolean> {
  try {
    for (const generation of sweeping.kept.last.leftovers) await sweep(sweeping, generation);
    return sweeping.kept.isOnDisk;
  } catch {
    return false;
  }
}

async function sweep({ platform, kept, diskName, me, doc, isClosed }: Sweeping, generation: number): Promise<void> {
  const old = await platform.takeOverDatabase(generationName(diskName, generation));
  const read = new Y.Doc();
  for (const update of old.updates) Y.applyUpdate(read, update);
  const late = [...readWritten(read, me)];
  if (isClosed()) return old.close();
  await kept.change((known) => joinLate(known, late, readThere(doc, me)));
  if (!kept.isOnDisk) return old.close();
  await old.remove();
  await kept.change((known) => ({ ...known, leftovers: known.leftovers.filter((one) => one !== generation) }));
}
