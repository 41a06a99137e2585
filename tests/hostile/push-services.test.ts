// What a push service may do to the server that pushes to it: answer without end, not at all, with a redirect. Each costs
// its own pushes and nobody else's.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pushTries } from '../../sync-server/limits.ts';
import { fromPrivate } from '../../sync-server/notify/push-key.ts';
import { makePushSender, type PushSender } from '../../sync-server/notify/send-push.ts';
import { openPushService, type PushService } from '../kit/push-service.ts';
import { until } from '../kit/until.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = fromPrivate(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })));

let service: PushService;
let sender: PushSender;
/** How long it would have waited before it tried again, in ms; nobody waits for it here. */
let pausesMs: number[];
const makeSender = (mayBeLocal: boolean) =>
  makePushSender({
    ...{ key, mayBeLocal, subject: 'https://chat.example', now: Date.now },
    pause: (ms) => Promise.resolve(void pausesMs.push(ms)),
  });
beforeEach(async () => {
  pausesMs = [];
  service = await openPushService(() => key.publicKey);
  sender = makeSender(true);
});
afterEach(async () => {
  sender.close();
  await service.close();
});

const text = Buffer.from('{"kind":"test"}');
const push = (to: PushService['subscribe'] extends () => infer Device ? Device : never, by = sender) =>
  by.send({ to: to.subscription, text, topic: 'test' });
const says =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end();

test('a push is signed, encrypted for one device, and says nothing beside that', async () => {
  const device = service.subscribe();
  expect(await push(device)).toBe('taken');
  expect(device.told).toEqual([{ kind: 'test' }]);
  expect(service.headers[0]).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', topic: 'test' });
  expect(Number(service.headers[0]?.['ttl'])).toBeGreaterThan(0);
});

test.each([404, 410])('a device of which its service says %s is gone at once', async (status) => {
  const device = service.subscribe();
  device.answer = says(status);
  expect(await push(device)).toBe('gone');
  expect(device.tries).toBe(1);
});

test.each([429, 500, 503])('after %s it is tried again, later each time and not for ever', async (status) => {
  const device = service.subscribe();
  device.answer = says(status);
  expect(await push(device)).toBe('failed');
  expect(device.tries).toBe(pushTries);
  expect(pausesMs).toHaveLength(pushTries - 1);
  expect(pausesMs).toEqual(pausesMs.toSorted((one, other) => one - other));
});

test('what waits to be tried again gives way to what is newer, which may take it back', async () => {
  const device = service.subscribe();
  let goOn: () => void = () => undefined;
  const patient = makePushSender({
    ...{ key, mayBeLocal: true, subject: 'https://chat.example', now: Date.now },
    pause: () => new Promise<void>((resolve) => (goOn = resolve)),
  });
  device.answer = says(503);
  const older = push(device, patient);
  await until(() => device.tries === 1, 'the first try');
  device.answer = says(201);
  expect(await push(device, patient)).toBe('taken');
  goOn();
  expect(await older).toBe('failed');
  expect(device.tries).toBe(2);
  patient.close();
});

test('a service that asks for patience gets it, but no more than some minutes', async () => {
  const device = service.subscribe();
  device.answer = says(429, { 'Retry-After': '7' });
  await push(device);
  expect(pausesMs[0]).toBe(7_000);
  device.answer = says(429, { 'Retry-After': '999999' });
  await push(device);
  expect(pausesMs.at(-1)).toBeLessThanOrEqual(5 * 60_000);
});

test.each([400, 401, 403, 413])('what is refused with %s is not sent again', async (status) => {
  const device = service.subscribe();
  device.answer = says(status);
  expect(await push(device)).toBe('failed');
  expect(device.tries).toBe(1);
});

test.each([301, 302, 307, 308])('a redirect with %s is not followed', async (status) => {
  const [device, inside] = [service.subscribe(), service.subscribe()];
  device.answer = says(status, { Location: inside.subscription.endpoint });
  expect(await push(device)).toBe('failed');
  expect(inside.tries).toBe(0);
});

test('of an answer that never ends only its beginning is read', async () => {
  const device = service.subscribe();
  let isCut = false;
  device.answer = (response) => {
    response.writeHead(200);
    const goOn = () => void (response.destroyed || response.write(Buffer.alloc(64 * 1_024)));
    response.on('drain', goOn).on('close', () => (isCut = true));
    response.on('error', () => undefined);
    goOn();
  };
  expect(await push(device)).toBe('taken');
  await until(() => isCut, 'the answer to be cut');
});

test('a service that does not answer holds up no push to another one', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo; // listening on TCP
  const [device, asleep] = [service.subscribe(), service.subscribe()];
  const endpoint = `http://127.0.0.1:${port}/x`;
  const waiting = Array.from({ length: 200 }, () =>
    sender.send({ to: { ...asleep.subscription, endpoint }, text, topic: 'test' }),
  );
  expect(await push(device)).toBe('taken');
  sender.close();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['failed']));
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test('what is kept of an address in this machine is not connected to, unless the operator wants it', async () => {
  const device = service.subscribe();
  expect(await push(device, makeSender(false))).toBe('gone');
  expect(device.tries).toBe(0);
});

test('keys that are none cost the push alone', async () => {
  const { endpoint, auth } = service.subscribe().subscription;
  const p256dh = Buffer.alloc(65, 4).toString('base64url');
  expect(await sender.send({ to: { endpoint, p256dh, auth }, text, topic: 'test' })).toBe('failed');
});
