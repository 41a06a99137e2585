// After a refusal: which of my events can stand and are appended again, and which cannot and why. Pure.
// Promises: no event is in both lists or in none unless it is on the server already; and it comes to an end:
// each time an event is shed, or an attempt is counted, and after the last attempt all are shed.
import {
  parseUserEvent,
  subjectKey,
  subjectOf,
  targetOf,
  type SubjectKey,
  type UserEvent,
} from '../../../shared/conversation/events.ts';
import { readLogs, readWritten, type Place } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Refusal, RefusalCode } from '../../../shared/protocol/refusal.ts';
import type * as Y from 'yjs';
import { idOf, type NotSent, type Recovery } from './recovery.ts';

/** Attempts in a row with nothing gained, after which what is left counts as refused. */
export const maxAttempts = 3;

export interface Unsent {
  readonly value: unknown;
  /** Where it stands in the refused document; null when it waited to be appended again. */
  readonly place: Place | null;
}

/** What an author has in a document, and of everybody the messages that stand there or are deleted. */
export interface There {
  readonly author: UserId;
  readonly ids: ReadonlySet<string>;
  readonly messages: ReadonlySet<SubjectKey>;
  /** Of what is deleted no id can be seen any more. */
  readonly deleted: ReadonlySet<SubjectKey>;
}

export interface Decision {
  readonly again: readonly UserEvent[];
  /** What belongs into a later chapter. */
  readonly moved: readonly UserEvent[];
  readonly notSent: readonly NotSent[];
}

/**
 * Whose fault a refusal is: the entry it names, nobody's (a new log and a new time help), or that of all. `chapter`: it
 * is the chapter that takes no more.
 */
const faultOf: Record<RefusalCode, 'named' | 'nobody' | 'all' | 'chapter'> = {
  incomplete: 'nobody',
  'try-later': 'nobody',
  'too-fast': 'nobody',
  malformed: 'named',
  'too-large': 'nobody',
  'client-taken': 'nobody',
  'wrong-log': 'nobody',
  'broken-chain': 'nobody',
  'bad-event': 'named',
  'duplicate-id': 'named',
  'clock-backwards': 'nobody',
  'clock-ahead': 'nobody',
  'foreign-erasure': 'nobody',
  'erasure-without-delete': 'nobody',
  'read-only': 'all',
  'not-allowed': 'named',
  'unknown-target': 'named',
  'too-many': 'named',
  'no-file': 'named',
  'chapter-closed': 'chapter',
  'chapter-full': 'named',
  // Of a personal document, which holds no messages.
  'unknown-root': 'nobody',
  'generation-closed': 'nobody',
  'personal-full': 'nobody',
  'unknown-code': 'named',
};

export interface Refused {
  readonly unsent: readonly Unsent[];
  readonly refusal: Refusal;
  /** What the server has of mine. */
  readonly there: There;
  readonly attempts: number;
}

export function decideRecovery({ unsent, refusal, there, attempts }: Refused): Decision {
  const left = firstOfEach(unsent.filter(({ value }) => !isThere(value, there)));
  const countSent = left.filter(({ place }) => place !== null).length;
  const again: UserEvent[] = [];
  const moved: UserEvent[] = [];
  const notSent: NotSent[] = [];
  for (const { value, place } of left) {
    const event = parseUserEvent(value);
    const isAtFault =
      faultOf[refusal.code] === 'all' ||
      attempts >= maxAttempts ||
      (faultOf[refusal.code] === 'named' && isNamed(refusal, place, countSent));
    // What this version does not know it cannot write again.
    if (event === null) notSent.push({ value, code: isAtFault ? refusal.code : 'bad-event' });
    else if (refusal.code === waitingCode && waitsForTarget(event, there)) again.push(event);
    else if (faultOf[refusal.code] === 'chapter' && !belongsHere(event, there)) moved.push(event);
    else if (isAtFault) notSent.push({ value, code: refusal.code });
    else again.push(event);
  }
  return { again, moved, notSent };
}

