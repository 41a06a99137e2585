// One vitest that stays for many runs: each file is compiled once, and each run has a process of its own for its tests.
// It is told which tests to run and which mutant to put in, and answers what became of each. `run.ts` starts it.
import { join } from 'node:path';
import { createVitest, type TestCase, type Vitest } from 'vitest/node';
import type { Killer } from './mutant.ts';
import { mutants } from './mutants.ts';

export interface Run {
  readonly killers: readonly Killer[];
  /** The name of a mutant; null for none. */
  readonly mutant: string | null;
  /** How long a test waits for what may never come; null for as long as it likes. */
  readonly waitMs: number | null;
}

export interface Ran {
  readonly killer: Killer;
  readonly isGreen: boolean;
  /** What it failed by: the name of the error and its message. */
  readonly errors: readonly { readonly name: string; readonly message: string }[];
  readonly ms: number;
}

/** Of a run: those of its tests that ran to an end, and what kept the others from it. */
export interface RunAnswer {
  readonly tests: readonly Ran[];
  readonly problems: readonly string[];
}

const root = join(import.meta.dirname, '..', '..');
const vitest = await createVitest('test', {
  ...{ config: join(import.meta.dirname, 'vitest.config.ts'), watch: false, maxWorkers: 1 },
  reporters: [{}], // the answer is the report
});
await vitest.standalone();

process.on('message', (run) => {
  void perform(vitest, run as Run).then((answer) => process.send?.(answer)); // as `run.ts` sends it
});
process.on('disconnect', () => void vitest.close().finally(() => process.exit()));
process.send?.('ready');

async function perform(runner: Vitest, { killers, mutant, waitMs }: Run): Promise<RunAnswer> {
  const file = mutants.find(({ name }) => name === mutant)?.file;
  forget(runner, file);
  setOrUnset('MUTANT', mutant);
  setOrUnset('UNTIL_MS', waitMs);
  try {
    return await runTests(runner, killers);
  } finally {
    setOrUnset('MUTANT', null);
    forget(runner, file);
  }
}

/** It is compiled anew when it is asked for next. */
function forget(runner: Vitest, file: string | undefined): void {
  if (file !== undefined) runner.invalidateFile(join(root, file));
}

/** What its processes are started with. */
function setOrUnset(name: string, value: string | number | null): void {
  if (value === null) delete process.env[name];
  else process.env[name] = String(value);
}

async function runTests(runner: Vitest, killers: readonly Killer[]): Promise<RunAnswer> {
  const files = new Set(killers.map(({ file }) => join(root, file)));
  const specifications = (await runner.globTestSpecifications()).filter(({ moduleId }) => files.has(moduleId));
  runner.setGlobalTestNamePattern(new RegExp(`^(?:${killers.map(({ test }) => escaped(test)).join('|')})$`));
  const { testModules, unhandledErrors } = await runner.runTestSpecifications(specifications);
  const found = testModules.flatMap((module) => [...module.children.allTests()].map((test) => ({ module, test })));
  const tests = killers.flatMap((killer) => {
    const own = found.find(
      ({ module, test }) => module.moduleId === join(root, killer.file) && nameOf(test) === killer.test,
    );
    return own === undefined ? [] : readTest(killer, own.test);
  });
  const broken = [...testModules.flatMap((module) => module.errors()), ...unhandledErrors];
  return { tests, problems: broken.map((error) => String((error as Error).stack ?? error)) };
}

function nameOf(test: TestCase): string {
  return test.fullName;
}

function readTest(killer: Killer, test: TestCase): Ran[] {
  const { state, errors = [] } = test.result();
  if (state !== 'passed' && state !== 'failed') return [];
  const told = errors.map(({ name = 'Error', message }) => ({ name, message }));
  return [{ killer, isGreen: state === 'passed', errors: told, ms: test.diagnostic()?.duration ?? 0 }];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
