import { expect, test } from 'vitest';
import { parseRange } from './byte-range.ts';

const file = { size: 100, etag: '"x"' };
const ask = (range: string, ifRange?: string) => parseRange({ range, ifRange }, file);

test.each([
  ['bytes=0-9', { from: 0, to: 9 }],
  ['bytes=90-', { from: 90, to: 99 }],
  ['bytes=-10', { from: 90, to: 99 }],
  ['bytes=-1000', { from: 0, to: 99 }],
  ['bytes=50-1000', { from: 50, to: 99 }],
  ['BYTES=99-99', { from: 99, to: 99 }],
])('%s is a stretch', (range, stretch) => {
  expect(ask(range)).toEqual(stretch);
});

test.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=9999999999999999-'])('%s lies outside', (range) => {
  expect(ask(range)).toBe('outside');
});

test.each(['bytes=9-5', 'bytes=0-1,5-6', 'bytes=-', 'bytes=a-b', 'lines=0-9', 'bytes=0x1-2', 'bytes=1-2-3', ''])(
  '%j asks for the whole',
  (range) => {
    expect(ask(range)).toBeNull();
  },
);

test('a stretch of what has changed since is the whole', () => {
  expect(ask('bytes=0-9', '"x"')).toEqual({ from: 0, to: 9 });
  expect(ask('bytes=0-9', '"y"')).toBeNull();
  expect(ask('bytes=0-9', 'W/"x"')).toBeNull();
  expect(ask('bytes=0-9', 'Tue, 24 Nov 2026 00:00:00 GMT')).toBeNull();
  expect(parseRange({ range: undefined, ifRange: '"x"' }, file)).toBeNull();
});
