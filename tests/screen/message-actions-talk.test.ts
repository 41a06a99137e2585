// Replies and what they quote, chains of them, messages that go into other conversations, several at once, and those that
// one keeps for oneself: two people, a second device, a reload.
import { expect, test, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { en as words } from '../../client/ui/words/en.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { makeGroup } from '../kit/group-acts.ts';
import { plantChapters } from '../kit/plant-chapters.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  chipOf,
  doTo,
  itemOf,
  openMenu,
  openMessageStage,
  rowOf,
  untilSaid,
  type MessageStage,
} from './message-stage.ts';
import { composer, expectAccessibleNow, pressForInputMethod, safeMarks, say, texts } from './pages.ts';

const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;

let server: TestServer;
let stage: MessageStage;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(async () => {
  await stage.close();
  await server.close();
});

test('an answer quotes what it answers, as it is now, and leads there', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const adas = await stage.speak(ada);
  adas.send('which **colour**?');
  const benPage = await stage.show(browser, ben);
  await doTo(benPage, 'which colour?', 'reply');
  await say(benPage, ada.name, 'blue');
  const adaPage = await stage.show(browser, await ada.signInAgain());
  const quote = (page: Page) => rowOf(page, 'blue').locator('.message-quote');
  for (const page of [adaPage, benPage]) await expect(quote(page)).toContainText('which colour?');
  adas.edit(await itemOf(adas, 'which **colour**?'), 'which colour do you like?');
  await expect(quote(benPage)).toContainText('which colour do you like?');
  for (let line = 0; line < 60; line++) adas.send(`line ${line}`);
  await untilSaid(adas);
  await benPage.reload();
  // A key that comes before the rows leads nowhere.
  await expect(async () => {
    await benPage.getByRole('log').press('End');
    await expect(rowOf(benPage, 'line 59')).toBeInViewport({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  adas.reply(await itemOf(adas, 'which colour do you like?'), 'or green');
  await rowOf(benPage, 'or green').locator('.message-quote').click();
  await expect(rowOf(benPage, 'which colour do you like?')).toBeInViewport();
  await expect(rowOf(benPage, 'which colour do you like?')).toBeFocused();
  await benPage.screenshot({ path: `${pictures}actions-quote.png` });
  await expectAccessibleNow(benPage);
  adas.remove([await itemOf(adas, 'which colour do you like?')]);
  await expect(quote(benPage)).toContainText(words.acts.quoteDeleted);
  await adaPage.reload();
  await adaPage.getByRole('log').press('Home');
  await expect(quote(adaPage)).toContainText(words.acts.quoteDeleted);
});

test('a quote leads into a chapter that is not open', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben, conversationId } = stage;
  await stage.close();
  await server.stop();
  const log = openSqliteUpdateLog({ file: join(server.dataDir, 'log.db'), random: randomBytes });
  const people = [ada.userId, ben.userId] as const;
  const from = Date.now() - 20 * 86_400_000;
  await plantChapters(log, {
    ...{ conversationId, people, chapters: Array.from({ length: 10 }, () => 60) },
    ...{ text: (index) => `line ${index} of many`, at: (index) => from + index * 1_000_000 },
  });
  log.close();
  server = await openTestServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
  const adas = await stage.speak(ada);
  await adas.goTo({ at: from });
  adas.reply(await itemOf(adas, 'line 3 of many'), 'about that old one');
  await untilSaid(adas);
  const page = await stage.show(browser, ben);
  const quote = rowOf(page, 'about that old one').locator('.message-quote');
  await expect(quote).toBeVisible();
  await expect(rowOf(page, 'line 3 of many')).toHaveCount(0);
  await quote.click();
  await expect(rowOf(page, 'line 3 of many')).toBeInViewport();
});

test('a chain of replies is read alone, up and down, and leads to each', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const [adas, bens] = [await stage.speak(ada), await stage.speak(ben)];
  adas.send('shall we move?');
  adas.send('something else');
  bens.reply(await itemOf(bens, 'shall we move?'), 'where to?');
  adas.reply(await itemOf(adas, 'where to?'), 'to the harbour');
  bens.reply(await itemOf(bens, 'to the harbour'), 'fine');
  await untilSaid(bens);
  const page = await stage.show(browser, ada);
  await doTo(page, 'to the harbour', 'chain');
  const dialog = page.getByRole('dialog', { name: words.acts.chainTitle });
  await expect(dialog.locator('.card-text')).toHaveText(['shall we move?', 'where to?', 'to the harbour', 'fine']);
  await page.screenshot({ path: `${pictures}actions-chain.png` });
  await expectAccessibleNow(page);
  await dialog.getByRole('button', { name: words.acts.goThere }).first().click();
  await expect(rowOf(page, 'shall we move?').first()).toBeFocused();
  await openMenu(page, 'something else');
  await expect(page.getByRole('menuitem', { name: words.acts.chain })).toHaveCount(0);
});

