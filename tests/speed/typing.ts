// The bench of typing: from a key to what it wrote on the screen, by the browser's own event timing, while messages arrive
// in the conversation that one looks at, and while none do. The writer is a bare socket that keeps its pace; it, the
// server and the browser share this machine.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { logRoot } from '../../shared/conversation/log.ts';
import { idBytes, mintEventId, type ClientId, type ConversationId } from '../../shared/ids.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { formatTable, percentile, round, type Figure } from './figures.ts';
import { giveCookie, makeProfile } from './history/profile.ts';
import { openMemberSocket } from './load/member-socket.ts';
import { encodeLogMessage } from './load/message.ts';
import { updateFrame } from './load/wire.ts';

export interface TypingBenchOptions {
  /** Each types a text once while nothing arrives and once while messages do. */
  readonly rounds: number;
}

const perSecond = 50;
const messagesBefore = 300;
const keysPerRound = 240;
/** As fast as people type who type fast. */
const keyEveryMs = 80;
/** One frame of a screen that shows sixty a second, as event timing rounds it. */
const frameMs = 16;
const sentence = 'Could you look at the offer for the new customer before noon, please? ';

interface Measured {
  /** Of the keys whose event the browser reported: those that took 16 ms or more. */
  readonly slowMs: readonly number[];
  readonly keys: number;
  readonly arrived: number;
  readonly tookMs: number;
}

interface Case {
  readonly name: string;
  readonly rounds: Measured[];
}

export async function benchTyping({ rounds }: TypingBenchOptions): Promise<void> {
  const server = await openTestServer();
  const people = await server.people('Ada', 'Ben');
  const [ada, ben] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
  const conversationId = await ada.direct(ben);
  const writer = await openWriter(ben, conversationId);
  for (let number = 0; number < messagesBefore; number++) writer.write();
  const profile = await makeProfile();
  const page = await profile.start();
  await giveCookie(page, server.url, ada.cookie);
  await page.goto(`${server.url}/c/${conversationId}`);
  await settle(page);
  const empty = await page.context().newPage();
  await empty.setContent('<textarea class="composer-text" rows="4" cols="60"></textarea>');
  const version = page.context().browser()?.version() ?? 'unknown';
  const [floor, quiet, busy]: [Case, Case, Case] = [
    { name: 'an empty page', rounds: [] },
    { name: 'nothing arrives', rounds: [] },
    { name: `${perSecond} messages a second`, rounds: [] },
  ];
  for (let number = 1; number <= rounds; number++) {
    await empty.bringToFront();
    floor.rounds.push(await typeFor(empty));
    await page.bringToFront();
    quiet.rounds.push(await typeFor(page));
    const stop = writer.start();
    busy.rounds.push(await typeFor(page));
    stop();
    console.error(`round ${number}: ${[floor, quiet, busy].map(lineOf).join(' · ')}`);
  }
  await page.context().close();
  writer.close();
  await server.close();
  await profile.remove();
  for (const figure of [floor, quiet, busy].flatMap(figuresOf)) console.log(JSON.stringify(figure));
  console.log(explanation(version));
  console.log(tableOf([floor, quiet, busy]));
}

