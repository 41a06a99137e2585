import { expect, test } from 'vitest';
import { fromField, presetTimes, toField } from './later-times.ts';

const at = (text: string) => new Date(text).getTime();
const fieldsOn = (text: string) => presetTimes(at(text)).map((one) => [one.preset, toField(one.at)]);

test('an hour from now, tomorrow and the next Monday at nine, by the clock of the device', () => {
  expect(fieldsOn('2026-07-01T23:30')).toEqual([
    ['inAnHour', '2026-07-02T00:30'],
    ['tomorrow', '2026-07-02T09:00'],
    ['monday', '2026-07-06T09:00'],
  ]);
});

test('on a Monday the next one is a week away, and on a Sunday it is tomorrow', () => {
  expect(fieldsOn('2026-07-06T08:00').at(-1)).toEqual(['monday', '2026-07-13T09:00']);
  expect(fieldsOn('2026-07-05T08:00').map(([preset]) => preset)).toEqual(['inAnHour', 'tomorrow']);
});

test('a field says the same as its time, across months and changes of the clocks', () => {
  for (const text of ['2026-12-31T23:59', '2026-03-29T09:00', '2026-10-25T09:00']) {
    expect(toField(fromField(text) ?? 0)).toBe(text);
  }
  expect(fromField('')).toBeNull();
  expect(fromField('soon')).toBeNull();
});
