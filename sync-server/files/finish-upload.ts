// What happens to an upload that is whole: its content is looked at, scanned, and kept under its hash.
// Promises: nobody sees anything of a file before all of this is done; interrupted anywhere, it is done again from the
// upload, which stays until the records have the file; one at a time for each content.
import type { HttpRefusalCode } from '../../shared/protocol/people-api.ts';
import type { BlobStore } from './blob-store.ts';
import { claimLifeMs, type FileRecords, type StoredFile, type UploadRow } from './file-records.ts';
import { inspectFile, type FileFindings } from './inspect-file.ts';
import type { InTurns } from './in-turns.ts';
import type { Scanner } from './scanner.ts';
import type { FileHash } from '../../shared/conversation/attachments.ts';

export interface FinishParts {
  readonly records: FileRecords;
  readonly blobs: BlobStore;
  readonly scanner: Scanner;
  /** Keeping and removing of one content never overlap. */
  readonly turns: InTurns<FileHash>;
  readonly now: () => number;
}

/** Null once the file is there and whoever sent it may use it. */
export function makeFinishUpload(parts: FinishParts): (row: UploadRow) => Promise<HttpRefusalCode | null> {
  return (row) => parts.turns.run(row.hash, () => finish(parts, row));
}

async function finish(parts: FinishParts, row: UploadRow): Promise<HttpRefusalCode | null> {
  const { records, blobs, now } = parts;
  // Another request has finished it meanwhile, or given it up.
  if (records.upload(row.id) === null)
    return records.holdsClaim(row.userId, row.hash, now() - claimLifeMs) ? null : 'not-found';
  if ((await blobs.received(row.id)) !== row.size) return 'upload-moved';
  const found = await inspectFile(blobs.readIncoming(row.id));
  if (found.hash !== row.hash || found.size !== row.size) return discard(parts, row, 'hash-mismatch');
  const known = records.stored(row.hash);
  if (known?.state === 'infected') return discard(parts, row, 'file-infected');
  const isKept = known !== null && (await blobs.size(row.hash)) === row.size;
  return isKept ? note(parts, row, known) : keep(parts, row, found);
}

async function keep(parts: FinishParts, row: UploadRow, found: FileFindings): Promise<HttpRefusalCode | null> {
  const { blobs, scanner, records, now } = parts;
  const verdict = await scanner.scan(blobs.readIncoming(row.id));
  if (verdict === 'away') return 'not-scanned';
  const { type, width, height, isInline } = found;
  const file: StoredFile = {
    ...{ hash: row.hash, size: row.size, type, width, height, isInline },
    ...{ state: verdict === 'clean' ? 'stored' : 'infected', storedAt: now() },
  };
  if (verdict === 'infected') {
    records.noteStored(file, row);
    await blobs.drop(row.id);
    return 'file-infected';
  }
  try {
    await blobs.keep(row.id, row.hash);
  } catch (error) {
    if (blobs.isFull(error)) return 'no-room';
    throw error;
  }
  return note(parts, row, file);
}

async function note({ records, blobs, now }: FinishParts, row: UploadRow, file: StoredFile): Promise<null> {
  records.noteStored({ ...file, storedAt: now() }, row);
  await blobs.drop(row.id);
  return null;
}

async function discard(
  { records, blobs }: FinishParts,
  row: UploadRow,
  code: HttpRefusalCode,
): Promise<HttpRefusalCode> {
  await blobs.drop(row.id);
  records.endUpload(row.id);
  return code;
}
