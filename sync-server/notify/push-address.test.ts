import { expect, test } from 'vitest';
import { isPushAddress, isReachableByAll, lookUpReachable, maySayNothing } from './push-address.ts';

test.each([
  'https://fcm.googleapis.com/fcm/send/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/abc',
  'https://web.push.apple.com:443/abc',
  'https://93.184.216.34/push',
  'https://[2606:2800:220:1::1]/push',
])('a push may go to %s', (address) => {
  expect(isPushAddress(address, false)).toBe(true);
});

test.each([
  'http://push.example.com/x',
  'https://localhost/x',
  'https://push.localhost/x',
  'https://intranet/x',
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f000001/x',
  'https://017700000001/x',
  'https://0/x',
  'https://10.0.0.7/x',
  'https://100.64.1.1/x',
  'https://169.254.169.254/latest/meta-data',
  'https://172.31.255.255/x',
  'https://192.168.1.1/x',
  'https://224.0.0.1/x',
  'https://255.255.255.255/x',
  'https://[::]/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[::ffff:7f00:1]/x',
  'https://[64:ff9b::7f00:1]/x',
  'https://[fd00::1]/x',
  'https://[fe80::1]/x',
  'https://[ff02::1]/x',
  'https://user:secret@push.example.com/x',
  'https://user@push.example.com/x',
  'ftp://push.example.com/x',
  'file:///etc/passwd',
  'gopher://push.example.com/x',
  'javascript:alert(1)',
  'https://',
  'push.example.com/x',
  '',
])('no push goes to %s', (address) => {
  expect(isPushAddress(address, false)).toBe(false);
});

test('an operator may have a push service of their own', () => {
  expect(isPushAddress('http://127.0.0.1:9000/x', true)).toBe(true);
  expect(isPushAddress('file:///etc/passwd', true)).toBe(false);
  expect(isPushAddress('http://user:secret@127.0.0.1/x', true)).toBe(false);
});

test.each([['::ffff:10.0.0.1'], ['::ffff:192.168.0.1'], ['fc00::1'], ['not an address']])(
  '%s is not reached by all',
  (address) => {
    expect(isReachableByAll(address)).toBe(false);
  },
);

test('a name that leads into a closed network is not connected to', async () => {
  const error = await new Promise((resolve) => {
    lookUpReachable('localhost', {}, (found) => resolve(found));
  });
  expect(error).toMatchObject({ code: 'ECLOSED' });
});

test('Apple is sent nothing that shows nothing', () => {
  expect(maySayNothing('https://web.push.apple.com/abc')).toBe(false);
  expect(maySayNothing('https://fcm.googleapis.com/web.push.apple.com')).toBe(true);
});
