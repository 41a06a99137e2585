// What a person sets, on the screen: language and colours of the device, their account, and the people of a workspace.
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { ar } from '../../client/ui/words/ar.ts';
import { de } from '../../client/ui/words/de.ts';
import { en as words, type Words } from '../../client/ui/words/en.ts';
import { complete } from '../../client/ui/words/translation.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { settingsSections, type SettingsSection } from '../../client/ui/settings/sections.ts';
import { plantPeople } from '../kit/plant-people.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  enter,
  expectAccessible,
  expectAccessibleNow,
  inviteFrom,
  openBrowser,
  say,
  setUpLink,
  signInAt,
  signUpThrough,
  untilInstalled,
  writeTo,
} from './pages.ts';

const ada = { name: 'Ada Example', handle: 'ada' };
const ben = { name: 'Ben Sample', handle: 'ben' };
const german = complete(words, de);
const arabic = complete(words, ar);

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

async function openSettings(page: Page, section: SettingsSection, in_: Words = words): Promise<void> {
  await page.goto(`${server.url}/settings/${section}`);
  await expect(page.getByRole('heading', { level: 2, name: in_.settings.sections[section] })).toBeVisible();
}

async function openTwo(browser: Parameters<typeof openBrowser>[0]): Promise<{ adaPage: Page; benPage: Page }> {
  const adaPage = await openBrowser(browser);
  await signUpThrough(adaPage, setUpLink(server), ada);
  const benPage = await openBrowser(browser);
  await signUpThrough(benPage, await inviteFrom(adaPage), ben);
  return { adaPage, benPage };
}

/** The row of one person in the list of those whom one looks after. */
function rowOf(page: Page, name: string) {
  return page.getByRole('list', { name: words.people.results }).getByRole('listitem', { name });
}

/** From the menu of roles in the row of one person. */
async function chooseRole(page: Page, name: string, role: Role): Promise<void> {
  await rowOf(page, name)
    .getByRole('button', { name: /^Role of/ })
    .click();
  await page.getByRole('menuitemradio', { name: words.settings.people.roles[role] }).click();
}

test('a language is chosen before one signs in, shows at once, and is kept without a network', async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto(setUpLink(server));
  const language = (in_: Words) => page.getByRole('combobox', { name: in_.preferences.language });
  await page.getByRole('textbox', { name: words.account.name, exact: true }).fill(ada.name);
  await language(words).selectOption('de');
  await expect(page.getByRole('button', { name: german.account.signUp })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('textbox', { name: german.account.name, exact: true })).toHaveValue(ada.name);
  await language(german).selectOption('en');
  await signUpThrough(page, page.url(), ada);

  await openSettings(page, 'appearance');
  await language(words).selectOption('ar');
  await expect(page.getByRole('heading', { level: 1, name: arabic.settings.title })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
  await untilInstalled(page);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: arabic.settings.title })).toBeVisible();
  await page.getByRole('link', { name: arabic.back }).click();
  await expect(page.getByRole('button', { name: arabic.frame.newConversation }).first()).toBeVisible();
  await page.goto(`${server.url}/settings/appearance`);
  await language(arabic).selectOption('de'); // its words are on the device too
  await expect(page.getByRole('heading', { level: 1, name: german.settings.title })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  await page.context().setOffline(false);
});

test('a browser is met in its own language', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole('button', { name: german.account.signIn })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await context.close();
});

test('the list’s heading is whole in every language, 320 pixels wide', async ({ browser }) => {
  const [person] = await server.people(ada.name);
  for (const [locale, in_] of [
    ['en-GB', words],
    ['de-DE', german],
    ['ar-EG', arabic],
  ] as const) {
    const context = await browser.newContext({ locale, viewport: { width: 320, height: 640 } });
    const [name = '', value = ''] = must(person, 'a person').cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    const page = await context.newPage();
    await page.goto(server.url);
    const heading = page.getByRole('heading', { level: 2, name: in_.frame.conversations });
    await expect(heading).toBeVisible();
    expect(await heading.evaluate((element) => element.scrollWidth <= element.clientWidth), locale).toBe(true);
    await context.close();
  }
});