/** At the newest row, with all that came before read, and started again with the app on the device. */
async function settle(page: Page): Promise<void> {
  await page.locator('.composer-text').fill('Here.');
  await page.locator('.composer-text').press('Enter');
  await page.locator('.bubble-words', { hasText: /^Here\.$/ }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.locator('.bubble-words', { hasText: /^Here\.$/ }).waitFor();
  await pause(5_000);
}

async function openWriter(person: Person, conversationId: ConversationId) {
  const document = chapterName({ conversationId, chapter: 1 });
  const socket = await openMemberSocket({
    ...{ peer: 'ours', url: person.url, document, cookie: person.cookie },
    onFrame: () => undefined,
    onFault: (fault) => {
      throw fault;
    },
  });
  const client = randomBytes(4).readUInt32BE() as ClientId; // drawn as Yjs draws one
  const root = logRoot(person.userId, client);
  let [clock, lastAt] = [0, 0];
  const write = () => {
    lastAt = Math.max(Date.now(), lastAt + 1);
    const message = { id: mintEventId('message', randomBytes(idBytes)), at: lastAt, text: `${clock}: ${sentence}` };
    socket.send(updateFrame(document, encodeLogMessage({ client, clock: clock++ }, root, message)));
  };
  return {
    write,
    /** At an even pace; what a busy moment held back comes at once. */
    start() {
      const beganMs = performance.now();
      let written = 0;
      const timer = setInterval(() => {
        while (written < ((performance.now() - beganMs) * perSecond) / 1_000) {
          write();
          written++;
        }
      }, 1_000 / perSecond);
      return () => clearInterval(timer);
    },
    close: () => socket.close(),
  };
}

async function typeFor(page: Page): Promise<Measured> {
  const field = page.locator('.composer-text');
  await field.fill('');
  await field.focus();
  await pause(500); // what came before is painted
  await page.evaluate(watchKeys);
  const beganMs = performance.now();
  for (let key = 0; key < keysPerRound; key++) {
    await page.keyboard.press(sentence[key % sentence.length] ?? ' ');
    await pause(Math.max(0, beganMs + (key + 1) * keyEveryMs - performance.now()));
  }
  const tookMs = performance.now() - beganMs;
  await pause(1_000); // entries are told after the paint
  return { ...(await page.evaluate((): Omit<Measured, 'tookMs'> => Reflect.get(window, 'typed')())), tookMs };
}

/** Runs in the page. The keys are counted apart: those whose event took less than 16 ms are not reported. */
function watchKeys(): void {
  const slowMs: number[] = [];
  let [keys, arrived] = [0, 0];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') slowMs.push(entry.duration);
  });
  const options = { type: 'event', durationThreshold: 16 };
  observer.observe(options);
  const count = () => keys++;
  addEventListener('keydown', count, { capture: true });
  const added = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element && node.matches('.row')) arrived++;
    }
  });
  added.observe(document, { subtree: true, childList: true });
  // Without a screen the browser presents nothing new for a while after a key, unless something else moves.
  const mark = document.body.appendChild(document.createElement('i'));
  Object.assign(mark.style, { position: 'fixed', inset: '0 auto auto 0', inlineSize: '1px', blockSize: '1px' });
  let frames = 0;
  const paint = () => {
    mark.style.background = frames++ % 2 === 0 ? 'black' : 'white';
    if (mark.isConnected) requestAnimationFrame(paint);
  };
  paint();
  Reflect.set(window, 'typed', () => {
    mark.remove();
    observer.disconnect();
    added.disconnect();
    removeEventListener('keydown', count, { capture: true });
    return { slowMs, keys, arrived };
  });
}

/** Those that were not reported took less than a frame: they are counted as one. */
function timesOf({ rounds }: Case): Float64Array {
  const times = rounds.flatMap(({ slowMs, keys }) => [
    ...slowMs,
    ...Array.from({ length: Math.max(0, keys - slowMs.length) }, () => frameMs),
  ]);
  return Float64Array.from(times).sort();
}

function withinFrame(one: Case): number {
  const times = timesOf(one);
  return times.filter((ms) => ms <= frameMs).length / times.length;
}

function lineOf(one: Case): string {
  const times = timesOf(one);
  return `p95 ${percentile(times, 0.95)} ms, ${(100 * withinFrame(one)).toFixed(1)} % within a frame`;
}

const shares = [
  { name: 'p50', share: 0.5 },
  { name: 'p95', share: 0.95 },
  { name: 'max', share: 1 },
];

function figuresOf(one: Case): Figure[] {
  const times = timesOf(one);
  const measure = {
    bench: 'typing',
    case: one.name,
    unit: 'ms',
    better: 'lower',
    peer: 'a frame',
    theirs: frameMs,
  } as const;
  return shares.map(({ name, share }) => {
    const ours = percentile(times, share);
    return { ...measure, metric: name, ours, ratio: round(ours / frameMs, 3) };
  });
}

function explanation(version: string): string {
  return `
Measured by Chromium ${version} itself: the duration of each keydown's event timing entry, from when the key's event was made
to the next paint after its listeners ran, which the browser rounds to 8 ms. Keys of less than ${frameMs} ms are not
reported; they are counted as ${frameMs}. A key every ${keyEveryMs} ms goes into the composer. The messages come over the
wire from another person, through the server and its disk, into the conversation on the screen, at its newest row. One
pixel changes with every frame, so that there always is a next paint.
`;
}

function tableOf(cases: readonly Case[]): string {
  const heads = [
    '',
    'keys',
    'rows a second',
    ...shares.map(({ name }) => `${name} ms`),
    'within a frame',
    `p95 ≤ ${frameMs}`,
  ];
  const rows = cases.map((one) => {
    const times = timesOf(one);
    const sum = (of: (round: Measured) => number) => one.rounds.reduce((total, round) => total + of(round), 0);
    const pace = (sum(({ arrived }) => arrived) * 1_000) / sum(({ tookMs }) => tookMs);
    const values = shares.map(({ share }) => percentile(times, share).toFixed(0));
    const verdict = percentile(times, 0.95) <= frameMs ? 'met' : 'MISSED';
    return [
      one.name,
      `${times.length}`,
      pace.toFixed(1),
      ...values,
      `${(100 * withinFrame(one)).toFixed(1)} %`,
      verdict,
    ];
  });
  return formatTable([heads, ...rows]);
}
