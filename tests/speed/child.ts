// A child process of the bench and its messages, each kept until it is asked for.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Child<Told, Says> {
  tell(message: Told): void;
  /** The child's next message. Rejects when it ends without one. */
  next(): Promise<Says>;
  /** Resolves once the process has ended. */
  ended(): Promise<void>;
}

/** Starts one of our own programs, named from this folder; `profileDir` takes a processor profile when it ends. */
export function startChild<Told extends object, Says>(program: string, profileDir: string | null): Child<Told, Says> {
  const child = fork(join(import.meta.dirname, program), {
    serialization: 'advanced',
    execArgv: profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const said: Says[] = [];
  let wake: (() => void) | null = null;
  let hasEnded = false;
  child.on('message', (message) => {
    said.push(message as Says); // our own program's
    wake?.();
  });
  child.on('exit', () => {
    hasEnded = true;
    wake?.();
  });
  return {
    tell: (message) => void child.send(message),
    async next() {
      while (said.length === 0) {
        if (hasEnded) throw new Error(`${program} ended with ${child.exitCode ?? child.signalCode}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return said.shift() as Says; // there is one
    },
    async ended() {
      if (!hasEnded) await once(child, 'exit');
    },
  };
}
