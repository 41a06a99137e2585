// The one catalogue of "no": every answer of admission that is not a yes, and what follows from it on the device.
// Words for people live in the client; here are codes and consequences.
import { parseClientId, type ClientId } from '../ids.ts';

/** `sync-again`: the replica meets the server once more. `later`: the same, after a pause. `never`: sending again is useless. */
export type Retry = 'sync-again' | 'later' | 'never';

const retryOf = {
  /** A gap: the update builds on something that the server does not have. */
  incomplete: 'sync-again',
  /** The server could not write to its disk, or lost the race for a place in the log. */
  'try-later': 'later',
  'too-fast': 'later',
  /** The bytes are not of the grammar. */
  malformed: 'never',
  'too-large': 'never',
  /** The Yjs client id belongs to somebody else, or is the server's. */
  'client-taken': 'never',
  /** The first entry does not open the writer's own log. */
  'wrong-log': 'never',
  /** An entry does not follow the previous one of its own log. */
  'broken-chain': 'never',
  'bad-event': 'never',
  'duplicate-id': 'never',
  'clock-backwards': 'never',
  'clock-ahead': 'never',
  /** Erases what somebody else wrote. */
  'foreign-erasure': 'never',
  /** Erases a message's content without deleting the message. */
  'erasure-without-delete': 'never',
  'read-only': 'never',
  /** Deletes what another wrote, pins, or mentions everyone, without the role for it. */
  'not-allowed': 'never',
  /** Deletes what another wrote and what does not stand there. */
  'unknown-target': 'never',
  /** One person says more about one message than anybody means. */
  'too-many': 'never',
  /** A message carries a file that the server does not have, or that its writer has not shown to have. */
  'no-file': 'never',
  /** The conversation goes on in the next chapter: new messages belong there. */
  'chapter-closed': 'never',
  /** It has grown to twice its size: nothing but deletions has room. */
  'chapter-full': 'never',
  /** Of a personal document: a root in it is not the name of a draft. */
  'unknown-root': 'never',
  /** The values of a personal document have moved to its next generation: what is new belongs there. */
  'generation-closed': 'never',
  /** A personal document holds as much as it may. */
  'personal-full': 'never',
  /** Of a newer server: no server says it, a device reads it into what it does not know. */
  'unknown-code': 'never',
} as const satisfies Record<string, Retry>;

export type RefusalCode = keyof typeof retryOf;

/** A refusal names the entry it is about, where there is one. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly client: ClientId | null;
  readonly clock: number | null;
}

export const refusalCodes = Object.keys(retryOf) as readonly RefusalCode[];

export function retryAfter(code: RefusalCode): Retry {
  return retryOf[code];
}

/** `code:client:clock`, the reason with which the server closes a document's channel. */
export function formatRefusal({ code, client, clock }: Refusal): string {
  return `${code}:${client ?? ''}:${clock ?? ''}`;
}

/**
 * The refusal in a close reason, or null when the channel was closed for another cause. A code that this version does
 * not know is a refusal too: taken for none, the same bytes would be sent again and again.
 */
export function parseRefusal(reason: string): Refusal | null {
  const [, code, client, clock] = /^([a-z-]+):(\d{0,10}):(\d{0,10})$/.exec(reason) ?? [];
  if (code === undefined) return null;
  return {
    code: isKnown(code) ? code : 'unknown-code',
    client: client === '' ? null : parseClientId(Number(client)),
    clock: clock === '' ? null : Number(clock),
  };
}

function isKnown(code: string): code is RefusalCode {
  return Object.hasOwn(retryOf, code);
}
