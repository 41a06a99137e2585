// Names of time zones as the IANA data base has them. Each place that this runs in knows those of its own day: what one
// side has never heard of must cost nobody more than that name.
import * as v from 'valibot';

/** To look one up takes longer than all the rest. There are about six hundred, in any spelling. */
const maxKnown = 2_000;
const known = new Map<string, boolean>();

export function isTimeZone(value: string): boolean {
  const found = known.get(value);
  if (found !== undefined) return found;
  if (known.size >= maxKnown) known.clear();
  const isOne = canBeUsed(value);
  known.set(value, isOne);
  return isOne;
}

/** What may be the name of one, here or elsewhere. */
export const timeZoneText = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

function canBeUsed(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // no such zone here
  }
}
