// What the screens say and offer while not all is well: refused messages, conversations begun offline, how far a
// message got, several tabs, a device that stores nothing.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type CDPSession, type Locator, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { must } from '../../shared/base/assert.ts';
import { parseConversationId } from '../../shared/ids.ts';
import { PickyLog } from '../kit/picky-log.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser, type LastingBrowser } from './lasting-browser.ts';
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
  writeTo,
} from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

const unwanted = 'the text that nobody takes';

let log: PickyLog;
let server: TestServer;
test.beforeEach(async () => {
  log = new PickyLog(unwanted);
  server = await openTestServer({ log });
});
test.afterEach(() => server.close());

test('whoever is shut out reads what their device holds, and decides about what was not sent', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, 'before');
  await expect(safeMarks(adaPage)).toHaveCount(1);
  await adaPage.context().setOffline(true);
  await expect(adaPage.getByText(words.link.offline).first()).toBeVisible();
  await say(adaPage, ben.name, 'meanwhile');
  shutOut(adaPage);
  await adaPage.context().setOffline(false);
  await expect(adaPage.getByText(words.conversation.closed)).toBeVisible({ timeout: 20_000 });
  expect(await texts(adaPage)).toEqual(['before', 'meanwhile']);
  await expect(adaPage.getByText(words.conversation.refused('not-a-member'))).toBeVisible();
  await expect(adaPage.getByRole('textbox')).toHaveCount(0);
  await expectAccessible(adaPage);
  await action(adaPage, 'discard').click();
  await expect(action(adaPage, 'undo')).toBeVisible();
  await adaPage.reload();
  await expect(adaPage.getByText(words.conversation.closed)).toBeVisible();
  expect(await texts(adaPage)).toContain('before');
});

/** Nobody is a member any more of the conversation that is open here. */
function shutOut(page: Page): void {
  const conversationId = must(parseConversationId(new URL(page.url()).pathname.split('/').at(-1)), 'a conversation');
  const db = new DatabaseSync(join(server.dataDir, 'directory.db'), { timeout: 5_000 });
  db.prepare('delete from member where conversationId = ?').run(conversationId);
  db.close();
}

test.describe('a refused message', () => {
  let adaPage: Page;
  let benPage: Page;

  test.beforeEach(async ({ browser }) => {
    ({ adaPage, benPage } = await openTwoPeople(browser, server));
    await say(adaPage, ben.name, unwanted);
    await expect(mark(adaPage, 'notTaken')).toHaveCount(1);
    // When this arrives, the conversation has got over the refusal.
    await say(benPage, ada.name, 'and on it goes');
    // Which of the two is above depends on how well each knows the server's time: neither had seen the other.
    await expect
      .poll(async () => (await texts(adaPage)).sort(), { timeout: 20_000 })
      .toEqual(['and on it goes', unwanted]);
  });

  test('says why, in its place, also after a reload, and stops nothing that follows', async () => {
    await expect(adaPage.getByText(words.conversation.refused('duplicate-id'))).toBeVisible();
    await say(adaPage, ben.name, 'indeed');
    await expect(safeMarks(adaPage)).toHaveCount(1);
    const shown = await texts(adaPage);
    expect(shown.at(-1)).toBe('indeed');
    await adaPage.reload();
    await expect.poll(() => texts(adaPage)).toEqual(shown);
    expect(await texts(benPage)).toEqual(['and on it goes', 'indeed']);
    await expect(mark(adaPage, 'notTaken')).toHaveCount(1);
    await expectAccessible(adaPage);
  });

  test('offers by the keyboard no more than by its own buttons', async () => {
    await adaPage.locator('.row', { hasText: unwanted }).press('Enter');
    await expect(adaPage.locator('.row', { hasText: unwanted })).toBeFocused();
    await expect(adaPage.getByRole('menu')).toHaveCount(0);
  });

  test('is copied', async () => {
    await adaPage.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await action(adaPage, 'copyText').click();
    await expect(action(adaPage, 'textCopied')).toBeVisible();
    expect(await adaPage.evaluate(() => navigator.clipboard.readText())).toBe(unwanted);
  });

  test('is selected for copying by hand where the clipboard is closed', async () => {
    await adaPage.evaluate(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'));
    await action(adaPage, 'copyText').click();
    await expect(adaPage.getByText(words.conversation.copyByHand)).toBeVisible();
    expect(await adaPage.evaluate(() => getSelection()?.toString())).toBe(unwanted);
  });

  test('is sent again by the keyboard alone, and leaves the focus in the conversation', async () => {
    log.refused = null;
    // Past the button for files and the message's other actions.
    await composer(adaPage, ben.name).press('Shift+Tab');
    for (let key = 0; key < 3; key++) await adaPage.keyboard.press('Shift+Tab');
    await expect(action(adaPage, 'sendAgain')).toBeFocused();
    await adaPage.keyboard.press('Enter');
    await expect(safeMarks(adaPage)).toHaveCount(1);
    await expect.poll(() => texts(benPage)).toEqual(['and on it goes', unwanted]);
    expect(await texts(adaPage)).toEqual(['and on it goes', unwanted]);
    await expect(adaPage.getByRole('log')).toBeFocused();
  });

  test('is discarded for good after a moment in which it can come back', async () => {
    await adaPage.clock.install();
    await action(adaPage, 'discard').click();
    await expect(adaPage.getByText(words.conversation.discarded)).toBeVisible();
    await expect(action(adaPage, 'undo')).toBeFocused();
    await adaPage.keyboard.press('Enter');
    await adaPage.clock.fastForward(60_000);
    await expect(action(adaPage, 'discard')).toBeVisible();

    await action(adaPage, 'discard').click();
    await expectAccessible(adaPage);
    await adaPage.clock.fastForward(60_000);
    await expect.poll(() => texts(adaPage)).toEqual(['and on it goes']);
    await adaPage.reload();
    await expect.poll(() => texts(adaPage)).toEqual(['and on it goes']);
  });

  test('that was discarded is gone when one comes back to the conversation', async () => {
    await action(adaPage, 'discard').click();
    await adaPage.goBack();
    await expect(composer(adaPage, ben.name)).toBeHidden();
    await openFromList(adaPage, ben.name);
    await expect.poll(() => texts(adaPage)).toEqual(['and on it goes']);
  });
});

test('a message is sent when the server has it and delivered when a device of the other has', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await benPage.goto(server.url); // where he sees it he has read it
  await benPage.context().setOffline(true);
  await expect(status(benPage, words.link.offlineShort)).toBeVisible();
  await say(adaPage, ben.name, 'are you there?');
  await expect(mark(adaPage, 'sent')).toHaveCount(1);
  await benPage.context().setOffline(false);
  await expect(mark(adaPage, 'delivered')).toHaveCount(1);
  await expect(mark(adaPage, 'sent')).toHaveCount(0);
  await adaPage.reload();
  await expect(mark(adaPage, 'delivered')).toHaveCount(1);
});

