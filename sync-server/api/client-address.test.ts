import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from './app-parts.ts';
import { clientAddress, limitKey } from './client-address.ts';

async function addressOf(trustedProxies: number, forwardedFor?: string): Promise<string> {
  const app = new Hono<AppEnv>().get('/', (context) => context.text(clientAddress(context, trustedProxies)));
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  const response = await app.request('/', { headers });
  return response.text();
}

test('without a trusted proxy no header chooses the address', async () => {
  expect(await addressOf(0, '203.0.113.9')).toBe('none');
});

test('behind one proxy the entry it wrote counts, not what the client claimed before it', async () => {
  expect(await addressOf(1, '10.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
});

test('behind two proxies the one before the last counts', async () => {
  expect(await addressOf(2, '10.0.0.1, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
});

test('a missing or broken entry falls back to the socket', async () => {
  expect(await addressOf(1)).toBe('none');
  expect(await addressOf(2, '203.0.113.9')).toBe('none');
  expect(await addressOf(1, 'localhost')).toBe('none');
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(limitKey(address)).toBe(key);
});
