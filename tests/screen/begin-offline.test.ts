// Beginning a conversation with no network: with somebody whom this device has found before.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser } from './lasting-browser.ts';
import {
  composer,
  expectAccessible,
  inviteFrom,
  openBrowser,
  openFromList,
  safeMarks,
  say,
  setUpLink,
  signUpThrough,
  texts,
  untilInstalled,
} from './pages.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('waits in the list, takes messages, and arrives once there is a network', async ({ browser }) => {
  const ada = await openBrowser(browser);
  await signUpThrough(ada, setUpLink(server), { name: 'Ada Example', handle: 'ada' });
  const ben = await openBrowser(browser);
  await signUpThrough(ben, await inviteFrom(ada), { name: 'Ben Sample', handle: 'ben' });
  await find(ada);
  await ada.keyboard.press('Escape');
  await untilInstalled(ada);

  await ada.context().setOffline(true);
  await find(ada);
  await ada.getByRole('option', { name: /Ben Sample/ }).click();
  await expect(composer(ada, 'Ben Sample')).toBeVisible();
  await expect(ada.getByRole('link', { name: words.conversation.pending })).toBeVisible();
  await expect(ada.getByRole('region', { name: 'Ben Sample' }).getByText(words.conversation.pending)).toBeVisible();
  await expectAccessible(ada);
  await say(ada, 'Ben Sample', 'hello from the train');
  await expect(ada.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1); // it is on the disk
  await ada.reload();
  await expect.poll(() => texts(ada)).toEqual(['hello from the train']);
  await expect(ben.getByRole('link', { name: /Ada Example/ })).toHaveCount(0);

  await ada.context().setOffline(false);
  await ben
    .getByRole('link', { name: /Ada Example/ })
    .first()
    .click();
  await expect.poll(() => texts(ben)).toEqual(['hello from the train']);
  await expect(safeMarks(ada)).toHaveCount(1);
  await expect(ada.getByText(words.conversation.pending)).toHaveCount(0);
});

test('survives a browser that is killed at once, and what was said in it arrives', async ({
  browser,
  launchOptions,
}) => {
  const lasting = await makeLastingBrowser(launchOptions);
  let ada = await lasting.start();
  await signUpThrough(ada, setUpLink(server), { name: 'Ada Example', handle: 'ada' });
  const ben = await openBrowser(browser);
  await signUpThrough(ben, await inviteFrom(ada), { name: 'Ben Sample', handle: 'ben' });
  await find(ada);
  await untilInstalled(ada);
  await lasting.quit();

  ada = await lasting.start();
  await ada.goto(server.url);
  await ada.context().setOffline(true);
  await find(ada);
  await ada.getByRole('option', { name: /Ben Sample/ }).click();
  await expect(ada.getByRole('log')).toBeVisible(); // else the composer asks for a moment's patience
  await say(ada, 'Ben Sample', 'hello from the train');
  await expect(ada.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  const address = ada.url();
  await lasting.kill();

  ada = await lasting.start();
  await ada.context().setOffline(true);
  await ada.goto(address);
  await expect.poll(() => texts(ada)).toEqual(['hello from the train']);
  await expect(ada.getByRole('link', { name: words.conversation.pending })).toBeVisible();
  await ada.context().setOffline(false);
  await openFromList(ben, 'Ada Example');
  await expect.poll(() => texts(ben)).toEqual(['hello from the train']);
  await expect(safeMarks(ada)).toHaveCount(1);
  await lasting.close();
});

test('nobody is called missing while they could not be asked for', async ({ browser }) => {
  const ada = await openBrowser(browser);
  await signUpThrough(ada, setUpLink(server), { name: 'Ada Example', handle: 'ada' });
  await ada.getByRole('button', { name: words.frame.newConversation }).first().click();
  const search = ada.getByRole('combobox', { name: words.people.search });
  await search.fill('cleo');
  await expect(ada.getByText(words.people.none('cleo'))).toBeVisible();
  const invite = ada.getByRole('dialog').getByRole('button', { name: words.frame.invite });
  await expect(invite).toBeVisible();
  await ada.route('**/api/people?*', (route) => route.abort()); // the link stays as it is
  await search.fill('cleopatra');
  await expect(ada.getByText(words.people.offline)).toBeVisible();
  await expect(invite).toHaveCount(0);
});

async function find(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.frame.newConversation }).first().click();
  await page.getByRole('combobox', { name: words.people.search }).fill('ben');
  await expect(page.getByRole('option', { name: /Ben Sample/ })).toBeVisible();
}
