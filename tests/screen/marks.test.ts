// The list as somebody arranges it: pinned, muted, put away, marked as unread, one kind alone; by the mouse, a finger and
// the keys, offline and on another device; and a list of thousands.
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { enter, expectAccessible, openBrowser, openFromList, say, untilInstalled } from './pages.ts';
import { ada, ben } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

const rows = (page: Page) => page.locator('.list-row');
const row = (page: Page, name: string) => rows(page).filter({ has: page.locator('.list-name', { hasText: name }) });
const names = (page: Page) => page.locator('.list-row .list-name').allTextContents();
const item = (page: Page, name: string) => page.getByRole('menuitem', { name });
const filterButton = (page: Page) => page.locator('.list-filter');

/** Ada in the groups Harbour, Yard and Quay, of which Quay came last, and with Ben. */
async function people(): Promise<[Person, Person]> {
  const [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  await asAda.direct(asBen);
  for (const title of ['Harbour', 'Yard', 'Quay']) await makeGroup([asBen, asAda], { title });
  return [asAda, asBen];
}

async function openAda(page: Page, asAda: Person): Promise<void> {
  await enter(page, asAda);
  await expect.poll(() => names(page)).toEqual(['Quay', 'Yard', 'Harbour', ben.name]);
}

async function choose(page: Page, name: string, ...items: readonly string[]): Promise<void> {
  await row(page, name).click({ button: 'right' });
  for (const one of items) await item(page, one).click();
}

async function notify(page: Page, name: string, level: keyof typeof words.list.levels): Promise<void> {
  await choose(page, name, words.list.notice);
  await page.getByRole('menuitemradio', { name: words.list.levels[level] }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

async function show(page: Page, filter: keyof typeof words.list.filters): Promise<void> {
  await filterButton(page).click();
  await page.getByRole('menuitemradio', { name: words.list.filters[filter] }).click();
}

test('what is pinned stands first, offline, after a reload and on another device', async ({ browser }) => {
  const [asAda] = await people();
  const [page, phone] = [await openBrowser(browser), await openBrowser(browser, { phone: true })];
  await openAda(page, asAda);
  await openAda(phone, await asAda.signInAgain());
  await choose(page, 'Harbour', words.list.pin);
  await expect.poll(() => names(phone)).toEqual(['Harbour', 'Quay', 'Yard', ben.name]);
  await untilInstalled(page);
  await page.context().setOffline(true);
  await choose(page, ben.name, words.list.pin);
  await expect.poll(() => names(page)).toEqual(['Harbour', ben.name, 'Quay', 'Yard']);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['Harbour', ben.name, 'Quay', 'Yard']);
  await expect(row(page, ben.name)).toContainText(words.list.pinned);
  await expectAccessible(page);
  await page.context().setOffline(false);
  await expect.poll(() => names(phone)).toEqual(['Harbour', ben.name, 'Quay', 'Yard']);
  await choose(phone, 'Harbour', words.list.unpin);
  await expect.poll(() => names(page)).toEqual([ben.name, 'Quay', 'Yard', 'Harbour']);
});

test('what is muted counts nowhere but in its row, and a mention in it is seen there', async ({ browser }) => {
  const [asAda, asBen] = await people();
  const [page, other] = [await openBrowser(browser), await openBrowser(browser)];
  await openAda(page, asAda);
  await enter(other, asBen);
  await choose(page, 'Harbour', words.list.mute, words.list.muteTimes.workday);
  await expect(row(page, 'Harbour')).toContainText(words.list.muted);
  await openFromList(other, 'Harbour');
  await say(other, 'Harbour', 'one');
  await other.locator('.composer-text').pressSequentially('@Ada');
  await other.getByRole('option', { name: ada.name }).click();
  await other.keyboard.press('Enter');
  await expect(row(page, 'Harbour')).toContainText(words.list.unread(2));
  await expect(row(page, 'Harbour')).toContainText(words.list.mentions(1));
  await expect(row(page, 'Harbour')).toHaveClass(/list-quiet/u);
  await expect(page).not.toHaveTitle(/\(\d/u);
  await notify(page, 'Harbour', 'mentions');
  await expect(page).toHaveTitle(/\(1\)/u);
  await choose(page, 'Harbour', words.list.unmute);
  await notify(page, 'Harbour', 'all');
  await expect(page).toHaveTitle(/\(2\)/u);
});

test('what is put away stands in the archive, until a message in it calls', async ({ browser }) => {
  const [asAda, asBen] = await people();
  const [page, other] = [await openBrowser(browser), await openBrowser(browser)];
  await openAda(page, asAda);
  await enter(other, asBen);
  await openFromList(page, 'Quay');
  await choose(page, 'Quay', words.list.archive);
  await expect.poll(() => names(page)).toEqual(['Yard', 'Harbour', ben.name]);
  await expect(page).not.toHaveURL(/\/c\//u);
  await show(page, 'archived');
  await expect.poll(() => names(page)).toEqual(['Quay']);
  await openFromList(other, 'Quay');
  await say(other, 'Quay', 'here again');
  await expect(page.getByText(words.list.none.archived)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: words.list.showAll }).click();
  await expect.poll(async () => (await names(page))[0]).toBe('Quay');
});

test('one kind of conversations is shown alone, and one that is read there stays until one leaves it', async ({
  browser,
}) => {
  const [asAda] = await people();
  const page = await openBrowser(browser);
  await openAda(page, asAda);
  await show(page, 'personal');
  await expect.poll(() => names(page)).toEqual([ben.name]);
  await show(page, 'groups');
  await expect.poll(() => names(page)).toEqual(['Quay', 'Yard', 'Harbour']);
  await choose(page, 'Yard', words.list.markUnread);
  await expect(row(page, 'Yard')).toContainText(words.list.markedUnread);
  await expect(page).toHaveTitle(/\(1\)/u);
  await show(page, 'unread');
  await expect.poll(() => names(page)).toEqual(['Yard']);
  await openFromList(page, 'Yard');
  await expect(row(page, 'Yard')).not.toContainText(words.list.markedUnread);
  await expect.poll(() => names(page)).toEqual(['Yard']);
  await page.keyboard.press('Escape');
  await expect(page.getByText(words.list.none.unread)).toBeVisible();
});

test('all of it is done by the keys', async ({ browser }) => {
  const [asAda] = await people();
  const page = await openBrowser(browser);
  await openAda(page, asAda);
  await filterButton(page).focus();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(row(page, 'Quay')).toBeFocused({ timeout: 1 });
  }).toPass({ intervals: [1] });
  await page.keyboard.press('End');
  await expect(row(page, ben.name)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(row(page, 'Harbour')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(item(page, words.list.pin)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toEqual(['Harbour', 'Quay', 'Yard', ben.name]);
  await expect(row(page, 'Harbour')).toBeFocused();
  await page.keyboard.press('ContextMenu');
  await item(page, words.list.mute).press('Enter');
  await expect(item(page, words.list.muteTimes.hour)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row(page, 'Harbour')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(rows(page)).not.toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.closest('.list-rows') === null)).toBe(true);
});

test('a finger that rests on a row opens its menu on a phone', async ({ browser }) => {
  const [asAda] = await people();
  const page = await openBrowser(browser, { phone: true, touch: true });
  await openAda(page, asAda);
  const client = await page.context().newCDPSession(page);
  const box = must(await row(page, 'Yard').boundingBox(), 'a row');
  const touchPoints = [{ x: box.x + 80, y: box.y + 20 }];
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await item(page, words.list.archive).click();
  await expect.poll(() => names(page)).toEqual(['Quay', 'Harbour', ben.name]);
  await expect(page).not.toHaveURL(/\/c\//u);
});

test('of a thousand conversations only those around the view are made, and the keys and whoever listens reach all', async ({
  browser,
}) => {
  const [asAda] = (await server.people(ada.name)) as [Person];
  addConversations(server.dataDir, [asAda.userId], 1_000);
  const page = await openBrowser(browser);
  await enter(page, asAda);
  const places = page.locator('.list-rows > li');
  await expect(places.first()).toHaveAttribute('aria-setsize', '1000');
  expect(await places.count()).toBeLessThan(60);
  await rows(page).first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('.list-rows > li:has(:focus)')).toHaveAttribute('aria-posinset', '1000');
  await expect(page.locator('.list-row:focus')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('PageUp');
  await expect(page.locator('.list-row:focus')).toBeInViewport({ ratio: 1 });
  await page.locator('.list-rows').evaluate((list) => list.scrollTo(0, 30_000));
  await expect(page.locator('.list-row:focus')).toHaveCount(1);
  await expect(page.locator('.list-rows > li[aria-posinset="510"]')).toBeInViewport();
  expect(await places.count()).toBeLessThan(60);
});
