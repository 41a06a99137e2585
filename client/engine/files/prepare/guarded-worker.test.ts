import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openGuardedWorker, type GuardedWorker } from './guarded-worker.ts';
import type { Ask } from './worker-words.ts';

/** Stands for the browser's: hears asks, says what the test lets it say. */
class FakeWorker extends EventTarget {
  readonly asks: Ask<string>[] = [];
  isEnded = false;

  postMessage(ask: Ask<string>): void {
    this.asks.push(ask);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(answer: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: { id: this.asks.at(-1)?.id, ...answer } }));
  }
}

let workers: FakeWorker[];
let guarded: GuardedWorker<string, string>;
const kept = new AbortController().signal;
const open = (isEndedByAbort: boolean) =>
  openGuardedWorker<string, string>({
    start() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker; // as much of one as is asked for
    },
    ...{ silenceMs: 1_000, restMs: 5_000, isEndedByAbort },
  });
const works = (index: number) => workers[index]?.asks.map(({ work }) => work);

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  guarded = open(true);
});
afterEach(() => void vi.useRealTimers());

test('one piece of work is done after the other, by one worker', async () => {
  const [first, second] = [guarded.run('a', kept), guarded.run('b', kept)];
  expect(works(0)).toEqual(['a']);
  workers[0]?.say({ kind: 'done', done: 'A' });
  expect(await first).toBe('A');
  expect(works(0)).toEqual(['a', 'b']);
  workers[0]?.say({ kind: 'failed', name: 'NotReadableError', message: 'gone' });
  await expect(second).rejects.toMatchObject({ why: 'failed', cause: 'NotReadableError' });
});

test('one that says nothing for too long is ended, and the next piece gets a new one', async () => {
  const [first, second] = [guarded.run('bomb', kept), guarded.run('b', kept)];
  vi.advanceTimersByTime(1_000);
  expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  await expect(first).rejects.toMatchObject({ why: 'hung' });
  workers[1]?.say({ kind: 'done', done: 'B' });
  expect(await second).toBe('B');
});

test('one that says it goes on has all the time it needs', async () => {
  const work = guarded.run('long', kept);
  for (let step = 0; step < 5; step++) {
    vi.advanceTimersByTime(900);
    workers[0]?.say({ kind: 'alive' });
  }
  workers[0]?.say({ kind: 'done', done: 'L' });
  expect(await work).toBe('L');
});

test('one that breaks down takes nothing else with it', async () => {
  const [first, second] = [guarded.run('a', kept), guarded.run('b', kept)];
  workers[0]?.dispatchEvent(new Event('error'));
  await expect(first).rejects.toMatchObject({ why: 'broken' });
  workers[1]?.say({ kind: 'done', done: 'B' });
  expect(await second).toBe('B');
});

test.each([true, false])(
  'what is not wanted any more is answered at once; the worker is ended: %s',
  async (isEnded) => {
    guarded = open(isEnded);
    const leaving = new AbortController();
    const [first, second] = [guarded.run('a', leaving.signal), guarded.run('b', kept)];
    const waiting = guarded.run('never', leaving.signal);
    leaving.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    await expect(waiting).rejects.toThrow('left');
    expect(workers[0]?.isEnded).toBe(isEnded);
    workers.at(-1)?.say({ kind: 'done', done: 'of the first, where it goes on' });
    workers.at(-1)?.say({ kind: 'done', done: 'B' });
    expect(await second).toBe(isEnded ? 'of the first, where it goes on' : 'B');
    expect(workers.flatMap(({ asks }) => asks.map(({ work }) => work))).toEqual(['a', 'b']);
  },
);

test('what a worker says of work that was given up is heard by nobody', async () => {
  const leaving = new AbortController();
  const first = guarded.run('a', leaving.signal);
  leaving.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  const second = guarded.run('b', kept);
  workers[0]?.say({ kind: 'done', done: 'A' });
  workers[1]?.say({ kind: 'done', done: 'B' });
  expect(await second).toBe('B');
});

test('one without work is let go after a while', async () => {
  const work = guarded.run('a', kept);
  workers[0]?.say({ kind: 'done', done: 'A' });
  await work;
  vi.advanceTimersByTime(4_999);
  expect(workers[0]?.isEnded).toBe(false);
  vi.advanceTimersByTime(1);
  expect(workers[0]?.isEnded).toBe(true);
});
