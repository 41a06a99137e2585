// What the server has said is on its disk: for each Yjs client a clock, within one epoch of the server's data.
// Pure. Grows, until the server's data begins another life or the server names all that it has: then it may have lost some.
import * as v from 'valibot';

export interface Acknowledged {
  readonly epoch: string;
  /** Client id to the clock below which every entry is acknowledged. */
  readonly clocks: Readonly<Record<string, number>>;
}

const schema = v.object({ epoch: v.string(), clocks: v.record(v.string(), v.number()) });

export const nothingAcknowledged: Acknowledged = { epoch: '', clocks: {} };

export function parseAcknowledged(value: unknown): Acknowledged | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

/** The same object when nothing is new. A different epoch in `told` replaces all. */
export function learnAcknowledged(known: Acknowledged, told: Acknowledged): Acknowledged {
  if (known.epoch !== told.epoch) return told;
  const news = Object.entries(told.clocks).filter(([client, clock]) => clock > (known.clocks[client] ?? 0));
  return news.length === 0 ? known : { epoch: known.epoch, clocks: { ...known.clocks, ...Object.fromEntries(news) } };
}

/** `told` names all that the server has. The same object when that is what was known. */
export function replaceAcknowledged(known: Acknowledged, told: Acknowledged): Acknowledged {
  const isSame =
    known.epoch === told.epoch &&
    Object.keys(known.clocks).length === Object.keys(told.clocks).length &&
    Object.entries(told.clocks).every(([client, clock]) => known.clocks[client] === clock);
  return isSame ? known : told;
}

/** Whether it was said in this life of the server's data; null: in none that is known of yet. */
export function isOfEpoch(acknowledged: Acknowledged, epoch: string | null): boolean {
  return epoch === null || acknowledged.epoch === epoch;
}

export function isAcknowledged({ clocks }: Acknowledged, place: { client: number; clock: number }): boolean {
  return place.clock < (clocks[place.client] ?? 0);
}
