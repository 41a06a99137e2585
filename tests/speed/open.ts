// The bench of opening: what a conversation costs that is on this device's disk and not in memory, by how long it is and
// by how full its newest chapter is. From the press in the list to its last message painted, in a real browser.
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { chapterLimits } from '../../shared/conversation/chapters.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openTestServer } from '../kit/test-server.ts';
import { formatTable, median, ratioOf, round, type Figure } from './figures.ts';
import { fillDevice, startQuiet } from './history/filled-device.ts';
import { giveCookie, makeProfile } from './history/profile.ts';
import { makeTexts, makeTimes } from './history/text.ts';
import { switchTo, watchSwitches } from './history/watched-switch.ts';
import { makeWorkspace, type Positions, type Talk, type Workspace } from './history/workspace.ts';

export interface OpenBenchOptions {
  readonly rounds: number;
}

/** By the full chapters before the newest. */
const sizes = [
  { name: '4,000', full: 1 },
  { name: '40,000', full: 9 },
  { name: '400,000', full: 97 },
];
/** How full the newest chapter is, in hundredths. */
const fills = [1, 50, 99];
/** Newer ones, so that none of those that are measured is kept open in the background. */
const others = 40;
const aim = 1.25;
const dayMs = 24 * 3_600_000;

interface Sample {
  readonly size: number;
  readonly fill: number;
  readonly ms: number;
}

export async function benchOpen({ rounds }: OpenBenchOptions): Promise<void> {
  const workspace = await makeWorkspace(sizes.length + others);
  await workspace.write(async (log) => {
    for (const [index, { conversationId, people }] of workspace.talks.slice(sizes.length).entries()) {
      const count = 30;
      const words = { text: makeTexts(sizes.length + index), at: makeTimes(count, 0) };
      await plantChapters(log, { conversationId, people, chapters: [count], ...words });
    }
  });
  const profile = await makeProfile();
  const samples: Sample[] = [];
  let port = 0;
  for (const fill of fills) {
    const positions = await fillNewest(workspace, fill);
    const server = await openTestServer({ dataDir: workspace.dataDir, port });
    port = Number(new URL(server.url).port);
    const page = await profile.start();
    await watchSwitches(page.context());
    await giveCookie(page, server.url, workspace.cookie);
    await fillDevice(page, server.url, positions);
    for (let number = 1; number <= rounds; number++) {
      for (const step of sizes.keys()) {
        const size = (step + number) % sizes.length; // none comes always first
        samples.push({ size, fill, ms: await openOne(page, server.url, { workspace, size, fill }) });
      }
      console.error(`${fill} % · round ${number}: ${lineOf(samples.slice(-sizes.length))}`);
    }
    await page.context().close();
    await server.stop();
  }
  await profile.remove();
  await workspace.remove();
  for (const figure of figuresOf(samples)) console.log(JSON.stringify(figure));
  console.log(`\nMedian of ${rounds} openings from the disk, worst in brackets, in ms.\n\n${tableOf(samples)}`);
}

/** So many messages are in the newest chapter when it is so full. */
function countAt(fill: number): number {
  return Math.round((chapterLimits.entries * fill) / 100);
}

function totalOf(size: number, fill: number): number {
  return must(sizes[size], 'a size').full * chapterLimits.entries + countAt(fill);
}

function talkOf({ talks }: Workspace, size: number): Talk {
  return must(talks[size], 'a conversation');
}

/** Older than the others, and of one time: all end when the last fill is written. */
function wordsOf(size: number) {
  return { text: makeTexts(size), at: makeTimes(totalOf(size, Math.max(...fills)), dayMs) };
}

function fillNewest(workspace: Workspace, fill: number): Promise<Positions> {
  const before = fills[fills.indexOf(fill) - 1];
  return workspace.write(async (log) => {
    for (const [size, { full }] of sizes.entries()) {
      const talk = { ...talkOf(workspace, size), ...wordsOf(size) };
      if (before === undefined) {
        const chapters = [...Array.from({ length: full }, () => chapterLimits.entries), countAt(fill)];
        await plantChapters(log, { ...talk, chapters });
      } else {
        const goOn = { chapter: full + 1, messages: totalOf(size, before) };
        await plantChapters(log, { ...talk, goOn, chapters: [countAt(fill) - countAt(before)] });
      }
    }
  });
}

interface Asked {
  readonly workspace: Workspace;
  readonly size: number;
  readonly fill: number;
}

async function openOne(page: Page, url: string, { workspace, size, fill }: Asked): Promise<number> {
  await startQuiet(page, url);
  const last = makeTexts(size)(totalOf(size, fill) - 1);
  const { ms, documents } = await switchTo(page, talkOf(workspace, size).conversationId, last);
  if (documents === 0) throw new Error('the conversation was in memory before');
  return ms;
}

function lineOf(samples: readonly Sample[]): string {
  return samples.map(({ size, ms }) => `${sizes[size]?.name} ${round(ms, 0)} ms`).join(', ');
}

function timesOf(samples: readonly Sample[], size: number, fill: number): number[] {
  return samples.filter((sample) => sample.size === size && sample.fill === fill).map(({ ms }) => ms);
}

function figuresOf(samples: readonly Sample[]): Figure[] {
  return fills.flatMap((fill) => {
    const base = median(timesOf(samples, 0, fill));
    return sizes.slice(1).map(({ name }, index): Figure => {
      const ours = median(timesOf(samples, index + 1, fill));
      const measure = { metric: 'last message painted', unit: 'ms', better: 'lower' } as const;
      const values = { ours: round(ours, 1), peer: '4,000 events', theirs: round(base, 1), ratio: ratioOf(ours, base) };
      return { bench: 'open', case: `${name} events, newest chapter ${fill} % full`, ...measure, ...values };
    });
  });
}

function tableOf(samples: readonly Sample[]): string {
  const heads = ['newest chapter', ...sizes.map(({ name }) => `${name} events`), '400,000 is', 'aim'];
  const rows = fills.map((fill) => {
    const times = sizes.map((_, size) => timesOf(samples, size, fill));
    const cells = times.map((some) => `${median(some).toFixed(0)} (${Math.max(...some).toFixed(0)})`);
    const ratio = ratioOf(median(times.at(-1) ?? []), median(times[0] ?? []));
    return [`${fill} % full`, ...cells, `× ${ratio.toFixed(2)}`, `≤ ${aim} ${ratio <= aim ? 'met' : 'MISSED'}`];
  });
  return formatTable([heads, ...rows]);
}
