// What a clock on the wall shows somewhere. Pure: the moment and the zone are given.

export const minutesOfDay = 24 * 60;
export const dayMs = 86_400_000;

export interface WallClock {
  /** Days since 1970 by the calendar there. */
  readonly day: number;
  /** Minutes since midnight by the clock there. */
  readonly minute: number;
}

/** `zone` is one that is known here: see `isTimeZone`. */
export function wallClock(zone: string, nowMs: number): WallClock {
  const written = clockIn(zone).formatToParts(nowMs);
  const parts = Object.fromEntries(written.map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: past = 0 } = parts;
  return { day: Date.UTC(year, month - 1, date) / dayMs, minute: hour * 60 + past };
}

/** To make one takes longer than all the rest. There are about six hundred zones, in any spelling. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const maxClocks = 1_000;

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  });
  if (clocks.size >= maxClocks) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}
