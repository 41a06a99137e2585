// Being led to a message: from a link, in a history of several chapters, also where the next chapter begins right after it.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { Person } from '../kit/person.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { keptOn, openBrowser, untilInstalled } from './pages.ts';

const chapters = [150, 150, 150, 150, 40];
const count = chapters.reduce((sum, one) => sum + one, 0);
const minuteMs = 60_000;
const lastAtMs = Math.floor(Date.now() / minuteMs) * minuteMs - 60 * minuteMs;
const at = (index: number) => lastAtMs - (count - 1 - index) * minuteMs;
/** The last ones of each chapter but the newest. */
const ends = chapters.slice(0, -1).map((_, chapter) => chapters.slice(0, chapter + 1).reduce((a, b) => a + b) - 1);

let server: TestServer;
let ada: Person;
let conversationId: ConversationId;
const ids = new Map<number, string>();

test.beforeAll(async () => {
  const first = await openTestServer();
  const [one, other] = await first.people('Ada Example', 'Ben Sample');
  ada = must(one, 'Ada');
  const ben = must(other, 'Ben');
  conversationId = await ada.direct(ben);
  await first.stop();
  const log = openSqliteUpdateLog({ file: join(first.dataDir, 'log.db'), random: randomBytes });
  const people = [ada.userId, ben.userId] as const;
  await plantChapters(log, { conversationId, people, chapters, text: (index) => `line ${index} is short`, at });
  const through = log.lookThrough([{ conversationId, fromChapter: 1 }]);
  for (let below: number | null = null, isFirst = true; isFirst || below !== null; isFirst = false) {
    const stretch = through({ pieces: [], kinds: [], authors: null, below });
    for (const { id, text } of stretch.messages) ids.set(Number(/\d+/.exec(text)?.[0]), id);
    below = stretch.below;
  }
  log.close();
  server = await openTestServer({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
});
test.afterAll(() => server.close());

for (const index of ends) {
  test(`a link to the last message of a chapter, the ${index + 1}th, leads there and stays there`, async ({
    browser,
  }) => {
    const page = await openAs(browser);
    for (const target of [index, index - 1]) {
      await page.goto(linkTo(target));
      await expectStays(page, target);
    }
    await page.context().close();
  });
}

test('the same where the device holds everything and there is no network', async ({ browser }) => {
  const page = await openAs(browser);
  await page.goto(`${server.url}/c/${conversationId}`);
  await untilInstalled(page);
  const held = async () => (await keptOn(page)).filter(([key]) => key.startsWith('held/')).length;
  await expect.poll(held, { timeout: 60_000, intervals: [500] }).toBe(chapters.length);
  await page.context().setOffline(true);
  for (const target of ends) {
    await page.goto(linkTo(target));
    await expectStays(page, target);
  }
  await page.context().close();
});

function linkTo(index: number): string {
  return `${server.url}/c/${conversationId}/m/${must(ids.get(index), 'an id')}@${at(index)}`;
}

/** In view once the address says that one has been led, and still when nothing more comes. */
async function expectStays(page: Page, index: number): Promise<void> {
  await expect(page).toHaveURL(`${server.url}/c/${conversationId}`, { timeout: 20_000 });
  const line = page.locator('.bubble-words', { hasText: new RegExp(`^line ${index} `) });
  await expect(line).toBeInViewport();
  await expect(page.locator('.bubble-words', { hasText: new RegExp(`^line ${index + 1} `) })).toBeAttached();
  const below = () => page.getByRole('log').evaluate((box) => box.scrollHeight - box.scrollTop - 2 * box.clientHeight);
  await expect.poll(below, { message: 'what follows is on hand' }).toBeGreaterThan(0);
  await expect(line).toBeInViewport();
}

async function openAs(browser: Browser): Promise<Page> {
  const page = await openBrowser(browser);
  const [name = '', value = ''] = ada.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  return page;
}
