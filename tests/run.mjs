// `npm test`: brings a fresh clone to where tests can run, runs every part, and adds the results up.
// Promises: each runner's own output, then what failed and how, and `N passed, N failed` as the last line; the exit code
// is 1 when anything failed.
// A runner that ends without a report, or badly although its report shows no failure, counts as one failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBuilt, ensureInstalled, environment, nodePath, root } from '../sync-server/ops/install.mjs';
import { findChromium, findHeadlessShell } from './chromium.mjs';

const maxRunMs = 25 * 60_000;
/** Of each failure's own account. */
const maxFailureChars = 2_000;
const reports = join(root, 'test-results');
const parts = {
  install,
  check: runCheck,
  unit: runUnit,
  system: runSystem,
  screen: runScreen,
  screens: runScreens,
  long: runLong,
  worlds: () => [runWorlds()],
  mutants: runMutants,
};
const usual = ['check', 'unit', 'system', 'screen', 'mutants'];

const given = process.argv.slice(2);
const parting = given.findIndex((word) => word.startsWith('--'));
const asked = parting < 0 ? given : given.slice(0, parting);
/** How many worlds the long run draws: `--seeds`, `--minutes`, `--from`. */
const seedFlags = parting < 0 ? [] : given.slice(parting);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part called ${unknown.join(' ')}. The parts are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

mkdirSync(reports, { recursive: true });
const names = asked.length > 0 ? asked : usual;
const results = ['install', ...names].flatMap((name) => runPart(name));
const passed = sum(results.map((result) => result.passed));
const failed = sum(results.map((result) => result.failed));

for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`\n✘ ${failure}`);
console.log('');
for (const { name, passed, failed, tookMs } of results) {
  console.log(`${name}: ${passed} passed, ${failed} failed, part took ${Math.round(tookMs / 1000)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

// What could not even begin is a failure of that part, and the parts after it still run.
function runPart(name) {
  const begun = performance.now();
  const results = tried(name);
  const tookMs = performance.now() - begun;
  return results.map((result) => ({ ...result, tookMs }));
}

function tried(name) {
  try {
    return parts[name]();
  } catch (error) {
    console.error(error.message);
    return [{ name, passed: 0, failed: 1 }];
  }
}

function install() {
  ensureInstalled();
  return [];
}

function runCheck() {
  ensureBuilt();
  const steps = [
    { step: 'format', tool: 'oxfmt/bin/oxfmt', args: ['--check'] },
    { step: 'lint', tool: 'oxlint/bin/oxlint', args: ['--type-aware'] },
    { step: 'types', tool: 'typescript/bin/tsc', args: ['-b'] },
    { step: 'dead code', tool: 'knip/bin/knip.js', args: [] },
    { step: 'bundle', tool: 'size-limit/bin.js', args: [] },
  ];
  return steps.map(({ step, tool, args }) => {
    console.log(`\n— check: ${step}`);
    const isGood = run(tool, args) === 0;
    return { name: `check: ${step}`, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
  });
}

function runUnit() {
  return [runVitest('unit', 'unit')];
}

function runSystem() {
  ensureBuilt();
  return [runVitest('system', 'system')];
}

// The same whole-system tests, each with the larger numbers that it takes under LONG_RUN, the longest history, and as
// many worlds as there is time for.
function runLong() {
  ensureBuilt();
  const env = { LONG_RUN: '1' };
  return [runVitest('long', 'system', env), runPlaywright('long screen', ['long-history'], env), runWorlds()];
}

function runWorlds() {
  const report = freshReport('worlds');
  console.log('\n— worlds');
  const code = runNode(['tests/convergence/run-seeds.ts', '--report', report, ...seedFlags]);
  return count('worlds', code, report, ({ passed, failed }) => ({ passed, failed }));
}

function runScreen() {
  ensureBuilt();
  return [runPlaywright('screen', [])];
}

// Every look of every state, with a picture each: what the usual run leaves out.
function runScreens() {
  ensureBuilt();
  return [runPlaywright('screens', ['every-screen'], { ALL_LOOKS: '1' })];
}

// Last: it shows that the tests before it can fail.
function runMutants() {
  ensureBuilt();
  const report = freshReport('mutants'); // where the script puts it
  console.log('\n— mutants');
  const code = runNode([join('tests', 'mutants', 'run.ts')]);
  return [count('mutants', code, report, (told) => told)];
}

function runPlaywright(name, files, env) {
  const report = freshReport('screen'); // where the configuration puts it
  console.log(`\n— ${name}`);
  const args = ['test', '-c', 'tests/screen/playwright.config.ts', ...files];
  const code = run('@playwright/test/cli.js', args, {
    CHROMIUM: findChromium(),
    HEADLESS_SHELL: findHeadlessShell(),
    ...env,
  });
  return count(name, code, report, ({ stats, errors, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [...errors.map(({ message }) => message), ...suites.flatMap(failuresIn)],
  }));
}

/** What failed in a suite of Playwright's report, and in those inside it. */
function failuresIn({ file, specs, suites = [] }) {
  const failed = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .flatMap(({ results }) => results.flatMap(({ errors }) => errors))
      .map(({ message }) => `${file}: ${title}\n${stripVTControlCharacters(message).slice(0, maxFailureChars)}`),
  );
  return [...failed, ...suites.flatMap(failuresIn)];
}

function runVitest(name, project, env) {
  const report = freshReport(name);
  console.log(`\n— ${name}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // The runner leaves one core free, which of two is half; these tests wait more than they work.
  const workers = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;
  const code = run('vitest/vitest.mjs', ['run', '--project', project, workers, ...reporters], {
    ...{ NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') }, // each file's process begins sooner
    ...env,
  });
  return count(name, code, report, ({ numPassedTests, numFailedTests, testResults }) => {
    // A file that could not even be loaded has no tests to count.
    const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
    const failedTests = testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === 'failed');
    const failures = [
      ...brokenFiles.map((file) => `${file.name}\n${file.message}`),
      ...failedTests.map((test) => `${test.fullName}\n${test.failureMessages.join('\n').slice(0, maxFailureChars)}`),
    ];
    return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length, failures };
  });
}

function count(name, code, report, read) {
  if (!existsSync(report)) return { name, passed: 0, failed: 1 };
  const counted = read(JSON.parse(readFileSync(report, 'utf8')));
  return { name, ...counted, failed: counted.failed === 0 && code !== 0 ? 1 : counted.failed };
}

function freshReport(name) {
  const report = join(reports, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

function run(tool, args, env) {
  return runNode([join('node_modules', tool), ...args], env);
}

function runNode(args, env = {}) {
  const result = spawnSync(nodePath(), args, {
    cwd: root,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: maxRunMs,
  });
  return result.status;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
