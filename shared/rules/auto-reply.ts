// When somebody's auto-reply answers. Both sides follow this: the server when a message comes, the screen to say so.
// Pure. A schedule is told by the clock on the owner's wall, whose zone stands beside it: a change to summer time, or of
// the zone's rules, moves it with their day.
import * as v from 'valibot';
import { isTimeZone, timeZoneText } from './time-zone.ts';
import { dayMs, minutesOfDay, wallClock, type WallClock } from './wall-clock.ts';

/** Characters of an answer: some paragraphs. */
export const maxAutoReplyLength = 2_000;

const text = v.pipe(
  v.string(),
  v.maxLength(maxAutoReplyLength),
  v.check((value) => value.isWellFormed() && !value.includes('\0'), 'not text'),
);

/** `2026-12-24T18:00`, as the clock on the wall shows it. */
const wallTime = v.pipe(v.string(), v.check(isWallTime, 'not a time'));
const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(minutesOfDay));

/** Minutes after midnight; an end that is not after its beginning is on the next day. */
const hours = v.pipe(
  v.strictObject({ from: v.pipe(minute, v.maxValue(minutesOfDay - 1)), to: minute }),
  v.check(({ from, to }) => from !== to, 'no time at all'),
);
const day = v.nullable(hours);

const schedule = v.variant('kind', [
  v.strictObject({ kind: v.literal('always') }),
  /** From one time until another; from now on where there is no beginning. */
  v.pipe(
    v.strictObject({ kind: v.literal('period'), from: v.nullable(wallTime), until: wallTime }),
    v.check(({ from, until }) => from === null || from < until, 'ends before it begins'),
  ),
  /** Outside of the hours at which its owner is there, from Monday to Sunday. */
  v.strictObject({ kind: v.literal('outside-hours'), week: v.strictTuple([day, day, day, day, day, day, day]) }),
]);

export const autoReply = v.pipe(
  v.strictObject({ isOn: v.boolean(), text, timeZone: timeZoneText, schedule }),
  v.check(({ isOn, text: said }) => !isOn || said.trim() !== '', 'nothing to answer'),
);

/** As it is set: by a clock that the server can read. */
export const settableAutoReply = v.pipe(
  autoReply,
  v.check(({ timeZone }) => isTimeZone(timeZone), 'not a time zone'),
);

export type AutoReply = v.InferOutput<typeof autoReply>;
export type Schedule = AutoReply['schedule'];
export type Hours = v.InferOutput<typeof hours>;

/**
 * Names the absence that its owner is in at this moment, the same name as long as it lasts; null while they are there.
 * Another absence of the same settings has another name. By a clock that is not known here nobody is away.
 */
export function absenceAt({ isOn, timeZone: zone, schedule: plan }: AutoReply, nowMs: number): string | null {
  if (!isOn) return null;
  if (plan.kind === 'always') return 'always';
  if (!isTimeZone(zone)) return null;
  const now = wallClock(zone, nowMs);
  if (plan.kind === 'period') return isWithin(plan, textOf(now)) ? 'period' : null;
  return lastLeft(plan.week, now);
}

/** Whether whoever was answered before the change is answered already: only the text is another. */
export function isSameAbsence(before: AutoReply, after: AutoReply): boolean {
  const planOf = ({ isOn, timeZone: zone, schedule: plan }: AutoReply) => JSON.stringify([isOn, zone, plan]);
  return planOf(before) === planOf(after);
}

function isWithin({ from, until }: Extract<Schedule, { kind: 'period' }>, now: string): boolean {
  return (from === null || from <= now) && now < until;
}

/** Since which minute they are away; null while they are there. */
function lastLeft(week: readonly (Hours | null)[], { day: today, minute: nowMinute }: WallClock): string | null {
  const now = today * minutesOfDay + nowMinute;
  let last: number | null = null;
  // The hours of one day each week end within eight days.
  for (let one = today - 8; one <= today; one++) {
    const open = week[weekdayOf(one)];
    if (open === null || open === undefined) continue;
    const from = one * minutesOfDay + open.from;
    const to = one * minutesOfDay + open.to + (open.to > open.from ? 0 : minutesOfDay);
    if (from <= now && now < to) return null;
    if (to <= now) last = Math.max(last ?? to, to);
  }
  return last === null ? 'never-there' : `since-${last}`;
}

/** 0 for Monday. */
function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7; // 1970 began on a Thursday
}

function textOf({ day: dayNumber, minute: past }: WallClock): string {
  return new Date(dayNumber * dayMs + past * 60_000).toISOString().slice(0, 16);
}

function isWallTime(value: string): boolean {
  const ms = Date.parse(`${value}:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 16) === value;
}
