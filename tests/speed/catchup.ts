// The bench of catching up: a device that was away comes back through a slow line. How much crosses and how long it
// takes until the list and its counts are right, until the newest messages of the conversations on top are here, and
// until everything is. The client's engine in Node with a disk in memory: what is measured is the line, not a screen.
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { linkRates } from '../../sync-server/limits.ts';
import { startDevice, type EngineDevice } from '../kit/engine-device.ts';
import { heldChapters } from '../kit/held-chapters.ts';
import { makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { personOf } from '../kit/person.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openProxy, type Proxy } from '../kit/proxy.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { watchDocuments } from './catchup/watched-documents.ts';
import { formatTable, round, type Figure } from './figures.ts';
import { endMs, makeTexts, makeTimes } from './history/text.ts';
import { makeWorkspace, type Positions, type Workspace } from './history/workspace.ts';

interface Absence {
  readonly name: string;
  readonly conversations: number;
  /** In so many of them something was written meanwhile. */
  readonly changed: number;
  /** New in each of these. */
  readonly messages: number;
}

const absences: readonly Absence[] = [
  { name: '1,000 conversations, 10 changed', conversations: 1_000, changed: 10, messages: 5 },
  { name: 'a week, 500 conversations, 50,000 messages', conversations: 500, changed: 500, messages: 100 },
];
/** In each conversation before. */
const known = 60;
/** Conversations on top whose newest messages a person may want first. */
const top = 20;
const line = { bytesPerSecond: 125_000, oneWayMs: 75 };
const lineName = '1 Mbit/s, 150 ms there and back';
/** Nothing is measured while the device is filled, so its pauses need not be those of a person's. */
const fillingHaste = 100;
const maxFillMs = 240_000;
const maxCatchUpMs = 400_000;

interface Milestone {
  readonly name: string;
  readonly seconds: number;
  readonly down: number;
  readonly up: number;
}

export async function benchCatchUp(): Promise<void> {
  const told: string[][] = [];
  for (const absence of absences) {
    const milestones = await comeBack(absence);
    for (const figure of milestones.flatMap((one) => figuresOf(absence, one))) console.log(JSON.stringify(figure));
    told.push(...milestones.map((one) => rowOf(absence, one)));
  }
  console.log(`\nThe engine in Node, behind ${lineName}.\n`);
  console.log(formatTable([['', 'until', 'seconds', 'KB down', 'KB up'], ...told]));
}

async function comeBack(absence: Absence): Promise<Milestone[]> {
  const workspace = await makeWorkspace(absence.conversations);
  const positions = await workspace.write((log) => plantBefore(workspace, log));
  // No device is as hasty as this one: it would wait for the server's rates most of the time.
  const rates = { ...linkRates, syncs: { burst: 1e6, refillMs: 1 } };
  const first = await openTestServer({ dataDir: workspace.dataDir, rates });
  const port = Number(new URL(first.url).port);
  const person = personOf({ url: first.url, userId: workspace.me, cookie: workspace.cookie });
  const name = `catch-up ${absence.name}`;
  const filled = await startDevice(person, { name, haste: fillingHaste });
  await until(() => holdsAll(filled, positions), 'the device to be filled', maxFillMs);
  await filled.close();
  await first.stop();
  await workspace.write((log) => writeMeanwhile(workspace, log, absence));
  const server = await openTestServer({ dataDir: workspace.dataDir, port });
  const proxy = await openProxy(server.url);
  proxy.limit(line.bytesPerSecond);
  proxy.delay(line.oneWayMs);
  const whole = new Map<string, () => void>();
  const documents = watchDocuments((document, entries) => {
    if (entries >= known + absence.messages) whole.get(document)?.();
  });
  const device = await startDevice(person, { name, hasNetwork: false, adapt: (platform) => documents.adapt(platform) });
  device.goThrough(proxy.url);
  const milestones = await measure({ device, proxy, workspace, absence, whole });
  await device.close();
  await proxy.close();
  await server.stop();
  await workspace.remove();
  return milestones;
}

interface Measured {
  readonly device: EngineDevice;
  readonly proxy: Proxy;
  readonly workspace: Workspace;
  readonly absence: Absence;
  /** Where to call when all of a document is on the disk. */
  readonly whole: Map<string, () => void>;
}

/** From the moment when the network is back. */
async function measure({ device, proxy, workspace, absence, whole }: Measured): Promise<Milestone[]> {
  const startMs = performance.now();
  const milestones: Milestone[] = [];
  const note = (name: string) => {
    milestones.push({ name, seconds: (performance.now() - startMs) / 1_000, ...bytesOf(proxy) });
    console.error(`${absence.name} · ${name}: ${round(milestones.at(-1)?.seconds ?? 0, 1)} s`);
  };
  const changed = workspace.talks.slice(0, absence.changed).map(({ conversationId }) => `${conversationId}/1`);
  const missing = new Set(changed);
  const missingOnTop = new Set(changed.slice(0, top));
  for (const document of changed) {
    whole.set(document, () => {
      if (missingOnTop.delete(document) && missingOnTop.size === 0) note('newest of the top 20 here');
      if (missing.delete(document) && missing.size === 0) note('all here');
    });
  }
  const { conversations } = device.messenger;
  const stop = conversations.subscribe(() => {
    if (!isListRight(device, workspace, absence)) return;
    stop();
    note('list and counts right');
  });
  device.setNetwork(true);
  await until(() => milestones.length === 3, 'the device to catch up', maxCatchUpMs);
  return milestones;
}

/** The talk that is first in the list is the one that was written in last. */
function lastAt(index: number): number {
  return endMs - index * 60_000;
}

async function plantBefore(workspace: Workspace, log: Parameters<typeof plantChapters>[0]): Promise<void> {
  for (const [index, { conversationId, people }] of workspace.talks.entries()) {
    const words = { text: makeTexts(index), at: makeTimes(known, 8 * 24 * 3_600_000 + index * 60_000) };
    await plantChapters(log, { conversationId, people, chapters: [known], ...words });
  }
}

async function writeMeanwhile(
  { talks }: Workspace,
  log: Parameters<typeof plantChapters>[0],
  { changed, messages }: Absence,
): Promise<void> {
  for (const [index, { conversationId, people }] of talks.slice(0, changed).entries()) {
    const document = chapterName({ conversationId, chapter: 1 });
    const { sequence } = await log.readChapter(document);
    const text = makeTexts(index);
    const fresh = Array.from({ length: messages }, (_, place) =>
      messageOf(text(known + place), lastAt(index) - (messages - 1 - place) * 1_000),
    );
    const outcomes = await log.append([makeLogWriter(document, people[0]).append(sequence, ...fresh)]);
    must(outcomes.every(({ status }) => status === 'logged') || null, 'the news in the log');
  }
}

async function holdsAll(device: EngineDevice, positions: Positions): Promise<boolean> {
  const held = await heldChapters(device);
  await new Promise((resolve) => setTimeout(resolve, 200)); // asking costs the device something
  return [...positions].every(([chapter, position]) => held.get(chapter) === position);
}

function isListRight({ messenger }: EngineDevice, { talks }: Workspace, { changed, messages }: Absence): boolean {
  const rows = new Map(messenger.conversations.get().map((row) => [row.conversationId, row]));
  return talks.every(({ conversationId }, index) => {
    const isChanged = index < changed;
    const row = rows.get(conversationId);
    const last = makeTexts(index)(known - 1 + (isChanged ? messages : 0));
    return row?.unread === (isChanged ? messages : 0) && row.lastMessage?.text === last;
  });
}

function bytesOf({ connections }: Proxy): Pick<Milestone, 'down' | 'up'> {
  const sum = (direction: 'toClient' | 'toServer') =>
    connections.reduce((bytes, { passed }) => bytes + passed[direction].length, 0);
  return { down: sum('toClient'), up: sum('toServer') };
}

function figuresOf({ name }: Absence, milestone: Milestone): Figure[] {
  const { seconds, down } = milestone;
  // What the line alone takes for these bytes.
  const least = down / line.bytesPerSecond + (2 * line.oneWayMs) / 1_000;
  const measure = { unit: 's', better: 'lower', peer: 'the line alone', theirs: round(least, 1) } as const;
  const ratio = round(seconds / least, 3);
  return [{ bench: 'catchup', case: name, metric: milestone.name, ...measure, ours: round(seconds, 1), ratio }];
}

function rowOf({ name }: Absence, { name: until, seconds, down, up }: Milestone): string[] {
  return [name, until, seconds.toFixed(1), (down / 1_000).toFixed(0), (up / 1_000).toFixed(0)];
}
