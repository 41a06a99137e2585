// How far my entries are on the disks of other people's devices, or read by them: for each of them, for each client of
// mine, a clock. Pure. Grows only: what a device has on its disk it has, also when the server has lost it.
import * as v from 'valibot';
import { parseUserId, type UserId } from '../../../shared/ids.ts';

export type ReaderClocks = Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;

const schema = v.record(v.string(), v.record(v.string(), v.number()));

export const noReaderClocks: ReaderClocks = {};

export function parseReaderClocks(value: unknown): ReaderClocks {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : noReaderClocks;
}

/** The same object when nothing is new. */
export function learnReaderClocks(known: ReaderClocks, told: ReaderClocks): ReaderClocks {
  let learned = known;
  for (const [reader, clocks] of Object.entries(told)) {
    const before = known[reader] ?? {};
    const news = Object.entries(clocks ?? {}).filter(([client, clock]) => clock > (before[client] ?? 0));
    if (news.length > 0) learned = { ...learned, [reader]: { ...before, ...Object.fromEntries(news) } };
  }
  return learned;
}

/** Who has come as far as this entry; nobody to one that stands in no log. */
export function reachedBy(clocks: ReaderClocks, place: { client: number; clock: number } | null): UserId[] {
  const readers = place === null ? [] : Object.entries(clocks);
  return readers.flatMap(([reader, ends]) =>
    place !== null && place.clock < (ends?.[place.client] ?? 0) ? (parseUserId(reader) ?? []) : [],
  );
}

/** Whether anybody else has come as far as this entry. */
export function isReached(deliveries: ReaderClocks, place: { client: number; clock: number }): boolean {
  return Object.values(deliveries).some((clocks) => place.clock < (clocks?.[place.client] ?? 0));
}
