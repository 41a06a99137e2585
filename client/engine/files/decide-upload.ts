// What is sent next of all that waits, and in how large pieces. Pure.
import { filesOf, type AttachmentForm, type FileHash } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Parcel } from './parcels.ts';

/** One file that must be on the server before a message can go. */
export interface Wanted {
  readonly hash: FileHash;
  readonly size: number;
  /** Its limit on the server goes by that. */
  readonly form: AttachmentForm;
  readonly from: ConversationId | null;
}

/** On a bad link more at once only make each of them slower. */
export const maxAtOnce = 3;
/** Photos and voice messages go before films, whichever was meant first. */
const smallBytes = 4 * 1_024 * 1_024;

/** Every file of a message, each with what it goes as: a smaller picture of something is an image. */
export function wantedBy({ event, from }: Pick<Parcel, 'event' | 'from'>): readonly Wanted[] {
  const forms = new Map((event.attachments ?? []).map(({ hash, form }) => [hash, form]));
  return filesOf(event.attachments ?? []).map(({ hash, size }) => ({
    hash,
    size,
    from,
    form: forms.get(hash) ?? 'image',
  }));
}

/** Those to begin now, the first first: small ones, then by the age of their message; each once. */
export function decideNext(
  parcels: readonly Pick<Parcel, 'event' | 'from' | 'isPaused' | 'problem'>[],
  {
    isThere,
    isUnderWay,
    countUnderWay,
  }: { isThere: (hash: FileHash) => boolean; isUnderWay: (hash: FileHash) => boolean; countUnderWay: number },
): readonly Wanted[] {
  const waiting = new Map<FileHash, Wanted>();
  for (const parcel of parcels) {
    if (parcel.isPaused || parcel.problem !== null) continue;
    for (const wanted of wantedBy(parcel)) {
      if (!isThere(wanted.hash) && !isUnderWay(wanted.hash) && !waiting.has(wanted.hash))
        waiting.set(wanted.hash, wanted);
    }
  }
  const isLarge = ({ size }: Wanted) => Number(size > smallBytes);
  const ordered = [...waiting.values()].sort((one, other) => isLarge(one) - isLarge(other)); // stable: by age otherwise
  return ordered.slice(0, Math.max(0, maxAtOnce - countUnderWay));
}

const leastPiece = 256 * 1_024;
const largestPiece = 8 * 1_024 * 1_024;
/** A cut costs at most what was in one piece: about a sixtieth of what has gone since the last. */
const pieceShare = 64;
/** Until its first cut a file goes in pieces of at least so much, for each request waits for an answer from far away. */
const firstPieces = 512 * 1_024;
/** And of as much of what has gone. */
const firstShare = 8;

/** Bytes of the next request: the longer the line has held the more; after a cut small, for another one is to come. */
export function pieceBytes({ size, sinceCut, wasCut }: { size: number; sinceCut: number; wasCut: boolean }): number {
  const most = wasCut
    ? sinceCut / pieceShare
    : Math.min(sinceCut, Math.max(firstPieces, Math.min(sinceCut / firstShare, size / pieceShare)));
  return Math.min(largestPiece, Math.max(leastPiece, Math.floor(most)));
}
