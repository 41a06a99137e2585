// A worker that does one piece of work after the other, and is ended when it hangs: the page lives, the next piece gets a
// new one. Promises: each asked piece settles, whatever stands in a file, and at once when it is not wanted any more.
import type { Answer, Ask } from './worker-words.ts';

export interface GuardedWorker<Work, Done> {
  /** Rejects with `WorkFailed`, or with the signal's reason. */
  run(work: Work, signal: AbortSignal): Promise<Done>;
}

/** `hung`: nothing was heard of it for too long. `broken`: the worker itself failed. `failed`: the work did. */
export class WorkFailed extends Error {
  readonly why: 'hung' | 'broken' | 'failed';
  /** Of the error within, as `NotReadableError`. */
  override readonly cause: string;

  constructor(why: WorkFailed['why'], cause: string, message: string) {
    super(`${why}: ${cause} ${message}`);
    this.name = 'WorkFailed';
    this.why = why;
    this.cause = cause;
  }
}

export interface GuardedParts {
  readonly start: () => Worker;
  /** How long nothing may be heard while it works. */
  readonly silenceMs: number;
  /** Whether work that nobody wants any more ends it; or it goes on to its end, which is near, and nobody hears of it. */
  readonly isEndedByAbort: boolean;
  /** How long a worker without work stays: its memory is given back then. */
  readonly restMs: number;
}

interface Waiting<Work, Done> {
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

export function openGuardedWorker<Work, Done>(parts: GuardedParts): GuardedWorker<Work, Done> {
  const guarded = new Guarded<Work, Done>(parts);
  return { run: (work, signal) => guarded.run(work, signal) };
}

class Guarded<Work, Done> {
  readonly #parts: GuardedParts;
  readonly #queue: Waiting<Work, Done>[] = [];
  #worker: Worker | null = null;
  #current: Waiting<Work, Done> | null = null;
  #id = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: GuardedParts) {
    this.#parts = parts;
  }

  run(work: Work, signal: AbortSignal): Promise<Done> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiting = { work, signal, resolve, reject };
      signal.addEventListener('abort', () => this.#giveUp(waiting), { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  #giveUp(waiting: Waiting<Work, Done>): void {
    waiting.reject(waiting.signal.reason);
    const place = this.#queue.indexOf(waiting);
    if (place >= 0) this.#queue.splice(place, 1);
    if (this.#current === waiting && this.#parts.isEndedByAbort) this.#endWorker();
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return this.#rest();
    this.#current = next;
    this.#id++;
    try {
      this.#worker ??= this.#start();
      const ask: Ask<Work> = { id: this.#id, work: next.work };
      // A worker's takes no origin; a window's of that name does.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      this.#worker.postMessage(ask);
      this.#watch();
    } catch (error) {
      this.#fail('broken', error instanceof Error ? error.name : 'Error', String(error));
    }
  }

  #start(): Worker {
    const worker = this.#parts.start();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer<Done>>) => {
      if (worker === this.#worker) this.#hear(data);
    });
    const isBroken = (event: Event) => {
      event.preventDefault(); // it is told to whoever asked
      if (worker === this.#worker) this.#fail('broken', 'Error', 'message' in event ? String(event.message) : '');
    };
    worker.addEventListener('error', isBroken);
    worker.addEventListener('messageerror', isBroken);
    return worker;
  }

  #hear(answer: Answer<Done>): void {
    const current = this.#current;
    if (current === null || answer.id !== this.#id) return;
    if (answer.kind === 'alive') return this.#watch();
    this.#current = null;
    clearTimeout(this.#timer);
    if (answer.kind === 'done') current.resolve(answer.done);
    else current.reject(new WorkFailed('failed', answer.name, answer.message));
    this.#next();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail('hung', 'TimeoutError', ''), this.#parts.silenceMs);
  }

  #fail(why: WorkFailed['why'], cause: string, message: string): void {
    this.#current?.reject(new WorkFailed(why, cause, message));
    this.#endWorker();
  }

  #endWorker(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#current = null;
    this.#next();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#endIdle(), this.#parts.restMs);
  }

  #endIdle(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
