// The catalogue of "no": each code has a consequence, and travels as text and back.
import { describe, expect, test } from 'vitest';
import type { ClientId } from '../ids.ts';
import { formatRefusal, parseRefusal, refusalCodes, retryAfter } from './refusal.ts';

const client = 4_294_967_295 as ClientId;

describe.each(refusalCodes)('%s', (code) => {
  test('says whether sending again is of use', () => {
    expect(['sync-again', 'later', 'never']).toContain(retryAfter(code));
  });

  test.each([
    { code, client, clock: 12 },
    { code, client: 0 as ClientId, clock: 0 },
    { code, client: null, clock: null },
    { code, client, clock: null },
  ])('comes back as it was sent: $client $clock', (refusal) => {
    const reason = formatRefusal(refusal);
    expect(parseRefusal(reason)).toEqual(refusal);
    expect(new TextEncoder().encode(reason).length).toBeLessThanOrEqual(123); // a close frame takes no more
  });
});

test('only what lies in time is worth another attempt', () => {
  const worth = refusalCodes.filter((code) => retryAfter(code) !== 'never');
  expect(worth).toEqual(['incomplete', 'try-later', 'too-fast']);
});

test.each(['no-such-code:1:2', 'message-forbidden:1:2', 'constructor:1:2'])(
  '%s is a refusal for a reason unknown here',
  (reason) => {
    expect(parseRefusal(reason)).toEqual({ code: 'unknown-code', client: 1, clock: 2 });
  },
);

test.each([
  '',
  'incomplete',
  'incomplete:1',
  'incomplete:1:2:3',
  'incomplete:a:1',
  'incomplete:1:-1',
  'incomplete: 1:1',
  'incomplete:1:1e3',
  'Incomplete:1:1',
  'toString:1:1',
  '__proto__::',
  'Server closed the connection',
  'provider_initiated',
])('%j is no refusal', (reason) => {
  expect(parseRefusal(reason)).toBeNull();
});
