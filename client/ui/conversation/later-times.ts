// Times that one chooses for a message which goes later, by the clock of this device. Pure.

export type Preset = 'inAnHour' | 'tomorrow' | 'monday';

export interface PresetTime {
  readonly preset: Preset;
  readonly at: number;
}

/** When a day's work begins, for most. */
const morningHour = 9;

/** Each once: on a Sunday tomorrow is Monday. */
export function presetTimes(nowMs: number): readonly PresetTime[] {
  const weekday = (new Date(nowMs).getDay() + 6) % 7; // 0 for Monday
  const tomorrow = morningIn(nowMs, 1);
  const monday = morningIn(nowMs, 7 - weekday);
  const presets: readonly PresetTime[] = [
    { preset: 'inAnHour', at: nowMs + 3_600_000 },
    { preset: 'tomorrow', at: tomorrow },
  ];
  return monday === tomorrow ? presets : [...presets, { preset: 'monday', at: monday }];
}

/** By the calendar: days have 23 to 25 hours. */
function morningIn(nowMs: number, days: number): number {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, morningHour).getTime();
}

/** As a field for a date and a time has it: 2026-12-24T18:00. */
export function toField(atMs: number): string {
  const at = new Date(atMs);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** In ms; null for what is no time. */
export function fromField(text: string): number | null {
  const at = new Date(text).getTime();
  return text === '' || Number.isNaN(at) ? null : at;
}
