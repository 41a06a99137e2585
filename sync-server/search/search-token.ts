// How far somebody has looked: where the next answer goes on. Opaque to devices; nothing is secret in it and nothing opens
// by it, for what is found is looked up by whose session asks. Pure.
import { parseUserId, type UserId } from '../../shared/ids.ts';

export interface SearchPlace {
  /** Which life of the data, and whose search. */
  readonly epoch: string;
  readonly userId: UserId;
  /** What was logged before this is still to be looked through. */
  readonly below: number;
}

export function formatSearchToken({ epoch, userId, below }: SearchPlace): string {
  return Buffer.from(JSON.stringify([epoch, userId, below])).toString('base64url');
}

/** The place in a text that a device sent, or null when it is none of ours. */
export function parseSearchToken(text: string): SearchPlace | null {
  const [epoch, owner, below, ...rest] = parseList(Buffer.from(text, 'base64url').toString());
  const userId = parseUserId(owner);
  if (typeof epoch !== 'string' || userId === null || rest.length > 0) return null;
  if (typeof below !== 'number' || !Number.isSafeInteger(below) || below < 1) return null;
  return { epoch, userId, below };
}

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return []; // not JSON: the same answer as not of the shape
  }
}
