import { expect, test } from 'vitest';
import { en } from '../words/en.ts';
import { makeTimes } from '../words/times.ts';
import { statusUntil } from './status-until.ts';

const times = makeTimes(en, { locale: 'en-GB', zone: 'Europe/Berlin' });
const at = (text: string) => Date.parse(text);

test.each([
  ['half-hour', '2026-11-22T12:00:00Z', at('2026-11-22T12:30:00Z')],
  ['hour', '2026-11-22T12:00:00Z', at('2026-11-22T13:00:00Z')],
  ['today', '2026-11-22T12:00:00Z', at('2026-11-23T00:00:00+01:00')],
  ['today', '2026-11-21T23:00:00Z', at('2026-11-23T00:00:00+01:00')],
  ['today', '2026-10-25T00:30:00+02:00', at('2026-10-26T00:00:00+01:00')],
  ['today', '2026-03-29T23:59:59+02:00', at('2026-03-30T00:00:00+02:00')],
  ['never', '2026-11-22T12:00:00Z', null],
] as const)('%s, said at %s, ends there', (end, now, expected) => {
  expect(statusUntil(end, at(now), times)).toBe(expected);
});