test('colours follow the choice, in every tab, after a reload, whatever the system wants', async ({ browser }) => {
  const page = await openBrowser(browser);
  await signUpThrough(page, setUpLink(server), ada);
  await openSettings(page, 'appearance');
  const other = await page.context().newPage();
  await other.goto(server.url);
  const schemeOf = (of: Page) => of.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.getByRole('combobox', { name: words.settings.appearance.theme }).selectOption('dark');
  await expect.poll(() => schemeOf(page)).toBe('dark');
  await expect.poll(() => schemeOf(other)).toBe('dark');
  await page.reload();
  await expect(page.getByRole('combobox', { name: words.settings.appearance.theme })).toHaveValue('dark');
  expect(await schemeOf(page)).toBe('dark');
  await page.getByRole('combobox', { name: words.settings.appearance.theme }).selectOption('system');
  await expect.poll(() => schemeOf(page)).toBe('light dark');
});

test('name and handle, e-mail and password are changed, and other devices end with the password', async ({
  browser,
}) => {
  const { adaPage: page } = await openTwo(browser);
  const phone = await openBrowser(browser, { phone: true });
  await signInAt(phone, server.url, ada);

  await openSettings(page, 'profile');
  const handle = page.getByRole('form', { name: words.account.handle });
  await handle.getByRole('textbox').fill('ben');
  await handle.getByRole('button', { name: words.settings.save }).click();
  await expect(handle.getByText(words.problem('handle-taken'))).toBeVisible();
  await handle.getByRole('textbox').fill('ada.lovely');
  await handle.getByRole('button', { name: words.settings.save }).click();
  await expect(handle.getByText(words.settings.saved)).toBeVisible();
  const name = page.getByRole('form', { name: words.account.name });
  await name.getByRole('textbox').fill('Ada Lovely');
  await name.getByRole('button', { name: words.settings.save }).click();
  await expect(name.getByText(words.settings.saved)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: words.account.name })).toHaveValue('Ada Lovely');

  await openSettings(page, 'account');
  const email = page.getByRole('form', { name: words.settings.account.email });
  const current = words.settings.account.current;
  await email.getByRole('textbox', { name: words.settings.account.newEmail }).fill('lovely@example.test');
  await email.getByLabel(current, { exact: true }).fill('not the password');
  await email.getByRole('button', { name: words.settings.account.changeEmail }).click();
  await expect(email.getByText(words.settings.account.currentWrong)).toBeVisible();
  await email.getByLabel(current, { exact: true }).fill('correct horse ada');
  await email.getByRole('button', { name: words.settings.account.changeEmail }).click();
  await expect(email.getByText(words.settings.account.emailNow('lovely@example.test'))).toBeVisible();

  const password = page.getByRole('form', { name: words.account.password });
  await password.getByLabel(current, { exact: true }).fill('correct horse ada');
  await password.getByLabel(words.settings.account.newPassword, { exact: true }).fill('short');
  await password.getByRole('button', { name: words.settings.account.changePassword }).click();
  await expect(password.getByText(words.problem('password-too-short'))).toBeVisible();
  await expect(phone.getByRole('button', { name: words.frame.newConversation }).first()).toBeVisible();
  await password.getByLabel(words.settings.account.newPassword, { exact: true }).fill('a new long password');
  await password.getByRole('button', { name: words.settings.account.changePassword }).click();
  await expect(password.getByText(words.settings.account.passwordChanged)).toBeVisible();
  await expect(phone.getByText(words.account.endedElsewhere(0))).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: words.settings.title })).toBeVisible();
});

test('what one is called and may do follows at once in every tab, and after a time with no network', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwo(browser);
  const tab = await benPage.context().newPage();
  await tab.goto(server.url);
  const menuOf = (name: string) => tab.getByRole('button', { name: words.frame.menu(name) }).first();
  await expect(menuOf(ben.name)).toBeVisible();
  const rename = async (name: string) => {
    await openSettings(benPage, 'profile');
    const form = benPage.getByRole('form', { name: words.account.name });
    await form.getByRole('textbox').fill(name);
    await form.getByRole('button', { name: words.settings.save }).click();
    await expect(form.getByText(words.settings.saved)).toBeVisible();
  };
  await rename('Benedict');
  await expect(menuOf('Benedict')).toBeVisible();

  const invite = tab.getByRole('menuitem', { name: words.frame.invite });
  await menuOf('Benedict').click();
  await expect(tab.getByRole('menuitem', { name: words.settings.title })).toBeVisible();
  await expect(invite).toHaveCount(0);
  await openSettings(adaPage, 'people');
  await chooseRole(adaPage, 'Benedict', 'admin');
  await expect(invite).toBeVisible();

  const phone = await openBrowser(browser, { phone: true });
  await signInAt(phone, server.url, ben);
  await expect(phone.getByRole('button', { name: words.frame.menu('Benedict') }).first()).toBeVisible();
  await phone.context().setOffline(true);
  await rename('Ben again');
  await phone.context().setOffline(false);
  await expect(phone.getByRole('button', { name: words.frame.menu('Ben again') }).first()).toBeVisible();
});

