// A push service on loopback, with the devices that subscribe at it: takes what the server sends, looks whether the server
// has signed it, and decrypts it as a browser does. Its decryption is its own, after RFC 8291, so that a mistake in the
// server's encryption is not undone by the same one here.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { must } from '../../shared/base/assert.ts';
import { pushPayload, type PushPayload, type PushSubscriptionFields } from '../../shared/protocol/push-api.ts';

export interface PushedDevice {
  readonly subscription: PushSubscriptionFields;
  /** What it was told, in order. */
  readonly told: PushPayload[];
  /** How often it was tried, also where the service did not take it. */
  tries: number;
  /** What the service says to a push; 201 unless a test changes it. */
  answer: (response: ServerResponse) => void;
}

export interface PushService {
  readonly url: string;
  /** The headers of all pushes. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** A browser subscribes. */
  subscribe(): PushedDevice;
  close(): Promise<void>;
}

/** `publicKey`: of the server that pushes, as its devices were given it; pushes that another one signs are refused. */
export async function openPushService(publicKey: () => string): Promise<PushService> {
  const devices = new Map<string, { device: PushedDevice; read: (body: Buffer) => PushPayload }>();
  const headers: IncomingMessage['headers'][] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const found = devices.get(request.url ?? '');
    if (found === undefined) return void response.writeHead(404).end();
    headers.push(request.headers);
    found.device.tries++;
    if (!isSigned(request.headers.authorization, { origin: url, publicKey: publicKey() })) {
      return void response.writeHead(403).end();
    }
    const { answer } = found.device;
    if (answer === accept) found.device.told.push(found.read(body));
    answer(response);
  };
  const http = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`; // listening on TCP
  return {
    url,
    headers,
    subscribe() {
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      const { keys, read } = makeKeys();
      const device = { subscription: { endpoint: `${url}${path}`, ...keys }, told: [], tries: 0, answer: accept };
      devices.set(path, { device, read });
      return device;
    },
    close() {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function accept(response: ServerResponse): void {
  response.writeHead(201).end();
}

/** What a browser makes for a subscription, and how it reads what comes. */
function makeKeys() {
  const own = createECDH('prime256v1');
  const p256dh = own.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') };
  const read = (body: Buffer): PushPayload => {
    const [salt, recordSize, keyLength] = [body.subarray(0, 16), body.readUInt32BE(16), body.readUInt8(20)];
    const theirs = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    if (body.length > recordSize || body.length > 4_096) throw new Error('more than one record');
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, theirs]);
    const shared = hkdfSync('sha256', own.computeSecret(theirs), auth, info, 32);
    const derive = (purpose: string, length: number) =>
      Buffer.from(hkdfSync('sha256', Buffer.from(shared), salt, Buffer.from(`Content-Encoding: ${purpose}\0`), length));
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const end = padded.findLastIndex((byte) => byte !== 0);
    if (padded[end] !== 2) throw new Error('not the last record');
    return v.parse(pushPayload, JSON.parse(padded.subarray(0, end).toString()));
  };
  return { keys, read };
}

/** RFC 8292: signed with the key that the device subscribed with, for this service, and not for longer than a day. */
function isSigned(header: string | undefined, { origin, publicKey }: { origin: string; publicKey: string }): boolean {
  const [, token, key] = /^vapid t=(\S+), k=(\S+)$/.exec(header ?? '') ?? [];
  if (token === undefined || key !== publicKey) return false;
  const [head = '', said = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: must(x, 'a point'), y: must(y, 'a point') };
  const signer = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  const claims: unknown = JSON.parse(Buffer.from(said, 'base64url').toString());
  const known = v.safeParse(v.object({ aud: v.literal(origin), exp: v.number(), sub: v.string() }), claims);
  return known.success && verify('sha256', Buffer.from(`${head}.${said}`), signer, Buffer.from(signature, 'base64url'));
}
