// Contacts, profiles, who is there and who writes: what people see and press, with a reload and on a second device.
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { openContactsOnly } from '../kit/contacts-only.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, expectAccessible, openBrowser, say, texts, untilInstalled, writeTo } from './pages.ts';

const { contacts, presence, status } = words;
const [ada, ben, cleo] = ['Ada Example', 'Ben Sample', 'Cleo Third'] as const;

let server: TestServer;
let people: readonly Person[];
test.afterEach(() => server.close());

async function begin(opened: Promise<TestServer>): Promise<void> {
  server = await opened;
  people = await server.people(ada, ben, cleo);
}

/** A browser in which this person is signed in. */
async function deviceOf(browser: Browser, name: string, path = '/'): Promise<Page> {
  const page = await openBrowser(browser);
  const person = must(
    people.find((one) => one.name === name),
    name,
  );
  const [key = '', value = ''] = (await person.signInAgain()).cookie.split('=');
  await page.context().addCookies([{ name: key, value, url: server.url }]);
  await page.goto(`${server.url}${path}`);
  await expect(page.getByRole('link', { name: contacts.title }).first()).toBeVisible();
  return page;
}

const idOf = (name: string) => must(people.find((one) => one.name === name)?.userId, name);
const profile = (page: Page, name: string) => page.goto(`${server.url}/people/${idOf(name)}`);
const button = (page: Page, action: string, name: string) =>
  page.getByRole('button', { name: contacts.actOn(action, name) });
const inSection = (page: Page, title: string, name: string): Locator =>
  page.getByRole('region', { name: title }).getByRole('link', { name });

