// The ways in and out: what the forms say, what links do, what a device keeps when a session ends.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, inviteFrom, openBrowser, safeMarks, say, setUpLink, signUpThrough, texts } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('a link’s token leaves the address at once, and a reload keeps it', async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto(setUpLink(server));
  await expect(page.getByRole('button', { name: words.account.signUp })).toBeVisible();
  expect(page.url()).toBe(`${server.url}/set-up`);
  await page.reload();
  await signUpHere(page, ada.handle);
  await expect(page.getByText(words.list.empty).filter({ visible: true })).toBeVisible();
});

test('the form says beside each field what is wrong with it', async ({ browser }) => {
  const owner = await openBrowser(browser);
  await signUpThrough(owner, setUpLink(server), ada);
  const page = await openBrowser(browser);
  await page.goto(await inviteFrom(owner));
  await page.getByRole('button', { name: words.account.signUp }).click();
  const name = page.getByRole('textbox', { name: words.account.name, exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(words.problem('name-invalid'));
  await signUpHere(page, ada.handle);
  const handle = page.getByRole('textbox', { name: words.account.handle });
  await expect(handle).toHaveAccessibleDescription(words.problem('handle-taken'));
  await expect(handle).toBeFocused();
  await handle.fill('ada2');
  await expect(handle).not.toHaveAttribute('aria-invalid');
});

test('a link that was used, is wrong or came without its token says so', async ({ browser }) => {
  const owner = await openBrowser(browser);
  const used = setUpLink(server);
  await signUpThrough(owner, used, ada);
  const page = await openBrowser(browser);
  for (const link of [used, `${server.url}/join#wrong`, `${server.url}/join`]) {
    await page.goto('about:blank');
    await page.goto(link);
    await expect(page.getByRole('heading', { name: words.account.linkInvalid })).toBeVisible();
  }
});

test('an address that means nothing leads home', async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto(`${server.url}/no/such/place`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('signing out hides everything, a wrong password says so, the right one brings it back', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, 'kept');
  await expect(safeMarks(adaPage)).toHaveCount(1);
  await adaPage.getByRole('button', { name: words.frame.menu(ada.name) }).click();
  await adaPage.getByRole('menuitem', { name: words.frame.signOut }).click();
  await expect(adaPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
  await expect(adaPage.getByText('kept')).toHaveCount(0);
  await signInHere(adaPage, 'not the password');
  await expect(adaPage.getByRole('alert')).toHaveText(words.problem('wrong-credentials'));
  await signInHere(adaPage, `correct horse ${ada.handle}`);
  await adaPage.getByRole('link', { name: ben.name }).first().click();
  await expect.poll(() => texts(adaPage)).toEqual(['kept']);
});

test('a session that ended asks to sign in again, and what was written meanwhile is sent then', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await adaPage.context().clearCookies();
  await adaPage.reload();
  await expect(adaPage.getByText(words.link.signedOut)).toBeVisible();
  await say(adaPage, ben.name, 'while signed out');
  await expect(adaPage.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await adaPage.getByRole('button', { name: words.link.signInAgain }).click();
  await signInHere(adaPage, `correct horse ${ada.handle}`);
  await expect.poll(() => texts(benPage)).toEqual(['while signed out']);
  await adaPage.getByRole('link', { name: ben.name }).first().click();
  await expect(composer(adaPage, ben.name)).toBeVisible();
  await expect(safeMarks(adaPage)).toHaveCount(1);
});

test('a bug that keeps the app from opening is told, with what one can do', async ({ browser }) => {
  const page = await openBrowser(browser);
  await signUpThrough(page, setUpLink(server), ada);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
  await page.reload();
  await expect(page.getByRole('heading', { name: words.broken.title })).toBeVisible();
  await expect(page.getByRole('button', { name: words.reload })).toBeVisible();
  await expect(page.getByText('BroadcastChannel is not defined')).toHaveCount(1);
});

async function signUpHere(page: Page, handle: string): Promise<void> {
  await page.getByRole('textbox', { name: words.account.name, exact: true }).fill('Somebody New');
  await page.getByRole('textbox', { name: words.account.handle }).fill(handle);
  await page.getByRole('textbox', { name: words.account.email }).fill('new@example.test');
  await page.getByLabel(words.account.password, { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: words.account.signUp }).click();
}

async function signInHere(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: words.account.email }).fill(`${ada.handle}@example.test`);
  await page.getByLabel(words.account.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.account.signIn }).click();
}
