// Groups as people see them: three browsers write to each other, roles change what each may do, and who is out is out.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  composer,
  enter,
  expectAccessible,
  openBrowser,
  openFromList,
  say,
  signInAt,
  texts,
  untilInstalled,
  type Newcomer,
} from './pages.ts';

const group = words.groups;
const ada = { name: 'Ada Example', handle: 'ada' };
const ben = { name: 'Ben Sample', handle: 'ben' };
const cleo = { name: 'Cleo Trial', handle: 'cleo' };

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

/** Each in a browser of their own, signed in. */
async function openBrowsers(browser: Browser, ...people: readonly Newcomer[]): Promise<Page[]> {
  const pages: Page[] = [];
  for (const person of await server.people(...people.map(({ name }) => name))) {
    const page = await openBrowser(browser, { dark: pages.length === 2 });
    await enter(page, person);
    pages.push(page);
  }
  return pages;
}

async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: group.pick }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).click();
  await expect(page.getByRole('button', { name: group.unpick(name) })).toBeVisible();
}

async function beginGroup(page: Page, title: string, names: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: words.frame.newConversation }).first().click();
  await page.getByRole('button', { name: group.create }).click();
  await page.getByRole('textbox', { name: group.name }).fill(title);
  for (const name of names) await pick(page, name);
  await page.getByRole('button', { name: group.createNow }).click();
  await expect(composer(page, title)).toBeVisible();
}

const notice = (page: Page, text: string) => page.getByRole('log').locator('.row-notice', { hasText: text });
const member = (page: Page, name: string) =>
  page.getByRole('region', { name: group.members }).getByRole('listitem').filter({ hasText: name });
const roleOf = (page: Page, name: string) => member(page, name).locator('.group-role');

async function openInfo(page: Page): Promise<void> {
  await page.getByRole('link', { name: group.info }).click();
  await expect(page.getByRole('region', { name: group.info })).toBeVisible();
}

const actionsFor = (page: Page, name: string) => page.getByRole('button', { name: group.actionsFor(name) });

