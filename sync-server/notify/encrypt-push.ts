// A push that only the device can read which subscribed: RFC 8291, in one record of the encoding `aes128gcm` (RFC 8188).
import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto';
import type { PushSubscriptionFields } from '../../shared/protocol/push-api.ts';

/** What a push service must take at least, and with that what one may be long. */
const maxBodyBytes = 4_096;
const headBytes = 16 + 4 + 1 + 65;
const tagBytes = 16;

/** Bytes of a text that one push holds. */
export const maxPushBytes = maxBodyBytes - headBytes - tagBytes - 1;

export interface PushSecrets {
  /** 16 bytes. */
  readonly salt: Buffer;
  readonly own: ECDH;
}

export function drawPushSecrets(): PushSecrets {
  const own = createECDH('prime256v1');
  own.generateKeys();
  return { salt: randomBytes(16), own };
}

/**
 * Throws where the device's key is no point of the curve. Secrets are good for one push.
 */
export function encryptPush(
  text: Buffer,
  { p256dh, auth }: Pick<PushSubscriptionFields, 'p256dh' | 'auth'>,
  { salt, own }: PushSecrets,
): Buffer {
  const theirPoint = Buffer.from(p256dh, 'base64url');
  const ownPoint = own.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirPoint, ownPoint]);
  const secret = derive(own.computeSecret(theirPoint), Buffer.from(auth, 'base64url'), info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const lastRecord = Buffer.from([2]);
  const sealed = Buffer.concat([cipher.update(text), cipher.update(lastRecord), cipher.final(), cipher.getAuthTag()]);
  const recordSize = Buffer.alloc(4);
  recordSize.writeUInt32BE(maxBodyBytes);
  return Buffer.concat([salt, recordSize, Buffer.from([ownPoint.length]), ownPoint, sealed]);
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
