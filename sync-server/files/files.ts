// The files of the workspace: who may send what, what is on its way, what is there, and letting go of what is not needed.
// Promises: a file is there for others only once it is whole, has its hash and was scanned; announcing tells nothing of what
// others have. Does not know: messages and who may read (file-records.ts), where the bytes lie (blob-store.ts), HTTP.
import type { FileHash } from '../../shared/conversation/attachments.ts';
import type { UserId } from '../../shared/ids.ts';
import type { AnnounceFileBody, FileLimits } from '../../shared/protocol/files-api.ts';
import type { FileSettings } from '../../shared/protocol/account-api.ts';
import type { HttpRefusalCode } from '../../shared/protocol/people-api.ts';
import { maxUploadsPerPerson } from '../limits.ts';
import type { BlobStore, ByteRange, ByteStream } from './blob-store.ts';
import { openCollectFiles } from './collect-files.ts';
import { claimLifeMs, type FileAccess, type FileRecords, type UploadRow } from './file-records.ts';
import { makeFinishUpload } from './finish-upload.ts';
import { InTurns } from './in-turns.ts';
import type { Scanner } from './scanner.ts';
import { makeTus, type TusAnswer } from './tus-uploads.ts';
import { isUploadId, makeUploadIds } from './upload-id.ts';
import { UploadLocks } from './upload-locks.ts';