async function actOn(page: Page, name: string, action: string): Promise<void> {
  await actionsFor(page, name).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('a group begun offline is written into at once, and three people write in it once it is there', async ({
  browser,
}) => {
  const [ofAda, ofBen, ofCleo] = (await openBrowsers(browser, ada, ben, cleo)) as [Page, Page, Page];
  // Ada's device meets both while there is a network.
  await ofAda.getByRole('button', { name: words.frame.newConversation }).first().click();
  for (const { name } of [ben, cleo]) {
    await ofAda.getByRole('combobox', { name: words.people.search }).fill(name);
    await expect(ofAda.getByRole('option', { name: new RegExp(name) })).toBeVisible();
  }
  await ofAda.keyboard.press('Escape');
  await untilInstalled(ofAda);
  await ofAda.context().setOffline(true);
  await beginGroup(ofAda, 'Harbour office', [ben.name, cleo.name]);
  await say(ofAda, 'Harbour office', 'from the tunnel');
  await expect(ofAda.getByText(words.conversation.pending).first()).toBeVisible();
  await expect(ofAda.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1); // it is on the disk
  await ofAda.reload();
  await expect.poll(() => texts(ofAda)).toEqual(['from the tunnel']);
  await ofAda.context().setOffline(false);

  for (const page of [ofBen, ofCleo]) {
    await openFromList(page, 'Harbour office');
    await expect.poll(() => texts(page)).toEqual(['from the tunnel']);
  }
  await expect(notice(ofBen, group.notice.added(ada.name, null))).toBeVisible();
  await expect(notice(ofBen, group.notice.added(ada.name, cleo.name))).toBeVisible();
  await expect(notice(ofAda, group.notice.began(null, 'Harbour office'))).toBeVisible();
  await say(ofBen, 'Harbour office', 'from Ben');
  await expect.poll(() => texts(ofCleo)).toEqual(['from the tunnel', 'from Ben']);
  await say(ofCleo, 'Harbour office', 'from Cleo');
  const said = ['from the tunnel', 'from Ben', 'from Cleo'];
  for (const page of [ofAda, ofBen, ofCleo]) {
    await expect.poll(() => texts(page)).toEqual(said);
    await page.reload();
    await expect.poll(() => texts(page)).toEqual(said);
  }
  // Each bubble says who wrote it, and so does the list.
  await expect(ofAda.locator('.bubble-author', { hasText: ben.name })).toBeVisible();
  const inList = ofAda.getByRole('region', { name: words.frame.conversations }).getByRole('link', { name: /Harbour/ });
  await expect(inList).toContainText(`${words.list.by(cleo.name)} from Cleo`);
  // What happened is nothing to be read.
  await expect(inList).not.toContainText(words.list.unread(1));
  await expectAccessible(ofAda);
});

test('a role says what one may do, on every device and after a reload, and changes it at once', async ({ browser }) => {
  const [ofAda, ofBen, ofCleo] = (await openBrowsers(browser, ada, ben, cleo)) as [Page, Page, Page];
  await beginGroup(ofAda, 'Yard', [ben.name]);
  await openFromList(ofBen, 'Yard');
  await say(ofAda, 'Yard', 'before');
  await expect.poll(() => texts(ofBen)).toEqual(['before']);

  await openInfo(ofAda);
  await actOn(ofAda, ben.name, group.makeRole.reader);
  await expect(roleOf(ofAda, ben.name)).toHaveText(group.roles.reader);
  await expect(actionsFor(ofAda, ben.name)).toBeFocused();
  const secondOfBen = await openBrowser(browser, { phone: true });
  await signInAt(secondOfBen, server.url, ben);
  await secondOfBen.getByRole('link', { name: /Yard/ }).first().click();
  for (const page of [ofBen, secondOfBen]) {
    await expect(page.getByText(group.readOnly)).toBeVisible();
    await page.reload();
    await expect(page.getByText(group.readOnly)).toBeVisible();
    await expect.poll(() => texts(page)).toEqual(['before']);
    await expect(composer(page, 'Yard')).toHaveCount(0);
    await expect(notice(page, group.notice.made.reader(ada.name, null))).toBeVisible();
  }
  await openInfo(ofBen);
  await expect(roleOf(ofBen, ada.name)).toHaveText(group.roles.owner);
  for (const offered of [group.add, group.changeName, group.addDescription, group.makeLink]) {
    await expect(ofBen.getByRole('button', { name: offered })).toHaveCount(0);
  }
  await expect(ofBen.getByRole('button', { name: group.actionsFor(ada.name) })).toHaveCount(0);
  await ofBen.getByRole('link', { name: words.back, exact: true }).last().click();

  // Made an admin he writes and adds, while the owner is out of his reach.
  await actOn(ofAda, ben.name, group.makeRole.admin);
  await expect(composer(ofBen, 'Yard')).toBeVisible();
  await openInfo(ofBen);
  await ofBen.getByRole('button', { name: group.add, exact: true }).click();
  await expect(ofBen.getByRole('combobox', { name: group.pick })).toBeFocused();
  await expect(ofBen.getByRole('dialog').getByRole('button', { name: group.add })).toBeVisible();
  await pick(ofBen, cleo.name);
  await ofBen.getByRole('button', { name: group.adding(1) }).click();
  await expect(ofBen.getByRole('button', { name: group.add, exact: true })).toBeFocused();
  await expect(roleOf(ofBen, cleo.name)).toHaveText(group.roles.member);
  // His row moves below hers and back: whoever acts on it stays there.
  for (const role of ['reader', 'admin'] as const) {
    await actOn(ofAda, ben.name, group.makeRole[role]);
    await expect(roleOf(ofAda, ben.name)).toHaveText(group.roles[role]);
    await expect(actionsFor(ofAda, ben.name)).toBeFocused();
  }
  await expect(ofBen.getByRole('button', { name: group.actionsFor(ada.name) })).toHaveCount(0);
  await expect(ofCleo.getByRole('link', { name: /Yard/ }).first()).toBeVisible();

  // The last owner hands the group over before she leaves.
  await expect(ofAda.getByText(group.lastOwner)).toBeVisible();
  await actOn(ofAda, ben.name, group.makeRole.owner);
  await ofAda.getByRole('button', { name: group.leave }).click();
  await ofAda.getByRole('dialog').getByRole('button', { name: words.cancel }).click();
  await expect(ofAda.getByRole('button', { name: group.leave })).toBeFocused();
  await ofAda.getByRole('button', { name: group.leave }).click();
  await ofAda.getByRole('dialog').getByRole('button', { name: group.leave }).click();
  await expect(ofAda.getByRole('link', { name: /Yard/ })).toHaveCount(0);
  await expect(member(ofBen, ada.name)).toHaveCount(0);
  await ofBen.getByRole('button', { name: group.add, exact: true }).click();
  await pick(ofBen, ada.name);
  await ofBen.getByRole('button', { name: group.adding(1) }).click();
  await expect(ofBen.getByText(group.leftOut([ada.name]))).toBeVisible();
  await ofBen.getByRole('button', { name: words.link.understood }).click();
  await expect(ofBen.getByText(group.leftOut([ada.name]))).toHaveCount(0);
  await ofAda.reload();
  await expect(ofAda.getByText(words.list.empty).last()).toBeVisible();

  // Whoever looks at it while being removed sees it closed, and after a reload nothing of it.
  await openFromList(ofCleo, 'Yard');
  await expect.poll(() => texts(ofCleo)).toEqual(['before']);
  await expect(ofCleo.locator('.bubble-author', { hasText: ada.name })).toBeVisible(); // she has left
  await composer(ofCleo, 'Yard').fill('half a thought');
  await actOn(ofBen, cleo.name, group.remove);
  await ofBen.getByRole('dialog').getByRole('button', { name: group.remove }).click();
  await expect(ofCleo.getByText(group.closed)).toBeVisible();
  const unsent = ofCleo.getByRole('textbox', { name: words.conversation.unsent });
  await expect(unsent).toHaveValue('half a thought');
  await expect(unsent).not.toBeEditable();
  await expect(ofCleo.locator('.pane-handle')).toHaveText('');
  await expectAccessible(ofCleo);
  await expect.poll(() => texts(ofCleo)).toEqual(['before']);
  await expect(composer(ofCleo, 'Yard')).toHaveCount(0);
  await ofCleo.reload();
  await expect(ofCleo.getByText(words.conversation.unavailable)).toBeVisible();
  expect(await texts(ofCleo)).toEqual([]);
  await expect(unsent).toHaveCount(0);
});

test('name and description change for everybody, also by somebody who is offline, and a refusal stands where it was asked', async ({
  browser,
}) => {
  const [ofAda, ofBen] = (await openBrowsers(browser, ada, ben)) as [Page, Page];
  await beginGroup(ofAda, 'Dock', [ben.name]);
  await openFromList(ofBen, 'Dock');
  await openInfo(ofAda);
  await actOn(ofAda, ben.name, group.makeRole.admin);
  await openInfo(ofBen);
  await expect(ofBen.getByRole('button', { name: group.changeName })).toBeVisible();
  await untilInstalled(ofBen);
  await ofBen.context().setOffline(true);
  await ofBen.getByRole('button', { name: group.changeName }).click();
  await ofBen.getByRole('textbox', { name: group.name }).fill('Dock seven');
  await ofBen.getByRole('button', { name: group.save }).click();
  await expect(ofBen.getByText(group.waits.name('Dock seven'))).toBeVisible();
  await ofBen.getByRole('button', { name: group.addDescription }).click();
  await ofBen.getByRole('textbox', { name: group.description }).fill('Who unloads when.\nAsk Ada.');
  await ofBen.getByRole('button', { name: group.save }).click();
  await expect(ofBen.getByText(group.waits.description)).toBeVisible();
  await ofBen.reload();
  await expect(ofBen.getByText(group.waits.description)).toBeVisible();
  await ofBen.context().setOffline(false);
  for (const page of [ofAda, ofBen]) {
    await expect(page.getByRole('heading', { name: 'Dock seven' })).toBeVisible();
    await expect(page.getByText('Who unloads when.')).toBeVisible();
  }
  await expect(ofBen.getByText(group.waits.description)).toHaveCount(0);
  await expectAccessible(ofBen);

  // What Ben asks for as an admin reaches the server when he is none any more.
  await ofBen.context().setOffline(true);
  await ofBen.getByRole('button', { name: group.changeName }).click();
  await ofBen.getByRole('textbox', { name: group.name }).fill('Mine');
  await ofBen.getByRole('button', { name: group.save }).click();
  await actOn(ofAda, ben.name, group.makeRole.member);
  await expect(roleOf(ofAda, ben.name)).toHaveText(group.roles.member);
  await ofBen.context().setOffline(false);
  const refusal = ofBen.getByText(group.refused(group.whatFailed['rename-group'], words.problem('not-allowed')));
  await expect(refusal).toBeVisible();
  await ofBen.reload();
  await expect(refusal).toBeVisible();
  await ofBen.getByRole('button', { name: words.link.understood }).click();
  await expect(refusal).toHaveCount(0);
  await expect(ofBen.getByRole('heading', { name: 'Dock seven' })).toBeVisible();
});

test('a link lets somebody in after they have signed in, and nobody once it is revoked', async ({ browser }) => {
  const [ofAda, ofBen, ofCleo] = (await openBrowsers(browser, ada, ben, cleo)) as [Page, Page, Page];
  await ofBen.context().close();
  await beginGroup(ofAda, 'Market', []);
  await openInfo(ofAda);
  await ofAda.getByRole('button', { name: group.makeLink }).click();
  const link = await ofAda.getByRole('textbox', { name: group.newLink }).inputValue();
  await expect(ofAda.getByRole('button', { name: /^Revoke the link/ })).toHaveCount(1);

  // Signed out one signs in first and comes back to it.
  const secondOfBen = await openBrowser(browser, { phone: true });
  await secondOfBen.goto(link);
  await secondOfBen.getByRole('textbox', { name: words.account.email, exact: true }).fill(`${ben.handle}@example.test`);
  await secondOfBen.getByLabel(words.account.password, { exact: true }).fill('correct horse ben');
  await secondOfBen.getByRole('button', { name: words.account.signIn }).click();
  await expect(secondOfBen.getByRole('heading', { name: group.join('Market') })).toBeVisible();
  await expect(secondOfBen.getByText(group.joinIntro(group.people(1)))).toBeVisible();
  await secondOfBen.reload();
  await expectAccessible(secondOfBen);
  await secondOfBen.getByRole('button', { name: group.joinNow }).click();
  await expect(composer(secondOfBen, 'Market')).toBeVisible();
  await expect(notice(secondOfBen, group.notice.joined(null))).toBeVisible();
  await say(secondOfBen, 'Market', 'here I am');
  await expect(roleOf(ofAda, ben.name)).toHaveText(group.roles.member);
  await secondOfBen.goto(link);
  await expect(secondOfBen.getByRole('heading', { name: group.alreadyIn('Market') })).toBeVisible();
  await secondOfBen.getByRole('button', { name: group.openGroup }).click();
  await expect.poll(() => texts(secondOfBen)).toEqual(['here I am']);

  // Whoever was taken out is told at once that no link brings them back.
  await actOn(ofAda, ben.name, group.remove);
  await ofAda.getByRole('dialog').getByRole('button', { name: group.remove }).click();
  await expect(member(ofAda, ben.name)).toHaveCount(0);
  await secondOfBen.goto(link);
  await expect(secondOfBen.getByText(group.wasRemoved)).toBeVisible();
  await expect(secondOfBen.getByRole('button', { name: group.joinNow })).toHaveCount(0);

  // Offline the link says that it cannot look, and looks once it can.
  await untilInstalled(ofCleo);
  await ofCleo.context().setOffline(true);
  await ofCleo.goto(link);
  await expect(ofCleo.getByText(words.problem('offline'))).toBeVisible();
  await ofCleo.context().setOffline(false);
  await expect(ofCleo.getByRole('button', { name: group.joinNow })).toBeVisible();
  await ofAda.getByRole('button', { name: /^Revoke the link/ }).click();
  await expect(ofAda.getByText(group.noLinks)).toBeVisible();
  await ofCleo.getByRole('button', { name: group.joinNow }).click();
  await expect(ofCleo.getByText(group.linkInvalid)).toBeVisible();
  await ofCleo.reload();
  await expect(ofCleo.getByText(group.linkInvalid)).toBeVisible();
});

test('everything of a group fits a window of 320 pixels', async ({ browser }) => {
  const [ofAda, ofBen] = (await openBrowsers(browser, ada, ben)) as [Page, Page];
  const title = 'The harbour office and everybody who unloads ships at night';
  await ofAda.setViewportSize({ width: 320, height: 640 });
  await beginGroup(ofAda, title, [ben.name]);
  await expect(notice(ofAda, group.notice.began(null, title))).toBeVisible();
  const fits = () => ofAda.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(await fits()).toBe(true);
  await openInfo(ofAda);
  await expect(member(ofAda, ben.name)).toBeVisible();
  expect(await fits()).toBe(true);
  // Who is in it is shown as being there, leads to their own page, and back one stands where one was.
  await member(ofAda, ben.name).scrollIntoViewIfNeeded();
  await expect(member(ofAda, ben.name)).toContainText(words.presence.online);
  await member(ofAda, ben.name).getByRole('link', { name: ben.name }).click();
  await expect(ofAda.getByRole('heading', { name: ben.name })).toBeVisible();
  await ofAda.goBack();
  await ofAda.getByRole('link', { name: words.back, exact: true }).last().click();
  await expect(ofAda.getByRole('link', { name: group.info })).toBeFocused();
  await openInfo(ofAda);
  const box = ofAda.locator('.group-info');
  expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
  await ofAda.getByRole('button', { name: group.add, exact: true }).click();
  expect(await fits()).toBe(true);
  await ofBen
    .getByRole('link', { name: /harbour/ })
    .first()
    .click();
  await expect(composer(ofBen, title)).toBeVisible();
});
