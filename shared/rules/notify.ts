// Whether a message is told to somebody beside the app: by the system, or by a push to a device that is asleep. Both sides
// follow it: the server before it pushes, an open app before it shows a notice. Pure.
// Who is asleep is not asked here: one device on which somebody is active keeps the others quiet, and whoever tells knows.
import * as v from 'valibot';
import { callsFor, type Call } from './calls.ts';
import { isTimeZone, timeZoneText } from './time-zone.ts';
import { minutesOfDay, wallClock } from './wall-clock.ts';

const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(minutesOfDay - 1));

/** Minutes after midnight by the clock of this zone, each day; an end before the beginning is on the next day. */
export const quietHours = v.pipe(
  v.strictObject({ timeZone: timeZoneText, from: minute, to: minute }),
  v.check(({ from, to }) => from !== to, 'no time at all'),
);

export type QuietHours = v.InferOutput<typeof quietHours>;

export interface News extends Call {
  /** Of this person's own, from another device. */
  readonly isOwn: boolean;
  /** An auto-reply. */
  readonly isAutomatic: boolean;
  readonly isDoNotDisturb: boolean;
  readonly quiet: QuietHours | null;
}

export function isToBeTold({ isOwn, isAutomatic, isDoNotDisturb, quiet, ...call }: News): boolean {
  if (isOwn || isAutomatic || isDoNotDisturb || isQuietAt(quiet, call.nowMs)) return false;
  return callsFor(call);
}

/** By a clock that is not known here it is never quiet. */
export function isQuietAt(quiet: QuietHours | null, nowMs: number): boolean {
  if (quiet === null || !isTimeZone(quiet.timeZone)) return false;
  const { minute: now } = wallClock(quiet.timeZone, nowMs);
  const { from, to } = quiet;
  return from < to ? from <= now && now < to : from <= now || now < to;
}
