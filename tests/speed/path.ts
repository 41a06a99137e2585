// The bench of a message's path: our server, durable, beside servers that promise less, in one run and in turns.
// Prints one line of JSON for each figure, then tables. What each peer is: the words below.
import { formatTable, median, ratioOf, round, type Figure } from './figures.ts';
import { peerKinds, type PeerKind } from './peer-process.ts';
import { loadCases, type LoadCase } from './population.ts';
import { runOnce, type RunResult } from './run-once.ts';

export interface PathBenchOptions {
  readonly measureMs: number;
  readonly rounds: number;
  /** Messages that each writer has under way. */
  readonly window: number;
  /** Part of the name of the cases to run; empty for all. */
  readonly caseName: string;
  /** Peers to run; empty for all. */
  readonly peers: readonly string[];
  readonly profileDir: string | null;
}

/** Long enough for the compiler to be done with the path. */
const warmUpMs = 3_000;

const words: Readonly<Record<PeerKind, string>> = {
  ours: 'ours: admitted, on disk, then told',
  'stock-map': 'Hocuspocus, a Y.Map each, in memory',
  'stock-logs': 'Hocuspocus, our logs, in memory',
  relay: 'bare ws relay, stores nothing',
};

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly digits: number;
  readonly of: (result: RunResult) => number;
}

const metrics: readonly Metric[] = [
  { name: 'messages', unit: '1/s', better: 'higher', digits: 0, of: (result) => result.messagesPerSecond },
  { name: 'p50', unit: 'ms', better: 'lower', digits: 2, of: (result) => result.p50Ms },
  { name: 'p99', unit: 'ms', better: 'lower', digits: 2, of: (result) => result.p99Ms },
  { name: 'server CPU', unit: 'µs/message', better: 'lower', digits: 1, of: (result) => result.cpuUsPerMessage },
  { name: 'memory', unit: 'MB', better: 'lower', digits: 0, of: (result) => result.rssBytes / 1e6 },
];

/** Messages per second that we mean to reach, as a share of each peer's. */
function barOf(loadCase: LoadCase, peer: PeerKind): number {
  if (peer === 'relay') return { '20 rooms of 5': 0.35, '2 rooms of 50': 0.9 }[loadCase.name] ?? 0;
  return { ours: 0, 'stock-map': 1, 'stock-logs': 0.9 }[peer];
}

type Results = ReadonlyMap<PeerKind, RunResult[]>;

export async function benchPath(options: PathBenchOptions): Promise<void> {
  const kinds = peerKinds.filter((kind) => options.peers.length === 0 || options.peers.includes(kind));
  const tables: string[] = [];
  for (const loadCase of loadCases.filter(({ name }) => name.includes(options.caseName))) {
    const results = await runInTurns(loadCase, kinds, options);
    for (const figure of figuresOf(loadCase, results)) console.log(JSON.stringify(figure));
    tables.push(tableOf(loadCase, results));
  }
  console.log(
    `\nMedian of ${options.rounds}, ${options.measureMs / 1_000} s each, ${options.window} messages under way per writer.`,
  );
  for (const table of tables) console.log(`\n${table}`);
}

/** Every round meets each peer once, so that a slow minute of the machine is everybody's. */
async function runInTurns(loadCase: LoadCase, kinds: readonly PeerKind[], options: PathBenchOptions): Promise<Results> {
  const results = new Map<PeerKind, RunResult[]>(kinds.map((kind) => [kind, []]));
  for (let number = 1; number <= options.rounds; number++) {
    for (const peer of kinds) {
      const { measureMs, window, profileDir } = options;
      const result = await runOnce({ loadCase, peer, measureMs, warmUpMs, window, profileDir });
      results.get(peer)?.push(result);
      const { messagesPerSecond, sent, delivered } = result;
      const line = `${loadCase.name} · round ${number} · ${peer}: ${round(messagesPerSecond, 0)}/s`;
      console.error(`${line}, ${sent} sent, ${delivered} delivered, each once`);
    }
  }
  return results;
}

function figuresOf(loadCase: LoadCase, results: Results): Figure[] {
  const ours = results.get('ours');
  if (ours === undefined) return [];
  return [...results].flatMap(([peer, theirs]) =>
    peer === 'ours' ? [] : metrics.map((metric) => figureOf(loadCase, metric, { ours, peer, theirs })),
  );
}

function figureOf(
  loadCase: LoadCase,
  metric: Metric,
  { ours, peer, theirs }: { ours: readonly RunResult[]; peer: PeerKind; theirs: readonly RunResult[] },
): Figure {
  const { name, unit, better, digits } = metric;
  const [mine, other] = [median(ours.map(metric.of)), median(theirs.map(metric.of))];
  const values = { ours: round(mine, digits), peer: words[peer], theirs: round(other, digits) };
  return { bench: 'path', case: loadCase.name, metric: name, unit, better, ...values, ratio: ratioOf(mine, other) };
}

function tableOf(loadCase: LoadCase, results: Results): string {
  const ours = median((results.get('ours') ?? []).map((result) => result.messagesPerSecond));
  const heads = [
    loadCase.name,
    ...metrics.map(({ name, unit }) => `${name} ${unit}`),
    'server',
    'load',
    'ours is',
    'bar',
  ];
  const rows = [...results].map(([peer, runs]) => {
    const cells = metrics.map((metric) => median(runs.map(metric.of)).toFixed(metric.digits));
    const shares = [(run: RunResult) => run.peerCpu, (run: RunResult) => run.loadCpu].map(
      (share) => `${round(median(runs.map(share)) * 100, 0)} %`,
    );
    return [words[peer], ...cells, ...shares, ...verdict(loadCase, peer, ratioOf(ours, messagesOf(runs)))];
  });
  return formatTable([heads, ...rows]);
}

function messagesOf(runs: readonly RunResult[]): number {
  return median(runs.map((run) => run.messagesPerSecond));
}

function verdict(loadCase: LoadCase, peer: PeerKind, ratio: number): [string, string] {
  const bar = barOf(loadCase, peer);
  if (peer === 'ours' || Number.isNaN(ratio)) return ['', ''];
  return [`× ${ratio.toFixed(2)}`, bar === 0 ? '' : `≥ ${bar} ${ratio >= bar ? 'met' : 'MISSED'}`];
}
