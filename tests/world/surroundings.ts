// What a program finds around it: time, chance, timers, hashes. Inside a world each machine has its own; outside
// everything is as it was. Which machine runs is told by the async context, so a promise that goes on later goes on in
// the machine that waited for it.
// To be imported before anything that takes hold of what is replaced here.
import { AsyncLocalStorage } from 'node:async_hooks';
import nodeCrypto, { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import nodeTimers from 'node:timers/promises';

export interface Surroundings {
  /** In ms since 1970, as this machine believes. */
  nowMs(): number;
  /** In ms since the world began. */
  sinceBeginMs(): number;
  fraction(): number;
  drawInto(bytes: Uint8Array): void;
  /** `everyMs`: again and again. Answers how to cancel it. */
  after(delayMs: number, run: () => void, isRepeated: boolean): () => void;
  /** After everything that is under way. */
  soon(run: () => void): () => void;
  /** Where this machine keeps its databases; a server has no such place. */
  readonly indexedDB?: IDBFactory;
}

const current = new AsyncLocalStorage<Surroundings>();

/** The machine that runs now; undefined outside of a world. */
export function surroundings(): Surroundings | undefined {
  return current.getStore();
}

export function runIn<T>(place: Surroundings, run: () => T): T {
  return current.run(place, run);
}

export function runOutside<T>(run: () => T): T {
  return current.exit(run);
}

/** What is really there, for the world itself. */
const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  Date: globalThis.Date,
  random: Math.random,
  performanceNow: performance.now.bind(performance),
  getRandomValues: crypto.getRandomValues.bind(crypto),
  randomUUID: crypto.randomUUID.bind(crypto),
  subtle: crypto.subtle,
  randomBytes: nodeCrypto.randomBytes,
  abortAfter: AbortSignal.timeout.bind(AbortSignal),
  pause: nodeTimers.setTimeout,
  nextTurn: nodeTimers.setImmediate,
};

/** Settles when every promise that can go on has gone on: nothing native may be under way. */
export function drained(): Promise<void> {
  return new Promise((resolve) => void real.setImmediate(resolve));
}

/** For what must wait for the real machine: files that are opened. */
export function realNowMs(): number {
  return real.performanceNow();
}

class Timer {
  readonly cancel: () => void;
  constructor(cancel: () => void) {
    this.cancel = cancel;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

type Run = (...args: unknown[]) => void;

function replaceTimers(): void {
  const clear = (realClear: (timer: never) => void) => (timer: unknown) =>
    timer instanceof Timer ? timer.cancel() : realClear(timer as never); // not ours
  const timer =
    (realSet: (run: Run, delayMs: number, ...args: unknown[]) => unknown, isRepeated: boolean) =>
    (run: Run, delayMs = 0, ...args: unknown[]) => {
      const here = current.getStore();
      if (here === undefined) return realSet(run, delayMs, ...args);
      return new Timer(here.after(delayMs, () => run(...args), isRepeated));
    };
  Object.assign(globalThis, {
    setTimeout: timer(real.setTimeout, false),
    setInterval: timer(real.setInterval, true),
    clearTimeout: clear(real.clearTimeout),
    clearInterval: clear(real.clearInterval),
    setImmediate(run: Run, ...args: unknown[]) {
      const here = current.getStore();
      if (here === undefined) return real.setImmediate(run, ...args);
      return new Timer(here.soon(args.length === 0 ? run : () => run(...args)));
    },
    clearImmediate: clear(real.clearImmediate),
  });
  Object.assign(nodeTimers, { setTimeout: pause, setImmediate: nextTurn });
  AbortSignal.timeout = (delayMs) => {
    const here = current.getStore();
    if (here === undefined) return real.abortAfter(delayMs);
    const controller = new AbortController();
    here.after(delayMs, () => controller.abort(new DOMException('it took too long', 'TimeoutError')), false);
    return controller.signal;
  };
}

function pause(delayMs = 1, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
  const here = current.getStore();
  if (here === undefined) return real.pause(delayMs, value, options);
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const cancel = here.after(delayMs, () => resolve(value), false);
    signal?.addEventListener('abort', () => {
      cancel();
      reject(signal.reason as Error); // an AbortError
    });
  });
}

function nextTurn(value?: unknown): Promise<unknown> {
  const here = current.getStore();
  if (here === undefined) return real.nextTurn(value);
  return new Promise((resolve) => void here.soon(() => resolve(value)));
}

function replaceTime(): void {
  const nowMs = () => current.getStore()?.nowMs() ?? real.Date.now();
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget) as object,
    apply: () => new real.Date(nowMs()).toString(),
    get: (target, key) => (key === 'now' ? nowMs : Reflect.get(target, key)),
  });
  performance.now = () => current.getStore()?.sinceBeginMs() ?? real.performanceNow();
}

function replaceChance(): void {
  Math.random = () => current.getStore()?.fraction() ?? real.random();
  const getRandomValues = <T extends ArrayBufferView<ArrayBuffer>>(array: T): T => {
    const here = current.getStore();
    if (here === undefined) return real.getRandomValues(array);
    here.drawInto(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return array;
  };
  const randomBytes = (count: number) => {
    const here = current.getStore();
    if (here === undefined) return real.randomBytes(count);
    const bytes = Buffer.alloc(count);
    here.drawInto(bytes);
    return bytes;
  };
  const randomUUID = () => {
    if (current.getStore() === undefined) return real.randomUUID();
    const digits = randomBytes(16).toString('hex');
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
  };
  for (const [name, value] of Object.entries({ getRandomValues, randomUUID })) {
    Object.defineProperty(globalThis.crypto, name, { value, configurable: true, writable: true });
  }
  Object.assign(nodeCrypto, { randomBytes, randomUUID });
}

interface HmacKey {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

const hashName = (algorithm: string | { name: string }) =>
  (typeof algorithm === 'string' ? algorithm : algorithm.name).replace('-', '').toLowerCase();
const bytesOf = (data: BufferSource) =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const bufferOf = (bytes: Buffer) => new Uint8Array(bytes).buffer;

/** The few that the server's libraries ask for, without the threads that the real ones run on. */
const hashes = {
  digest: (algorithm: string | { name: string }, data: BufferSource) =>
    Promise.resolve(bufferOf(createHash(hashName(algorithm)).update(bytesOf(data)).digest())),
  importKey: (_format: 'raw', data: BufferSource, algorithm: { hash: string | { name: string } }) =>
    Promise.resolve<HmacKey>({ hash: hashName(algorithm.hash), bytes: bytesOf(data).slice() }),
  sign: (_algorithm: unknown, key: HmacKey, data: BufferSource) =>
    Promise.resolve(bufferOf(createHmac(key.hash, key.bytes).update(bytesOf(data)).digest())),
  verify: (_algorithm: unknown, key: HmacKey, signature: BufferSource, data: BufferSource) => {
    const expected = createHmac(key.hash, key.bytes).update(bytesOf(data)).digest();
    const given = bytesOf(signature);
    return Promise.resolve(given.length === expected.length && timingSafeEqual(given, expected));
  },
};

function replaceHashes(): void {
  const subtle = new Proxy(real.subtle, {
    get(target, key) {
      if (current.getStore() !== undefined) return Reflect.get(hashes, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  Object.defineProperty(globalThis.crypto, 'subtle', { value: subtle, configurable: true });
}

replaceTimers();
replaceTime();
replaceChance();
replaceHashes();
syncBuiltinESMExports();
