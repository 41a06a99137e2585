// The bench of going from one conversation to the next: many times, at random, among those of one person. Warm is one
// that is in memory already, cold one whose document is read from this device's disk.
// It also counts what is sent to the server before the last message is painted, and goes on without a server at the end:
// nothing may have to come from there.
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openTestServer } from '../kit/test-server.ts';
import { formatTable, percentile, round, type Figure } from './figures.ts';
import { fillDevice, startQuiet } from './history/filled-device.ts';
import { giveCookie, makeProfile } from './history/profile.ts';
import { makeTexts, makeTimes } from './history/text.ts';
import { switchTo, watchSwitches, type Switch } from './history/watched-switch.ts';
import { makeWorkspace, type Positions, type Workspace } from './history/workspace.ts';

export interface SwitchBenchOptions {
  /** Starts of the app; what is kept open lives as long as one of them. */
  readonly rounds: number;
}

const conversations = 50;
const switches = 200;
/** The n-th conversation has n + 1 times so many messages: from a few screens to an almost full chapter. */
const step = 80;
const aimMs = 50;

export async function benchSwitch({ rounds }: SwitchBenchOptions): Promise<void> {
  const workspace = await makeWorkspace(conversations);
  const positions = await plant(workspace);
  const server = await openTestServer({ dataDir: workspace.dataDir });
  const profile = await makeProfile();
  const page = await profile.start();
  await watchSwitches(page.context());
  await giveCookie(page, server.url, workspace.cookie);
  await fillDevice(page, server.url, positions);
  const online: Switch[] = [];
  for (let number = 1; number <= rounds; number++) {
    await startQuiet(page, server.url);
    online.push(...(await goAround(page, workspace, Math.round(switches / rounds))));
    console.error(`start ${number}: ${online.length} switches`);
  }
  await server.stop();
  await startQuiet(page, server.url);
  const offline = await goAround(page, workspace, conversations);
  await page.context().close();
  await profile.remove();
  await workspace.remove();
  tell(online, offline);
}

async function goAround(page: Page, { talks }: Workspace, count: number): Promise<Switch[]> {
  const done: Switch[] = [];
  let open = -1;
  while (done.length < count) {
    const next = Math.floor(Math.random() * conversations);
    if (next === open) continue;
    open = next;
    const { conversationId } = must(talks[next], 'a conversation');
    done.push(await switchTo(page, conversationId, makeTexts(next)(countOf(next) - 1)));
  }
  return done;
}

function countOf(index: number): number {
  return (index + 1) * step;
}

function plant(workspace: Workspace): Promise<Positions> {
  return workspace.write(async (log) => {
    for (const [index, { conversationId, people }] of workspace.talks.entries()) {
      const count = countOf(index);
      // Neither the longest nor the shortest are those that are kept open: the order in the list is another.
      const words = { text: makeTexts(index), at: makeTimes(count, ((index * 7) % conversations) * 60_000) };
      await plantChapters(log, { conversationId, people, chapters: [count], ...words });
    }
  });
}

interface Kind {
  readonly name: string;
  readonly switches: readonly Switch[];
}

function tell(online: readonly Switch[], offline: readonly Switch[]): void {
  const kinds: Kind[] = [
    { name: 'warm', switches: online.filter(({ documents }) => documents === 0) },
    { name: 'cold', switches: online.filter(({ documents }) => documents > 0) },
    { name: 'cold, no server', switches: offline.filter(({ documents }) => documents > 0) },
  ];
  for (const figure of kinds.flatMap(figuresOf)) console.log(JSON.stringify(figure));
  const count = online.length + offline.length;
  console.log(`\n${count} switches among ${conversations} conversations that lie on the device.\n`);
  console.log(tableOf(kinds));
}

const shares = [
  { name: 'p50', share: 0.5 },
  { name: 'p95', share: 0.95 },
  { name: 'max', share: 1 },
];

function timeOf({ switches }: Kind, share: number): number {
  return percentile(Float64Array.from(switches, ({ ms }) => ms).sort(), share);
}

function figuresOf(kind: Kind): Figure[] {
  const measure = { unit: 'ms', better: 'lower', peer: 'aim', theirs: aimMs } as const;
  return shares.map(({ name, share }) => {
    const ours = round(timeOf(kind, share), 1);
    return { bench: 'switch', case: kind.name, metric: name, ...measure, ours, ratio: round(ours / aimMs, 3) };
  });
}

function tableOf(kinds: readonly Kind[]): string {
  const heads = [
    '',
    'switches',
    ...shares.map(({ name }) => `${name} ms`),
    'sent before, most',
    'what',
    `p95 ≤ ${aimMs}`,
  ];
  const rows = kinds.map((kind) => {
    const times = shares.map(({ share }) => timeOf(kind, share).toFixed(0));
    const most = Math.max(0, ...kind.switches.map(({ sent }) => sent.length));
    const what = [...new Set(kind.switches.flatMap(({ sent }) => sent))].join(', ');
    const verdict = timeOf(kind, 0.95) <= aimMs ? 'met' : 'MISSED';
    return [kind.name, `${kind.switches.length}`, ...times, `${most}`, what, verdict];
  });
  return formatTable([heads, ...rows]);
}
