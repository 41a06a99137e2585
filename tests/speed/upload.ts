// The bench of uploads, in a real Chromium against servers in processes of their own. First one large file through a line
// that is cut again and again, while the server is killed and started and the tab that sends dies: how much is sent
// again, whether what arrives is what was sent, and how much memory the server takes. Then the same size through a good
// line, beside a plain `PUT` and beside tus as its own server and client come, in turns.
import { createHash, randomFillSync } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import type { Person } from '../kit/person.ts';
import { openProxy, type Proxy } from '../kit/proxy.ts';
import { startChild } from './child.ts';
import { formatTable, median, ratioOf, round, type Figure } from './figures.ts';
import { giveCookie, makeProfile, type Profile } from './history/profile.ts';
import { uploadPeers, type FromUploadPeer, type ToUploadPeer, type UploadPeer } from './upload/peer.ts';

export interface UploadBenchOptions {
  readonly megabytes: number;
  /** Each sends the file once by every way, through a good line; 0 leaves that out. */
  readonly rounds: number;
}

const cuts = 50;
const restarts = 5;
const killedTabs = 2;
const mebibyte = 1_024 * 1_024;
/** So long nothing may move before the bench gives up. */
const patienceMs = 120_000;

interface Stage {
  readonly server: ChildServer;
  readonly proxy: Proxy;
  readonly ada: Person;
  readonly conversationId: ConversationId;
  readonly profile: Profile;
}

export async function benchUpload({ megabytes, rounds }: UploadBenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'biz1-bench-upload-'));
  const file = join(folder, 'large.bin');
  await writeRandom(file, megabytes);
  const stage = await openStage();
  try {
    const hard = await sendThroughBadLine(stage, file);
    console.log(JSON.stringify({ bench: 'upload', case: 'bad line', ...hard }));
    const quick = rounds === 0 ? null : await compare(stage, { file, folder, megabytes, rounds });
    for (const figure of quick ?? []) console.log(JSON.stringify(figure));
    console.log(explain(hard, megabytes));
    if (quick !== null) console.log(tableOf(quick));
  } finally {
    await closeStage(stage);
    await rm(folder, { recursive: true, force: true });
  }
}

async function openStage(): Promise<Stage> {
  const proxy = await openProxy('http://127.0.0.1:1', { onlyCounts: true });
  const server = await openChildServer({ baseUrl: proxy.url });
  proxy.pointAt(`http://127.0.0.1:${server.port}`);
  const [ada, ben] = await server.people('Ada', 'Ben');
  const conversationId = await ada.direct(must(ben, 'Ben'));
  return { server, proxy, ada, conversationId, profile: await makeProfile() };
}

async function closeStage({ server, proxy, profile }: Stage): Promise<void> {
  await server.close();
  await proxy.close();
  await profile.remove();
}

interface BadLine {
  readonly bytes: number;
  /** Beyond the file's own bytes, everything: what was lost and sent again, requests, pages, signals. */
  readonly extraBytes: number;
  readonly extraShare: number;
  readonly isSameHash: boolean;
  readonly cuts: number;
  readonly restarts: number;
  readonly killedTabs: number;
  readonly tookMs: number;
  readonly serverRssBytes: { readonly before: number; readonly highest: number; readonly after: number };
}

async function sendThroughBadLine(stage: Stage, file: string): Promise<BadLine> {
  const { server, proxy, ada, conversationId, profile } = stage;
  const { bytes, hash } = await describe(file);
  let page = await openConversation(await profile.start(), stage);
  const rss = watchRss(server);
  await choose(page, file);
  const beganMs = performance.now();
  const before = proxy.passedBytes('toServer');
  await page.locator('.composer-text').press('Enter');
  const passed = () => proxy.passedBytes('toServer') - before;
  // Each accident after another share of the file; never two at one place.
  const accidents = planAccidents(bytes);
  for (const { at, kind } of accidents) {
    await untilPassed(passed, at);
    if (kind === 'cut') proxy.cut();
    else if (kind === 'restart') await restart(server);
    else page = await dieAndComeBack(page, stage);
    console.error(`${kind} at ${Math.round(at / mebibyte)} MB`);
  }
  await untilThere(ada, conversationId, hash);
  const tookMs = performance.now() - beganMs;
  const extraBytes = passed() - bytes;
  const isSameHash = (await hashThere(ada, conversationId, hash)) === hash;
  await page.context().close();
  return {
    ...{ bytes, extraBytes, extraShare: round(extraBytes / bytes, 4), isSameHash, cuts, restarts, killedTabs },
    tookMs: Math.round(tookMs),
    serverRssBytes: rss.stop(),
  };
}

