// How far a device has heard: the token of an inbox's answer. Opaque to devices; nothing is secret in it and nothing
// opens by it, for rows are looked up by whose session asks. Pure.
import { parseUserId, type UserId } from '../../shared/ids.ts';

/** Places in the sequences that an inbox is read from. */
export interface Marks {
  /** Place in the update log. */
  readonly position: number;
  /** Change of this person's read vectors. */
  readonly reads: number;
  /** Change of conversations in the directory. */
  readonly conversations: number;
  /** Another number for each state of this person's contacts; no place in an order. */
  readonly contacts: number;
  /** Change of what the server writes for this person. */
  readonly errands: number;
}

export interface InboxToken {
  /** Which life of the data, and whose inbox. */
  readonly epoch: string;
  readonly userId: UserId;
  readonly since: Marks;
  /** Null when everything since then was told. */
  readonly page: Page | null;
}

/** An answer that is being continued. */
export interface Page {
  /** Where everything stood when the first page was read: what is told after the last one. */
  readonly until: Marks;
  /** Conversations up to this change were told. */
  readonly conversations: number;
  /** Chapters from this position up were told. */
  readonly chapters: number;
}

export const fromTheBeginning: Marks = { position: 0, reads: 0, conversations: 0, contacts: 0, errands: 0 };

export function formatToken({ epoch, userId, since, page }: InboxToken): string {
  const numbers = page === null ? [] : [...valuesOf(page.until), page.conversations, page.chapters];
  return Buffer.from(JSON.stringify([epoch, userId, ...valuesOf(since), ...numbers])).toString('base64url');
}

/** The token in a text that a device sent, or null when it is none of ours. */
export function parseToken(text: string): InboxToken | null {
  const [epoch, owner, ...rest] = parseList(Buffer.from(text, 'base64url').toString());
  const userId = parseUserId(owner);
  const numbers = rest.filter((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
  if (typeof epoch !== 'string' || userId === null || numbers.length !== rest.length) return null;
  const since = readMarks(numbers as number[]); // as the filter found
  if (since === null) return null;
  const page = (numbers as number[]).slice(markCount);
  if (page.length === 0) return { epoch, userId, since, page: null };
  const parsed = parsePage(page);
  return parsed === null ? null : { epoch, userId, since, page: parsed };
}

const markCount = 5;

function readMarks([position, reads, conversations, contacts, errands]: number[]): Marks | null {
  if (position === undefined || reads === undefined || conversations === undefined) return null;
  if (contacts === undefined || errands === undefined) return null;
  return { position, reads, conversations, contacts, errands };
}

function parsePage(numbers: number[]): Page | null {
  const until = readMarks(numbers);
  const [conversations, chapters, ...rest] = numbers.slice(markCount);
  if (until === null || conversations === undefined || chapters === undefined || rest.length > 0) return null;
  return { until, conversations, chapters };
}

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return []; // not JSON: the same answer as not of the shape
  }
}

function valuesOf({ position, reads, conversations, contacts, errands }: Marks): number[] {
  return [position, reads, conversations, contacts, errands];
}
