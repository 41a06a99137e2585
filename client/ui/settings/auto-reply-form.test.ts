import * as v from 'valibot';
import { expect, test } from 'vitest';
import { autoReply, type AutoReply } from '../../../shared/rules/auto-reply.ts';
import { fieldsOf, minuteOf, problemIn, settingsOf, timeField } from './auto-reply-form.ts';

const away: AutoReply = { isOn: true, text: 'Away', timeZone: 'Asia/Tokyo', schedule: { kind: 'always' } };
const kinds: readonly AutoReply[] = [
  away,
  { ...away, schedule: { kind: 'period', from: null, until: '2026-12-24T18:00' } },
  { ...away, schedule: { kind: 'period', from: '2026-12-20T18:00', until: '2026-12-24T18:00' } },
  {
    ...away,
    schedule: { kind: 'outside-hours', week: [null, { from: 1_320, to: 360 }, null, null, null, null, null] },
  },
];

test('fields say what the settings say, whatever their schedule', () => {
  for (const settings of kinds) expect(settingsOf(fieldsOf(settings, 'UTC'))).toEqual(settings);
});

test('whoever has none begins with one that is off, in their own zone, and that can be kept', () => {
  const first = fieldsOf(null, 'Europe/Berlin');
  expect(problemIn(first)).toBeNull();
  expect(v.parse(autoReply, settingsOf(first))).toMatchObject({ isOn: false, timeZone: 'Europe/Berlin' });
});

test('what the server would refuse is named before it is sent', () => {
  const period = { ...fieldsOf(away, 'UTC'), kind: 'period' } as const;
  expect(problemIn({ ...period, text: '  ' })).toBe('textMissing');
  expect(problemIn(period)).toBe('untilMissing');
  expect(problemIn({ ...period, from: '2026-12-24T18:00', until: '2026-12-24T18:00' })).toBe('untilBefore');
  const hours = { ...period, kind: 'outside-hours' } as const;
  const equal = { from: 60, to: 60 };
  expect(problemIn({ ...hours, week: [equal, null, null, null, null, null, null] })).toBe('hoursEqual');
});

test('a time of day is told and read alike', () => {
  for (const minute of [0, 1, 570, 1_439]) expect(minuteOf(timeField(minute))).toBe(minute);
  expect([timeField(1_440), minuteOf('')]).toEqual(['00:00', null]);
});
