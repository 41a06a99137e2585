// Until when a status says something. Pure.
import type { Times } from '../words/times.ts';

export type StatusEnd = 'half-hour' | 'hour' | 'today' | 'never';

/** In ms; null for ever. */
export function statusUntil(end: StatusEnd, nowMs: number, times: Pick<Times, 'dayKey' | 'dayStart'>): number | null {
  switch (end) {
    case 'half-hour':
      return nowMs + 30 * 60_000;
    case 'hour':
      return nowMs + 60 * 60_000;
    case 'today':
      return nextDay(nowMs, times);
    case 'never':
      return null;
  }
}

/** Days have 23 to 25 hours: this far from its first moment is the next in all of them. */
const intoNextDayMs = 36 * 60 * 60_000;

function nextDay(nowMs: number, { dayKey, dayStart }: Pick<Times, 'dayKey' | 'dayStart'>): number {
  return dayStart(dayKey(dayStart(dayKey(nowMs)) + intoNextDayMs));
}
