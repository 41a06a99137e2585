// What a time zone is, and that nobody makes it costly to ask.
import { afterEach, expect, test, vi } from 'vitest';
import { isTimeZone } from './time-zone.ts';

afterEach(() => void vi.restoreAllMocks());

test('a name is looked up once, whether it is one or none', () => {
  const lookUp = vi.spyOn(Intl, 'DateTimeFormat');
  for (let time = 0; time < 100; time++) {
    expect(isTimeZone('Asia/Kathmandu')).toBe(true);
    expect(isTimeZone('Asia/Nowhere')).toBe(false);
  }
  expect(lookUp).toHaveBeenCalledTimes(2);
});

test('names without end push out what is known, and nothing else', () => {
  for (let number = 0; number < 5_000; number++) expect(isTimeZone(`None/${number}`)).toBe(false);
  expect(isTimeZone('Asia/Kathmandu')).toBe(true);
});
