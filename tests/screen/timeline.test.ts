// What a long conversation's screen promises: few rows in the page, and a place that holds whatever comes around it.
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { Person } from '../kit/person.ts';
import { plantHistory } from '../kit/plant-history.ts';
import { editAt } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';
import { composer, expectAccessible, openBrowser, stillPlaceOf } from './pages.ts';

const count = 3_000;
const minuteMs = 60_000;
/** Twenty minutes between messages: six weeks in all, ending an hour ago. */
const at = (index: number) => lastAtMs - (count - 1 - index) * 20 * minuteMs;
const lastAtMs = Math.floor(Date.now() / minuteMs) * minuteMs - 60 * minuteMs;
const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;
const arabic = 'صباح الخير، هل وصل العقد الموقّع من العميل؟';

let server: TestServer;
let ada: Person;
let ben: Person;
let conversationId: ConversationId;
let messages: readonly MessageEvent[];

test.beforeAll(async () => {
  const first = await openTestServer();
  const [one, other] = await first.people(
    'Ada Example',
    'Ben Sample, who has a rather long name for a head of this size',
  );
  [ada, ben] = [must(one, 'Ada'), must(other, 'Ben')];
  await ada.direct(ben);
  await first.stop();
  const people = [ada.userId, ben.userId] as const;
  ({ conversationId, messages } = await plantHistory({ dataDir: first.dataDir, people, count, text, at }));
  server = await openTestServer({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
});
test.afterAll(() => server.close());

test('it opens where one had stopped reading, and what one has passed is read on every device', async ({ browser }) => {
  const page = await openAt(browser);
  await expect(
    page.locator('.row', { has: lineOf(page, 1) }).getByText(words.conversation.unreadFromHere),
  ).toBeInViewport();
  await expect(page.locator('.list-unread')).toBeVisible();
  await expect(page).toHaveTitle(/^\(\d+\) Ben/);
  await page.screenshot({ path: `${pictures}timeline-unread.png` });
  await log(page).press('End');
  await expect(page.locator('.list-unread')).toHaveCount(0);
  await expect(page).toHaveTitle(/^Ben/);
  await page.reload();
  await expect(lineOf(page, count - 1)).toBeInViewport();
  const other = await openAt(browser);
  await expect(lineOf(other, count - 1)).toBeInViewport();
  await expect(other.getByText(words.conversation.unreadFromHere)).toHaveCount(0);
});

test('thousands of messages stand in the page by a few rows, the newest first', async ({ browser }) => {
  const page = await openAt(browser);
  await expect(lineOf(page, count - 1)).toBeInViewport();
  expect(await page.locator('.row').count()).toBeLessThan(150);
  await log(page).press('Home');
  await expect(lineOf(page, 0)).toBeInViewport();
  expect(await page.locator('.row').count()).toBeLessThan(150);
  await log(page).press('End');
  await expect(lineOf(page, count - 1)).toBeInViewport();
  await expect(wayToNewest(page)).toBeHidden();
});

for (const { whose, linked, news } of [
  { whose: 'mine', linked: 1_500, news: 1 },
  { whose: 'of somebody else', linked: 1_800, news: 2 }, // it loses its heading where one of theirs comes above it
]) {
  test(`what one reads stays where it is while rows come above and below and change their height: ${whose}`, async ({
    browser,
  }) => {
    const page = await openAt(browser, { path: linkTo(linked) });
    await expect(page.locator('.row-highlighted')).toBeVisible();
    await log(page).hover();
    let top = await firstWholeInView(page);
    while (isOfBen(top) !== (whose !== 'mine')) {
      await page.mouse.wheel(0, 20);
      await stillPlaceOf(lineOf(page, linked));
      top = await firstWholeInView(page);
    }
    const read = lineOf(page, top);
    const before = await stillPlaceOf(read);
    const device = await openDevice(ben);
    const replica = await device.openConversation(conversationId);
    device.write(replica, `late and far above, ${whose}`, at(top - 700) + 1);
    device.write(replica, `late and just above, ${whose}`, at(top - 1) + 1);
    device.write(replica, `late and just below, ${whose}`, at(top) + 1);
    device.write(replica, `new at the end, ${whose}`, Date.now());
    const justAbove = messages.slice(top - 8, top).filter((_, index) => isOfBen(top - 8 + index));
    for (const [index, { id }] of justAbove.entries()) {
      appendEvent(
        replica.doc,
        ben.userId,
        editAt(Date.now() + 1 + index, id, `longer now, ${whose}: ${index}\n`.repeat(9)),
      );
    }
    await device.acknowledged(replica);
    await expect(log(page).getByText(`late and just above, ${whose}`)).toHaveCount(1);
    await expect(log(page).getByText(`longer now, ${whose}: ${justAbove.length - 1}`)).toHaveCount(1);
    await expect(page.getByRole('button', { name: words.conversation.newMessages(news) })).toBeVisible();
    expect(await stillPlaceOf(read)).toBe(before);

    await page.setViewportSize({ width: 1440, height: 500 });
    await expect(read).toBeAttached();
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await stillPlaceOf(read)).toBe(before);
    await page.setViewportSize({ width: 700, height: 900 });
    await expect(read).toBeInViewport();
    await device.close();
  });
}

test('scrolling back by the wheel passes every message, and none twice', async ({ browser }) => {
  const page = await openAt(browser, { path: linkTo(2_000) });
  await expect(page.locator('.row-highlighted')).toBeVisible();
  await log(page).hover();
  const passed = new Set<number>();
  let oldest = 2_000;
  while (oldest > 1_800) {
    const shown = await numbersInView(page);
    expect(shown).toEqual(shown.map((_, index) => must(shown[0], 'a row') + index));
    expect(shown.at(-1)).toBeGreaterThanOrEqual(oldest); // it follows on what was in view before
    for (const number of shown) passed.add(number);
    oldest = Math.min(...shown);
    await page.mouse.wheel(0, -250);
  }
  expect(Math.max(...passed) - Math.min(...passed) + 1).toBe(passed.size);
});

test('the end stays in view while messages arrive and the window shrinks as under a keyboard', async ({ browser }) => {
  const page = await openAt(browser, { phone: true });
  const device = await openDevice(ben);
  const replica = await device.openConversation(conversationId);
  await log(page).press('End');
  await expect(wayToNewest(page)).toBeHidden();
  for (const number of [1, 2, 3]) {
    device.write(replica, `arrives ${number}`, Date.now());
    await expect(log(page).getByText(`arrives ${number}`)).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 390, height: 420 });
  await expect(log(page).getByText('arrives 3')).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 844, height: 390 });
  await expect(log(page).getByText('arrives 3')).toBeInViewport({ ratio: 1 });
  await device.close();
});