type Accident = 'cut' | 'restart' | 'killed tab';

function planAccidents(bytes: number): readonly { at: number; kind: Accident }[] {
  const even = (count: number, kind: Accident, shift: number) =>
    Array.from({ length: count }, (_, index) => ({ at: Math.floor((bytes * (index + shift)) / (count + 1)), kind }));
  return [...even(cuts, 'cut', 1), ...even(restarts, 'restart', 0.9), ...even(killedTabs, 'killed tab', 0.95)].sort(
    (a, b) => a.at - b.at,
  );
}

async function untilPassed(passed: () => number, at: number): Promise<void> {
  let [last, movedMs] = [passed(), performance.now()];
  while (passed() < at) {
    if (passed() !== last) [last, movedMs] = [passed(), performance.now()];
    if (performance.now() - movedMs > patienceMs)
      throw new Error(`nothing was sent for ${patienceMs} ms, at ${last} bytes`);
    await pause(5);
  }
}

async function restart(server: ChildServer): Promise<void> {
  await server.kill();
  await server.start();
}

async function dieAndComeBack(page: Page, stage: Stage): Promise<Page> {
  const context = page.context();
  const next = await context.newPage(); // else the browser goes with its last page
  const session = await context.newCDPSession(page);
  await Promise.race([session.send('Page.crash').catch(() => undefined), page.waitForEvent('crash')]);
  await page.close();
  return openConversation(next, stage);
}

async function openConversation(page: Page, { proxy, ada, conversationId }: Stage): Promise<Page> {
  page.setDefaultTimeout(patienceMs);
  await giveCookie(page, proxy.url, ada.cookie);
  await page.goto(`${proxy.url}/c/${conversationId}`);
  await page.locator('.composer-text').waitFor();
  return page;
}

/** Chosen, kept on the device and looked at: from now on it may go. */
async function choose(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.locator('.tile').waitFor();
  await page.locator('.tile-progress').waitFor({ state: 'detached' });
}

/** The message is on the server's disk. */
async function untilThere(ada: Person, conversationId: ConversationId, hash: string): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    const answer = await ask(ada, conversationId, hash, 'HEAD').catch(() => null);
    if (answer?.status === 200) return;
    await pause(50);
  }
  throw new Error('the file did not arrive');
}

async function hashThere(ada: Person, conversationId: ConversationId, hash: string): Promise<string> {
  const answer = await ask(ada, conversationId, hash, 'GET');
  const found = createHash('sha256');
  for await (const bytes of must(answer.body, 'a body')) found.update(bytes);
  return found.digest('hex');
}

function ask({ url, cookie }: Person, conversationId: ConversationId, hash: string, method: string): Promise<Response> {
  return fetch(`${url}/api/files/${hash}?in=${conversationId}`, { method, headers: { cookie } });
}

function watchRss(server: ChildServer) {
  const seen: number[] = [];
  const look = async () => {
    const { pid } = server;
    const rss = pid === null ? null : await rssOf(pid).catch(() => null);
    if (rss !== null && Number.isFinite(rss)) seen.push(rss); // one that begins or ends has none
  };
  void look();
  const timer = setInterval(() => void look(), 200);
  return {
    stop() {
      clearInterval(timer);
      return { before: seen[0] ?? 0, highest: Math.max(...seen), after: seen.at(-1) ?? 0 };
    },
  };
}

async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1_024;
}

interface Comparison {
  readonly file: string;
  readonly folder: string;
  readonly megabytes: number;
  readonly rounds: number;
}

