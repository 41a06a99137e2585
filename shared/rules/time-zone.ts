// Names of time zones as the IANA data base has them, as far as the place this runs in knows it.
import * as v from 'valibot';

export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false; // no such zone here
  }
}

export const timeZoneName = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'not a time zone'));
