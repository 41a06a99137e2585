// Whom a rate limit counts: the address a request comes from, as far as it can be believed.
// Promises: nobody chooses their own address by a header, unless a trusted proxy wrote it.
// Does not know: limits. The address is never logged or stored.
import { isIP } from 'node:net';
import type { AppContext } from './app-parts.ts';

export function clientAddress(context: AppContext, trustedProxies: number): string {
  // Under app.request() there are no bindings at all.
  const bindings: AppContext['env'] | undefined = context.env;
  const socketAddress = bindings?.incoming?.socket.remoteAddress ?? 'none';
  if (trustedProxies === 0) return limitKey(socketAddress);
  // Each proxy appends the address it saw: the last of ours wrote the entry that counts.
  const entries = (context.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const forwarded = entries.at(-trustedProxies);
  return limitKey(forwarded !== undefined && isIP(forwarded) !== 0 ? forwarded : socketAddress);
}

/** One household or office has a whole /64 of IPv6: they count as one. */
export function limitKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
