// Everything that is done to messages with no network, and then the browser killed: it is there at the next start, still
// without one, and reaches the other person as soon as there is one again.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { makeLastingBrowser } from './lasting-browser.ts';
import {
  chipOf,
  doTo,
  itemOf,
  openMessageStage,
  reactTo,
  rowOf,
  untilSaid,
  type MessageStage,
} from './message-stage.ts';
import { say, untilInstalled } from './pages.ts';

let server: TestServer;
let stage: MessageStage;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(async () => {
  await stage.close();
  await server.close();
});

test('what is done offline survives a killed browser, and goes out later', async ({ launchOptions }) => {
  stage = await openMessageStage(server);
  const { ada, ben, conversationId } = stage;
  const bens = await stage.speak(ben);
  bens.send('shall we meet?');
  const lasting = await makeLastingBrowser(launchOptions);
  let page = await lasting.start();
  const [name = '', value = ''] = ada.cookie.split('=');
  await page.context().addCookies([{ name, value, url: ada.url, expires: Date.now() / 1_000 + 86_400 }]);
  const address = `${ada.url}/c/${conversationId}`;
  await page.goto(address);
  for (const text of ['at noon', 'wrong window', 'to forward']) await say(page, ben.name, text);
  await itemOf(bens, 'to forward');
  await untilInstalled(page);
  await lasting.quit();

  page = await lasting.start();
  await page.goto(address);
  await expect(rowOf(page, 'to forward')).toBeVisible();
  await page.context().setOffline(true);
  await reactTo(page, 'shall we meet?', '👍');
  await doTo(page, 'shall we meet?', 'pin');
  await doTo(page, 'shall we meet?', 'save');
  await doTo(page, 'shall we meet?', 'reply');
  await say(page, ben.name, 'gladly');
  await doTo(page, 'at noon', 'edit');
  await page.getByRole('textbox').last().fill('at one');
  await page.keyboard.press('Enter');
  await doTo(page, 'wrong window', 'delete');
  await page.getByRole('button', { name: words.acts.deleteNow }).click();
  await doTo(page, 'to forward', 'forward');
  await page.getByRole('checkbox', { name: words.notes.name }).check();
  await page.getByRole('button', { name: words.acts.forwardNow(1) }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectAllOn(page);
  await expect(page.getByRole('img', { name: words.conversation.writing })).toHaveCount(0);
  await lasting.kill();

  page = await lasting.start();
  await page.context().setOffline(true);
  await page.goto(address);
  await expectAllOn(page);
  await page
    .getByRole('link', { name: new RegExp(words.notes.name) })
    .last()
    .click();
  await expect(rowOf(page, 'to forward')).toBeVisible();
  await page.goto(`${ada.url}/saved`);
  await expect(page.locator('.card-text')).toHaveText(['shall we meet?']);
  await page.context().setOffline(false);

  const asked = await itemOf(bens, 'shall we meet?');
  const isThere = () => {
    const items = bens.items.get();
    const now = items.find(({ key }) => key === asked.key);
    return (
      now?.isPinned === true &&
      now.reactions.some(({ emoji, userIds }) => emoji === '👍' && userIds.includes(ada.userId)) &&
      items.some(({ text, replyTo }) => text === 'gladly' && replyTo?.id === asked.id) &&
      items.some(({ text, isEdited }) => text === 'at one' && isEdited) &&
      items.some(({ deletedBy }) => deletedBy === ada.userId)
    );
  };
  await until(isThere, 'all that was done offline', 60_000);
  await untilSaid(bens);
  await lasting.close();
});

async function expectAllOn(page: Page): Promise<void> {
  await expect(chipOf(page, 'shall we meet?', '👍')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.pins')).toContainText('shall we meet?');
  await expect(rowOf(page, 'gladly').locator('.message-quote')).toContainText('shall we meet?');
  await expect(rowOf(page, 'at one').getByRole('button', { name: words.conversation.edited })).toBeVisible();
  await expect(rowOf(page, words.acts.deletedBy(null))).toBeVisible();
}
