import { expect, test } from 'vitest';
import { lengthText, sizeText } from './amounts.ts';

test('a size is told in the largest unit that it fills, as the reader writes it', () => {
  const sizes = [0, 512, 1023, 1024, 340_000, 2.5 * 1024 ** 2, 2 * 1024 ** 3];
  expect(sizes.map((bytes) => sizeText(bytes, 'en'))).toEqual([
    '0 bytes',
    '512 bytes',
    '1,023 bytes',
    '1 kB',
    '332 kB',
    '2.5 MB',
    '2 GB',
  ]);
  expect(sizeText(2.5 * 1024 ** 2, 'de')).toBe('2,5 MB');
});

test('what is nearly the next unit is told in that', () => {
  expect(sizeText(1024 ** 2 - 1, 'en')).toBe('1 MB');
});

test('a length has hours only where it takes one', () => {
  expect([0, 7_999, 754_000, 3_723_000].map(lengthText)).toEqual(['0:00', '0:07', '12:34', '1:02:03']);
});
