// When a chapter is full, and what a closed one still takes. Both sides decide by these: the server by its own clock.
// A chapter bounds every cost: opening, reading and folding a conversation cost the same however long it is.

/** After this time a closed chapter takes no new messages: longer than any reconnect, so that few have to be moved. */
export const chapterGraceMs = 10 * 60_000;

/** What was judged in time may take this long to be on the disk. */
const commitMs = 60_000;

export interface ChapterLimits {
  /** Entries of all its logs. */
  readonly entries: number;
  /** Bytes of the entries as they were admitted. */
  readonly bytes: number;
}

/** A few hundred screens of messages: few documents for a long history, and each of them opens at once. */
export const chapterLimits: ChapterLimits = { entries: 4_096, bytes: 512 * 1024 };

export interface ChapterSize {
  readonly entries: number;
  readonly bytes: number;
}

/** Whether the server closes it. */
export function isFull(size: ChapterSize, limits: ChapterLimits): boolean {
  return size.entries >= limits.entries || size.bytes >= limits.bytes;
}

/** Whether it takes nothing more but deletions: what comes in time of grace, and what belongs to its messages, fits below. */
export function isBeyondCap(size: ChapterSize, limits: ChapterLimits): boolean {
  return size.entries >= 2 * limits.entries || size.bytes >= 2 * limits.bytes;
}

/** Whether new messages may still come. `closedAt`: when the server closed it, null while it is open. */
export function takesMessages(closedAt: number | null, nowMs: number): boolean {
  return closedAt === null || nowMs < closedAt + chapterGraceMs;
}

/** Whether no message can come any more, so that "all of it is read" stays true. By the server's clock. */
export function isSettled(closedAt: number | null, nowMs: number): boolean {
  return closedAt !== null && !takesMessages(closedAt, nowMs - commitMs);
}
