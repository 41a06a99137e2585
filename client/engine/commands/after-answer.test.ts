// What becomes of a command after each answer.
import { describe, expect, test } from 'vitest';
import { httpRefusals } from '../../../shared/protocol/people-api.ts';
import type { FailureCode } from '../api/request.ts';
import { decideAfterAnswer, pauseMs } from './after-answer.ts';

const saysNothing: readonly FailureCode[] = [
  ...(['offline', 'unexpected', 'server-error', 'too-many', 'not-signed-in'] as const),
  ...(['upload-moved', 'upload-busy', 'not-scanned'] as const),
];
const codes = [...(Object.keys(httpRefusals) as FailureCode[]), 'offline', 'unexpected'] as const;

describe('a command', () => {
  test('that was answered is done', () => {
    expect(decideAfterAnswer({ status: 'ok', value: null })).toBe('applied');
  });

  test.each(codes)('answered with %s waits where that says nothing about it, and has ended otherwise', (code) => {
    const expected = saysNothing.includes(code) ? 'later' : 'refused';
    expect(decideAfterAnswer({ status: 'failed', code })).toBe(expected);
  });
});

test('each pause is about twice the one before, at most a minute, and never the same on all devices', () => {
  expect([0, 1, 2, 3].map((failures) => pauseMs(failures, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(pauseMs(1_000, 1)).toBe(60_000);
  expect(pauseMs(3, 0)).toBe(4_000);
});
