// The index of a device in its worker, as a browser runs it: with no server, after a restart, and in whichever tab is left.
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, enter, openBrowser, openFromList, untilInstalled } from './pages.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

async function openAda(page: Page): Promise<void> {
  const [ada, ben] = await server.people('Ada Example', 'Ben Sample');
  await must(ada, 'Ada').direct(must(ben, 'Ben'));
  await enter(page, must(ada, 'Ada'));
  await untilInstalled(page);
}

async function write(page: Page, text: string): Promise<void> {
  const field = composer(page, 'Ben Sample');
  await field.fill(text);
  await field.press('Enter');
  await expect(field).toHaveValue('');
}

async function lookFor(page: Page, text: string): Promise<void> {
  await expect(page.locator('.frame')).toBeVisible(); // nobody hears a key before
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox').fill(text);
}

const found = (page: Page) => page.locator('.found-row');

test('what was said is found with no server, before and after a restart of the page', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  await openFromList(page, 'Ben Sample');
  await write(page, 'Der Schlüssel liegt in Köln');
  await write(page, '私は東京に住む');
  await page.context().setOffline(true);
  await server.stop();
  await write(page, 'another Schlüssel, written offline');
  await lookFor(page, 'schlussel');
  await expect(found(page)).toHaveCount(2);
  await page.reload();
  await lookFor(page, '京');
  await expect(found(page)).toHaveCount(1);
  await page.getByRole('searchbox').fill('hlusse offline');
  await expect(page.locator('.found-mark')).toHaveText(['hlüsse', 'offline']);
});

test('when the tab that has the index is closed, another one goes on', async ({ browser }) => {
  const first = await openBrowser(browser);
  await openAda(first);
  await openFromList(first, 'Ben Sample');
  await write(first, 'the lighthouse keeper');
  await lookFor(first, 'lighthouse');
  await expect(found(first)).toHaveCount(1);
  const second = await first.context().newPage();
  await second.goto(server.url);
  await first.context().setOffline(true);
  await lookFor(second, 'lighthouse');
  await expect(found(second)).toHaveCount(1);
  await first.close();
  await second.getByRole('searchbox').fill('keep');
  await expect(found(second)).toHaveCount(1);
});
