// Which values may stand in an entry, and which bytes are no value at all.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { readValue } from './read-value.ts';

const written = (...bytes: (number | string)[]) =>
  decoding.createDecoder(
    Uint8Array.from(bytes.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)]))),
  );
const encoded = (value: encoding.AnyEncodable) => {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, value);
  return decoding.createDecoder(encoding.toUint8Array(encoder));
};
const nested = (levels: number): encoding.AnyEncodable => (levels === 1 ? 1 : [nested(levels - 1)]);
const items = (count: number) => Array.from({ length: count }, () => 1);
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));

function isRead(decoder: decoding.Decoder): boolean {
  try {
    readValue(decoder);
    return true;
  } catch {
    return false;
  }
}

describe('what JSON can say is read as lib0 wrote it', () => {
  const values = [null, true, false, 0, -7, 2 ** 31, 2 ** 52, 0.1, 1e-300, 'text', '🇩🇪', [1, [2]], { a: { b: 'c' } }];
  test.each(values)('%j', (value) => {
    const decoder = encoded(value);
    expect(readValue(decoder)).toEqual(value);
    expect(decoding.hasContent(decoder)).toBe(false);
  });
});

describe('each bound has its last good and its first bad value', () => {
  const bounds: readonly (readonly [string, encoding.AnyEncodable, encoding.AnyEncodable])[] = [
    ['depth', nested(6), nested(7)],
    ['keys', keys(32), keys(33)],
    ['items', items(1_024), items(1_025)],
  ];
  test.each(bounds)('%s', (_, good, bad) => {
    expect(readValue(encoded(good))).toEqual(good);
    expect(isRead(encoded(bad))).toBe(false);
  });
});

describe('what is not JSON, or not one thing, is not read', () => {
  const bad: readonly (readonly [string, decoding.Decoder])[] = [
    ['bytes', encoded(new Uint8Array([1]))],
    ['a BigInt', encoded(7n)],
    ['undefined', encoded(undefined)],
    ['NaN', encoded(Number.NaN)],
    ['Infinity in 32 bits', written(124, 0x7f, 0x80, 0, 0)],
    ['Infinity in 64 bits', written(123, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0)],
    ['NUL', encoded('a\0b')],
    ['NUL in a key', encoded({ 'a\0b': 1 })],
    ['half a surrogate pair', written(119, 3, 0xed, 0xa0, 0x80)],
    ['an overlong letter', written(119, 2, 0xc1, 0x81)],
    ['__proto__', written(118, 1, 9, '__proto__', 118, 0)],
    ['a repeated key', written(118, 2, 1, 'a', 126, 1, 'a', 126)],
    ['an unknown code', written(116, 0)],
    ['an integer beyond 2^53', written(125, 0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)],
    ['a text that goes on behind the end', written(119, 5, 'ab')],
    ['an endless length', written(119, ...items(400).map(() => 0x80), 0)],
    ['nothing', written()],
  ];
  test.each(bad)('%s', (_, decoder) => expect(isRead(decoder)).toBe(false));
});

test('a key that prototypes have is a key like others', () => {
  expect(readValue(encoded({ constructor: 1, toString: 2 }))).toEqual({ constructor: 1, toString: 2 });
});
