// What a browser's error on opening a database means for the person: room, permission, or nothing that can be told.
import type { DiskState } from '../messenger.ts';

/** `error`: the browser's own, or what lib0 makes of it, which keeps the name in its text only. */
export function afterFailedOpen(error: unknown): DiskState {
  if (/QuotaExceededError/.test(String(error))) return 'full';
  // What browsers answer in private windows, or where a person or a policy forbids storage or has taken it away.
  return /SecurityError|InvalidStateError|NotAllowedError|ReferenceError/.test(String(error)) ? 'denied' : 'none';
}