test('more than a screen at once waits below a line where it begins', async ({ browser }) => {
  const page = await openAt(browser);
  const device = await openDevice(ben);
  const replica = await device.openConversation(conversationId);
  await log(page).press('End');
  await expect(wayToNewest(page)).toBeHidden();
  device.write(replica, Array.from({ length: 80 }, (_, line) => `line ${line} of a long one`).join('\n'), Date.now());
  await expect(page.getByText(words.conversation.unreadFromHere)).toBeInViewport();
  await expect(log(page).getByText('line 0 of a long one')).toBeInViewport();
  await expect(wayToNewest(page)).toBeVisible();
  await device.close();
});

test('what came late above is told until one has seen it, wherever it stands', async ({ browser }) => {
  const page = await openAt(browser);
  await log(page).press('End');
  const device = await openDevice(ben);
  const replica = await device.openConversation(conversationId);
  device.write(replica, 'on the way for long', at(301) + 1);
  await device.acknowledged(replica);
  const way = page.getByRole('button', { name: /unread messages? further up/ });
  await expect(way).toBeVisible();
  await page.screenshot({ path: `${pictures}timeline-late.png` });
  await way.click();
  await expect(page.locator('.row-highlighted')).toContainText('on the way for long');
  await device.close();
});

test('a link to a message opens there and shows which one it is', async ({ browser }) => {
  const page = await openAt(browser, { path: linkTo(700) });
  await expect(lineOf(page, 700)).toBeInViewport();
  await expect(page.locator('.row-highlighted')).toContainText(text(700));
  await expect(page.locator('.row-highlighted')).toBeFocused();
  await expect(page.locator('.row-highlighted')).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe(`/c/${conversationId}`);
  await page.screenshot({ path: `${pictures}timeline-link.png` });

  // The same from a row, by the keyboard alone, and then in a page that is open.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('menuitem', { name: words.conversation.copyLink }).press('Enter');
  await expect(page.getByRole('menuitem', { name: words.conversation.linkCopied })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}${linkTo(698)}`);
  await log(page).press('End');
  await expect(lineOf(page, 698)).not.toBeAttached();
  await page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, linkTo(698));
  await expect(page.locator('.row-highlighted')).toContainText(text(698));
});

test('a link to a message that is not there says so', async ({ browser }) => {
  const page = await openAt(browser, {
    path: linkTo(700)
      .replace(/@.*/, '@5')
      .replace(/msg_..../, 'msg_zzzz'),
  });
  await expect(page.getByText(words.conversation.messageNotHere)).toBeVisible();
  await expect(log(page).locator('.row').last()).toBeInViewport();
});

test('a date leads to its first message', async ({ browser }) => {
  const page = await openAt(browser);
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at(1_000));
  await page.getByRole('button', { name: words.conversation.toDay }).click();
  await page.getByLabel(words.conversation.day, { exact: true }).fill(day);
  await page.screenshot({ path: `${pictures}timeline-date.png` });
  await page.getByRole('button', { name: words.conversation.showDay, exact: true }).click();
  const first = messages.findIndex(
    (_, index) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at(index)) === day,
  );
  await expect(lineOf(page, first)).toBeInViewport();
  await expect(lineOf(page, first - 1)).not.toBeInViewport();
  await expect(page.locator('.row', { has: lineOf(page, first) }).getByRole('heading')).toBeInViewport();
});

test('the keyboard goes from message to message beyond the rows in the page', async ({ browser }) => {
  const page = await openAt(browser, { path: linkTo(2_300) });
  await expect(page.locator('.row:focus')).toContainText(text(2_300));
  for (let step = 0; step < 200; step++) await page.keyboard.press('ArrowUp');
  // At the oldest message on hand a key leads nowhere until those before it have come: so many are pressed again.
  await expect(async () => {
    const isThere = (await page.locator('.row:focus').innerText()).includes(text(2_100));
    if (!isThere) await page.keyboard.press('ArrowUp');
    expect(isThere).toBe(true);
  }).toPass({ timeout: 20_000 });
  await expect(page.locator('.row:focus')).toBeInViewport({ ratio: 0.95 });
});

test('a message marked as unread has the line above it', async ({ browser }) => {
  const page = await openAt(browser, { path: linkTo(1_200) });
  await expect(page.locator('.row-highlighted')).toBeVisible();
  await page.locator('.row', { has: lineOf(page, 1_201) }).hover();
  const before = await stillPlaceOf(lineOf(page, 1_199));
  await page
    .locator('.row', { has: lineOf(page, 1_201) })
    .getByRole('button', { name: words.conversation.actions })
    .click();
  await page.screenshot({ path: `${pictures}timeline-menu.png` });
  await page.getByRole('menuitem', { name: words.conversation.markUnread }).click();
  await expect(
    page.locator('.row', { has: lineOf(page, 1_201) }).getByText(words.conversation.unreadFromHere),
  ).toBeVisible();
  expect(await stillPlaceOf(lineOf(page, 1_199))).toBe(before);
});

test('a finger that rests on a message offers the same, one that scrolls or taps does not', async ({ browser }) => {
  const page = await openAt(browser, { phone: true, touch: true, path: linkTo(1_200) });
  await expect(page.locator('.row-highlighted')).toBeVisible();
  const menu = page.getByRole('menu');
  await lineOf(page, 1_201).tap();
  await holdFinger(page, lineOf(page, 1_201), { down: 60 });
  await holdFinger(page, lineOf(page, 1_201), {});
  await expect(menu).toHaveCount(1);
  await expect(page.getByRole('menuitem', { name: words.conversation.markUnread })).toBeVisible();
  await page.screenshot({ path: `${pictures}timeline-menu-phone.png` });
});

test('a long conversation is accessible and looks as it should', async ({ browser }) => {
  for (const phone of [false, true]) {
    const page = await openAt(browser, { phone, path: linkTo(1_825) });
    await stillPlaceOf(page.locator('.row-highlighted'));
    await expectAccessible(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.mouse.move(phone ? 200 : 900, 400);
      await whileScrolling(page, async () => {
        await expect(page.locator('.timeline-day')).toBeVisible();
        await page.screenshot({ path: `${pictures}timeline-${phone ? 'phone' : 'wide'}-${colorScheme}.png` });
      });
    }
    await page.context().close();
  }
});

/** What is told of the place one is at stands for a moment after each move only. */
async function whileScrolling(page: Page, look: () => Promise<void>): Promise<void> {
  const looking = { isOver: false };
  const scrolling = (async () => {
    while (!looking.isOver) await page.mouse.wheel(0, -20);
  })();
  try {
    await look();
  } finally {
    looking.isOver = true;
    await scrolling;
  }
}

/** They write in turn, Ada first. */
function isOfBen(index: number): boolean {
  return index % 2 === 1;
}

function text(index: number): string {
  if (index % 17 === 5) return `line ${index} ${arabic}`;
  if (index % 11 === 3) return `line ${index} ${'is about what was agreed last week, and takes some room. '.repeat(4)}`;
  return `line ${index} is short`;
}

function linkTo(index: number): string {
  const { id, at } = must(messages[index], 'a message');
  return `/c/${conversationId}/m/${id}@${at}`;
}

interface Opening {
  readonly path?: string;
  readonly phone?: boolean;
  readonly touch?: boolean;
}

async function openAt(
  browser: Browser,
  { path = `/c/${conversationId}`, phone = false, touch = false }: Opening = {},
): Promise<Page> {
  const page = await openBrowser(browser, { phone, touch });
  const [name = '', value = ''] = ada.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}${path}`);
  await expect(composer(page, ben.name)).toBeVisible();
  return page;
}

