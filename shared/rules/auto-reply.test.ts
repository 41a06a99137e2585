import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { absenceAt, settableAutoReply, type AutoReply, type Schedule } from './auto-reply.ts';

const office = { from: 9 * 60, to: 17 * 60 };
const week = [office, office, office, office, office, null, null] as const;
const settings = (schedule: Schedule, timeZone = 'Europe/Berlin'): AutoReply => ({
  ...{ isOn: true, text: 'Back soon', timeZone, schedule },
});
const working = (timeZone?: string) => settings({ kind: 'outside-hours', week: [...week] }, timeZone);
const at = (iso: string) => Date.parse(iso);

describe('an auto-reply', () => {
  test('that is off never answers', () => {
    expect(absenceAt({ ...settings({ kind: 'always' }), isOn: false }, at('2026-01-01T00:00Z'))).toBeNull();
  });

  test('for a period answers from its first minute to before its last, by the clock of its zone', () => {
    const away = settings({ kind: 'period', from: '2026-12-24T18:00', until: '2027-01-02T08:00' });
    expect(absenceAt(away, at('2026-12-24T16:59Z'))).toBeNull();
    expect(absenceAt(away, at('2026-12-24T17:00Z'))).not.toBeNull();
    expect(absenceAt(away, at('2027-01-02T06:59Z'))).not.toBeNull();
    expect(absenceAt(away, at('2027-01-02T07:00Z'))).toBeNull();
  });

  test('for a period across a change to summer time keeps to the clock on the wall', () => {
    const away = settings({ kind: 'period', from: '2026-03-28T12:00', until: '2026-03-30T12:00' });
    expect(absenceAt(away, at('2026-03-28T10:59Z'))).toBeNull(); // winter: one hour ahead
    expect(absenceAt(away, at('2026-03-28T11:00Z'))).not.toBeNull();
    expect(absenceAt(away, at('2026-03-30T09:59Z'))).not.toBeNull(); // summer: two
    expect(absenceAt(away, at('2026-03-30T10:00Z'))).toBeNull();
  });

  test('outside of hours is one absence from the end of a day to the beginning of the next one with hours', () => {
    const friday = absenceAt(working(), at('2026-07-03T15:00Z')); // 17:00
    expect(friday).not.toBeNull();
    expect(absenceAt(working(), at('2026-07-03T14:59Z'))).toBeNull();
    expect(absenceAt(working(), at('2026-07-05T12:00Z'))).toBe(friday); // Sunday
    expect(absenceAt(working(), at('2026-07-06T06:59Z'))).toBe(friday); // Monday, 8:59
    expect(absenceAt(working(), at('2026-07-06T07:00Z'))).toBeNull();
    expect(absenceAt(working(), at('2026-07-06T15:00Z'))).not.toBe(friday);
  });

  test('with hours past midnight is off in them on both days', () => {
    const night = [{ from: 22 * 60, to: 6 * 60 }, null, null, null, null, null, null] as const;
    const nights = settings({ kind: 'outside-hours', week: [...night] }, 'UTC');
    expect(absenceAt(nights, at('2026-07-06T21:59Z'))).not.toBeNull();
    expect(absenceAt(nights, at('2026-07-07T05:59Z'))).toBeNull();
    expect(absenceAt(nights, at('2026-07-07T06:00Z'))).not.toBeNull();
  });

  test('with no hours at all is one absence for ever', () => {
    const none = settings({ kind: 'outside-hours', week: [null, null, null, null, null, null, null] });
    expect(absenceAt(none, 0)).toBe(absenceAt(none, at('2026-07-06T06:00Z')));
  });
});

/** An independent telling of the time: `en-SV` writes it as `2026-07-06 09:30`. */
function told(zone: string, ms: number): { date: string; weekday: number; minute: number } {
  const [date = '', time = ''] = new Date(ms)
    .toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { date, weekday: (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7, minute: hour * 60 + minute };
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns'];
const moreZones = ['Pacific/Apia', 'Africa/Casablanca', 'Asia/Tehran', 'America/Sao_Paulo', 'Pacific/Chatham'];

describe.each([...zones, ...moreZones])('in %s', (zone) => {
  test('an office is closed exactly when the clock on its wall says so, around each change of the clocks', () => {
    let seed = 7;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const begin = at('2024-01-01T00:00Z');
    for (let turn = 0; turn < 1_500; turn++) {
      const ms = begin + draw(3 * 366 * 24 * 60) * 60_000;
      const { weekday, minute } = told(zone, ms);
      const isOpen = weekday < 5 && minute >= office.from && minute < office.to;
      expect([ms, absenceAt(working(zone), ms) === null]).toEqual([ms, isOpen]);
    }
  });

  test('an absence has one name from its first minute to its last, and the next one another', () => {
    const names: string[] = [];
    let before: string | null = null;
    for (let ms = at('2026-03-01T00:00Z'); ms < at('2026-04-12T00:00Z'); ms += 15 * 60_000) {
      const name = absenceAt(working(zone), ms);
      if (name !== null && name !== before) names.push(name);
      before = name;
    }
    expect(names.length).toBeGreaterThanOrEqual(30); // six weeks of five evenings
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('settings', () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ['a zone that is none', { ...working(), timeZone: 'Mars/Olympus' }],
    ['a day that is none', settings({ kind: 'period', from: null, until: '2026-02-30T10:00' })],
    ['an end before the beginning', settings({ kind: 'period', from: '2026-02-03T10:00', until: '2026-02-02T10:00' })],
    [
      'hours of no length',
      settings({ kind: 'outside-hours', week: [{ from: 60, to: 60 }, null, null, null, null, null, null] }),
    ],
    ['a week of six days', { ...working(), schedule: { kind: 'outside-hours', week: week.slice(1) } }],
    ['nothing to say', { ...working(), text: ' ' }],
    ['half a character', { ...working(), text: 'a\ud800' }],
    ['too much', { ...working(), text: 'a'.repeat(2_001) }],
    ['a field of their own', { ...working(), more: 1 }],
  ];
  test.each(refused)('with %s are none', (_, value) => {
    expect(v.safeParse(settableAutoReply, value).success).toBe(false);
    expect(v.safeParse(settableAutoReply, working()).success).toBe(true);
  });
});
