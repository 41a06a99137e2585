// Who has read, on the screen: shown where both want it, and to nobody of whom one does not.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, enter, expectAccessible, openBrowser, say, untilInstalled } from './pages.ts';
import { ada, ben } from './two-people.ts';

const { delivered, read } = words.conversation;
const { receipts, receiptsWaiting } = words.settings.privacy;
const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;

let server: TestServer;
let [asAda, asBen] = [] as unknown as [Person, Person];
let address: string;
test.beforeEach(async () => {
  server = await openTestServer();
  [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  address = `${server.url}/c/${await asAda.direct(asBen)}`;
});
test.afterEach(() => server.close());

async function lookAt(page: Page, name: string): Promise<void> {
  await page.goto(address);
  await expect(composer(page, name)).toBeVisible();
}

async function openPrivacy(page: Page): Promise<void> {
  await page.goto(`${server.url}/settings/privacy`);
  await expect(page.getByRole('checkbox', { name: receipts })).toBeVisible();
}

const rowOf = (page: Page, text: string) => page.locator('.row', { hasText: text });
const marked = (page: Page, text: string, mark: string) =>
  expect(rowOf(page, text).getByRole('img', { name: mark, exact: true })).toBeVisible();

test('who switches it off with no network, and is killed, shows nobody what they read, and sees nobody reading', async ({
  browser,
}) => {
  const [adaPage, benPage, otherPage] = [
    await openBrowser(browser),
    await openBrowser(browser),
    await openBrowser(browser),
  ];
  await enter(adaPage, asAda);
  await enter(benPage, asBen);
  await enter(otherPage, await asBen.signInAgain());
  for (const page of [adaPage, benPage]) await lookAt(page, page === adaPage ? ben.name : ada.name);
  await say(benPage, ada.name, 'before');
  await marked(benPage, 'before', read);
  await untilInstalled(benPage);
  await openPrivacy(benPage);
  await benPage.context().setOffline(true);
  await benPage.getByRole('checkbox', { name: receipts }).click();
  await expect(benPage.getByText(receiptsWaiting)).toBeVisible();
  await benPage.screenshot({ path: `${pictures}receipts-offline.png` });
  await benPage.reload();
  await expect(benPage.getByRole('checkbox', { name: receipts })).not.toBeChecked();
  await lookAt(benPage, ada.name);
  await marked(benPage, 'before', delivered);
  await benPage.context().setOffline(false);
  await otherPage.goto(`${server.url}/settings/privacy`);
  await expect(otherPage.getByRole('checkbox', { name: receipts })).not.toBeChecked();
  await say(adaPage, ben.name, 'did you read?');
  await expect(rowOf(benPage, 'did you read?')).toBeVisible();
  await otherPage.goto(server.url);
  await expect(otherPage.getByRole('link', { name: /did you read/ })).toBeVisible();
  await expect(otherPage.locator('.list-unread')).toHaveCount(0); // on one's own devices it counts
  await say(benPage, ada.name, 'no');
  await expect(rowOf(adaPage, 'no')).toBeVisible();
  await marked(adaPage, 'did you read?', delivered);
  await marked(benPage, 'no', delivered);
  await adaPage.reload();
  await marked(adaPage, 'did you read?', delivered);
  await openPrivacy(otherPage);
  await otherPage.getByRole('checkbox', { name: receipts }).click();
  await marked(benPage, 'no', read);
  await marked(benPage, 'before', read);
});

test('the setting is told in words, and waits for nobody', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, asAda);
  await openPrivacy(page);
  const box = page.getByRole('checkbox', { name: receipts });
  await expect(box).toBeChecked();
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).not.toBeChecked();
  await expect(page.getByText(receiptsWaiting)).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.screenshot({ path: `${pictures}receipts-320.png` });
});
