// A conversation of very many chapters on a screen: from its end to its first message and to any day, with a few of them
// in memory. Under LONG_RUN=1 it has 400,000 events, else twelve short chapters.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { en as words } from '../../client/ui/words/en.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Person } from '../kit/person.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { keptOn, openBrowser, texts, untilInstalled } from './pages.ts';
import { takeDocuments, watchDocuments } from './watched-documents.ts';

const isLong = process.env['LONG_RUN'] === '1';
const chapters = isLong
  ? [...Array.from({ length: 97 }, () => 4_096), 2_688]
  : [...Array.from({ length: 11 }, () => 300), 40];
const count = chapters.reduce((sum, one) => sum + one, 0);
const minuteMs = 60_000;
const stepMs = (isLong ? 2 : 20) * minuteMs;
const lastAtMs = Math.floor(Date.now() / minuteMs) * minuteMs - 60 * minuteMs;
const at = (index: number) => lastAtMs - (count - 1 - index) * stepMs;
const minutesPerTest = isLong ? 20 : 3;
/** Six in memory, and one that may still be on its way out; three for a jump. */
const alone = { most: 7, jump: 3 };
/** While the background fetches all the others: a few at a time where the line is slow. */
const whileFetching = { most: alone.most + 4, jump: Infinity };

let server: TestServer;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;

test.beforeAll(async () => {
  test.setTimeout(minutesPerTest * minuteMs);
  const first = await openTestServer();
  const [one, other] = await first.people('Ada Example', 'Ben Sample');
  [ada, ben] = [must(one, 'Ada'), must(other, 'Ben')];
  conversationId = await ada.direct(ben);
  await first.stop();
  const log = openSqliteUpdateLog({ file: join(first.dataDir, 'log.db'), random: randomBytes });
  const people = [ada.userId, ben.userId] as const;
  await plantChapters(log, { conversationId, people, chapters, text: (index) => `line ${index} is short`, at });
  log.close();
  server = await openTestServer({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
});
test.afterAll(() => server.close());

test(`${count} messages: from the end to the first and to a day, with a network and then without one`, async ({
  browser,
}) => {
  test.setTimeout(minutesPerTest * minuteMs);
  const page = await openBrowser(browser);
  await watchDocuments(page.context());
  const [name = '', value = ''] = ada.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/${conversationId}`);
  await untilInstalled(page);
  await walk(page, whileFetching);
  const held = async () => (await keptOn(page)).filter(([key]) => key.startsWith('held/')).length;
  await expect.poll(held, { timeout: minutesPerTest * minuteMs, intervals: [1_000] }).toBe(chapters.length);
  await goToDay(page, Math.floor(count * 0.7), alone.jump);
  await server.stop();
  await page.goto(`${server.url}/c/${conversationId}`);
  await walk(page, alone);
});

async function walk(page: Page, { most, jump }: typeof alone): Promise<void> {
  await expect(lineOf(page, count - 1)).toBeInViewport({ timeout: 20_000 });
  await untilFilled(page);
  await goToDay(page, Math.floor(count * 0.4), jump);
  await page.getByRole('log').press('End');
  await expect(lineOf(page, count - 1)).toBeInViewport({ timeout: 20_000 });
  await scrollToFirst(page);
  expect((await takeDocuments(page)).most).toBeLessThanOrEqual(most);
}

/** What is on hand reaches far enough above the end: nothing more is asked for without a scroll. */
async function untilFilled(page: Page): Promise<void> {
  const isFilled = () => page.getByRole('log').evaluate((box) => box.scrollTop > 3 * box.clientHeight);
  await expect.poll(isFilled, { timeout: 20_000 }).toBe(true);
}

/** By the wheel, from what is on hand to what comes then, chapter after chapter. */
async function scrollToFirst(page: Page): Promise<void> {
  await page.getByRole('log').hover();
  let first = count;
  while (first > 0) {
    await page.mouse.wheel(0, -1_000_000);
    await expect.poll(async () => (await numbers(page))[0], { timeout: 20_000, intervals: [50] }).toBeLessThan(first);
    const shown = await numbers(page);
    first = must(shown[0], 'a row');
    expect(shown).toEqual(shown.map((_, index) => first + index));
  }
  await expect(lineOf(page, 0)).toBeInViewport();
}

/** To the first message of the day of this one. */
async function goToDay(page: Page, index: number, mostOpened: number): Promise<void> {
  const dayOf = (atMs: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(atMs);
  let first = index;
  while (dayOf(at(first - 1)) === dayOf(at(index))) first--;
  await takeDocuments(page);
  await page.getByRole('button', { name: words.conversation.toDay }).click();
  await page.getByLabel(words.conversation.day, { exact: true }).fill(dayOf(at(index)));
  await page.getByRole('button', { name: words.conversation.showDay, exact: true }).click();
  await expect(lineOf(page, first)).toBeInViewport({ timeout: 20_000 });
  expect((await takeDocuments(page)).opened).toBeLessThanOrEqual(mostOpened);
}

async function numbers(page: Page): Promise<number[]> {
  return (await texts(page)).map((text) => Number(/^line (\d+) /.exec(text)?.[1]));
}

function lineOf(page: Page, index: number): Locator {
  return page.locator('.bubble-words', { hasText: new RegExp(`^line ${index} `) });
}