test('settings that stand open change nothing of whoever signs in beside them', async ({ browser }) => {
  const { adaPage: page, benPage } = await openTwo(browser);
  await openSettings(page, 'profile');
  const name = page.getByRole('form', { name: words.account.name });
  await name.getByRole('textbox').fill('Ada Lovely');
  const { cookies } = await benPage.context().storageState();
  await page.context().addCookies(cookies); // as another tab leaves it, in which Ben has signed in
  const refused = name.getByText(words.problem('not-signed-in'));
  const signIn = page.getByRole('button', { name: words.account.signIn }); // once the page has noticed by itself
  const save = name.getByRole('button', { name: words.settings.save });
  await expect(async () => {
    if (await save.isVisible()) await save.click({ timeout: 1_000 });
    await expect(refused.or(signIn)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await benPage.reload();
  await expect(benPage.getByRole('button', { name: words.frame.menu(ben.name) }).first()).toBeVisible();
});

test('without a connection the server’s settings say so, and nothing is lost', async ({ browser }) => {
  const page = await openBrowser(browser);
  await signUpThrough(page, setUpLink(server), ada);
  await untilInstalled(page);
  await page.context().setOffline(true);
  await openSettings(page, 'workspace');
  await expect(page.getByText(words.problem('offline'))).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: words.tryAgain }).click();
  const name = page.getByRole('textbox', { name: words.settings.workspace.name });
  await name.fill('Example Works');
  await page.getByRole('combobox', { name: words.settings.workspace.signUp }).selectOption('open');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: words.settings.save }).click();
  await expect(page.getByText(words.problem('offline'))).toBeVisible();
  await expect(name).toHaveValue('Example Works');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: words.settings.save }).click();
  await expect(page.getByText(words.settings.saved)).toBeVisible();
  const stranger = await openBrowser(browser);
  await stranger.goto(`${server.url}/sign-in`);
  await expect(stranger.getByRole('heading', { name: words.account.signInTo('Example Works') })).toBeVisible();
  await stranger.getByRole('link', { name: words.account.signUp }).click();
  await expect(stranger.getByRole('heading', { name: words.account.signUpIn('Example Works') })).toBeVisible();
});

