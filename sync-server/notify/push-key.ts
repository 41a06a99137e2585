// The key pair by which push services know this server (RFC 8292, VAPID): one file in the data folder, made at the first
// start. Promises: only the server's user may read it. Losing it harms nothing but that each device subscribes anew.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { must } from '../../shared/base/assert.ts';
import { StartProblem } from '../ops/start-problem.ts';

export interface PushKey {
  /** A point of P-256, not compressed, as base64url: what browsers subscribe with. */
  readonly publicKey: string;
  /** The `Authorization` of a push to this origin, good until then. `subject`: whom a push service may turn to. */
  authorize(claims: { readonly origin: string; readonly untilMs: number; readonly subject: string }): string;
}

export async function openPushKey(file: string): Promise<PushKey> {
  const pem = (await readIfThere(file)) ?? (await makeKey(file));
  try {
    return fromPrivate(createPrivateKey(pem));
  } catch {
    throw new StartProblem(`${file} is damaged. Remove it and start again: each device asks for notifications anew.`);
  }
}

export function fromPrivate(key: KeyObject): PushKey {
  const publicKey = pointOf(createPublicKey(key)).toString('base64url');
  return {
    publicKey,
    authorize({ origin, untilMs, subject }) {
      const claims = { aud: origin, exp: Math.floor(untilMs / 1_000), sub: subject };
      const said = [{ typ: 'JWT', alg: 'ES256' }, claims].map(asJson).join('.');
      const signature = sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' });
      return `vapid t=${said}.${signature.toString('base64url')}, k=${publicKey}`;
    },
  };
}

function pointOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const [one, other] = [must(x, 'a key on a curve'), must(y, 'a key on a curve')];
  return Buffer.concat([Buffer.from([4]), Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url')]);
}

function asJson(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function makeKey(file: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  // 'wx' never overwrites, so two servers that start at once cannot both believe in their own.
  await writeFile(file, pem, { mode: 0o600, flag: 'wx', flush: true });
  return pem;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
