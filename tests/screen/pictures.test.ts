// Pictures: one is chosen and cut with the keyboard alone, everybody sees it, also with no network, and it goes with whoever leaves.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { pngPicture } from '../kit/sample-pictures.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { enter, expectAccessible, openBrowser, untilInstalled } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

async function signOut(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Menu of/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: words.frame.signOut }).first().click();
}

async function chooseFile(page: Page, buffer = Buffer.from(pngPicture), name = 'me.png'): Promise<void> {
  await page.getByLabel(words.picture.file).setInputFiles({ name, mimeType: 'image/png', buffer });
}

async function openCropping(page: Page): Promise<void> {
  await page.goto(`${server.url}/settings/profile`);
  await page.getByRole('button', { name: words.picture.choose }).click();
  await expect(page.getByRole('heading', { name: words.picture.title })).toBeVisible();
}

const frameOf = (page: Page) => page.getByRole('application', { name: words.picture.frame });
const drawnOn = (frame: Locator) => frame.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
/** What somebody's sign in the list shows: a picture that is loaded. */
const pictureIn = (page: Page, name: string) =>
  page.locator('.list-row', { hasText: name }).locator('img.avatar-picture-loaded');
const keptPictures = (page: Page) =>
  page.evaluate(async () => {
    const all = (await caches.has('pictures')) ? await (await caches.open('pictures')).keys() : [];
    return all.length;
  });

async function setPicture(page: Page): Promise<void> {
  await openCropping(page);
  await chooseFile(page);
  await page.getByRole('button', { name: words.picture.save }).click();
  await expect(page.getByRole('heading', { name: words.picture.title })).toBeHidden();
}

test('a picture is cut with the keyboard, and its sender is back where they were', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await openCropping(adaPage);
  await expect(adaPage.getByRole('button', { name: words.picture.chooseFile })).toBeFocused();
  await expectAccessible(adaPage);
  await chooseFile(adaPage);
  const frame = frameOf(adaPage);
  await expect(frame).toBeFocused();
  const whole = await drawnOn(frame);
  await adaPage.keyboard.press('ArrowRight');
  await expect.poll(() => drawnOn(frame)).not.toBe(whole);
  const moved = await drawnOn(frame);
  await adaPage.keyboard.press('+');
  await expect.poll(() => drawnOn(frame)).not.toBe(moved);
  await expectAccessible(adaPage);
  for (let step = 0; step < 3; step++) await adaPage.keyboard.press('Tab'); // past the zoom and the other file
  await expect(adaPage.getByRole('button', { name: words.picture.save })).toBeFocused();
  await adaPage.keyboard.press('Enter');
  await expect(adaPage.getByRole('button', { name: words.picture.change })).toBeFocused();
  await expect(
    adaPage.getByRole('region', { name: words.picture.mine }).locator('img.avatar-picture-loaded'),
  ).toHaveCount(1);
});

test('a picture is moved by hand and zoomed by wheel', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await openCropping(adaPage);
  await chooseFile(adaPage);
  const frame = frameOf(adaPage);
  const whole = await drawnOn(frame);
  await frame.hover();
  await adaPage.mouse.wheel(0, -400);
  await expect.poll(() => drawnOn(frame)).not.toBe(whole);
  const zoomed = await drawnOn(frame);
  await adaPage.mouse.down();
  await adaPage.mouse.move(300, 300, { steps: 4 });
  await adaPage.mouse.up();
  await expect.poll(() => drawnOn(frame)).not.toBe(zoomed);
});

test('the other sees it at once, after a start with no network, and no more when they have left', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await untilInstalled(benPage);
  await setPicture(adaPage);
  await expect(pictureIn(benPage, ada.name)).toHaveCount(1);
  await expect.poll(() => keptPictures(benPage)).toBe(1);
  await benPage.context().setOffline(true);
  await benPage.reload();
  await expect(pictureIn(benPage, ada.name)).toHaveCount(1);
  await benPage.context().setOffline(false);
  await signOut(benPage);
  await expect(benPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
  expect(await benPage.evaluate(() => caches.has('pictures'))).toBe(false);
});

test('a picture that is taken away gives way to letters, on both sides', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await setPicture(adaPage);
  await expect(pictureIn(benPage, ada.name)).toHaveCount(1);
  await adaPage.getByRole('button', { name: words.picture.remove }).click();
  await expect(pictureIn(benPage, ada.name)).toHaveCount(0);
  await expect(adaPage.getByRole('button', { name: words.picture.choose })).toBeVisible();
});

test('a picture that could not be had stands there once the server is back', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await setPicture(adaPage);
  await expect(pictureIn(benPage, ada.name)).toHaveCount(1);
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await context.addCookies(await benPage.context().cookies());
  const page = await context.newPage();
  let asked = 0;
  await page.route('**/api/pictures/**', async (route) => {
    await route.abort();
    asked++;
  });
  await page.goto(server.url);
  await expect(page.locator('.list-row', { hasText: ada.name })).toBeVisible();
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(page.locator('.list-row img')).toHaveCount(0);
  await page.unroute('**/api/pictures/**');
  await server.stop();
  server = await openTestServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
  await expect(pictureIn(page, ada.name)).toHaveCount(1, { timeout: 60_000 });
  await expect(pictureIn(page, ada.name)).toHaveAttribute('loading', 'lazy'); // far down a list nothing is asked for
  await context.close();
});

test('what is no picture is told in words, and so is what needs a connection', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await openCropping(adaPage);
  const alert = adaPage.getByRole('alert');
  await chooseFile(adaPage, Buffer.from('<svg'), 'me.svg');
  await expect(alert.filter({ hasText: words.picture.problems['not-an-image'] })).toBeVisible();
  await chooseFile(adaPage, Buffer.alloc(30 * 1024 * 1024 + 1), 'huge.png');
  await expect(alert.filter({ hasText: words.picture.problems['file-too-large'] })).toBeVisible();
  await chooseFile(adaPage);
  await expect(frameOf(adaPage)).toBeVisible();
  await adaPage.context().setOffline(true);
  await adaPage.getByRole('button', { name: words.picture.save }).click();
  await expect(alert.filter({ hasText: words.picture.needsConnection })).toBeVisible();
  await adaPage.context().setOffline(false);
  await adaPage.getByRole('button', { name: words.picture.save }).click();
  await expect(pictureIn(benPage, ada.name)).toHaveCount(1);
});

test('a group’s picture is chosen where it is described, seen by everybody, and changed by those who manage it', async ({
  browser,
}) => {
  const [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  const path = `/c/${await makeGroup([asAda, asBen])}/info`;
  const [adaPage, benPage] = [await openBrowser(browser), await openBrowser(browser, { phone: true })];
  await enter(adaPage, asAda);
  await enter(benPage, asBen);
  await adaPage.goto(`${server.url}${path}`);
  await adaPage.getByRole('button', { name: words.picture.choose }).click();
  await chooseFile(adaPage);
  await adaPage.getByRole('button', { name: words.picture.save }).click();
  await expect(adaPage.getByRole('button', { name: words.picture.change })).toBeFocused();
  await expect(pictureIn(benPage, 'Harbour')).toHaveCount(1);
  await expectAccessible(adaPage);

  await benPage.goto(`${server.url}${path}`);
  await expect(benPage.locator('.group-face img.avatar-picture-loaded')).toHaveCount(1);
  await expect(benPage.getByRole('button', { name: words.picture.change })).toHaveCount(0);
  await adaPage.getByRole('button', { name: words.picture.remove }).click();
  await expect(benPage.locator('.group-face img')).toHaveCount(0);
});
