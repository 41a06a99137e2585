// The quick switcher and the keys of the frame, by the keyboard alone: online, offline and after a reload.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import type { UserId } from '../../shared/ids.ts';
import { freshCommandId, freshGroupId } from '../kit/group-acts.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  composer,
  expectAccessible,
  openBrowser,
  openFromList,
  say,
  setUpLink,
  signInAt,
  signUpThrough,
  untilInstalled,
  writeTo,
  texts,
} from './pages.ts';
import { ada, ben } from './two-people.ts';

const dora = { name: 'Dóra Példa', handle: 'dora' };
const cem = { name: 'Cem Örnek', handle: 'cem' };

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

/** Ada, in a conversation with each of the others but the last, the one with Dóra used last. */
async function openAda(page: Page): Promise<void> {
  await signUpThrough(page, setUpLink(server), ada);
  for (const { name, handle } of [ben, dora, cem]) {
    const response = await page.request.post(`${server.url}/api/invites`, {
      data: {},
      headers: { origin: server.url },
    });
    const { token } = (await response.json()) as { token: string };
    const account = { name, handle, email: `${handle}@example.test`, password: `correct horse ${handle}` };
    const headers = { origin: server.url, 'content-type': 'application/json' };
    const body = JSON.stringify({ ...account, token });
    await fetch(`${server.url}/api/sign-up`, { method: 'POST', headers, body });
  }
  for (const { name } of [ben, dora]) {
    await writeTo(page, name);
    await say(page, name, `hello ${name}`);
    await expect.poll(() => texts(page)).toEqual([`hello ${name}`]);
  }
}

const field = (page: Page) => page.getByRole('combobox', { name: words.switcher.field });
const chosen = (page: Page) => page.locator('[role=option][aria-selected=true]');

test('letters and Enter lead to a conversation, while one types, offline and after a reload', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  await composer(page, dora.name).fill('half a sentence');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await expect(page.getByRole('option')).toHaveText([new RegExp(dora.name), new RegExp(ben.name)]);
  await expectAccessible(page);

  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toContainText(ben.name);
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await chosen(page).getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await expect(composer(page, ben.name)).toBeFocused();

  await untilInstalled(page);
  await page.context().setOffline(true);
  await page.reload();
  await expect(composer(page, ben.name)).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('pelda');
  await expect(chosen(page)).toContainText(dora.name);
  await page.keyboard.press('Enter');
  await expect(composer(page, dora.name)).toHaveValue('half a sentence');
});

test('Escape gives the focus back, and nothing found is said', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  const button = page.getByRole('button', { name: words.switcher.button }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('xyzzy');
  await expect(page.getByRole('status').filter({ hasText: words.switcher.none('xyzzy') })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();

  // Whom one has met in a group alone is there with the letters, also with no network.
  const headers = { origin: server.url };
  const answer = await page.request.get(`${server.url}/api/people?query=cem`);
  const { people } = (await answer.json()) as { people: { userId: UserId }[] };
  const userIds = people.map(({ userId }) => userId);
  const made = { kind: 'create-group', conversationId: freshGroupId(), title: 'Yard', userIds, history: 'all' };
  await page.request.post(`${server.url}/api/commands`, {
    data: { commandId: freshCommandId(), command: made },
    headers,
  });
  await expect(page.getByRole('link', { name: /Yard/ }).first()).toBeVisible();
  await page.context().setOffline(true);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('cem');
  await page.keyboard.press('Enter');
  await expect(composer(page, cem.name)).toBeVisible();
});

test('somebody without a conversation is found, and one begins', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('cem');
  await expect(chosen(page)).toContainText(cem.name);
  await page.keyboard.press('Enter');
  await expect(composer(page, cem.name)).toBeFocused();
  await page.keyboard.type('first words');
  // A conversation that is still opening says so, and takes the words at the next Enter.
  await expect(async () => {
    await page.keyboard.press('Enter');
    expect(await texts(page)).toEqual(['first words']);
  }).toPass();
});

test('Enter before the server has answered opens whom it names', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  let letThrough = () => {};
  const isHeld = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/api/people?**', async (route) => {
    await isHeld;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('cem');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: words.switcher.looking })).toBeVisible();
  letThrough();
  await expect(composer(page, cem.name)).toBeFocused();
});

test('a message that comes in moves rows, and Enter takes the one that was marked', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  const benPage = await openBrowser(browser);
  await signInAt(benPage, server.url, ben);
  await openFromList(benPage, ada.name);
  await page.keyboard.press('Control+k');
  await expect(chosen(page)).toContainText(dora.name);
  await say(benPage, ada.name, 'to the top');
  await expect(page.getByRole('option').first()).toContainText(ben.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(composer(page, dora.name)).toBeVisible();

  await page.getByRole('button', { name: words.frame.newConversation }).first().click();
  await page.getByRole('button', { name: words.groups.create }).click();
  await page.getByRole('combobox', { name: words.groups.pick }).press('ArrowDown');
  await expect(page.locator('.picker-active')).toContainText(dora.name);
  await say(benPage, ada.name, 'once more');
  await expect(page.getByText(words.list.unread(2))).toBeAttached();
  await page.getByRole('combobox', { name: words.groups.pick }).press('Enter');
  await expect(page.getByRole('button', { name: words.groups.unpick(dora.name) })).toBeVisible();
});

test('the keys of the frame lead on, and none that writes acts while one writes', async ({ browser }) => {
  const page = await openBrowser(browser);
  await openAda(page);
  await page.keyboard.press('Alt+ArrowDown');
  await expect(composer(page, ben.name)).toBeFocused();
  await page.keyboard.type('why?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+ArrowUp');
  await expect(composer(page, ben.name)).toHaveValue('why?');
  await composer(page, ben.name).blur();
  await page.keyboard.press('Escape');
  await expect(page.getByText(words.list.chooseTitle)).toBeVisible();
  const list = page.getByRole('region', { name: words.frame.conversations });
  await expect(list.getByRole('link', { name: ben.name })).toBeFocused();

  const benPage = await openBrowser(browser);
  await benPage.goto(`${server.url}/sign-in`);
  await benPage.getByRole('textbox', { name: words.account.email, exact: true }).fill(`${ben.handle}@example.test`);
  await benPage.getByLabel(words.account.password, { exact: true }).fill(`correct horse ${ben.handle}`);
  await benPage.getByRole('button', { name: words.account.signIn }).click();
  await benPage.getByRole('link', { name: ada.name }).first().click();
  await say(benPage, ada.name, 'something unread');
  await expect(page.getByText(words.list.unread(1))).toBeAttached();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(composer(page, ben.name)).toBeVisible();
  await composer(page, ben.name).blur();
  await page.keyboard.press('Control+j');
  await expect(composer(page, ben.name)).toBeFocused();
  await page.keyboard.press('Control+Shift+K');
  await expect(page.getByRole('combobox', { name: words.people.search })).toBeFocused();
});