/** Finds somebody in the list of people and opens their profile. */
async function findProfile(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: contacts.title }).first().click();
  await page.getByRole('searchbox', { name: contacts.search }).fill(name);
  await page.getByRole('list', { name: words.people.results }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

async function ask(page: Page, name: string, text: string): Promise<void> {
  await button(page, contacts.request, name).click();
  await page.getByRole('textbox', { name: contacts.firstMessage }).fill(text);
  await page.getByRole('dialog').getByRole('button', { name: contacts.request }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function toPeople(page: Page): Promise<void> {
  await page.goto(`${server.url}/people`);
  await expect(page.getByRole('heading', { name: contacts.title, exact: true })).toBeVisible();
}

test('a request with its first words leads to a conversation; others are declined and withdrawn', async ({
  browser,
}) => {
  await begin(openContactsOnly());
  const mine = await deviceOf(browser, ada);
  await findProfile(mine, ben);
  await expect(mine.getByRole('button', { name: contacts.write })).toHaveCount(0);
  await ask(mine, ben, 'It is about the harbour');
  await expect(mine.getByText(contacts.standing.sent)).toBeVisible();
  const mySecond = await deviceOf(browser, ada, '/people');
  await expect(inSection(mySecond, contacts.sent, ben)).toBeVisible();

  const theirs = await deviceOf(browser, ben);
  await theirs.getByRole('link', { name: contacts.withRequests(1) }).click();
  await expect(theirs.getByText('It is about the harbour')).toBeVisible();
  await theirs.reload();
  await button(theirs, contacts.accept, ada).click();
  await expect(inSection(theirs, contacts.mine, ada)).toBeVisible();
  await expect(theirs.getByRole('link', { name: contacts.title, exact: true }).first()).toBeVisible();
  await expect(inSection(mySecond, contacts.mine, ben)).toBeVisible();
  await theirs.getByRole('link', { name: ada }).first().click();
  await expect.poll(() => texts(theirs)).toEqual(['It is about the harbour']);
  await say(theirs, ada, 'go on');
  await mine.getByRole('button', { name: contacts.write, exact: true }).click();
  await expect.poll(() => texts(mine)).toEqual(['It is about the harbour', 'go on']);

  const third = await deviceOf(browser, cleo);
  await third.getByRole('button', { name: words.frame.newConversation }).first().click();
  await third.getByRole('combobox', { name: words.people.search }).fill(ada);
  const found = third.getByRole('option', { name: ada });
  await expect(found.getByText(presence.online)).toBeAttached();
  await found.click();
  await ask(third, ada, 'from Cleo');
  await toPeople(mine);
  await button(mine, contacts.decline, cleo).click();
  await expect(button(mine, contacts.decline, cleo)).toHaveCount(0);
  await expect(button(third, contacts.request, ada)).toBeVisible();
  await ask(third, ada, 'once more');
  await expect(button(mine, contacts.accept, cleo)).toBeVisible();
  await toPeople(third);
  await button(third, contacts.withdraw, ada).click();
  await expect(button(mine, contacts.accept, cleo)).toHaveCount(0);
  await mine.reload();
  await expect(inSection(mine, contacts.mine, ben)).toBeVisible();
  await expect(button(mine, contacts.accept, cleo)).toHaveCount(0);
});

test('from a profile one is led back to where one came from, and to people where its address was opened', async ({
  browser,
}) => {
  await begin(openTestServer());
  const page = await deviceOf(browser, ada);
  const back = page.getByRole('link', { name: words.back });
  await writeTo(page, ben);
  await page.getByRole('link', { name: ben }).last().click();
  await expect(page.getByRole('heading', { name: ben })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: ben })).toBeVisible();
  await back.click();
  await expect(composer(page, ben)).toBeVisible();
  await findProfile(page, cleo);
  await back.click();
  await expect(page.getByRole('heading', { name: contacts.title, exact: true })).toBeVisible();
  await profile(page, ben);
  await back.click();
  await expect(page.getByRole('heading', { name: contacts.title, exact: true })).toBeVisible();
});

test('two who ask each other offline are contacts once they are back', async ({ browser }) => {
  await begin(openContactsOnly());
  const pages = [await deviceOf(browser, ada), await deviceOf(browser, ben)] as const;
  await findProfile(pages[0], ben);
  await findProfile(pages[1], ada);
  for (const page of pages) {
    await untilInstalled(page);
    await page.context().setOffline(true);
  }
  for (const [page, other] of [
    [pages[0], ben],
    [pages[1], ada],
  ] as const) {
    await ask(page, other, `to ${other}`);
    await expect(page.getByText(contacts.pending)).toBeVisible();
    await page.reload();
    await expect(page.getByText(contacts.standing.sent)).toBeVisible();
    await expect(page.getByText(contacts.pending)).toBeVisible();
  }
  for (const page of pages) await page.context().setOffline(false);
  for (const [page, other] of [
    [pages[0], ben],
    [pages[1], ada],
  ] as const) {
    await expect(page.getByText(contacts.standing.contact)).toBeVisible();
    await page.getByRole('button', { name: contacts.write, exact: true }).click();
    await expect(composer(page, other)).toBeVisible();
    await expect.poll(async () => (await texts(page)).toSorted()).toEqual([`to ${ada}`, `to ${ben}`]);
  }
});

/** Ada and Ben as contacts, with one message between them. */
async function asContacts(browser: Browser): Promise<{ mine: Page; theirs: Page }> {
  const mine = await deviceOf(browser, ada);
  await findProfile(mine, ben);
  await ask(mine, ben, 'before');
  const theirs = await deviceOf(browser, ben, '/people');
  await button(theirs, contacts.accept, ada).click();
  await mine.getByRole('button', { name: contacts.write, exact: true }).click();
  await expect.poll(() => texts(mine)).toEqual(['before']);
  return { mine, theirs };
}

test('who is no contact any more is read and not written to, and a request helps', async ({ browser }) => {
  await begin(openContactsOnly());
  const { mine, theirs } = await asContacts(browser);
  await profile(theirs, ada);
  await button(theirs, contacts.remove, ada).click();
  await theirs.getByRole('dialog').getByRole('button', { name: contacts.remove }).click();
  const closed = mine.getByText(contacts.noMessages['not-contacts'](ben));
  await expect(closed).toBeVisible();
  await expect(composer(mine, ben)).toHaveCount(0);
  await expectAccessible(mine);
  await mine.reload();
  await expect(closed).toBeVisible();
  expect(await texts(mine)).toEqual(['before']);
  await ask(mine, ben, 'again?');
  await expect(mine.getByText(contacts.noMessages.asked(ben))).toBeVisible();
  await theirs.getByRole('link', { name: ada }).first().click();
  await expect(theirs.getByText('again?')).toBeVisible();
  await button(theirs, contacts.accept, ada).click();
  await expect(composer(mine, ben)).toBeVisible();
  await say(mine, ben, 'after');
  await expect.poll(() => texts(theirs)).toEqual(['before', 'after']);
});

test('a block is told to nobody, hides who blocks, and holds requests back', async ({ browser }) => {
  await begin(openContactsOnly());
  const { mine, theirs } = await asContacts(browser);
  const head = mine.locator('.pane-head');
  await expect(head.getByText(presence.online).last()).toBeVisible();
  await profile(theirs, ada);
  await button(theirs, contacts.block, ada).click();
  await theirs.getByRole('dialog').getByRole('button', { name: contacts.block }).click();
  await expect(theirs.getByText(contacts.standing.blocked)).toBeVisible();
  // What Ada sees is what she would see of somebody who is no contact any more, and not there.
  await expect(mine.getByText(contacts.noMessages['not-contacts'](ben))).toBeVisible();
  await expect(head.getByText(presence.online)).toHaveCount(0);
  await ask(mine, ben, 'Are you there?');
  await expect(mine.getByText(contacts.noMessages.asked(ben))).toBeVisible();
  await expect(mine.getByText(/block/i)).toHaveCount(0);
  const theirSecond = await deviceOf(browser, ben, '/people');
  await expect(inSection(theirSecond, contacts.blocked, ada)).toBeVisible();
  await expect(theirSecond.getByText('Are you there?')).toHaveCount(0);
  await theirs.getByRole('link', { name: ada }).first().click();
  await expect(theirs.getByText(contacts.noMessages.blocked(ada))).toBeVisible();
  await theirs.reload();
  await button(theirs, contacts.unblock, ada).click();
  await expect(button(theirs, contacts.accept, ada)).toBeVisible();
  await expect(theirSecond.getByText('Are you there?')).toBeVisible();
});

test('what the server does not do is told at its place, until it was seen', async ({ browser }) => {
  await begin(openContactsOnly());
  const theirs = await deviceOf(browser, ben);
  await findProfile(theirs, cleo);
  const owner = must(people[0], ada);
  await owner.call('POST', '/api/workspace/people/suspend', { userId: idOf(cleo), isSuspended: true });
  await ask(theirs, cleo, 'Are you there?');
  const told = theirs.getByRole('alert').filter({ hasText: contacts.notDone(cleo, words.problem('not-found')) });
  await expect(told).toHaveCount(1);
  await theirs.reload();
  await expect(told).toHaveCount(1);
  await expect(button(theirs, contacts.request, cleo)).toBeVisible();
  await told.getByRole('button', { name: contacts.dismiss }).click();
  await expect(told).toHaveCount(0);
});

test('one sees who is there and who writes, and of a draft in the list', async ({ browser }) => {
  await begin(openTestServer());
  const mine = await deviceOf(browser, ada);
  await writeTo(mine, ben);
  const theirs = await deviceOf(browser, ben);
  await theirs.getByRole('link', { name: ada }).first().click();
  const head = mine.locator('.pane-head');
  await expect(head.getByText(presence.online).last()).toBeVisible();
  await expect(mine.locator('.list-row').getByText(presence.online)).toHaveCount(1);
  await composer(theirs, ada).pressSequentially('I am');
  await expect(head.getByText(presence.writing([ben]))).toBeVisible();
  await expect(mine.locator('.list-row').getByText(presence.writing([ben]))).toBeVisible();
  await expect(head.getByText(presence.writing([ben]))).toHaveCount(0);

  await composer(mine, ben).fill('not yet');
  await head.getByRole('link', { name: ben }).click();
  await expect(mine.getByText(presence.draft('not yet'))).toBeVisible();
  await mine.reload();
  await expect(mine.getByText(presence.draft('not yet'))).toBeVisible();
  await mine.getByRole('link', { name: ben }).first().click();
  await expect(composer(mine, ben)).toHaveValue('not yet');
  await expect(mine.getByText(presence.draft('not yet'))).toHaveCount(0);
});

test('what one says of oneself is seen until it ends, and needs a connection', async ({ browser }) => {
  await begin(openTestServer());
  const theirs = await deviceOf(browser, ben);
  const openStatus = async (page: Page) => {
    await page.getByRole('button', { name: words.frame.menu(ben) }).click();
    await page.getByRole('menuitem', { name: words.frame.status }).click();
    await expect(page.getByRole('dialog', { name: status.title })).toBeVisible();
  };
  const mine = await deviceOf(browser, ada);
  await writeTo(mine, ben);
  const head = mine.locator('.pane-head');
  await expect(head.getByText(presence.online).last()).toBeVisible();
  await openStatus(theirs);
  await expect(theirs.getByRole('radio', { name: status.present })).toBeFocused();
  await theirs.getByRole('radio', { name: status.doNotDisturb }).check();
  await theirs.getByRole('textbox', { name: status.text }).fill('On the ferry');
  await theirs.getByRole('combobox', { name: status.until }).selectOption(status.halfHour);
  await expectAccessible(theirs);
  await theirs.getByRole('button', { name: status.save }).click();
  await expect(theirs.getByRole('dialog')).toHaveCount(0);
  await expect(theirs.getByRole('button', { name: words.frame.menu(ben) })).toBeFocused();
  const shown = presence.withText(presence['do-not-disturb'], 'On the ferry');
  await expect(head.getByText(shown)).toBeVisible();
  await expect(theirs.locator('.strip-me').getByText(presence['do-not-disturb']).first()).toBeAttached();
  await mine.reload();
  await expect(head.getByText(shown)).toBeVisible();

  const theirSecond = await deviceOf(browser, ben);
  await openStatus(theirSecond);
  await expect(theirSecond.getByRole('textbox', { name: status.text })).toHaveValue('On the ferry');
  await expect(theirSecond.getByRole('radio', { name: status.doNotDisturb })).toBeChecked();
  await theirSecond.keyboard.press('Escape');
  await untilInstalled(theirSecond);
  await theirSecond.context().setOffline(true);
  await openStatus(theirSecond);
  await expect(theirSecond.getByText(status.needsConnection)).toBeVisible();

  // It ends while others look: said once more, with an end that is near.
  const person = must(people[1], ben);
  const soon = { availability: 'do-not-disturb', text: 'Back soon', until: Date.now() + 3_000, showsLastSeen: true };
  await person.call('POST', '/api/status', soon);
  await expect(head.getByText(presence.withText(presence['do-not-disturb'], 'Back soon'))).toBeVisible();
  await expect(head.getByText(presence.online, { exact: true }).last()).toBeVisible();
});

test('an answered request leaves the focus where one goes on, and so does one that was not sent', async ({
  browser,
}) => {
  await begin(openContactsOnly());
  const theirs = await deviceOf(browser, ben);
  await findProfile(theirs, ada);
  await ask(theirs, ada, 'May I? '.repeat(20));
  const mine = await deviceOf(browser, ada, '/people');
  await expect(button(mine, contacts.accept, ben)).toBeVisible();
  await button(mine, contacts.decline, ben).click();
  await expect(mine.getByRole('heading', { name: contacts.title, exact: true })).toBeFocused();
  await profile(mine, ben);
  await expect(button(mine, contacts.request, ben)).toBeVisible();
  await button(mine, contacts.request, ben).click();
  await expect(mine.getByRole('textbox', { name: contacts.firstMessage })).toBeFocused();
  await mine.keyboard.press('Escape');
  await expect(button(mine, contacts.request, ben)).toBeFocused();
});
