// The form of the auto-reply: what its fields hold, and what of it makes settings. Pure.
import { maxAutoReplyLength, type AutoReply, type Hours, type Schedule } from '../../../shared/rules/auto-reply.ts';

/** All kinds of schedule at once: whoever looks at another kind loses nothing of the first. */
export interface AutoReplyFields {
  readonly isOn: boolean;
  readonly text: string;
  readonly timeZone: string;
  readonly kind: Schedule['kind'];
  /** As a field for a date and a time has it; empty for none. */
  readonly from: string;
  readonly until: string;
  readonly week: Week;
}

export type Week = Extract<Schedule, { kind: 'outside-hours' }>['week'];

export type FieldProblem = 'textMissing' | 'untilMissing' | 'untilBefore' | 'hoursEqual';

const office: Hours = { from: 9 * 60, to: 17 * 60 };
const officeWeek: Week = [office, office, office, office, office, null, null];

export function fieldsOf(settings: AutoReply | null, ownZone: string): AutoReplyFields {
  const { isOn = false, text = '', timeZone = ownZone } = settings ?? {};
  const schedule = settings?.schedule ?? { kind: 'always' };
  const [from, until] = schedule.kind === 'period' ? [schedule.from ?? '', schedule.until] : ['', ''];
  const week = schedule.kind === 'outside-hours' ? schedule.week : officeWeek;
  return { isOn, text, timeZone, kind: schedule.kind, from, until, week };
}

/** What is to be mended first; null when it can be saved. */
export function problemIn({ isOn, text, kind, from, until, week }: AutoReplyFields): FieldProblem | null {
  if (isOn && text.trim() === '') return 'textMissing';
  if (kind === 'period' && until === '') return 'untilMissing';
  if (kind === 'period' && from !== '' && until <= from) return 'untilBefore';
  const isEqual = kind === 'outside-hours' && week.some((hours) => hours !== null && hours.from === hours.to);
  return isEqual ? 'hoursEqual' : null;
}

export function settingsOf(fields: AutoReplyFields): AutoReply {
  const { isOn, timeZone } = fields;
  const text = fields.text.slice(0, maxAutoReplyLength).toWellFormed().replaceAll('\0', '').trim();
  return { isOn, text, timeZone, schedule: scheduleOf(fields) };
}

function scheduleOf({ kind, from, until, week }: AutoReplyFields): Schedule {
  if (kind === 'always') return { kind };
  return kind === 'period' ? { kind, from: from === '' ? null : from, until } : { kind, week };
}

/** 09:30 for the 570th minute; midnight at either end of a day is 00:00. */
export function timeField(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** Null for what is no time. */
export function minuteOf(field: string): number | null {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(field) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}
