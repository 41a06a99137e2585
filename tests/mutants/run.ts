// `npm run test:mutants`: breaks the app on purpose, one promise at a time, and shows that a test notices.
// Promises: each killer is green without its mutant and red with it, by an assertion or because it never ends, in the
// named test; nothing is written into the working tree. Ends with 1 when a mutant survives. Names as arguments choose.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOf, type Killer, type Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..');
/** As in tests/run.mjs: these tests wait more than they work. */
const atOnce = Math.max(2, availableParallelism() - 1);
/** For all killers without a mutant. */
const maxGreenMs = 600_000;
/** For one of them with its own, and so many times what it took without. */
const [minRedMs, runsPerRun] = [60_000, 10];
/** How long a test with its mutant waits for what may never come: much longer than it took in all without. */
const [minWaitMs, maxWaitMs, waitsPerRun] = [4_000, 30_000, 3];

interface Ran {
  readonly status: string;
  readonly messages: readonly string[];
  readonly ms: number;
}

interface TestRun {
  readonly isOver: boolean;
  /** By file and full name. */
  readonly tests: ReadonlyMap<string, Ran>;
  readonly output: string;
}

interface Judged {
  readonly mutant: Mutant;
  readonly isKilled: boolean;
  readonly verdict: string;
  readonly seconds: number;
}

const asked = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)));
const folder = mkdtempSync(join(tmpdir(), 'biz1-mutants-'));
const judged = await judgeAll(chosen);
rmSync(folder, { recursive: true, force: true });
tell(judged);
process.exitCode = judged.length > 0 && judged.every(({ isKilled }) => isKilled) ? 0 : 1;

async function judgeAll(all: readonly Mutant[]): Promise<Judged[]> {
  const green = await runTests({ killers: all.map(({ killer }) => killer), env: {}, maxMs: maxGreenMs });
  const left = [...all];
  const results: Judged[] = [];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const result = await judge(next, green);
      console.log(`${result.isKilled ? '✔' : '✘'} ${result.mutant.name}: ${result.verdict} (${result.seconds} s)`);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return all.flatMap((mutant) => results.find((result) => result.mutant === mutant) ?? []);
}

async function judge(mutant: Mutant, green: TestRun): Promise<Judged> {
  const beganMs = performance.now();
  const { isKilled, verdict } = await decide(mutant, green);
  return { mutant, isKilled, verdict, seconds: Math.round((performance.now() - beganMs) / 1_000) };
}

async function decide(mutant: Mutant, green: TestRun): Promise<{ isKilled: boolean; verdict: string }> {
  const { name, killer, file, text } = mutant;
  const no = (verdict: string) => ({ isKilled: false, verdict });
  if (countOf(readFileSync(join(root, file), 'utf8'), text) !== 1) return no(`its text is not once in ${file}`);
  const before = green.tests.get(keyOf(killer));
  if (before === undefined) return no(`there is no such test${green.isOver ? '' : ', or too little time'}`);
  if (before.status !== 'passed') return no(`its test is not green without it\n${before.messages.join('\n')}`);
  const maxMs = minRedMs + runsPerRun * before.ms;
  const waitMs = Math.round(Math.min(maxWaitMs, Math.max(minWaitMs, waitsPerRun * before.ms)));
  const red = await runTests({ killers: [killer], env: { MUTANT: name, UNTIL_MS: String(waitMs) }, maxMs });
  if (!red.isOver) return { isKilled: true, verdict: 'killed, the test does not end' };
  const after = red.tests.get(keyOf(killer));
  if (after === undefined) return no(`the test could not run\n${red.output.slice(-2_000)}`);
  if (after.status === 'passed') return no('survived');
  const [message = ''] = after.messages;
  if (/^(?:Reference|Syntax)Error/.test(message)) return no(`it is no program: ${message}`);
  return { isKilled: true, verdict: 'killed' };
}

interface Wanted {
  readonly killers: readonly Killer[];
  readonly env: Readonly<Record<string, string>>;
  readonly maxMs: number;
}

async function runTests({ killers, env, maxMs }: Wanted): Promise<TestRun> {
  const report = join(folder, `${Math.random()}.json`);
  const pattern = `^(?:${[...new Set(killers.map(({ test }) => test))].map(escaped).join('|')})$`;
  const args = ['run', '--config', 'tests/mutants/vitest.config.ts', ...new Set(killers.map(({ file }) => file))];
  const options = [
    '-t',
    pattern,
    '--reporter=json',
    `--outputFile=${report}`,
    `--maxWorkers=${killers.length > 1 ? atOnce : 1}`,
  ];
  const { isOver, output } = await runVitest([...args, ...options], { env: { ...process.env, ...env }, maxMs });
  return { isOver, output, tests: readReport(report) };
}

function runVitest(args: readonly string[], { env, maxMs }: { env: NodeJS.ProcessEnv; maxMs: number }) {
  const entry = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const isGroup = process.platform !== 'win32'; // with its workers it has a group of its own, which ends as one
  const child = spawn(process.execPath, [entry, ...args], { cwd: root, env, detached: isGroup });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  let isOver = true;
  const timer = setTimeout(() => {
    isOver = false;
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  }, maxMs);
  return new Promise<{ isOver: boolean; output: string }>((resolve) => {
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ isOver, output });
    });
  });
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
      readonly duration?: number;
    }[];
  }[];
}

function readReport(path: string): TestRun['tests'] {
  let report: Report = { testResults: [] };
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Report; // as vitest writes it
  } catch {
    // It ended before it could write one: no test is known to have run.
  }
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status, failureMessages, duration }) => {
      const key = keyOf({ file: name, test: [...ancestorTitles, title].join(' > ') });
      return [key, { status, messages: failureMessages, ms: duration ?? 0 }] as const;
    }),
  );
  return new Map(tests.filter(([, { status }]) => status === 'passed' || status === 'failed'));
}

function keyOf({ file, test }: Killer): string {
  return `${file.replaceAll('\\', '/').replace(`${root.replaceAll('\\', '/')}/`, '')} ${test}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
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