test('two tabs offline show the same as it is written, and one that is closed takes nothing with it', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  const other = await adaPage.context().newPage();
  await other.goto(adaPage.url());
  await expect(composer(other, ben.name)).toBeVisible();
  await adaPage.context().setOffline(true);
  for (const page of [adaPage, other]) await expect(status(page, words.link.offlineShort)).toBeVisible();

  const said: string[] = [];
  for (const [number, page] of [adaPage, other, other, adaPage, other].entries()) {
    said.push(`line ${number + 1}`);
    await say(page, ben.name, `line ${number + 1}`);
    for (const each of [adaPage, other]) await expect.poll(() => sorted(texts(each))).toEqual(said);
    expect(await texts(other)).toEqual(await texts(adaPage));
  }
  await other.close();
  await expect(mark(adaPage, 'waiting')).toHaveCount(5);
  await adaPage.context().setOffline(false);
  await expect.poll(() => sorted(texts(benPage))).toEqual(said);
  await expect(safeMarks(adaPage)).toHaveCount(5);
  expect(await texts(adaPage)).toEqual(await texts(benPage));
});

test('a browser that may store nothing says so beside where one writes', async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'indexedDB'));
  await signUpThrough(page, setUpLink(server), ada);
  const benPage = await openBrowser(browser);
  await signUpThrough(benPage, await inviteFrom(page), ben);
  await writeTo(page, ben.name);
  await expect(status(page, words.disk.denied)).toBeVisible();
  await say(page, ben.name, 'kept nowhere');
  await expect(safeMarks(page)).toHaveCount(1);
  await expectAccessible(page);
});

test.describe('a device whose browser', () => {
  let device: LastingBrowser;
  let page: Page;
  let devtools: CDPSession;

  test.beforeEach(async ({ browser, launchOptions }) => {
    // Only a profile on the disk can be full.
    device = await makeLastingBrowser(launchOptions);
    page = await device.start();
    devtools = await page.context().newCDPSession(page);
    await signUpThrough(page, setUpLink(server), ada);
    await signUpThrough(await openBrowser(browser), await inviteFrom(page), ben);
    await writeTo(page, ben.name);
  });
  test.afterEach(() => device.close());

  test('has removed everything says so until it is stored again', async () => {
    await say(page, ben.name, 'still here');
    await expect(safeMarks(page)).toHaveCount(1);
    await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' });
    await expect(status(page, words.disk.gone)).toBeVisible();
    await expectStored('still here');
  });

  /** No word of trouble any more, and it is there with no network. */
  async function expectStored(text: string): Promise<void> {
    await expect(page.locator('.disk-notice')).toHaveCount(0, { timeout: 20_000 });
    await untilInstalled(page);
    await page.context().setOffline(true);
    await page.reload();
    await expect.poll(() => texts(page)).toEqual([text]);
  }
});

function mark(page: Page, name: 'waiting' | 'sent' | 'delivered' | 'notTaken'): Locator {
  return page.getByRole('img', { name: words.conversation[name], exact: true });
}

function action(page: Page, name: 'sendAgain' | 'copyText' | 'textCopied' | 'discard' | 'undo'): Locator {
  return page.getByRole('button', { name: words.conversation[name], exact: true });
}

function status(page: Page, text: string): Locator {
  return page.getByRole('status').filter({ hasText: text }).first();
}

async function sorted(texts: Promise<string[]>): Promise<string[]> {
  return (await texts).sort();
}
