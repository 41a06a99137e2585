// The bench of the list: how many frames are late while somebody scrolls through all of it as fast as a wheel turns, with
// as few conversations as fill the screen some times over, and with thousands. And what one change of a row costs there.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { openTestServer } from '../kit/test-server.ts';
import { formatTable, percentile, round, type Figure } from './figures.ts';
import { giveCookie, makeProfile } from './history/profile.ts';

export interface ListBenchOptions {
  /** Each scrolls down the list and up again. */
  readonly rounds: number;
}

const counts = [100, 1_000, 5_000];
const framesEachWay = 300;
const pixelsEachFrame = 240;
/** Frames of a screen that shows sixty a second come 16.7 ms apart; a browser's clock is a little off. */
const lateMs = 17.7;
const twiceLateMs = 34;

interface Measured {
  readonly count: number;
  readonly gapsMs: readonly number[];
  readonly rowsMade: number;
  /** From a press that pins the first row until the frame that shows it. */
  readonly changesMs: readonly number[];
}

export async function benchList({ rounds }: ListBenchOptions): Promise<void> {
  const all: Measured[] = [];
  let version = 'unknown';
  for (const count of counts) {
    const server = await openTestServer();
    const [ada, ben] = await server.people('Ada', 'Ben');
    const [me, other] = [must(ada, 'Ada'), must(ben, 'Ben')];
    addConversations(server.dataDir, [me.userId, other.userId], count);
    const profile = await makeProfile();
    const page = await profile.start();
    version = page.context().browser()?.version() ?? version;
    await giveCookie(page, server.url, me.cookie);
    await page.goto(server.url);
    await page.locator(`.list-rows > li[aria-setsize="${count}"]`).first().waitFor({ timeout: 120_000 });
    await pause(10_000); // what is fetched in the background is not what is measured
    all.push(await measure(page, { count, rounds }));
    await page.context().close();
    await profile.remove();
    await server.close();
    console.error(lineOf(must(all.at(-1), 'what was measured')));
  }
  for (const figure of all.flatMap(figuresOf)) console.log(JSON.stringify(figure));
  console.log(
    `In Chromium ${version}, ${framesEachWay} frames of ${pixelsEachFrame} pixels each way, ${rounds} rounds.`,
  );
  const head = ['conversations', 'rows made', 'frames', 'p50', 'p95', 'over 16.7 ms', 'over 33 ms', 'a pin, p95'];
  console.log(formatTable([head, ...all.map(rowOf)]));
}

async function measure(page: Page, { count, rounds }: { count: number; rounds: number }): Promise<Measured> {
  const [gapsMs, changesMs]: [number[], number[]] = [[], []];
  await page.evaluate(scroll, [framesEachWay, pixelsEachFrame] as const); // what is compiled late is compiled now
  for (let number = 0; number < rounds; number++) {
    gapsMs.push(...(await page.evaluate(scroll, [framesEachWay, pixelsEachFrame] as const)));
  }
  const rowsMade = await page.locator('.list-rows > li').count();
  for (let number = 0; number < rounds * 4; number++) {
    await page.locator('.list-row').first().focus();
    await page.keyboard.press('Shift+F10');
    await page.locator('.choice-menu [role=menuitem]').first().waitFor();
    changesMs.push(await page.evaluate(pressFirst));
  }
  return { count, gapsMs, rowsMade, changesMs };
}

/** Runs in the page: how far apart the frames were. */
async function scroll([frames, pixels]: readonly [number, number]): Promise<number[]> {
  const list = document.querySelector('.list-rows');
  const gapsMs: number[] = [];
  if (list === null) return gapsMs;
  list.scrollTop = 0;
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames * 2; frame++) {
    list.scrollTop += frame < frames ? pixels : -pixels;
    const now = await new Promise(requestAnimationFrame);
    gapsMs.push(now - before);
    before = now;
  }
  return gapsMs;
}

/** Runs in the page: from the press on the menu's first item, which pins or unpins, to the task after the next frame. */
function pressFirst(): Promise<number> {
  const item = document.querySelector<HTMLElement>('.choice-menu [role=menuitem]');
  const fromMs = performance.now();
  item?.click();
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - fromMs)));
  });
}

function over(gapsMs: readonly number[], limitMs: number): number {
  return gapsMs.filter((gapMs) => gapMs > limitMs).length;
}

function at(values: readonly number[], share: number): number {
  return round(percentile(Float64Array.from(values).sort(), share), 1);
}

function rowOf({ count, gapsMs, rowsMade, changesMs }: Measured): string[] {
  return [
    ...[String(count), String(rowsMade), String(gapsMs.length), `${at(gapsMs, 0.5)} ms`, `${at(gapsMs, 0.95)} ms`],
    ...[String(over(gapsMs, lateMs)), String(over(gapsMs, twiceLateMs)), `${at(changesMs, 0.95)} ms`],
  ];
}

function lineOf(measured: Measured): string {
  return rowOf(measured).join(' · ');
}

function figuresOf({ count, gapsMs, changesMs }: Measured): Figure[] {
  const figure = (metric: string, unit: string, ours: number): Figure => ({
    ...{ bench: 'list', case: `${count} conversations`, metric, unit, better: 'lower', ours },
    ...{ peer: 'a frame', theirs: 16.7, ratio: round(ours / 16.7, 3) },
  });
  return [
    figure('frame p95', 'ms', at(gapsMs, 0.95)),
    figure('frames over 33 ms', 'share', round(over(gapsMs, twiceLateMs) / gapsMs.length, 4)),
    figure('pin p95', 'ms', at(changesMs, 0.95)),
  ];
}
