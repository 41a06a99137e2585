// The bench of searching on a device: so many messages in the databases of a real Chromium, as the app keeps them, the
// index in its worker, and 1,000 questions of every kind. Every answer is held against a linear scan of all messages.
// Beside it, in the same browser, others who keep all in memory; those that cannot hold so many have fewer, and say so.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { must } from '../../shared/base/assert.ts';
import { mayMatch, occurs } from '../../shared/search/match.ts';
import { holdsKind } from '../../shared/search/kinds.ts';
import type { Query } from '../../shared/search/query.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { formatTable, percentile, round } from './figures.ts';
import { makeProfile } from './history/profile.ts';
import { saidAt } from './search/corpus.ts';
import type { Bench } from './search/page.ts';
import type { PeerBench } from './search/peers-page.ts';
import { makeQuestions, type Question } from './search/questions.ts';

export interface SearchBenchOptions {
  readonly messages: number;
  readonly questions: number;
  readonly peers: boolean;
}

declare const bench: Bench & PeerBench;

/** As far as answers are compared, from the newest on. */
const compared = 100;
const aimMs = 100;
const peerMessages: Readonly<Record<string, number>> = {
  minisearch: 100_000,
  flexsearch: 30_000,
  'SQLite FTS5 trigram': 1_000_000,
};

export async function benchSearch({ messages, questions: count, peers }: SearchBenchOptions): Promise<void> {
  const vite = await serve();
  const url = must(vite.resolvedUrls?.local[0], 'an address');
  const profile = await makeProfile();
  const page = await profile.start();
  await page.goto(`${url}tests/speed/search/page.html`);
  await page.waitForFunction('"bench" in globalThis');
  const idleBytes = rendererBytes();
  const idle = await page.evaluate(async () => {
    const stop = bench.frames();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return stop();
  });
  console.error(`planting ${messages} messages`);
  const textBytes = await page.evaluate((planted) => bench.plant(planted), messages);
  console.error('building');
  const built = await page.evaluate(async () => {
    const stop = bench.frames();
    return { ms: await bench.build(), frames: stop() };
  });
  console.error(`built in ${round(built.ms / 1_000, 1)} s`);
  const sizes = await page.evaluate(() => bench.sizes());
  const againMs = await page.evaluate(() => bench.startAgain());
  const questions = makeQuestions(count, messages);
  const asked = await page.evaluate(
    async ({ queries, compared: most }) => {
      const stop = bench.frames();
      const answers = [];
      for (const query of queries) answers.push(await bench.find(query, most));
      return { answers, frames: stop() };
    },
    { queries: questions.map(({ query }) => query), compared },
  );
  const memory = rendererBytes() - idleBytes;
  console.error('scanning all messages, to compare');
  const oracle = makeOracle(messages);
  const expected = questions.map(({ query }) => oracle(query));
  const wrong = questions.filter((_, index) => {
    const ids = asked.answers[index]?.ids ?? [];
    return (
      ids.length !== expected[index]?.length || ids.some((id, at) => saidAt(expected[index]?.[at] ?? -1).id !== id)
    );
  });
  tell({ messages, textBytes, builtMs: built.ms, againMs, sizes, memory });
  tellKinds(
    questions,
    asked.answers.map(({ firstMs }) => firstMs),
  );
  console.log(`\nrecall against the linear scan: ${questions.length - wrong.length} of ${questions.length} the same`);
  for (const { kind, words } of wrong.slice(0, 10)) console.log(`  other: ${kind}: ${words}`);
  const frames = { idle, building: built.frames, searching: asked.frames };
  console.log(
    `\n${formatTable([['frames', 'count', 'p99 ms', 'max ms', '> 50 ms'], ...Object.entries(frames).map(frameRow)])}`,
  );
  if (peers) await runPeers(page, `${url}tests/speed/search/peers-page.html`, { messages, questions });
  await page.context().close();
  await profile.remove();
  await vite.close();
}

/** Of all pages that this process has begun: no browser tells a page what its workers take. */
function rendererBytes(): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const readOf = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // it has ended
    }
  };
  const parents = new Map(
    processes.map((pid) => [pid, / (\d+) /.exec(readOf(pid, 'stat').replace(/^.*\) \S/s, ''))?.[1]]),
  );
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === `${process.pid}` || isOurs(parents.get(pid)));
  const renderers = processes.filter((pid) => isOurs(pid) && readOf(pid, 'cmdline').includes('--type=renderer'));
  const kilobytes = renderers.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readOf(pid, 'status'))?.[1]));
  return 1_024 * kilobytes.reduce((sum, one) => sum + one, 0);
}

