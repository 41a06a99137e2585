// A stretch of time as somebody types it: a day, a month or a year, in the reader's zone. Pure.
import { isTimeZone } from '../rules/time-zone.ts';

export interface Period {
  /** In ms: its first, and the first that is not in it any more. */
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `2026`, `2026-03`, `2026-03-31`, `31.3.2026`, `today`, `yesterday`; null for anything else. */
export function parsePeriod(
  text: string,
  { timeZone, nowMs }: { readonly timeZone: string; readonly nowMs: number },
): Period | null {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const begins = (year: number, month: number, day: number) => startOf(zone, { year, month, day });
  const word = text.toLowerCase();
  if (word === 'today' || word === 'yesterday') {
    const now = wallOf(zone, nowMs);
    const day = now.day - (word === 'today' ? 0 : 1);
    return { from: begins(now.year, now.month, day), to: begins(now.year, now.month, day + 1) };
  }
  const found =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ?? turned(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text));
  if (found === null) return null;
  const [year, month, day] = [Number(found[1]), numberAt(found, 2), numberAt(found, 3)];
  if (!isDate(year, month ?? 1, day ?? 1)) return null;
  if (month === null) return { from: begins(year, 1, 1), to: begins(year + 1, 1, 1) };
  if (day === null) return { from: begins(year, month, 1), to: begins(year, month + 1, 1) };
  return { from: begins(year, month, day), to: begins(year, month, day + 1) };
}

function turned(found: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return found === null ? null : [found[0], found[3], found[2], found[1]];
}

function numberAt(found: readonly (string | undefined)[], at: number): number | null {
  const text = found[at];
  return text === undefined ? null : Number(text);
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** When a day begins there; a month of 13 and a day of 0 or 32 are those of the next or the one before. */
function startOf(zone: string, { year, month, day }: Day): number {
  const wall = Date.UTC(year, month - 1, day);
  // The second look is for days on which the clocks change.
  return wall - offsetAt(zone, wall - offsetAt(zone, wall));
}

function offsetAt(zone: string, ms: number): number {
  const { year, month, day, hour, minute, second } = wallOf(zone, ms);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

function wallOf(zone: string, ms: number): Day & Record<'hour' | 'minute' | 'second', number> {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    ...{ year: get('year'), month: get('month'), day: get('day') },
    ...{ hour: get('hour'), minute: get('minute'), second: get('second') },
  };
}
