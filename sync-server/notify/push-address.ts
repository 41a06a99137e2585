// Where a push may go. Its address comes from a device, so from anybody: this server must not become the way into the
// network that it stands in. Promises: https alone, and no machine but those that the whole internet reaches, also where a
// name says otherwise a moment later, for what is judged is what is connected to.
import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Of the registries for special purposes of the IANA, those that are not reachable from everywhere. */
const closed = new BlockList();
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  closed.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ...([
    ['::', 96],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
  ] as const),
  ...([
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
    ['5f00::', 16],
  ] as const),
  ...([
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
  ] as const),
] as const)
  closed.addSubnet(net, prefix, 'ipv6');

export function isReachableByAll(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  // An IPv4 address in an IPv6 one is judged as what it is: the list does that by itself.
  return !closed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** `mayBeLocal`: the operator has a push service of their own. */
export function isPushAddress(text: string, mayBeLocal: boolean): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hostname === '') return false;
  if (mayBeLocal) return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:') return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1'); // by now in its plain form: decimal and octal ones are no way around
  return isIP(host) === 0 ? host.includes('.') && !host.endsWith('.localhost') : isReachableByAll(host);
}

/** Resolves as Node does, and fails where any address of the name is not reachable by all. */
export const lookUpReachable: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '');
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isReachableByAll(address))) {
      return callback(Object.assign(new Error(`${hostname} leads into a closed network`), { code: 'ECLOSED' }), '');
    }
    if (options.all === true) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

/** Whether this service bears a push that shows nothing. Apple's ends a subscription after three of them. */
export function maySayNothing(endpoint: string): boolean {
  return URL.parse(endpoint)?.hostname.endsWith('.push.apple.com') !== true;
}
