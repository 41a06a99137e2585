import { expect, test } from 'vitest';
import { firstFileSettings } from '../../../shared/protocol/account-api.ts';
import { badLimitsIn, readLimits, writeLimits } from './file-limits-form.ts';

test('what holds is written as people say it, and read back as it was', () => {
  const written = writeLimits(firstFileSettings);
  expect(written).toMatchObject({ video: '2048', quota: '20', workspace: '1024' });
  expect(readLimits(written)).toEqual(firstFileSettings);
  const odd = { ...firstFileSettings, quotaMb: 1_537 };
  expect(readLimits(writeLimits(odd))).toEqual(odd);
});

test('half a GB may be written, in either way', () => {
  const written = writeLimits(firstFileSettings);
  expect([
    readLimits({ ...written, quota: '0.5' })?.quotaMb,
    readLimits({ ...written, quota: '0,5' })?.quotaMb,
  ]).toEqual([512, 512]);
});

test.each(['', 'much', '-1', '1.5', '4097', '1e3'])('%s is no limit of a file', (image) => {
  const written = { ...writeLimits(firstFileSettings), image };
  expect([badLimitsIn(written), readLimits(written)]).toEqual([['image'], null]);
});
