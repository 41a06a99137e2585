// Which files a device lets go of, so that what it keeps of others fits its budget. Pure.
import type { FileHash } from '../../../shared/conversation/attachments.ts';

interface Kept {
  readonly bytes: number;
  /** When somebody last looked at it, in ms. */
  readonly seenMs: number;
}

/** Least recently looked at first. What is held counts as kept, and never goes. */
export function filesToGo(
  files: ReadonlyMap<FileHash, Kept>,
  budget: number,
  isHeld: (hash: FileHash) => boolean,
): readonly FileHash[] {
  let over = [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0) - budget;
  if (over <= 0) return [];
  const going: FileHash[] = [];
  for (const [hash, { bytes }] of [...files].sort(([, one], [, other]) => one.seenMs - other.seenMs)) {
    if (over <= 0) break;
    if (isHeld(hash)) continue;
    going.push(hash);
    over -= bytes;
  }
  return going;
}