async function compare(stage: Stage, { file, folder, megabytes, rounds }: Comparison): Promise<Figure[]> {
  const ours: number[] = [];
  const oursWithKeeping: number[] = [];
  const theirs: Record<UploadPeer, number[]> = { put: [], tus: [] };
  for (let turn = 1; turn <= rounds; turn++) {
    await makeAnother(file); // what the server has is not sent again
    const own = await sendOurs(stage, file);
    ours.push(megabytes / (own.sendingMs / 1_000));
    oursWithKeeping.push(megabytes / ((own.keepingMs + own.sendingMs) / 1_000));
    for (const peer of uploadPeers) theirs[peer].push(megabytes / ((await sendBy(peer, file, folder)) / 1_000));
    console.error(
      `round ${turn}: ${[ours, theirs.put, theirs.tus].map((all) => round(all.at(-1) ?? 0, 0)).join(' · ')} MB/s`,
    );
  }
  const names: Readonly<Record<UploadPeer, string>> = { put: 'a plain PUT', tus: 'stock tus' };
  const figure = (metric: string, mine: readonly number[], peer: UploadPeer): Figure => ({
    ...{ bench: 'upload', case: `${megabytes} MB`, metric, unit: 'MB/s', better: 'higher', peer: names[peer] },
    ...{ ours: round(median(mine), 1), theirs: round(median(theirs[peer]), 1) },
    ratio: ratioOf(median(mine), median(theirs[peer])),
  });
  return uploadPeers.flatMap((peer) => [
    figure('from send to the server having it', ours, peer),
    figure('from choosing to the server having it', oursWithKeeping, peer),
  ]);
}

async function sendOurs(stage: Stage, file: string): Promise<{ keepingMs: number; sendingMs: number }> {
  const { hash } = await describe(file);
  const page = await openConversation(await stage.profile.start(), stage);
  const beganMs = performance.now();
  await choose(page, file);
  const chosenMs = performance.now();
  await page.locator('.composer-text').press('Enter');
  await untilThere(stage.ada, stage.conversationId, hash);
  const sendingMs = performance.now() - chosenMs;
  await page.context().close();
  return { keepingMs: chosenMs - beganMs, sendingMs };
}

async function sendBy(peer: UploadPeer, file: string, folder: string): Promise<number> {
  const into = await mkdtemp(join(folder, `${peer}-`));
  const child = startChild<ToUploadPeer, FromUploadPeer>('upload/peer.ts', null);
  const profile = await makeProfile();
  try {
    child.tell({ kind: 'open', peer, folder: into });
    const { url } = await child.next();
    const line = await openProxy(url, { onlyCounts: true }); // as ours goes through one
    const page = await profile.start();
    await page.goto(line.url);
    await page.locator('input').setInputFiles(file);
    const beganMs = performance.now();
    await page.evaluate(() => (Reflect.get(window, 'send') as () => Promise<void>)()); // the peer's page has it
    const tookMs = performance.now() - beganMs;
    await page.context().close();
    await line.close();
    return tookMs;
  } finally {
    child.tell({ kind: 'close' });
    await child.ended();
    await profile.remove();
    await rm(into, { recursive: true, force: true });
  }
}

async function writeRandom(path: string, megabytes: number): Promise<void> {
  const handle = await open(path, 'w');
  const block = Buffer.alloc(mebibyte);
  for (let number = 0; number < megabytes; number++) await handle.write(randomFillSync(block));
  await handle.close();
}

async function makeAnother(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.write(randomFillSync(Buffer.alloc(64)), 0, 64, 0);
  await handle.close();
}

async function describe(path: string): Promise<{ bytes: number; hash: string }> {
  const handle = await open(path);
  const found = createHash('sha256');
  let bytes = 0;
  for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) {
    found.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, hash: found.digest('hex') };
}

function explain({ extraShare, isSameHash, serverRssBytes, tookMs }: BadLine, megabytes: number): string {
  const { before, highest, after } = serverRssBytes;
  const rss = [before, highest, after].map((bytes) => Math.round(bytes / mebibyte)).join(' → ');
  return `${megabytes} MB through a line with ${cuts} cuts, ${restarts} killed servers and ${killedTabs} killed tabs: \
${round(extraShare * 100, 2)} % more bytes than the file (all that the browser sent), ${isSameHash ? 'the same hash' : 'ANOTHER HASH'} there, \
${round(tookMs / 1_000, 1)} s. Memory of the server before, at most and after: ${rss} MB.`;
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ metric, ours, peer, theirs, ratio }) => [
    metric,
    `${ours}`,
    peer,
    `${theirs}`,
    `${ratio}`,
  ]);
  return formatTable([['MB/s', 'ours', 'peer', 'theirs', 'ratio'], ...rows]);
}
