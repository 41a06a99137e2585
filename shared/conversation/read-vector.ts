// What a person has read of a chapter: for each client, everything below a clock. A small CRDT of its own, kept beside
// the documents and never in them, for overwritten keys would stay there for ever.
// A higher epoch wins, so that "mark unread from here" can take something back; equal epochs merge by maximum.
import * as v from 'valibot';
import type { ClientId } from '../ids.ts';
import type { Place } from './log.ts';

/** Epochs stay below this: more than anybody marks unread in a life, and nothing that a sum could overflow. */
export const maxReadEpoch = 2 ** 31;

/** The clock after the last entry read, by client. */
const clocks = v.record(
  v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,9})$/)),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
);

/** `all`: every message of a chapter that takes no more of them. */
export const readVector = v.strictObject({
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxReadEpoch)),
  clocks: v.union([v.literal('all'), clocks]),
});

type Clocks = Readonly<v.InferOutput<typeof clocks>>;

export interface ReadVector {
  readonly epoch: number;
  readonly clocks: Clocks | 'all';
}

export const nothingRead: ReadVector = { epoch: 0, clocks: {} };

/** A vector from a device's own disk or the wire, or null when the value is not exactly one. */
export function parseReadVector(value: unknown): ReadVector | null {
  const parsed = v.safeParse(readVector, value);
  return parsed.success ? parsed.output : null;
}

/** What both together say. The same in any order, any grouping, and any number of times. */
export function mergeRead(one: ReadVector, other: ReadVector): ReadVector {
  if (one.epoch !== other.epoch) return one.epoch > other.epoch ? one : other;
  if (one.clocks === 'all' || other.clocks === 'all') return { epoch: one.epoch, clocks: 'all' };
  const merged: Record<string, number> = { ...one.clocks };
  for (const [client, clock] of Object.entries(other.clocks)) merged[client] = Math.max(merged[client] ?? 0, clock);
  return { epoch: one.epoch, clocks: merged };
}

export function isSameRead(one: ReadVector, other: ReadVector): boolean {
  if (one.epoch !== other.epoch || one.clocks === 'all' || other.clocks === 'all') {
    return one.epoch === other.epoch && one.clocks === other.clocks;
  }
  const clocks = Object.entries(one.clocks);
  const theirs = other.clocks;
  return clocks.length === Object.keys(theirs).length && clocks.every(([client, clock]) => theirs[client] === clock);
}

export function isRead({ clocks }: ReadVector, { client, clock }: Place): boolean {
  return clocks === 'all' || clock < (clocks[client] ?? 0);
}

/**
 * "Mark unread from here", as a vector of the next epoch. `below`: the places of the messages that shall be unread, the
 * one marked and those after it in the timeline; what was unread before stays so. `ends`: the clock after the last
 * entry of each log, for a chapter of which everything was read.
 */
export function unreadFrom(
  { epoch, clocks }: ReadVector,
  below: Iterable<Place>,
  ends: ReadonlyMap<ClientId, number>,
): ReadVector {
  const kept: Record<string, number> = clocks === 'all' ? Object.fromEntries(ends) : { ...clocks };
  for (const { client, clock } of below) {
    if (clock < (kept[client] ?? 0)) kept[client] = clock;
  }
  return { epoch: Math.min(epoch + 1, maxReadEpoch), clocks: kept };
}