function serve(): Promise<ViteDevServer> {
  return createServer({
    ...{ root: new URL('../..', import.meta.url).pathname, configFile: false, logLevel: 'error' },
    cacheDir: 'node_modules/.vite-bench',
    optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
    // Without these a page may not measure its memory.
    server: {
      ...{ host: '127.0.0.1', port: 0, watch: null, hmr: false },
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  }).then((server) => server.listen());
}

/** The newest first, as far as is compared. */
function makeOracle(messages: number): (query: Query) => readonly number[] {
  const folded = Array.from({ length: messages }, (_, index) => foldText(saidAt(index).text));
  return (query) => {
    const found: number[] = [];
    for (let index = messages - 1; index >= 0 && found.length < compared; index--) {
      if (!occurs(query, [folded[index] ?? ''])) continue;
      const said = saidAt(index);
      if (mayMatch(query, said) && query.has.every((kind) => holdsKind(kind, { ...said, attachments: [] })))
        found.push(index);
    }
    return found;
  };
}

interface Told {
  readonly messages: number;
  readonly textBytes: number;
  readonly builtMs: number;
  readonly againMs: number;
  readonly sizes: { readonly records: number; readonly blocks: number };
  /** What the page and its worker take more than before, in bytes. */
  readonly memory: number;
}

function tell({ messages, textBytes, builtMs, againMs, sizes, memory }: Told): void {
  const megabytes = (bytes: number) => `${round(bytes / 1e6, 1)} MB`;
  const index = sizes.records + sizes.blocks;
  console.log(
    formatTable([
      ['', ''],
      ['messages', `${messages}`],
      ['text', megabytes(textBytes)],
      ['index on the disk', `${megabytes(index)} = ${round(index / textBytes, 2)} × the text`],
      ['of that words', megabytes(sizes.records)],
      ['of that packed texts', megabytes(sizes.blocks)],
      ['built in', `${round(builtMs / 1_000, 1)} s`],
      ['ready again after a start', `${round(againMs / 1_000, 1)} s`],
      ['memory of page and worker', `${megabytes(memory)} more than before`],
    ]),
  );
}

function tellKinds(questions: readonly Question[], times: readonly number[]): void {
  const byKind = Map.groupBy(questions.keys(), (index) => questions[index]?.kind ?? '');
  const rows = [...byKind, ['all', [...questions.keys()]] as const].map(([kind, indexes]) => {
    const sorted = Float64Array.from(indexes, (index) => times[index] ?? Number.NaN).sort();
    return [kind, `${sorted.length}`, ...[0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(1))];
  });
  const p95 = percentile(Float64Array.from(times).sort(), 0.95);
  console.log(`\n${formatTable([['first results', 'questions', 'p50 ms', 'p95 ms', 'max ms'], ...rows])}`);
  console.log(`aim p95 ≤ ${aimMs} ms: ${p95 <= aimMs ? 'met' : 'MISSED'}`);
}

function frameRow([name, gaps]: [string, readonly number[]]): string[] {
  const sorted = Float64Array.from(gaps).sort();
  const late = gaps.filter((gap) => gap > 50).length;
  return [name, `${gaps.length}`, percentile(sorted, 0.99).toFixed(1), percentile(sorted, 1).toFixed(1), `${late}`];
}

/** Words alone: none of them knows who wrote it, nor a phrase as we do. */
async function runPeers(
  page: Page,
  url: string,
  { messages, questions }: { readonly messages: number; readonly questions: readonly Question[] },
): Promise<void> {
  const isPlain = ({ query }: Question) =>
    query.terms.every(({ kind }) => kind === 'part') &&
    query.from === null &&
    query.in === null &&
    query.until === null;
  const plain = questions.filter((question) => isPlain(question) && question.query.has.length === 0);
  const rows = [['beside', 'messages', 'built s', 'p50 ms', 'p95 ms', 'max ms', 'same newest 20']];
  for (const [name, most] of Object.entries(peerMessages)) {
    const held = Math.min(messages, most);
    await page.goto(url);
    await page.waitForFunction('"bench" in globalThis');
    const built = await page.evaluate(({ peer, count }) => bench.build(peer, count), { peer: name, count: held });
    if (built.error !== undefined) {
      rows.push([name, `${held}`, built.error.slice(0, 60), '', '', '', '']);
      continue;
    }
    const oracle = makeOracle(held);
    let same = 0;
    const times: number[] = [];
    for (const { query } of plain) {
      const words = query.terms.flatMap((term) => term.words);
      // Its own interface: words and a number.
      const { ms, ids } = await page.evaluate((asked) => (bench as unknown as PeerBench).find(asked, 20), words);
      times.push(ms);
      if (oracle(query).slice(0, 20).join() === ids.join()) same++;
    }
    const sorted = Float64Array.from(times).sort();
    const figures = [0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(1));
    rows.push([name, `${held}`, `${round(built.ms / 1_000, 1)}`, ...figures, `${same} of ${plain.length}`]);
    console.error(`${name} done`);
  }
  console.log(`\n${formatTable(rows)}`);
}
