// A server in a process of its own that ends itself with SIGKILL at the instant it was told. Only tests start it:
// the product has no such switch. Started with a data folder, a port and, where chapters shall be short, the number of
// their entries; people reach it at `BASE_URL`, where that is not its own address. Says one JSON line when it listens.
// Takes orders as JSON lines on stdin, and goes when stdin ends, so that it never outlives its test.
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { chapterLimits } from '../../shared/conversation/chapters.ts';
import { parseConfig } from '../../sync-server/config.ts';
import type { PathStep } from '../../sync-server/path.ts';
import { openServer } from '../../sync-server/server.ts';

/** The `occurrence`th time (1 is the next) that `step` comes, and so long after it. 0 is right there. */
export interface KillInstant {
  readonly step: PathStep;
  readonly occurrence: number;
  readonly delayUs: number;
}

export type Order = { readonly kind: 'arm'; readonly instant: KillInstant } | { readonly kind: 'stop' };

export interface Listening {
  readonly url: string;
  readonly pid: number;
  readonly setUpToken: string | null;
}

const [dataDir = '', port = '', entries = ''] = process.argv.slice(2);
const outcome = parseConfig({
  ...{ PORT: port, DATA_DIR: dataDir, LOG_LEVEL: 'warn', BASE_URL: process.env['BASE_URL'] },
});
if (outcome.status === 'bad') throw new Error(outcome.problems.join('\n'));

// SQLite works synchronously, so an instant inside a commit can only be reached from another thread.
const delayUs = new Int32Array(new SharedArrayBuffer(4));
new Worker(new URL('kill-after.ts', import.meta.url), { workerData: delayUs }).unref();

let instant: KillInstant | null = null;
let seen = 0;
function onStep(step: PathStep): void {
  if (instant?.step !== step || ++seen !== instant.occurrence) return;
  if (instant.delayUs === 0) process.kill(process.pid, 'SIGKILL');
  Atomics.store(delayUs, 0, instant.delayUs);
  Atomics.notify(delayUs, 0);
}

const server = await openServer({
  config: outcome.config,
  clientDir: join(import.meta.dirname, '../../dist/client'),
  logger: pino({ level: 'warn' }, pino.destination(process.stderr.fd)),
  onStep,
  ...(entries === '' ? {} : { chapterLimits: { ...chapterLimits, entries: Number(entries) } }),
});

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => {
  const order = JSON.parse(line) as Order; // written by `child-server.ts`
  if (order.kind === 'stop') return orders.close();
  seen = 0;
  instant = order.instant;
});
orders.on('close', () => void server.close().then(() => process.exit(0)));

const listening: Listening = {
  url: server.config.baseUrl,
  pid: process.pid,
  setUpToken: server.directory.accounts.setUpToken(),
};
process.stdout.write(`${JSON.stringify(listening)}\n`);
flushCompileCache(); // Node does so at its exit, but this process may have none