export interface FilesParts {
  readonly records: FileRecords;
  readonly access: FileAccess;
  readonly blobs: BlobStore;
  readonly scanner: Scanner;
  /** As they are at the moment. */
  readonly settings: () => FileSettings;
  /** The server's own: ids of uploads are made with it. */
  readonly secret: string;
  readonly now: () => number;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export type AnnounceOutcome =
  | { readonly status: 'have' }
  | { readonly status: 'send'; readonly id: string; readonly offset: number }
  | { readonly status: 'refused'; readonly code: HttpRefusalCode };

/** One request of somebody for an upload. */
export interface UploadRequest {
  readonly id: string;
  readonly userId: UserId;
  readonly request: Request;
  /** Whether they still may, after a body that may have taken long. */
  readonly isStillSignedIn: () => Promise<boolean>;
}

export interface Files {
  readonly find: FileAccess['find'];
  limitsOf(userId: UserId): FileLimits;
  announce(userId: UserId, body: AnnounceFileBody): Promise<AnnounceOutcome>;
  upload(request: UploadRequest): Promise<TusAnswer>;
  /** Only what `find` has found. Null where its bytes are not there. */
  read(hash: FileHash, range: ByteRange | null): Promise<ByteStream | null>;
  /** A message may have been the last to name a file. */
  wake(): void;
  /** Settles once nothing is being removed any more. */
  close(): Promise<void>;
}

const megabyte = 1024 * 1024;

export function openFiles(parts: FilesParts): Files {
  const { records, access, blobs, now } = parts;
  const turns = new InTurns<FileHash>();
  const locks = new UploadLocks(now);
  const idOf = makeUploadIds(parts.secret);
  const finish = makeFinishUpload({ ...parts, turns });
  const giveUp = async (row: UploadRow | null): Promise<void> => {
    if (row === null) return;
    await turns.run(row.hash, async () => {
      await blobs.drop(row.id);
      records.endUpload(row.id);
    });
  };
  const tus = makeTus({ ...parts, locks, giveUp: (id) => giveUp(records.upload(id)) });
  const limitsOf = (userId: UserId): FileLimits => {
    const { maxFileMb, quotaMb, workspaceMb } = parts.settings();
    const { image, video, audio, voice, document } = maxFileMb;
    const bytes = (mb: number) => mb * megabyte;
    const room = Math.min(bytes(quotaMb) - records.usageOf(userId), bytes(workspaceMb) - records.usage());
    return {
      maxBytes: {
        ...{ image: bytes(image), video: bytes(video), audio: bytes(audio) },
        ...{ voice: bytes(voice), document: bytes(document) },
      },
      room: Math.max(0, room),
    };
  };
  const begin = async (userId: UserId, { hash, size, form }: AnnounceFileBody): Promise<AnnounceOutcome> => {
    const id = idOf(userId, hash);
    if (size > limitsOf(userId).room || size > (await blobs.room())) return { status: 'refused', code: 'no-room' };
    // Looked at again after waiting: announcements that come at once share what is left.
    if (records.upload(id) === null && records.countUploads(userId) >= maxUploadsPerPerson)
      return { status: 'refused', code: 'too-many' };
    if (size > limitsOf(userId).room) return { status: 'refused', code: 'no-room' };
    records.beginUpload({ id, userId, hash, size, form, begunAt: now() });
    await blobs.begin(id, size);
    return { status: 'send', id, offset: (await blobs.received(id)) ?? 0 };
  };
  const goOn = async (row: UploadRow): Promise<AnnounceOutcome> => {
    const offset = await blobs.received(row.id);
    if (offset === row.size) {
      const code = await finish(row); // the server has ended before it could
      return code === null ? { status: 'have' } : { status: 'refused', code };
    }
    if (offset === null) await blobs.begin(row.id, row.size);
    return { status: 'send', id: row.id, offset: offset ?? 0 };
  };
  const collecting = openCollectFiles({
    ...{ records, turns, now, onTrouble: parts.onTrouble },
    remove: (hash) => blobs.remove(hash),
    endUpload: (row) => (locks.isHeld(row.id) ? Promise.resolve() : giveUp(row)), // it comes right now
  });
  /** What a crash has kept from being dropped after its file was there: nothing knows of it any more. */
  const dropLost = async () => {
    for await (const id of blobs.incoming()) if (records.upload(id) === null) await blobs.drop(id);
  };
  const dropping = dropLost().catch((error: unknown) => parts.onTrouble('uploads could not be looked through', error));
  return {
    find: (userId, where) => access.find(userId, where),
    limitsOf,
    async announce(userId, body) {
      const { hash, size, form, from } = body;
      if (size > limitsOf(userId).maxBytes[form]) return { status: 'refused', code: 'too-large' };
      const mayUse = async () =>
        records.holdsClaim(userId, hash, now() - claimLifeMs) ||
        (from !== undefined && (await access.find(userId, { hash, conversationId: from })) !== null);
      // Its bytes are asked for as well: a bucket or a folder may have lost what the records know.
      const isThere = async () => records.stored(hash)?.size === size && (await blobs.size(hash)) === size;
      if ((await mayUse()) && (await isThere()) && records.stored(hash) !== null) {
        records.claim(userId, hash, now());
        return { status: 'have' };
      }
      const row = records.upload(idOf(userId, hash));
      if (row === null) return begin(userId, body);
      if (row.size === size && row.begunAt > now() - claimLifeMs / 2) return goOn(row);
      // Another size is another upload; an old one goes on as a new one, so that it is not collected under its sender.
      if (row.size !== size) await giveUp(row);
      else records.endUpload(row.id);
      const begun = await begin(userId, body);
      if (begun.status === 'refused') await blobs.drop(row.id);
      return begun.status === 'send' && begun.offset === size ? goOn({ ...row, form }) : begun;
    },
    async upload({ id, userId, request, isStillSignedIn }) {
      const row = isUploadId(id) ? records.upload(id) : null;
      if (row === null || row.userId !== userId) return { status: 'refused', code: 'not-found' };
      const answer = await tus(request);
      if (answer.status === 'refused' || answer.offset !== row.size) return answer;
      if (!(await isStillSignedIn())) return { status: 'refused', code: 'not-signed-in' };
      const code = await finish(row);
      return code === null ? answer : { status: 'refused', code };
    },
    read: (hash, range) => blobs.read(hash, range),
    wake: () => collecting.wake(),
    async close() {
      await collecting.close();
      await dropping;
      blobs.close();
    },
  };
}
