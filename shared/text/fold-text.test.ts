import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test.each([
  ['ÉCOLE', 'école', 'ecole'],
  ['Łukasz', 'lukasz'],
  ['Straße', 'STRASSE'],
  ['Ａｄａ', 'ada'],
  ['أحمد', 'احمد', 'أَحْمَد'],
  ['مصطفى', 'مصطفي'],
  ['İzmir', 'izmir', 'ızmır'],
  ['ΟΔΟΣ', 'οδος', 'οδοσ'],
])('%j is found as %j', (...ways) => {
  expect(new Set(ways.map(foldText)).size).toBe(1);
});

test('marks that are letters of their own make a difference', () => {
  expect(foldText('कि')).not.toBe(foldText('क'));
  expect(foldText('が')).not.toBe(foldText('か'));
});
