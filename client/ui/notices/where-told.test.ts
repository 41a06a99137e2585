import { expect, test } from 'vitest';
import { whereTold, type Telling } from './where-told.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const telling: Telling = {
  ...{ isOn: true, isOpen: false, isVisible: true, presence: 'online' as const },
  ...{ quiet: null, nowMs: noon },
};

test('a page that is seen tells itself, and one that nobody sees lets the system tell', () => {
  expect(whereTold(telling)).toBe('page');
  expect(whereTold({ ...telling, isVisible: false })).toBe('system');
});

test('what is on the screen is not told, but is where nobody sees that screen', () => {
  expect(whereTold({ ...telling, isOpen: true })).toBe('nowhere');
  expect(whereTold({ ...telling, isOpen: true, isVisible: false })).toBe('system');
});

test('nothing is told where it is off, while one is not to be disturbed, or in quiet hours', () => {
  const quiet = { timeZone: 'UTC', from: 11 * 60, to: 13 * 60 };
  const changes: Partial<Telling>[] = [{ isOn: false }, { presence: 'do-not-disturb' }, { quiet }];
  for (const change of changes)
    for (const isVisible of [true, false]) expect(whereTold({ ...telling, ...change, isVisible })).toBe('nowhere');
  expect(whereTold({ ...telling, quiet: { ...quiet, from: 13 * 60, to: 14 * 60 } })).toBe('page');
});