// In a chapter that is closed it waits for nothing: the message comes back in a later one.
const waitingCode: RefusalCode = 'unknown-target';

/**
 * Whether this deletes what another wrote and what is not there. It was there when it was deleted, so the server has lost
 * it, and its writer may put it back: then it must go again.
 */
export function waitsForTarget(event: UserEvent, { author, messages, deleted }: There): boolean {
  const target = targetOf(author, event);
  if (event.kind !== 'delete' || target === null || target === subjectKey(author, event.target)) return false;
  return !messages.has(target) && !deleted.has(target);
}

/** What changes a message goes where the message is. */
function belongsHere(event: UserEvent, { author, messages }: There): boolean {
  const target = targetOf(author, event);
  return target !== null && messages.has(target);
}

/** What turned up after the decision, in another tab or an abandoned database. The same object when nothing is new. */
export function joinLate(kept: Recovery, late: readonly { value: unknown }[], there: There): Recovery {
  const known = new Set([
    ...[...kept.again, ...kept.moved].map(({ id }) => String(id)),
    ...kept.notSent.map(({ value }) => idOf(value)),
    ...kept.handedOn,
    ...kept.discarded,
  ]);
  const news = late.filter(({ value }) => !known.has(idOf(value)) && !isThere(value, there));
  if (news.length === 0) return kept;
  const events = news.map(({ value }) => ({ value, event: parseUserEvent(value) }));
  return {
    ...kept,
    again: [...kept.again, ...events.flatMap(({ event }) => event ?? [])],
    notSent: [
      ...kept.notSent,
      ...events.filter(({ event }) => event === null).map(({ value }) => ({ value, code: 'bad-event' })),
    ],
  };
}

/** A refusal that names nothing is about the one event that was on its way; of several nobody knows which. */
function isNamed({ client, clock }: Refusal, place: Place | null, countSent: number): boolean {
  if (place === null) return false;
  return client === null ? countSent === 1 : place.client === client && place.clock === (clock ?? place.clock);
}

/** Two lives may hold one event: one copy is enough. */
function firstOfEach(unsent: readonly Unsent[]): readonly Unsent[] {
  const seen = new Set<string>();
  return unsent.filter(({ value }) => {
    const id = idOf(value);
    if (id === null) return true;
    const isFirst = !seen.has(id);
    seen.add(id);
    return isFirst;
  });
}

/** Whether sending it would bring nothing new: it is there, or what it belongs to is deleted. */
export function isThere(value: unknown, { author, ids, deleted }: There): boolean {
  const event = parseUserEvent(value);
  const subject = event === null ? null : subjectOf(author, event);
  return ids.has(idOf(value) ?? '') || (subject !== null && deleted.has(subject));
}

export function readThere(doc: Y.Doc, author: UserId): There {
  const written = [...readWritten(doc, author)];
  const ids = new Set(written.flatMap(({ value }) => idOf(value) ?? []));
  const messages = new Set<SubjectKey>();
  const deleted = new Set<SubjectKey>();
  for (const { author: writer, event } of readLogs(doc)) {
    if (event?.kind === 'message') messages.add(subjectKey(writer, event.id));
    if (event?.kind === 'delete') deleted.add(subjectKey(event.targetAuthor ?? writer, event.target));
  }
  return { author, ids, messages, deleted };
}

export interface Times {
  /** Of the newest event in the log that they go to. */
  readonly lastAt: number;
  /** The latest time that the server takes for sure. */
  readonly latest: number;
  readonly next: () => number;
}

/** In their order on the screen, each at its old time where that can stand, else at a new one. */
export function placeInTime(events: readonly UserEvent[], { lastAt, latest, next }: Times): readonly UserEvent[] {
  let last = lastAt;
  return events
    .toSorted((a, b) => Math.min(a.at, latest) - Math.min(b.at, latest))
    .map((event) => {
      const at = event.at > last && event.at <= latest ? event.at : next();
      last = at;
      return event.kind === 'delete' ? { ...event, at, targetAt: Math.min(event.targetAt, at) } : { ...event, at };
    });
}
