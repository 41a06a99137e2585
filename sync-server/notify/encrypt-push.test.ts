import { createECDH, createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { encryptPush, maxPushBytes, drawPushSecrets } from './encrypt-push.ts';
import { fromPrivate } from './push-key.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

test('a text is encrypted as in the example of RFC 8291, appendix A', () => {
  const own = createECDH('prime256v1');
  own.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const device = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const text = Buffer.from('When I grow up, I want to be a watermelon');
  expect(encryptPush(text, device, { salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'), own }).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('the longest text still fits what every push service takes', () => {
  const device = createECDH('prime256v1');
  const p256dh = device.generateKeys('base64url');
  const sealed = encryptPush(Buffer.alloc(maxPushBytes), { p256dh, auth: 'AAAAAAAAAAAAAAAAAAAAAA' }, drawPushSecrets());
  expect(sealed.length).toBe(4_096);
});

test('what is no point of the curve is refused', () => {
  const p256dh = Buffer.alloc(65, 4).toString('base64url');
  const encrypt = () => encryptPush(Buffer.from('x'), { p256dh, auth: 'AAAAAAAAAAAAAAAAAAAAAA' }, drawPushSecrets());
  expect(encrypt).toThrow(/point|key/i);
});

test('a push service can tell who pushes, and for whom', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = fromPrivate(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  const claims = { origin: 'https://push.example', untilMs: 1_800_000_000_000, subject: 'https://chat.example' };
  const [, token, publicKey] = must(/^vapid t=(\S+), k=(\S+)$/.exec(key.authorize(claims)), 'its form');
  const [head, said, signature] = must(token, 'a token').split('.');
  expect(publicKey).toBe(key.publicKey);
  expect(bytes(key.publicKey)).toHaveLength(65);
  expect([head, said].map((part): unknown => JSON.parse(bytes(part ?? '').toString()))).toEqual([
    { typ: 'JWT', alg: 'ES256' },
    { aud: 'https://push.example', exp: 1_800_000_000, sub: 'https://chat.example' },
  ]);
  const signed = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', Buffer.from(`${head}.${said}`), signed, bytes(signature ?? ''))).toBe(true);
});