test('a message is forwarded to several, and says where it comes from only to who may know', async ({ browser }) => {
  stage = await openMessageStage(server, 'group');
  const { ada, ben } = stage;
  const adas = await stage.speak(ada);
  adas.send('the offer is out');
  await untilSaid(adas);
  await makeGroup([ada, ben], { title: 'Crew' });
  await ada.direct(ben);
  const page = await stage.show(browser, ada);
  await doTo(page, 'the offer is out', 'forward');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('the offer is out');
  await dialog.getByRole('searchbox').fill('crew');
  await dialog.getByRole('checkbox', { name: 'Crew' }).check();
  await dialog.getByRole('searchbox').fill('');
  await dialog.getByRole('checkbox', { name: ben.name }).check();
  await dialog.getByRole('checkbox', { name: words.notes.name }).check();
  await page.screenshot({ path: `${pictures}actions-forward.png` });
  await expectAccessibleNow(page);
  await dialog.getByRole('button', { name: words.acts.forwardNow(3) }).click();
  await expect(dialog).toHaveCount(0);
  const benPage = await stage.show(browser, ben);
  for (const place of ['Crew', ada.name]) {
    await benPage
      .getByRole('link', { name: new RegExp(`^(\\S+ )?${place}`) })
      .first()
      .click();
    await expect(rowOf(benPage, 'the offer is out')).toContainText(words.acts.forwardedFrom(ada.name, 'Harbour'));
  }
  await benPage.reload();
  await benPage.getByRole('link', { name: words.acts.forwardedFrom(ada.name, 'Harbour') }).click();
  await expect(benPage.getByRole('heading', { name: 'Harbour' })).toBeVisible();
  await expect(rowOf(benPage, 'the offer is out')).toBeFocused();
});

