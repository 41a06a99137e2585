import { expect, test } from 'vitest';
import { decideTakeover } from './decide-takeover.ts';

test('the tab in which the reload was asked for reloads, whatever else holds', () => {
  for (const wasControlled of [true, false])
    for (const isHidden of [true, false])
      expect(decideTakeover({ isAsked: true, wasControlled, isHidden })).toBe('reload');
});

test('the first worker of a page is no new version', () => {
  for (const isHidden of [true, false])
    expect(decideTakeover({ isAsked: false, wasControlled: false, isHidden })).toBe('nothing');
});

test('another tab follows at once when nobody sees it, and otherwise when nobody works in it', () => {
  expect(decideTakeover({ isAsked: false, wasControlled: true, isHidden: true })).toBe('reload');
  expect(decideTakeover({ isAsked: false, wasControlled: true, isHidden: false })).toBe('reload-when-quiet');
});
