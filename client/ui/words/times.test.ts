import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { makeTimes } from './times.ts';

const berlin = makeTimes(en, { locale: 'en-GB', zone: 'Europe/Berlin' });
const auckland = makeTimes(en, { locale: 'en-GB', zone: 'Pacific/Auckland' });
const at = (text: string) => Date.parse(text);

describe('times in the reader’s zone', () => {
  it('shows one instant as two hours in two zones', () => {
    expect(berlin.clock(at('2026-11-21T08:10:00Z'))).toBe('09:10');
    expect(auckland.clock(at('2026-11-21T08:10:00Z'))).toBe('21:10');
  });

  it('tells the time elsewhere where it is another, and nothing of a zone that is not known', () => {
    const noon = at('2026-11-21T11:00:00Z');
    expect(berlin.fullIn(noon, 'Asia/Tokyo')).toMatch(/^Saturday,? 21 November 2026 at 20:00$/);
    expect(berlin.fullIn(noon, 'Europe/Paris')).toBeNull();
    expect(berlin.fullIn(noon, 'Nowhere/Atlantis')).toBeNull();
  });

  it('shows twelve or twenty-four hours as the reader chose, else as the language does', () => {
    const clockOf = (locale: string, hours: '12' | '24' | 'language') =>
      makeTimes(en, { locale, zone: 'Europe/Berlin', hours }).clock(at('2026-11-21T20:10:00Z'));
    expect(clockOf('en-GB', 'language')).toBe('21:10');
    expect(clockOf('en-GB', '12')).toMatch(/^09:10\spm$/);
    expect(clockOf('en-US', 'language')).toMatch(/^09:10\sPM$/);
    expect(clockOf('en-US', '24')).toBe('21:10');
  });

  it('begins a day at the reader’s midnight', () => {
    expect(berlin.dayKey(at('2026-11-20T23:00:00Z'))).toBe('2026-11-21');
    expect(berlin.dayKey(at('2026-11-20T22:59:59Z'))).toBe('2026-11-20');
  });

  it('tells the first moment of a day, also where the clocks change at midnight', () => {
    expect(berlin.dayStart('2026-11-21')).toBe(at('2026-11-20T23:00:00Z'));
    expect(auckland.dayStart('2026-11-21')).toBe(at('2026-11-20T11:00:00Z'));
    const cairo = makeTimes(en, { locale: 'en-GB', zone: 'Africa/Cairo' });
    expect(cairo.dayStart('2026-04-24')).toBe(at('2026-04-23T22:00:00Z')); // this day begins at one o'clock
    expect(berlin.dayStart('no day')).toBeNaN();
  });

  it('says today and yesterday by calendar days, not by hours', () => {
    const now = at('2026-11-21T00:30:00+01:00');
    expect(berlin.day(at('2026-11-21T00:10:00+01:00'), now)).toBe('Today');
    expect(berlin.day(at('2026-11-20T23:50:00+01:00'), now)).toBe('Yesterday');
    expect(berlin.day(at('2026-11-19T23:50:00+01:00'), now)).toBe('Thursday 19 November');
  });

  it('says yesterday across the night in which the clocks change', () => {
    expect(berlin.day(at('2026-10-24T12:00:00+02:00'), at('2026-10-25T23:30:00+01:00'))).toBe('Yesterday');
    expect(berlin.day(at('2026-03-28T00:10:00+01:00'), at('2026-03-29T23:50:00+02:00'))).toBe('Yesterday');
  });

  it('names the year of what is long ago', () => {
    expect(berlin.day(at('2025-02-03T12:00:00Z'), at('2026-11-21T12:00:00Z'))).toBe('3 February 2025');
  });

  it('adds the date to an hour of another day', () => {
    const written = at('2026-11-20T08:10:00Z');
    expect(berlin.clockBeside(at('2026-11-20T10:32:00Z'), written)).toBe('11:32');
    expect(berlin.clockBeside(at('2026-11-21T10:32:00Z'), written)).toBe('21/11/26 11:32');
  });

  it('is brief in the list', () => {
    const now = at('2026-11-21T12:00:00Z');
    expect(berlin.brief(at('2026-11-21T08:10:00Z'), now)).toBe('09:10');
    expect(berlin.brief(at('2026-11-20T08:10:00Z'), now)).toBe('Yesterday');
    expect(berlin.brief(at('2026-11-16T08:10:00Z'), now)).toBe('Mon');
    expect(berlin.brief(at('2026-11-14T08:10:00Z'), now)).toBe('14/11/26');
  });

  it('gives a date, not a weekday, to what a fast clock wrote for tomorrow', () => {
    expect(berlin.brief(at('2026-11-22T12:00:00Z'), at('2026-11-21T12:00:00Z'))).toBe('22/11/26');
  });
});