function log(page: Page): Locator {
  return page.getByRole('log');
}

function lineOf(page: Page, index: number): Locator {
  return page.locator('.bubble-words', { hasText: new RegExp(`^line ${index} `) });
}

function wayToNewest(page: Page): Locator {
  return page.locator('.timeline-newest');
}

/** Longer than a tap; `down`: the finger moves so many pixels meanwhile. */
async function holdFinger(page: Page, on: Locator, { down = 0 }: { readonly down?: number }): Promise<void> {
  const { x, y } = must(await on.boundingBox(), 'a message in view');
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [{ x: x + 20, y: y + 8 }]);
  if (down > 0) await touch('touchMove', [{ x: x + 20, y: y + 8 + down }]);
  await page.waitForTimeout(600); // a finger takes its time
  await touch('touchEnd', []);
}

function numbersInView(page: Page): Promise<number[]> {
  return log(page).evaluate((box) => {
    const view = box.getBoundingClientRect();
    const rows = [...box.querySelectorAll('.bubble-words')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > view.top && top < view.bottom;
    });
    return rows.flatMap((row) => {
      const number = /^line (\d+) /.exec(row.textContent ?? '')?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  });
}

/** The first message that begins in view: the place of somebody who reads. */
/** The first row of which all is in view but, maybe, who wrote it. */
function firstWholeInView(page: Page): Promise<number> {
  return log(page).evaluate((box) => {
    const first = [...box.querySelectorAll('.row-line')].find((line) => {
      const heading = line.querySelector('.bubble-author')?.getBoundingClientRect().height ?? 0;
      return line.getBoundingClientRect().top + heading >= box.getBoundingClientRect().top;
    });
    return Number(/line (\d+) /.exec(first?.textContent ?? '')?.[1]);
  });
}
