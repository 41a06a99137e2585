// What a conversation's screen promises while one reads and writes in it.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, say, texts, stillPlaceOf } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('who reads further up is not moved by what arrives, and sees how many came', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  for (let number = 1; number <= 50; number++) await say(adaPage, ben.name, `line ${number}`);
  const log = benPage.getByRole('log');
  await expect(log.getByText('line 50', { exact: true })).toBeInViewport();

  await log.hover();
  await benPage.mouse.wheel(0, -700);
  await expect(log.getByText('line 50', { exact: true })).not.toBeInViewport();
  const read = log.getByText('line 30', { exact: true });
  const placeBefore = await stillPlaceOf(read);
  await say(adaPage, ben.name, 'one more');
  await say(adaPage, ben.name, 'and another');
  const button = benPage.getByRole('button', { name: words.conversation.newMessages(2) });
  await expect(button).toBeVisible();
  expect(await stillPlaceOf(read)).toBe(placeBefore);

  await button.click();
  await expect(log.getByText('and another', { exact: true })).toBeInViewport();
  await expect(button).toBeHidden();
  await say(adaPage, ben.name, 'the last');
  await expect(log.getByText('the last', { exact: true })).toBeInViewport();
});

test('lines stay as they were written, and only a finished Enter sends', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  const field = composer(adaPage, ben.name);
  await field.pressSequentially('  first');
  await field.press('Shift+Enter');
  await field.pressSequentially('second');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await expect(field).toHaveValue('  first\nsecond');
  await field.press('Enter');
  await expect(field).toHaveValue('');
  await expect.poll(() => texts(benPage)).toEqual(['  first\nsecond']);
  await field.fill(' \n ');
  await field.press('Enter');
  await say(adaPage, ben.name, 'third');
  await expect.poll(() => texts(benPage)).toEqual(['  first\nsecond', 'third']);
});

test('what is too long stays in the field and says by how much', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  const field = composer(adaPage, ben.name);
  await field.fill('x'.repeat(16_003));
  await expect(adaPage.getByText(words.composer.tooLong(3))).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveValue(/^x{16003}$/);
  expect(await texts(adaPage)).toEqual([]);
});

test('what stands unsent stays with its conversation while one looks elsewhere', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await composer(adaPage, ben.name).fill('half a sent');
  await adaPage.goBack();
  await expect(composer(adaPage, ben.name)).toBeHidden();
  await adaPage.goForward();
  await expect(composer(adaPage, ben.name)).toHaveValue('half a sent');
});

test('a conversation that is not mine looks like one that is not there', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await adaPage.goto(`${server.url}/c/dm_${'0'.repeat(24)}`);
  await expect(adaPage.getByText(words.conversation.unavailable)).toBeVisible();
  await expect(adaPage.getByRole('textbox')).toHaveCount(0);
});

test('the keyboard alone finds somebody, writes to them and signs out', async ({ browser }) => {
  const { benPage, adaPage } = await openTwoPeople(browser, server);
  await benPage.goto(server.url);
  await expect(benPage.getByText(words.list.chooseTitle)).toBeVisible();
  await benPage.keyboard.press('Control+Shift+k');
  await expect(benPage.getByRole('combobox')).toBeFocused();
  await benPage.keyboard.type('@ada');
  await expect(benPage.getByRole('option', { name: ada.name })).toHaveAttribute('aria-selected', 'true');
  await benPage.keyboard.press('Enter');
  await expect(composer(benPage, ada.name)).toBeFocused();
  await benPage.keyboard.type('by hand');
  await benPage.keyboard.press('Enter');
  await expect.poll(() => texts(adaPage)).toEqual(['by hand']);

  const menu = benPage.getByRole('button', { name: words.frame.menu(ben.name) });
  await menu.focus();
  await benPage.keyboard.press('Enter');
  await expect(benPage.getByRole('menuitem').first()).toBeFocused();
  await benPage.keyboard.press('End');
  await benPage.keyboard.press('Enter');
  await expect(benPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
});
