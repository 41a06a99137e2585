import { describe, expect, test } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { parseEventId } from '../../../shared/ids.ts';
import { must } from '../../../shared/base/assert.ts';
import { decideNext, maxAtOnce, pieceBytes, type Wanted } from './decide-upload.ts';

const mebibyte = 1_024 * 1_024;

function hashOf(letter: string): FileHash {
  return letter.repeat(64) as FileHash; // of no content
}

function parcel(...files: readonly [letter: string, size: number][]) {
  const id = must(parseEventId(`msg_${'0'.repeat(24)}`), 'an id');
  const attachments = files.map(([letter, size]) => ({
    ...{ form: 'document' as const, hash: hashOf(letter), size, type: 'text/plain', name: 'a' },
  }));
  const event = { kind: 'message' as const, id, at: 1, text: '', attachments };
  return { event, from: null, isPaused: false, problem: null };
}

const idle = { isThere: () => false, isUnderWay: () => false, countUnderWay: 0 };
const letters = (next: readonly Wanted[]) => next.map(({ hash }) => hash[0]).join('');

describe('what is sent next', () => {
  test('is what was meant first, small files before large ones', () => {
    const parcels = [parcel(['a', 50 * mebibyte], ['b', 1]), parcel(['c', 2])];
    expect(letters(decideNext(parcels, idle))).toBe('bca');
  });

  test('is no more than so many at once, with those that are under way', () => {
    const parcels = [parcel(['a', 1], ['b', 1], ['c', 1], ['d', 1])];
    expect(decideNext(parcels, idle)).toHaveLength(maxAtOnce);
    expect(letters(decideNext(parcels, { ...idle, countUnderWay: maxAtOnce - 1 }))).toBe('a');
    expect(decideNext(parcels, { ...idle, countUnderWay: maxAtOnce })).toEqual([]);
  });

  test('is each file once, whichever messages carry it', () => {
    expect(letters(decideNext([parcel(['a', 1]), parcel(['a', 1], ['b', 1])], idle))).toBe('ab');
  });

  test('is nothing that is there, under way, paused or waits for somebody', () => {
    const [there, going] = [parcel(['a', 1]), parcel(['b', 1])];
    const parcels = [
      there,
      going,
      { ...parcel(['c', 1]), isPaused: true },
      { ...parcel(['d', 1]), problem: 'no-room' },
    ];
    const known = {
      isThere: (hash: FileHash) => hash === hashOf('a'),
      isUnderWay: (hash: FileHash) => hash === hashOf('b'),
    };
    expect(decideNext(parcels, { ...known, countUnderWay: 1 })).toEqual([]);
  });
});

test('pieces are small after a cut, grow with what has gone since, and have an end', () => {
  const after = (sinceCut: number) => pieceBytes({ size: 8_192 * mebibyte, sinceCut, wasCut: true });
  expect(after(0)).toBe(256 * 1_024);
  expect(after(64 * mebibyte)).toBe(mebibyte);
  expect(after(4_096 * mebibyte)).toBe(8 * mebibyte);
});

test('pieces are larger until a line was cut, and no cut costs more than about a sixtieth of the file', () => {
  const before = (size: number, sinceCut: number) => pieceBytes({ size, sinceCut, wasCut: false });
  expect(before(4 * mebibyte, 0)).toBe(256 * 1_024);
  expect(before(4 * mebibyte, mebibyte)).toBe(512 * 1_024);
  expect(before(256 * mebibyte, 16 * mebibyte)).toBe(2 * mebibyte);
  expect(before(256 * mebibyte, 128 * mebibyte)).toBe(4 * mebibyte);
  expect(before(8_192 * mebibyte, 4_096 * mebibyte)).toBe(8 * mebibyte);
});
