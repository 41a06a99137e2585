// Runs many seeds and says what came of them:
//   node tests/convergence/run-seeds.ts [--seeds 20000] [--minutes 20] [--from 0] [--report file]
// Makes a failing one short, and keeps it among those that run for ever:
//   node tests/convergence/run-seeds.ts --from <seed> --keep <name> --note <what it found>
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runPlan } from './run-plan.ts';
import { keep } from './corpus.ts';
import { makePlan } from './plan.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '20' },
    from: { type: 'string', default: '0' },
    report: { type: 'string' },
    keep: { type: 'string' },
    note: { type: 'string', default: '' },
    /** Of a process that another one has begun: how many there are. */
    every: { type: 'string' },
  },
});
const [from, seeds, minutes] = [Number(values.from), Number(values.seeds), Number(values.minutes)];

interface Ran {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
}

if (values.keep !== undefined) await keepOne(values.keep);
else if (values.every !== undefined) await runPart(Number(values.every));
else await runAll();

async function keepOne(name: string): Promise<void> {
  const plan = await shrink(makePlan(String(from)));
  if (plan === null) return console.log(`Seed ${from} does not fail.`);
  keep(name, { note: values.note, plan });
  console.log(`Kept with ${plan.acts.length} acts as ${name}.`);
}

/** Every so many-th seed, until the time is over. */
async function runPart(every: number): Promise<void> {
  const endMs = performance.now() + minutes * 60_000;
  for (let seed = from; seed < seeds && performance.now() < endMs; seed += every) {
    const { problems, counts, refusals } = await runPlan(makePlan(String(seed)));
    process.send?.({ seed, problems, counts, refusals: Object.fromEntries(refusals) } satisfies Ran);
  }
}

async function runAll(): Promise<void> {
  const workers = Math.min(availableParallelism(), seeds);
  const failed: Ran[] = [];
  const [sums, refusals] = [new Map<string, number>(), new Map<string, number>()];
  let ran = 0;
  const take = (one: Ran) => {
    ran++;
    add(sums, one.counts);
    add(refusals, one.refusals);
    if (one.problems.length === 0) return;
    failed.push(one);
    console.log(`\nseed ${one.seed}\n  ${one.problems.join('\n  ')}`);
    console.log(
      `  to keep it: node tests/convergence/run-seeds.ts --from ${one.seed} --keep <name> --note <what it found>`,
    );
  };
  const codes = await Promise.all(Array.from({ length: workers }, (_, index) => startPart(index, workers, take)));
  const isBroken = codes.some((code) => code !== 0);
  console.log(`\n${ran} seeds, ${lineOf(sums)}\nrefusals: ${lineOf(refusals)}\n${failed.length} failed`);
  if (values.report !== undefined) {
    const count = { passed: ran - failed.length, failed: failed.length + (isBroken ? 1 : 0) };
    writeFileSync(values.report, JSON.stringify({ ...count, seeds: failed.map(({ seed }) => seed) }));
  }
  process.exit(failed.length > 0 || isBroken ? 1 : 0);
}

function startPart(index: number, every: number, onRan: (ran: Ran) => void): Promise<number | null> {
  const args = ['--from', from + index, '--seeds', from + seeds, '--minutes', minutes, '--every', every].map(String);
  const child = fork(import.meta.filename, args);
  child.on('message', (ran) => onRan(ran as Ran)); // sent above
  return new Promise((resolve) => void child.on('exit', resolve));
}

function add(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}

function lineOf(sums: ReadonlyMap<string, number>): string {
  return [...sums].map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}