test('several messages are selected, copied, and those deleted that may be', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const [adas, bens] = [await stage.speak(ada), await stage.speak(ben)];
  for (const text of ['one', 'two', 'three']) adas.send(text);
  await untilSaid(adas);
  const page = await stage.show(browser, ada);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await doTo(page, 'one', 'select');
  const bar = page.getByRole('toolbar', { name: words.acts.select });
  await rowOf(page, 'three').click();
  await expect(bar).toContainText(words.acts.selected(2));
  await page.screenshot({ path: `${pictures}actions-select.png` });
  await expectAccessibleNow(page);
  await bar.getByRole('button', { name: words.acts.copy, exact: true }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.replaceAll(/\[[^\]]*\]/gu, '[]')).toBe(`[] ${ada.name}: one\n[] ${ada.name}: three`);
  await expect(bar).toHaveCount(0);
  bens.send('four');
  await doTo(page, 'one', 'select');
  await rowOf(page, 'four').click();
  await rowOf(page, 'two').getByRole('checkbox').check();
  await bar.getByRole('button', { name: words.acts.delete }).click();
  await expect(page.getByRole('dialog', { name: words.acts.deleteTitle(2) })).toContainText(words.acts.deleteStays(1));
  await page.getByRole('dialog').getByRole('button', { name: words.acts.deleteNow }).click();
  await expect
    .poll(() => texts(page))
    .toEqual([words.acts.deletedBy(null), words.acts.deletedBy(null), 'three', 'four']);
  await expect(page.getByText(words.acts.done.notDeleted(1))).toBeVisible();
  // What is another's stays selected; what is deleted cannot be, and what does something itself selects nothing.
  await expect(bar).toContainText(words.acts.selected(1));
  await expect(rowOf(page, 'four').getByRole('checkbox')).toBeChecked();
  await expect(bar.getByRole('button', { name: words.acts.cannotDelete })).toBeVisible();
  await page.locator('.row').first().focus();
  await page.keyboard.press('Enter');
  adas.react(await itemOf(adas, 'three'), '👍', true);
  await chipOf(page, 'three', '👍').focus();
  await page.keyboard.press('Enter');
  await expect(chipOf(page, 'three', '👍')).toHaveCount(0);
  await expect(bar).toContainText(words.acts.selected(1));
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await doTo(page, 'three', 'select');
  await pressForInputMethod(bar, 'Escape');
  await expect(bar).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(rowOf(page, 'three')).toBeVisible();
  await expect.poll(() => bens.items.get().filter(({ text }) => text !== null).length).toBe(2);
});

test('what one saves is there on all devices, and leads there', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const bens = await stage.speak(ben);
  bens.send('the address is 5 Quay Street');
  bens.send('never mind');
  await untilSaid(bens);
  const page = await stage.show(browser, ada);
  await doTo(page, 'the address', 'save');
  await doTo(page, 'never mind', 'save');
  bens.remove([await itemOf(bens, 'never mind')]);
  const phone = await stage.show(browser, await ada.signInAgain(), { phone: true });
  await phone.goto(server.url);
  await phone
    .getByRole('button', { name: words.frame.menu(ada.name) })
    .last()
    .click();
  await phone.getByRole('menuitem', { name: words.saved.title }).click();
  await expect(phone.locator('.card-text')).toHaveText([words.saved.deleted, 'the address is 5 Quay Street']);
  await phone.screenshot({ path: `${pictures}actions-saved-phone.png` });
  await expectAccessibleNow(phone);
  await phone.reload();
  await phone.getByRole('button', { name: words.acts.unsave }).first().click();
  await expect(phone.locator('.card-text')).toHaveText(['the address is 5 Quay Street']);
  await phone.getByRole('button', { name: words.acts.goThere }).click();
  await expect(rowOf(phone, 'the address')).toBeInViewport();
  await doTo(page, 'the address', 'unsave');
  await page.goto(`${server.url}/saved`);
  await expect(page.getByText(words.saved.emptyHint)).toBeVisible();
});

test('notes to oneself have a place of their own, on all devices', async ({ browser }) => {
  stage = await openMessageStage(server);
  const page = await stage.show(browser, stage.ada);
  await page
    .getByRole('button', { name: words.frame.menu(stage.ada.name) })
    .first()
    .click();
  await page.getByRole('menuitem', { name: words.notes.name }).click();
  await expect(page.getByRole('heading', { name: words.notes.name })).toBeVisible();
  await say(page, words.notes.name, 'buy milk');
  await expect(safeMarks(page)).toHaveCount(1);
  await page.screenshot({ path: `${pictures}actions-notes.png` });
  const phone = await stage.show(browser, await stage.ada.signInAgain());
  await phone
    .getByRole('link', { name: new RegExp(words.notes.name) })
    .last()
    .click();
  await expect(composer(phone, words.notes.name)).toBeVisible();
  await expect.poll(() => texts(phone)).toEqual(['buy milk']);
});