test('an account is deleted with its password only, and never the last owner’s', async ({ browser }) => {
  const { adaPage, benPage } = await openTwo(browser);
  await writeTo(benPage, ada.name);
  await say(benPage, ada.name, 'my words stay');
  await expect(adaPage.getByText('my words stay').first()).toBeVisible();
  const end = async (page: Page, password: string) => {
    await openSettings(page, 'account');
    const form = page.getByRole('form', { name: words.settings.account.delete });
    await form.getByLabel(words.settings.account.current, { exact: true }).fill(password);
    await form.getByRole('button', { name: words.settings.account.deleteNow }).click();
    return form;
  };
  await expect((await end(adaPage, 'correct horse ada')).getByText(words.problem('last-owner'))).toBeVisible();
  await expect((await end(benPage, 'not my password')).getByText(words.settings.account.currentWrong)).toBeVisible();
  await adaPage.goto(server.url);
  await expect(adaPage.getByText(ben.name).first()).toBeVisible();
  await end(benPage, 'correct horse ben');
  await expect(benPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
  await expect(adaPage.getByText('my words stay').first()).toBeVisible();
  await expect(adaPage.getByText(ben.name)).toHaveCount(0);
});

test('somebody is suspended while they write, is told so, and is let back in', async ({ browser }) => {
  const { adaPage, benPage } = await openTwo(browser);
  await openSettings(adaPage, 'people');
  await rowOf(adaPage, ben.name)
    .getByRole('button', { name: words.settings.people.suspendNamed(ben.name) })
    .click();
  await expectAccessible(adaPage);
  await adaPage.getByRole('dialog').getByRole('button', { name: words.settings.people.suspend, exact: true }).click();
  await expect(rowOf(adaPage, ben.name).getByText(words.settings.people.suspended)).toBeVisible();
  await expect(benPage.getByText(words.account.endedElsewhere(0))).toBeVisible();
  await benPage.getByRole('textbox', { name: words.account.email }).fill('ben@example.test');
  await benPage.getByLabel(words.account.password, { exact: true }).fill('correct horse ben');
  await benPage.getByRole('button', { name: words.account.signIn }).click();
  await expect(benPage.getByText(words.problem('suspended'))).toBeVisible();
  await adaPage.reload();
  await rowOf(adaPage, ben.name)
    .getByRole('button', { name: words.settings.people.letInNamed(ben.name) })
    .click();
  await expect(rowOf(adaPage, ben.name).getByText(words.settings.people.suspended)).toHaveCount(0);
  await signInAt(benPage, server.url, ben);
});

test('roles decide who looks after whom, and a page follows the other', async ({ browser }) => {
  const { adaPage, benPage } = await openTwo(browser);
  plantPeople(server, 60);
  await benPage.goto(`${server.url}/settings/people`);
  await expect(benPage.getByRole('heading', { level: 2, name: words.settings.sections.profile })).toBeVisible();
  await expect(benPage.getByRole('link', { name: words.settings.sections.people })).toHaveCount(0);

  await openSettings(adaPage, 'people');
  const people = adaPage.getByRole('list', { name: words.people.results }).getByRole('listitem');
  await expect(people).toHaveCount(50);
  await adaPage.getByRole('button', { name: words.settings.people.more }).click();
  await expect(people).toHaveCount(62);
  await adaPage.getByRole('textbox', { name: words.settings.people.search }).fill('ben');
  await expect(people).toHaveCount(1);
  await chooseRole(adaPage, ben.name, 'admin');
  await adaPage.getByRole('textbox', { name: words.settings.people.search }).fill('ada');
  await chooseRole(adaPage, ada.name, 'member');
  await adaPage.getByRole('button', { name: words.settings.people.stepDown.member }).click();
  await expect(rowOf(adaPage, ada.name).getByText(words.problem('last-owner'))).toBeVisible();

  await openSettings(benPage, 'people');
  await expect(benPage.getByRole('link', { name: words.settings.sections.workspace })).toHaveCount(0);
  await expect(rowOf(benPage, ada.name).getByRole('button')).toHaveCount(0);
  const planted = words.settings.people.suspendNamed('Planted Person');
  await expect(benPage.getByRole('button', { name: planted }).first()).toBeVisible();
  await expect(benPage.getByRole('button', { name: /^Role of/ })).toHaveCount(0);
});

test('a role is changed on purpose only; an owner is made, and one’s own role given up, after a question', async ({
  browser,
}) => {
  const [owner] = await server.people(ada.name, ben.name);
  const page = await openBrowser(browser);
  await enter(page, must(owner, 'a person'));
  await openSettings(page, 'people');
  const { people } = words.settings;
  const role = (name: string, is: Role) =>
    rowOf(page, name).getByRole('button', { name: people.roleOf(name, people.roles[is]) });
  const choice = (of: Role) => page.getByRole('menuitemradio', { name: people.roles[of] });
  await role(ben.name, 'member').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(role(ben.name, 'member')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(choice('member')).toBeFocused();
  await expect(choice('member')).toBeChecked();
  await expectAccessibleNow(page);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(role(ben.name, 'admin')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(choice('admin')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: people.makeOwnerTitle(ben.name) })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(role(ben.name, 'admin')).toBeFocused();
  await chooseRole(page, ben.name, 'owner');
  await page.getByRole('dialog').getByRole('button', { name: people.makeOwner }).click();
  await expect(role(ben.name, 'owner')).toBeFocused();

  await chooseRole(page, ada.name, 'member');
  await expect(page.getByRole('dialog', { name: people.stepDownTitle })).toBeVisible();
  await page.getByRole('button', { name: words.cancel }).click();
  await expect(role(ada.name, 'owner')).toBeFocused();
  await chooseRole(page, ada.name, 'member');
  await page.getByRole('button', { name: people.stepDown.member }).click();
  await expect(page.getByRole('link', { name: words.settings.sections.people })).toHaveCount(0);
});

test('a link for a forgotten password works once, and an invitation until it is revoked', async ({ browser }) => {
  const { adaPage, benPage } = await openTwo(browser);
  await openSettings(adaPage, 'people');
  await rowOf(adaPage, ben.name)
    .getByRole('button', { name: words.settings.people.resetNamed(ben.name) })
    .click();
  await adaPage.getByRole('button', { name: words.invite.make }).click();
  const link = await adaPage.getByRole('textbox', { name: words.settings.people.resetLink }).inputValue();
  await adaPage.getByRole('dialog').getByRole('button', { name: words.close }).click();
  const invitation = await (async () => {
    const invites = adaPage.getByRole('region', { name: words.settings.invites.title });
    await invites.getByRole('button', { name: words.frame.invite }).click();
    await adaPage.getByRole('button', { name: words.invite.make }).click();
    const made = await adaPage.getByRole('textbox', { name: words.invite.link }).inputValue();
    await adaPage.getByRole('dialog').getByRole('button', { name: words.close }).click();
    await invites.getByRole('button', { name: new RegExp(`^${words.settings.invites.revoke}`) }).click();
    await expect(invites.getByText(words.settings.invites.none)).toBeVisible();
    return made;
  })();

  const anywhere = await openBrowser(browser, { phone: true });
  await anywhere.goto(invitation);
  await expect(anywhere.getByRole('heading', { name: words.account.linkInvalid })).toBeVisible();
  await anywhere.goto(link);
  await expect(anywhere.getByRole('heading', { name: words.resetPassword.title })).toBeVisible();
  expect(anywhere.url()).not.toContain('#');
  await expectAccessible(anywhere);
  await anywhere.reload();
  const choose = async (password: string) => {
    await anywhere.getByLabel(words.settings.account.newPassword, { exact: true }).fill(password);
    await anywhere.getByRole('button', { name: words.settings.account.changePassword }).click();
  };
  await choose('short');
  await expect(anywhere.getByText(words.problem('password-too-short'))).toBeVisible();
  await choose('a new long password');
  await expect(anywhere.getByRole('heading', { name: words.resetPassword.doneTitle })).toBeVisible();
  await expect(benPage.getByText(words.account.endedElsewhere(0))).toBeVisible();
  await anywhere.goto(server.url);
  await anywhere.goto(link);
  await choose('another long password');
  await expect(anywhere.getByText(words.resetPassword.invalid)).toBeVisible();
  await anywhere.getByRole('link', { name: words.account.signIn }).click();
  await anywhere.getByRole('textbox', { name: words.account.email }).fill('ben@example.test');
  await anywhere.getByLabel(words.account.password, { exact: true }).fill('a new long password');
  await anywhere.getByRole('button', { name: words.account.signIn }).click();
  await expect(anywhere.getByRole('button', { name: words.frame.newConversation }).first()).toBeVisible();
  await anywhere.goto(link);
  await expect(anywhere.getByText(words.account.otherAccount(ben.name))).toBeVisible();
});

test('every section is reached by keys, and fits 320 pixels from either side', async ({ browser }) => {
  const page = await openBrowser(browser);
  await signUpThrough(page, setUpLink(server), { name: `Ada ${'Longname'.repeat(6)}`, handle: 'ada' });
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('link', { name: words.back })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: words.shortcuts.title })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const list = page.getByRole('heading', { name: words.frame.conversations });
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('link', { name: words.back })).toBeFocused();
  await page.keyboard.press('Control+Shift+E');
  await expect(page.getByRole('heading', { name: words.contacts.title, exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  await openSettings(page, 'account');
  await page.setViewportSize({ width: 320, height: 640 });
  const beyond = () =>
    page.evaluate(
      () =>
        [document.documentElement, ...document.querySelectorAll('.settings, .settings-open')].filter(
          (element) => element.scrollWidth > element.clientWidth,
        ).length,
    );
  await page.getByRole('link', { name: words.back }).click();
  await page.getByRole('link', { name: words.settings.sections.appearance }).click();
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await page.getByRole('combobox', { name: words.preferences.language }).selectOption('ar');
  for (const section of settingsSections) {
    await openSettings(page, section, arabic);
    await expect(page.getByRole('navigation')).toBeHidden();
    expect(await beyond(), section).toBe(0);
  }
  await page.getByRole('link', { name: arabic.back }).click();
  const links = page.getByRole('navigation').getByRole('link');
  await expect(links).toHaveText(settingsSections.map((section) => arabic.settings.sections[section]));
  await expect(links.last()).toBeFocused();
});
