// The bench of a cold start with no network: a browser that was just launched, a device with many conversations.
// From the navigation to the list on the screen and to the newest messages of the last conversation; beside it, in
// turns, the same app begun as clients begin that keep no list: every document is opened before anything is shown.
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { until } from '../kit/until.ts';
import { readStart, watchStarts, type Start } from '../screen/watched-start.ts';
import { formatTable, median, ratioOf, round, type Figure } from './figures.ts';
import { prepareDevice, type PreparedDevice } from './start/prepared-device.ts';
import { makePeer, type ServedPeer } from './start/serve-peer.ts';

export interface StartBenchOptions {
  readonly rounds: number;
}

/** Without a new document for so long, a start is over. */
const quietMs = 500;
const filling = { conversations: 200, messages: 60 };
const caseName = `${filling.conversations} conversations, offline`;
const peerName = 'the same app, every document first';

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly of: (start: Start) => number;
}

const metrics: readonly Metric[] = [
  { name: 'list painted', unit: 'ms', of: ({ listMs }) => listMs ?? Number.NaN },
  { name: 'newest messages painted', unit: 'ms', of: ({ messagesMs }) => messagesMs ?? Number.NaN },
  { name: 'documents before the list', unit: '', of: documentsBeforeList },
  { name: 'documents opened', unit: '', of: ({ documentsMs }) => documentsMs.length },
];

export async function benchStart({ rounds }: StartBenchOptions): Promise<void> {
  const peer = await makePeer();
  const device = await prepareDevice(filling);
  const ours: Start[] = [];
  const theirs: Start[] = [];
  for (let number = 1; number <= rounds; number++) {
    ours.push(await startOurs(device));
    theirs.push(await startPeer(device, peer));
    console.error(
      `round ${number}: ${[ours, theirs].map((starts) => lineOf(must(starts.at(-1), 'a start'))).join(' · ')}`,
    );
  }
  await device.close();
  for (const metric of metrics) console.log(JSON.stringify(figureOf(metric, ours, theirs)));
  console.log(`\nMedian of ${rounds} cold starts.\n\n${tableOf(ours, theirs)}`);
}

function documentsBeforeList({ listMs, documentsMs }: Start): number {
  return documentsMs.filter((openedMs) => listMs === null || openedMs < listMs).length;
}

async function startOurs(device: PreparedDevice): Promise<Start> {
  const page = await device.start();
  await watchStarts(page.context());
  await page.goto(device.lastAddress);
  return measure(page);
}

/** The peer takes the place of the app at its address, and the app's worker is passed by. */
async function startPeer(device: PreparedDevice, peer: ServedPeer): Promise<Start> {
  const stop = await peer.start(device.url);
  const page = await device.start();
  await watchStarts(page.context());
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.setBypassServiceWorker', { bypass: true });
  await page.goto(device.lastAddress);
  const start = await measure(page);
  await stop();
  return start;
}

/** Waits until everything is on the screen and no more documents are opened. */
async function measure(page: Page): Promise<Start> {
  await until(async () => (await readStart(page)).messagesMs !== null, 'messages on the screen', 60_000);
  let opened = -1;
  await until(
    async () => {
      const before = opened;
      opened = (await readStart(page)).documentsMs.length;
      if (opened !== before) await page.waitForTimeout(quietMs);
      return opened === before;
    },
    'the last document to be opened',
    60_000,
  );
  const start = await readStart(page);
  await page.context().close();
  return start;
}

function lineOf(start: Start): string {
  return metrics.map(({ name, of }) => `${name} ${round(of(start), 0)}`).join(', ');
}

function figureOf({ name, unit, of }: Metric, ours: readonly Start[], theirs: readonly Start[]): Figure {
  const [mine, other] = [median(ours.map(of)), median(theirs.map(of))];
  const values = { ours: round(mine, 0), peer: peerName, theirs: round(other, 0), ratio: ratioOf(mine, other) };
  return { bench: 'start', case: caseName, metric: name, unit, better: 'lower', ...values };
}

function tableOf(ours: readonly Start[], theirs: readonly Start[]): string {
  const heads = [caseName, ...metrics.map(({ name, unit }) => (unit === '' ? name : `${name} ${unit}`))];
  const row = (name: string, starts: readonly Start[]) => [
    name,
    ...metrics.map(({ of }) => median(starts.map(of)).toFixed(0)),
  ];
  return formatTable([heads, row('ours', ours), row(peerName, theirs)]);
}
