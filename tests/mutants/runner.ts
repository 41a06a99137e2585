// A vitest in a process of its own, begun when it is needed first, and again after a run that did not end.
// Promises: a run that takes too long is ended with all that it began, and whoever asked for it goes on.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Run, RunAnswer } from './warm-vitest.ts';

const root = join(import.meta.dirname, '..', '..');
/** Of vitest itself. */
const maxStartMs = 300_000;
/** With its tests it has a group of its own, which ends as one. */
const isGroup = process.platform !== 'win32';

/** What the engine has compiled of the libraries is there for the next process. */
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env };

export class Runner {
  #child: ChildProcess | null = null;

  /** Null when it takes longer than that. */
  async run(run: Run, maxMs: number): Promise<RunAnswer | null> {
    this.#child ??= await this.#start();
    const answered = answerOf(this.#child, maxMs);
    this.#child.send(run);
    const answer = (await answered) as RunAnswer | null; // as warm-vitest.ts sends it
    if (answer === null) this.#kill();
    return answer;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'warm-vitest.ts'), [], { cwd: root, detached: isGroup, env });
    if ((await answerOf(child, maxStartMs)) === null) throw new Error('vitest does not start');
    return child;
  }

  /** With the tests that still run. */
  #kill(): void {
    const child = this.#child;
    this.#child = null;
    if (child?.pid === undefined) return;
    if (isGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  }
}

/** What it says next. Null when it says nothing for so long. */
function answerOf(child: ChildProcess, maxMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(null), maxMs);
    const broken = (code: number | null) => {
      clearTimeout(timer);
      reject(new Error(`vitest ended with ${code}`));
    };
    const settle = (answer: unknown) => {
      clearTimeout(timer);
      child.off('message', settle).off('exit', broken);
      resolve(answer);
    };
    child.on('message', settle).on('exit', broken);
  });
}
