// The SHA-256 of a blob. A large one is read piece by piece: what is in memory is one piece, however large it is. The
// browser's own hash is ten times as fast, and takes all at once: it is asked for what is small.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileHash } from '../../../../shared/conversation/attachments.ts';

/** Rejects as reading does, and with the signal's reason. `onRead` is told bytes so far, piece by piece. */
export async function hashBlob(
  file: Blob,
  { onRead, signal }: { readonly onRead?: (bytes: number) => void; readonly signal?: AbortSignal } = {},
): Promise<FileHash> {
  if (file.size <= maxAtOnceBytes && 'subtle' in crypto) return hashAtOnce(file, signal);
  const hash = sha256.create();
  const reader = file.stream().getReader();
  let read = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) break;
      hash.update(value);
      onRead?.((read += value.length));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // of one that failed: it has said so already
  }
  return bytesToHex(hash.digest()) as FileHash; // 64 hexadecimal digits, as it makes them
}

/** Photos and most of what is written. */
const maxAtOnceBytes = 16 * 1024 * 1024;

async function hashAtOnce(file: Blob, signal: AbortSignal | undefined): Promise<FileHash> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  signal?.throwIfAborted();
  return bytesToHex(new Uint8Array(digest)) as FileHash;
}
