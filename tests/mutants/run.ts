// `npm run test:mutants`: breaks the app on purpose, one promise at a time, and shows that a test notices.
// Promises: each killer is green without its mutant and red with it, by an assertion or because it never ends, in the
// named test; nothing is written into the working tree. Ends with 1 when a mutant survives. Names as arguments choose.
// Mutants whose killers stand in one file are judged one after the other, by a vitest that knows the file by then.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { countOf, type Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { Runner } from './runner.ts';
import type { Ran, RunAnswer } from './warm-vitest.ts';

const root = join(import.meta.dirname, '..', '..');
/** One more than there are processors: many tests with a mutant wait for what does not come. */
const atOnce = availableParallelism() + 1;
/** For all killers of a file without a mutant. */
const maxGreenMs = 600_000;
/** For one of them with its own, and so many times what it took without. */
const [minRedMs, runsPerRun] = [60_000, 10];
/** How long a test with its mutant waits for what may never come: much longer than it took in all without. */
const [minWaitMs, maxWaitMs, waitsPerRun] = [4_000, 30_000, 3];

interface Verdict {
  readonly isKilled: boolean;
  readonly verdict: string;
}

interface Judged extends Verdict {
  readonly mutant: Mutant;
  readonly seconds: number;
}

const asked = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)));
const judged = await judgeAll(chosen);
tell(judged);
process.exitCode = judged.length > 0 && judged.every(({ isKilled }) => isKilled) ? 0 : 1;

async function judgeAll(all: readonly Mutant[]): Promise<Judged[]> {
  const byFile = Map.groupBy(all, ({ killer }) => killer.file);
  const left = [...byFile.values()].toSorted((one, other) => other.length - one.length);
  const results: Judged[] = [];
  const work = async () => {
    const runner = new Runner();
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      for await (const result of judgeFile(runner, next)) {
        console.log(`${result.isKilled ? '✔' : '✘'} ${result.mutant.name}: ${result.verdict} (${result.seconds} s)`);
        results.push(result);
      }
    }
    await runner.close();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
  return all.flatMap((mutant) => results.find((result) => result.mutant === mutant) ?? []);
}

/** Of mutants whose killers stand in one file: these without a mutant, then each with its own. */
async function* judgeFile(runner: Runner, group: readonly Mutant[]): AsyncGenerator<Judged> {
  const killers = [...new Map(group.map(({ killer }) => [killer.test, killer])).values()];
  const green = await runner.run({ killers, mutant: null, waitMs: null }, maxGreenMs);
  for (const mutant of group) {
    const beganMs = performance.now();
    const verdict = await judge(runner, mutant, green);
    yield { mutant, ...verdict, seconds: Math.round((performance.now() - beganMs) / 1_000) };
  }
}

async function judge(runner: Runner, { name, killer, file, text }: Mutant, green: RunAnswer | null): Promise<Verdict> {
  const no = (verdict: string) => ({ isKilled: false, verdict });
  if (countOf(readFileSync(join(root, file), 'utf8'), text) !== 1) return no(`its text is not once in ${file}`);
  if (green === null) return no('its test does not end without it');
  const before = green.tests.find((ran) => ran.killer.test === killer.test);
  if (before === undefined) return no(`there is no such test\n${green.problems.join('\n')}`);
  if (!before.isGreen) return no(`its test is not green without it\n${told(before)}`);
  const waitMs = Math.round(Math.min(maxWaitMs, Math.max(minWaitMs, waitsPerRun * before.ms)));
  const red = await runner.run({ killers: [killer], mutant: name, waitMs }, minRedMs + runsPerRun * before.ms);
  if (red === null) return { isKilled: true, verdict: 'killed, the test does not end' };
  const after = red.tests[0];
  if (after === undefined) return no(`the test could not run\n${red.problems.join('\n').slice(-2_000)}`);
  if (after.isGreen) return no('survived');
  if (/^(?:Reference|Syntax|Type|Range)Error$/.test(after.errors[0]?.name ?? ''))
    return no(`it is no program: ${told(after)}`);
  return { isKilled: true, verdict: 'killed' };
}

function told({ errors }: Ran): string {
  return errors.map(({ name, message }) => `${name}: ${message}`).join('\n');
}

function tell(all: readonly Judged[]): void {
  const width = Math.max(...all.map(({ mutant }) => mutant.name.length), 0);
  console.log('');
  for (const { mutant, isKilled, seconds } of all) {
    const { name, promise, killer } = mutant;
    console.log(`${isKilled ? '✔' : '✘'} ${name.padEnd(width)}  ${promise}  ${killer.file} (${seconds} s)`);
  }
  const alive = all.filter(({ isKilled }) => !isKilled);
  console.log(`${all.length - alive.length} killed, ${alive.length} not`);
  const failures = alive.map(({ mutant, verdict }) => `mutant: ${mutant.name}\n${verdict}`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const report = { passed: all.length - alive.length, failed: alive.length, failures };
  writeFileSync(join(root, 'test-results', 'mutants.json'), JSON.stringify(report));
}
