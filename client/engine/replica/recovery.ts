// What is kept of a document whose own events the server refused: which life of the document counts on this device,
// which events wait to be appended to it again, which cannot be, and what is left of earlier lives.
// Plain values, checked when they are read back. One record for each document; it is the truth for all tabs.
import * as v from 'valibot';
import { parseUserEvent, type UserEvent } from '../../../shared/conversation/events.ts';
import type { RefusalCode } from '../../../shared/protocol/refusal.ts';

/** An event that cannot stand: shown with its reason until the person sends it again or discards it. */
export interface NotSent {
  /** As it stood in the log; this version may not know what it is. */
  readonly value: unknown;
  readonly code: string;
}

export interface Recovery {
  /** Which life: the database of each has a name of its own, so that nobody writes into a later one by mistake. */
  readonly generation: number;
  readonly again: readonly UserEvent[];
  readonly notSent: readonly NotSent[];
  /** Of a closed chapter: what belongs into a later one, until it is taken over there. */
  readonly moved: readonly UserEvent[];
  /** Ids of what a later chapter has taken over: no tab and no earlier life must bring it back here. */
  readonly handedOn: readonly string[];
  /** Earlier generations whose databases have not been read to the end and deleted. */
  readonly leftovers: readonly number[];
  /** Ids that the person gave up: a tab that comes late must not bring them back. */
  readonly discarded: readonly string[];
  /** How often in a row it came to a refusal with nothing gained in between. */
  readonly attempts: number;
  /** Nobody knows which of them the server cannot read: each waits for the acknowledgement of the one before. */
  readonly isOneByOne: boolean;
}

export const noRecovery: Recovery = {
  generation: 0,
  again: [],
  notSent: [],
  moved: [],
  handedOn: [],
  leftovers: [],
  discarded: [],
  attempts: 0,
  isOneByOne: false,
};

const badEvent: RefusalCode = 'bad-event';
const generation = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shape = v.object({
  generation,
  again: v.fallback(v.array(v.unknown()), []),
  notSent: v.fallback(v.array(v.unknown()), []),
  moved: v.fallback(v.array(v.unknown()), []),
  handedOn: v.fallback(v.array(v.unknown()), []),
  leftovers: v.fallback(v.array(v.unknown()), []),
  discarded: v.fallback(v.array(v.unknown()), []),
  attempts: v.fallback(v.number(), 0),
  isOneByOne: v.fallback(v.boolean(), false),
});
const notSentShape = v.object({ value: v.unknown(), code: v.fallback(v.string(), badEvent) });

/**
 * What was written down, by this version or another: field by field, so that one of them costs none of the others.
 * An event that this version does not know is kept with that reason. Null when it does not say which life counts.
 */
export function parseRecovery(value: unknown): Recovery | null {
  if (value === undefined) return noRecovery;
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) return null;
  const { again, notSent, moved, handedOn, leftovers, discarded, ...rest } = parsed.output;
  return {
    ...rest,
    again: again.flatMap((entry) => parseUserEvent(entry) ?? []),
    moved: moved.flatMap((entry) => parseUserEvent(entry) ?? []),
    notSent: [
      ...notSent.map(parseNotSent),
      ...[...again, ...moved].filter(isUnknown).map((entry) => ({ value: entry, code: badEvent })),
    ],
    handedOn: handedOn.filter((one) => typeof one === 'string'),
    leftovers: leftovers.filter((one) => v.is(generation, one)),
    discarded: discarded.filter((one) => typeof one === 'string'),
  };
}

function isUnknown(value: unknown): boolean {
  return parseUserEvent(value) === null;
}

function parseNotSent(entry: unknown): NotSent {
  const parsed = v.safeParse(notSentShape, entry);
  return parsed.success ? { value: parsed.output.value, code: parsed.output.code } : { value: entry, code: badEvent };
}

/** The name of the database that holds one life of a document. */
export function generationName(diskName: string, generation: number): string {
  return generation === 0 ? diskName : `${diskName}~${generation}`;
}

/** The id in an event of any version; null when it has none. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' ? id : null;
}
