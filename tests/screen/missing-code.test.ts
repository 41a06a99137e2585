// Code that comes when it is first used, in a browser that keeps no app: what cannot be had says so, all else goes on, and
// it is there once it can be had.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openMenu, rowOf } from './message-stage.ts';
import { composer, enter, expectAccessible, openBrowser, safeMarks, say } from './pages.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

const code = '**/assets/**';

/** At a conversation with Ben, whose code is here and no other. */
async function begin(browser: Browser, isPhone = false): Promise<{ readonly page: Page; readonly name: string }> {
  const [ada, ben] = await server.people('Ada Example', 'Ben Sample');
  const [me, partner] = [must(ada, 'Ada'), must(ben, 'Ben')];
  const page = await openBrowser(browser, { phone: isPhone });
  await enter(page, me);
  await page.goto(`${server.url}/c/${await me.direct(partner)}`);
  await say(page, partner.name, 'before');
  await expect(safeMarks(page)).toHaveCount(1);
  await page.route(code, (route) => route.abort());
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  return { page, name: partner.name };
}

async function expectSamePage(page: Page): Promise<void> {
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
}

test('a picker or menu whose code cannot be had says so, and comes when it is opened again', async ({ browser }) => {
  const { page, name } = await begin(browser);
  const missing = page.getByRole('dialog', { name: words.missing.title });
  const openPicker = page.getByRole('button', { name: words.emoji.title, exact: true });
  await openPicker.click();
  await expect(missing).toContainText(words.missing.hint);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(missing).toHaveCount(0);
  await expect(openPicker).toBeFocused();
  await rowOf(page, 'before').locator('.row-line').hover();
  await rowOf(page, 'before').getByRole('button', { name: words.conversation.actions }).click();
  await expect(missing).toBeVisible();
  await missing.getByRole('button', { name: words.close }).click();
  await expect(missing).toHaveCount(0);
  await say(page, name, 'meanwhile');
  await expect(safeMarks(page)).toHaveCount(2);

  await page.unroute(code);
  await openPicker.click();
  const picker = page.getByRole('dialog', { name: words.emoji.title });
  await expect(picker.getByRole('gridcell').first()).toBeVisible();
  // With its looks, which came beside it.
  await expect(picker.locator('.emoji-row').first()).toHaveCSS('display', 'grid');
  await page.keyboard.press('Escape');
  await openMenu(page, 'before');
  await expectSamePage(page);
});

test('a screen or a line whose code cannot be had says so, and is tried again', async ({ browser }) => {
  const { page, name } = await begin(browser, true);
  const field = composer(page, name);
  await field.fill('Look @');
  const line = page.locator('.composer').getByRole('alert');
  await expect(line).toContainText(words.missing.hint);
  await expect(field).toBeFocused();
  await field.press('Backspace');
  await expect(line).toHaveCount(0);
  await page.getByRole('link', { name: words.back }).click();
  await page.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: words.contacts.title, exact: true }).click();
  const screen = page.getByRole('alert').filter({ hasText: words.missing.title });
  await expect(screen).toBeVisible();
  await expectAccessible(page);
  await screen.getByRole('link', { name: words.back }).click();
  await expect(screen).toHaveCount(0);
  await page.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: words.contacts.title, exact: true }).click();
  await expect(screen).toBeVisible();
  await page.unroute(code);
  await screen.getByRole('button', { name: words.tryAgain }).click();
  await expect(page.getByText(words.contacts.search)).toBeVisible();
  await expectSamePage(page);
});
