// The id of an upload follows from who sends which file, so that all their devices find the same one, and nobody who does
// not know the server's secret can tell it.
import { createHmac } from 'node:crypto';
import type { FileHash } from '../../shared/conversation/attachments.ts';
import type { UserId } from '../../shared/ids.ts';

export function makeUploadIds(secret: string): (userId: UserId, hash: FileHash) => string {
  const key = createHmac('sha256', secret).update('ids of uploads').digest();
  return (userId, hash) => createHmac('sha256', key).update(`${userId} ${hash}`).digest('base64url');
}

/** As a path or a header may bring it; what is no id is on no disk. */
export function isUploadId(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
