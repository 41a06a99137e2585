// Signing out on the screen: asked before anything is lost, and told when another device did it.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { expectAccessible, openBrowser, say, texts } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

async function chooseFromMenu(page: Page, item: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Menu of/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function signIn(page: Page, handle: string): Promise<void> {
  await page.getByRole('textbox', { name: words.account.email }).fill(`${handle}@example.test`);
  await page.getByLabel(words.account.password, { exact: true }).fill(`correct horse ${handle}`);
  await page.getByRole('button', { name: words.account.signIn }).click();
}

/** Everything that the browser keeps of anybody. */
function keptIn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return [...databases.map(({ name }) => name ?? ''), ...Object.keys(localStorage)].filter((name) =>
      name.includes('/usr_'),
    );
  });
}

test('asks when something is not sent, stays unless told otherwise, and leaves nothing behind', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, 'sent');
  await expect(adaPage.getByRole('img', { name: words.conversation.waiting })).toHaveCount(0);
  await adaPage.context().setOffline(true);
  await say(adaPage, ben.name, 'one');
  await say(adaPage, ben.name, 'two');

  await chooseFromMenu(adaPage, words.frame.signOut);
  const dialog = adaPage.getByRole('dialog', { name: words.signOut.title });
  await expect(dialog).toContainText(words.signOut.unsent(2));
  await expect(dialog.getByRole('button', { name: words.signOut.stay })).toBeFocused();
  await expectAccessible(adaPage);
  await adaPage.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => texts(adaPage)).toEqual(['sent', 'one', 'two']);

  await adaPage.context().setOffline(false);
  await expect(adaPage.getByRole('img', { name: words.conversation.waiting })).toHaveCount(0);
  expect(await keptIn(adaPage)).not.toEqual([]);
  await chooseFromMenu(adaPage, words.frame.signOut);
  await expect(adaPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
  expect(await keptIn(adaPage)).toEqual([]);

  await signIn(adaPage, ada.handle);
  await adaPage.getByRole('link', { name: ben.name }).first().click();
  await expect.poll(() => texts(adaPage)).toEqual(['sent', 'one', 'two']);
});

test('tells a device that another one signed it out, and what it had not sent', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  const phone = await openBrowser(browser, { phone: true });
  await phone.goto(server.url);
  await signIn(phone, ada.handle);
  await phone.getByRole('link', { name: ben.name }).first().click();
  await say(phone, ben.name, 'on the way');
  await expect.poll(() => texts(adaPage)).toEqual(['on the way']);
  await phone.context().setOffline(true);
  await say(phone, ben.name, 'in the tunnel');

  await chooseFromMenu(adaPage, words.settings.title);
  await adaPage.getByRole('link', { name: words.settings.sections.devices }).click();
  const section = adaPage.getByRole('main');
  await expect(section.getByRole('list', { name: words.devices.title }).getByRole('listitem')).toHaveCount(2);
  await expect(section.getByText(words.devices.thisDevice)).toHaveCount(1);
  await expectAccessible(adaPage);
  await section.getByRole('button', { name: /^Sign out of Chrome/ }).click();
  await expect(section.getByText(words.devices.noOthers)).toBeVisible();

  await phone.context().setOffline(false);
  await expect(phone.getByText(words.account.endedElsewhere(1))).toBeVisible({ timeout: 15_000 });
  expect(await keptIn(phone)).toEqual([]);
  await expectAccessible(phone);
  await phone.reload();
  await expect(phone.getByText(words.account.endedElsewhere(1))).toBeVisible();
  await signIn(phone, ada.handle);
  await expect.poll(() => texts(phone)).toEqual(['on the way']);
});

test('asks somebody whose session ran out for the password only, and goes on', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await adaPage.context().setOffline(true);
  await say(adaPage, ben.name, 'kept');
  await adaPage.context().clearCookies();
  await adaPage.context().setOffline(false);
  await adaPage.getByRole('button', { name: words.link.signInAgain }).click();
  await expect(adaPage.getByRole('textbox', { name: words.account.email })).toHaveValue(`${ada.handle}@example.test`);
  await expect(adaPage.getByLabel(words.account.password, { exact: true })).toBeFocused();
  await expect(adaPage.getByText(words.account.keepsEverything)).toBeVisible();
  await signIn(adaPage, ada.handle);
  await expect.poll(() => texts(benPage)).toEqual(['kept']);
});

test('in one tab signs out the other tab too', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  const other = await adaPage.context().newPage();
  await other.goto(server.url);
  await expect(other.getByRole('link', { name: ben.name }).first()).toBeVisible();
  await chooseFromMenu(adaPage, words.frame.signOut);
  for (const page of [adaPage, other]) {
    await expect(page.getByRole('button', { name: words.account.signIn })).toBeVisible();
  }
  expect(await keptIn(other)).toEqual([]);
});
