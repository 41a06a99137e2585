// Brings pushes to push services (RFC 8030): each tried a few times, many at once, so many to one service.
// Promises: what one service does (hang, redirect, answer without end) costs it a slot for some seconds and nobody else
// anything; never rejects. Does not know what a push says, nor whom it is for.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { PushSubscriptionFields } from '../../shared/protocol/push-api.ts';
import { maxPushesWaiting, pushLifeS, pushTimeoutMs, pushTries, pushesAtOnce } from '../limits.ts';
import { drawPushSecrets, encryptPush } from './encrypt-push.ts';
import { isPushAddress, lookUpReachable } from './push-address.ts';
import type { PushKey } from './push-key.ts';

/** `gone`: the device has ended its subscription. `failed`: it was not taken, also later. */
export type PushOutcome = 'taken' | 'gone' | 'failed';

export interface Push {
  readonly to: PushSubscriptionFields;
  readonly text: Buffer;
  /** One that was not fetched yet gives way to the next of the same topic: 32 characters of base64url at most. */
  readonly topic: string;
}

export interface PushSender {
  send(push: Push): Promise<PushOutcome>;
  /** What waits is given up. */
  close(): void;
}

export interface PushSenderOptions {
  readonly key: PushKey;
  /** Whom a push service may turn to: an address of this workspace. */
  readonly subject: string;
  readonly mayBeLocal: boolean;
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Longer than any push waits to be tried again, shorter than the day that services allow. */
const authorizationLifeMs = 12 * 60 * 60_000;
const maxRetryAfterMs = 5 * 60_000;

interface Service {
  running: number;
  readonly waiting: (() => void)[];
}

export function makePushSender(options: PushSenderOptions): PushSender {
  const services = new Map<string, Service>();
  const closing = new AbortController();
  /** Of each device and topic the newest that is on its way: what waits to be tried again gives way to it. */
  const newest = new Map<string, symbol>();
  const inTurn = async (origin: string, run: () => Promise<Answer>): Promise<Answer> => {
    const service = services.get(origin) ?? { running: 0, waiting: [] };
    services.set(origin, service);
    if (service.running >= pushesAtOnce) {
      if (service.waiting.length >= maxPushesWaiting) return { status: 0, retryAfterMs: null };
      await new Promise<void>((resolve) => service.waiting.push(resolve));
    }
    service.running++;
    try {
      return await run();
    } finally {
      service.running--;
      service.waiting.shift()?.();
      if (service.running + service.waiting.length === 0) services.delete(origin);
    }
  };
  const send = async (push: Push): Promise<PushOutcome> => {
    const [place, mine] = [`${push.topic} ${push.to.endpoint}`, Symbol('push')];
    newest.set(place, mine);
    try {
      return await sendNewest(push, () => newest.get(place) === mine);
    } finally {
      if (newest.get(place) === mine) newest.delete(place);
    }
  };
  const sendNewest = async ({ to, text, topic }: Push, isNewest: () => boolean): Promise<PushOutcome> => {
    // Judged here again: a restored row, or one of before the setting was changed.
    if (!isPushAddress(to.endpoint, options.mayBeLocal)) return 'gone';
    const { origin } = new URL(to.endpoint);
    const body = encryptPush(text, to, drawPushSecrets());
    for (let tried = 1; !closing.signal.aborted; tried++) {
      const answer = await inTurn(origin, () => post(options, { to, topic, body, signal: closing.signal }));
      if (answer.status >= 200 && answer.status < 300) return 'taken';
      if (answer.status === 404 || answer.status === 410) return 'gone';
      const mayHelp = answer.status === 0 || answer.status === 429 || answer.status >= 500;
      if (!mayHelp || tried >= pushTries) return 'failed';
      await options.pause(Math.min(answer.retryAfterMs ?? 1_000 * 5 ** tried, maxRetryAfterMs), closing.signal);
      if (!isNewest()) return 'failed'; // else what was read meanwhile would be told once more
    }
    return 'failed';
  };
  return {
    send: (push) => send(push).catch((): PushOutcome => 'failed'), // a key that is none, or the end of the server
    close() {
      closing.abort();
      for (const { waiting } of services.values()) for (const goOn of waiting.splice(0)) goOn();
    },
  };
}

interface Posted {
  readonly to: PushSubscriptionFields;
  readonly topic: string;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

/** 0 where no answer came. */
interface Answer {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

function post(
  { key, subject, mayBeLocal, now }: PushSenderOptions,
  { to, topic, body, signal }: Posted,
): Promise<Answer> {
  const url = new URL(to.endpoint);
  const authorization = key.authorize({ origin: url.origin, untilMs: now() + authorizationLifeMs, subject });
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, retryAfterMs: null });
    const asked = request(url, {
      method: 'POST',
      ...(mayBeLocal ? {} : { lookup: lookUpReachable }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(pushTimeoutMs)]),
      headers: {
        ...{ 'Content-Encoding': 'aes128gcm', 'Content-Type': 'application/octet-stream' },
        ...{ 'Content-Length': body.length, Authorization: authorization },
        ...{ TTL: pushLifeS, Urgency: 'high', Topic: topic },
      },
    });
    asked.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfterMs: retryAfterMs(response.headers['retry-after']) });
      response.destroy(); // whatever else it says, and however long
    });
    asked.once('error', none);
    asked.once('close', none);
    asked.end(body);
  });
}

function retryAfterMs(said: string | undefined): number | null {
  return said !== undefined && /^\d{1,6}$/.test(said) ? Number(said) * 1_000 : null;
}
