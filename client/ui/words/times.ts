// Times as the reader writes them, in the reader's locale and time zone.
// Pure apart from the zone's rules, which Intl knows; it has no clock: `nowMs` is brought.
import { isTimeZone } from '../../../shared/rules/time-zone.ts';
import type { Words } from './en.ts';

export interface Times {
  /** The hour and minute: 09:10. */
  clock(atMs: number): string;
  /** The hour and minute, with the date when it is not the day of `besideMs`. */
  clockBeside(atMs: number, besideMs: number): string;
  /** Everything, for a tooltip. */
  full(atMs: number): string;
  /** The same on a clock elsewhere; null where that shows the same, or the zone is not known here. */
  fullIn(atMs: number, zone: string): string | null;
  /** The calendar day in the reader's zone; equal for equal days. */
  dayKey(atMs: number): string;
  /** The first moment of a calendar day `yyyy-mm-dd` in the reader's zone, in ms; NaN for what is no day. */
  dayStart(dayKey: string): number;
  /** Today, Yesterday, or the date. */
  day(atMs: number, nowMs: number): string;
  /** The month and its year. */
  month(atMs: number): string;
  /** The shortest that tells when: an hour today, a weekday this week, else a date. */
  brief(atMs: number, nowMs: number): string;
}

interface Place {
  readonly locale: string;
  readonly zone: string;
  /** How many hours a clock shows; as the language does it, unless the reader chose otherwise. */
  readonly hours?: 'language' | '12' | '24';
}

const dayMs = 86_400_000;

export function makeTimes(words: Words, { locale, zone, hours = 'language' }: Place): Times {
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  const cycle: Intl.DateTimeFormatOptions = hours === 'language' ? {} : { hourCycle: hours === '12' ? 'h12' : 'h23' };
  const clock = inZone({ hour: '2-digit', minute: '2-digit', ...cycle });
  const full = inZone({ dateStyle: 'full', timeStyle: 'short', ...cycle });
  const weekday = inZone({ weekday: 'short' });
  const nearDate = inZone({ weekday: 'long', day: 'numeric', month: 'long' });
  const farDate = inZone({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDate = inZone({ day: '2-digit', month: '2-digit', year: '2-digit' });
  const dayKey = makeDayKey(zone);
  // Compared at noon: a day of 23 or 25 hours stays one day away.
  const daysBetween = (atMs: number, nowMs: number) => Math.round((noon(dayKey(nowMs)) - noon(dayKey(atMs))) / dayMs);
  return {
    clock: (atMs) => clock.format(atMs),
    clockBeside(atMs, besideMs) {
      const hour = clock.format(atMs);
      return dayKey(atMs) === dayKey(besideMs) ? hour : `${shortDate.format(atMs)} ${hour}`;
    },
    full: (atMs) => full.format(atMs),
    fullIn(atMs, elsewhere) {
      if (!isTimeZone(elsewhere)) return null;
      const there = new Intl.DateTimeFormat(locale, {
        ...{ dateStyle: 'full', timeStyle: 'short', timeZone: elsewhere, ...cycle },
      }).format(atMs);
      return there === full.format(atMs) ? null : there;
    },
    dayKey,
    dayStart: (day) => firstMoment(day, dayKey),
    day(atMs, nowMs) {
      const days = daysBetween(atMs, nowMs);
      if (days === 0) return words.conversation.today;
      if (days === 1) return words.conversation.yesterday;
      return (Math.abs(days) < 180 ? nearDate : farDate).format(atMs);
    },
    month: (atMs) => inZone({ month: 'long', year: 'numeric' }).format(atMs),
    brief(atMs, nowMs) {
      const days = daysBetween(atMs, nowMs);
      if (days === 0) return clock.format(atMs);
      if (days === 1) return words.conversation.yesterday;
      return (days > 1 && days < 7 ? weekday : shortDate).format(atMs);
    },
  };
}

function makeDayKey(zone: string): (atMs: number) => string {
  // Swedish dates are year-month-day. Formatting is slow and neighbours share their quarter of an hour, so it is kept.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const quarterMs = 900_000;
  const known = new Map<number, string>();
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    let key = known.get(quarter);
    if (key === undefined) known.set(quarter, (key = format.format(atMs)));
    return key;
  };
}

/** Zones are up to 14 hours from Greenwich, begin their days at quarters of an hour, and some leave midnight out. */
function firstMoment(day: string, dayKey: (atMs: number) => string): number {
  const quarterMs = 900_000;
  let atMs = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  if (Number.isNaN(atMs)) return atMs;
  for (let quarter = 0; quarter < 120 && dayKey(atMs) < day; quarter++) atMs += quarterMs;
  return atMs;
}

function noon(dayKey: string): number {
  return Date.parse(`${dayKey}T12:00:00Z`);
}
