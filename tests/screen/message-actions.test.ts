// What people do to messages on the screen: two people, a second device, a reload. What comes of things done at once is
// shown by tests/journeys/message-actions.test.ts; here, that one can do them and sees what they come to.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { act } from '../kit/group-acts.ts';
import { until } from '../kit/until.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { chipOf, doTo, itemOf, openMenu, openMessageStage, reactTo, rowOf, untilSaid } from './message-stage.ts';
import type { MessageStage } from './message-stage.ts';
import { composer, expectAccessibleNow, say, texts } from './pages.ts';

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

test('a reaction shows on every device, is added to and taken back, and says who', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const adaPage = await stage.show(browser, ada);
  await say(adaPage, ben.name, 'lunch at one?');
  const benPage = await stage.show(browser, ben);
  await reactTo(benPage, 'lunch at one?', '👍');
  await expect(chipOf(adaPage, 'lunch at one?', '👍')).toHaveText(/1/u);
  await chipOf(adaPage, 'lunch at one?', '👍').click();
  const phone = await stage.show(browser, await ada.signInAgain());
  for (const page of [adaPage, benPage, phone]) {
    await expect(chipOf(page, 'lunch at one?', '👍')).toHaveText(/2/u);
    await expect(chipOf(page, 'lunch at one?', '👍')).toHaveAttribute('aria-pressed', 'true');
  }
  await chipOf(phone, 'lunch at one?', '👍').hover();
  await expect(phone.locator('.reaction-who')).toHaveText('Ben Sample, You');
  await expect(phone.locator('.reaction-who')).toBeVisible();
  const [bubble, names] = [rowOf(phone, 'lunch at one?').locator('.bubble'), phone.locator('.reaction-who')];
  const { y = 0, height = 0 } = (await bubble.boundingBox()) ?? {};
  expect((await names.boundingBox())?.y).toBeGreaterThanOrEqual(y + height); // over no word of it
  await phone.screenshot({ path: `${pictures}actions-reaction.png` });
  await expectAccessibleNow(phone);
  await chipOf(phone, 'lunch at one?', '👍').click();
  for (const page of [adaPage, benPage]) await expect(chipOf(page, 'lunch at one?', '👍')).toHaveText(/1/u);
  await adaPage.reload();
  await expect(chipOf(adaPage, 'lunch at one?', '👍')).toHaveAttribute('aria-pressed', 'false');
});

test('the focus stays with its reaction when that changes places', async ({ browser }) => {
  stage = await openMessageStage(server);
  const page = await stage.show(browser, stage.ada);
  const bens = await stage.speak(stage.ben);
  bens.send('lunch?');
  await untilSaid(bens);
  for (const emoji of ['👍', '🎉']) bens.react(await itemOf(bens, 'lunch?'), emoji, true);
  const chips = page.locator('.reaction');
  const thumb = chipOf(page, 'lunch?', '👍');
  await expect(chips).toHaveText([/👍1/u, /🎉1/u]);
  await thumb.focus();
  await page.keyboard.press('Enter');
  await expect(chips).toHaveText([/👍2/u, /🎉1/u]);
  await until(() => bens.items.get().some(({ reactions }) => reactions[0]?.userIds.length === 2), 'both at Ben’s');
  bens.react(await itemOf(bens, 'lunch?'), '👍', false);
  await expect(chips).toHaveText([/🎉1/u, /👍1/u]);
  await expect(thumb).toBeFocused();
  bens.react(await itemOf(bens, 'lunch?'), '🎉', false);
  await expect(chips).toHaveText([/👍1/u]);
  await expect(thumb).toBeFocused();
});

test('any emoji is found in the whole set and reacted with', async ({ browser }) => {
  stage = await openMessageStage(server);
  const page = await stage.show(browser, stage.ada);
  await say(page, stage.ben.name, 'we launch');
  await openMenu(page, 'we launch');
  await page.getByRole('menuitem', { name: words.acts.moreEmoji }).click();
  await page.getByRole('searchbox', { name: words.emoji.search }).fill('rocket');
  await expect(page.getByRole('gridcell').first()).toContainText('🚀');
  await page.keyboard.press('Enter');
  await expect(chipOf(page, 'we launch', '🚀')).toHaveText(/1/u);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('an edited message says so and shows what it said before, with the times', async ({ browser }) => {
  stage = await openMessageStage(server);
  const [adas, benPage] = [await stage.speak(stage.ada), await stage.show(browser, stage.ben)];
  adas.send('see you at noon');
  await expect(rowOf(benPage, 'see you at noon')).toBeVisible();
  adas.edit(await itemOf(adas, 'see you at noon'), 'see you at **one**');
  await expect(rowOf(benPage, 'see you at one').locator('strong')).toHaveText('one');
  await benPage.reload();
  await rowOf(benPage, 'see you at one').getByRole('button', { name: words.conversation.edited }).click();
  const dialog = benPage.getByRole('dialog', { name: words.acts.versions });
  await expect(dialog.locator('.card-text')).toHaveText(['see you at one', 'see you at noon']);
  await expect(dialog.getByRole('time')).toHaveCount(2);
  await benPage.screenshot({ path: `${pictures}actions-versions.png` });
  await expectAccessibleNow(benPage);
});

test('a message that is deleted is gone for everybody, and says who deleted it', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const adaPage = await stage.show(browser, ada);
  await say(adaPage, ben.name, 'the wrong file');
  const benPage = await stage.show(browser, ben);
  await openMenu(benPage, 'the wrong file');
  await expect(benPage.getByRole('menuitem', { name: words.acts.delete })).toHaveCount(0);
  await benPage.keyboard.press('Escape');
  await doTo(adaPage, 'the wrong file', 'delete');
  await adaPage.getByRole('dialog').getByRole('button', { name: words.cancel }).click();
  await expect(rowOf(benPage, 'the wrong file')).toBeVisible();
  await doTo(adaPage, 'the wrong file', 'delete');
  await adaPage.getByRole('dialog').getByRole('button', { name: words.acts.deleteNow }).click();
  await expect(rowOf(benPage, words.acts.deletedBy(ada.name))).toBeVisible();
  await adaPage.reload();
  await expect.poll(() => texts(adaPage)).toEqual([words.acts.deletedBy(null)]);
  const phone = await stage.show(browser, await ada.signInAgain());
  await expect.poll(() => texts(phone)).toEqual([words.acts.deletedBy(null)]);
});

test('who manages a group deletes what others wrote, and hears when that was refused', async ({ browser }) => {
  stage = await openMessageStage(server, 'group');
  const { ada, ben, conversationId } = stage;
  await act(ada, { kind: 'set-role', conversationId, userId: ben.userId, role: 'admin' });
  const adas = await stage.speak(ada);
  adas.send('first');
  adas.send('second');
  adas.send('third');
  await untilSaid(adas);
  const benPage = await stage.show(browser, ben);
  await doTo(benPage, 'first', 'delete');
  await benPage.getByRole('button', { name: words.acts.deleteNow }).click();
  await expect(rowOf(benPage, words.acts.deletedBy(null))).toBeVisible();
  await benPage.context().setOffline(true);
  for (const text of ['second', 'third']) {
    await doTo(benPage, text, 'delete');
    await benPage.getByRole('button', { name: words.acts.deleteNow }).click();
  }
  await expect(rowOf(benPage, words.acts.deletedBy(null))).toHaveCount(3);
  await act(ada, { kind: 'set-role', conversationId, userId: ben.userId, role: 'member' });
  await benPage.context().setOffline(false);
  const notice = benPage.getByRole('alert').filter({ hasText: words.acts.refusedReason('not-allowed') });
  await expect(notice).toContainText(words.acts.refused.delete(2, words.acts.refusedReason('not-allowed')));
  await expect(rowOf(benPage, 'second')).toBeVisible();
  await benPage.screenshot({ path: `${pictures}actions-refused.png` });
  await benPage.reload();
  await notice.getByRole('button', { name: words.link.understood }).click();
  await expect(notice).toHaveCount(0);
  await benPage.reload();
  await expect(rowOf(benPage, 'second')).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('a pinned message stands above the rows of everybody, leads there, and is let go', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const adas = await stage.speak(ada);
  adas.send('the door code is 4711');
  for (let line = 0; line < 60; line++) adas.send(`line ${line}`);
  await untilSaid(adas);
  const benPage = await stage.show(browser, ben);
  await benPage.getByRole('log').press('Home');
  await doTo(benPage, 'the door code', 'pin');
  await expect(benPage.locator('.pins')).toContainText('the door code is 4711');
  const adaPage = await stage.show(browser, ada);
  await expect(rowOf(adaPage, 'the door code')).not.toBeInViewport();
  await adaPage.locator('.pins-newest').click();
  await expect(rowOf(adaPage, 'the door code')).toBeInViewport();
  await adaPage.screenshot({ path: `${pictures}actions-pin.png` });
  await adaPage.reload();
  await adaPage.getByRole('button', { name: words.acts.pinsAll(1) }).click();
  const dialog = adaPage.getByRole('dialog', { name: words.acts.pins });
  await expect(dialog).toContainText('the door code is 4711');
  await expectAccessibleNow(adaPage);
  await dialog.getByRole('button', { name: words.acts.goThere }).click();
  await expect(rowOf(adaPage, 'the door code')).toBeInViewport();
  await doTo(adaPage, 'the door code', 'unpin');
  await expect(benPage.locator('.pins')).toHaveCount(0);
});

test('the details tell who has a message, who has read it, and who reacted', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const adaPage = await stage.show(browser, ada);
  await say(adaPage, ben.name, 'read this');
  await doTo(adaPage, 'read this', 'details');
  const dialog = adaPage.getByRole('dialog', { name: words.acts.details });
  await expect(dialog).toContainText(words.acts.detailsNobody);
  const bens = await stage.speak(ben);
  const item = await itemOf(bens, 'read this');
  await expect(dialog).toContainText(words.acts.detailsDelivered);
  bens.noteSeen([item.key]);
  bens.react(item, '🙏', true);
  await expect(dialog.locator('dd', { hasText: ben.name })).toHaveCount(2);
  await expect(dialog).toContainText('🙏');
  await expect(dialog).not.toContainText(words.acts.detailsNobody);
  await adaPage.screenshot({ path: `${pictures}actions-details.png` });
  await expectAccessibleNow(adaPage);
});

test('a message tells what time it was where its author is', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const bens = await stage.speak(ben, 'Asia/Tokyo');
  bens.send('good evening');
  const adaPage = await stage.show(browser, ada);
  await doTo(adaPage, 'good evening', 'details');
  const dialog = adaPage.getByRole('dialog', { name: words.acts.details });
  await expect(dialog).toContainText(words.acts.detailsAuthorTime);
  await adaPage.keyboard.press('Escape');
  const time = rowOf(adaPage, 'good evening').locator('time');
  await time.hover();
  await expect(time).toHaveAttribute('title', new RegExp(words.acts.detailsAuthorTime, 'u'));
});

test('the keys alone reach what can be done, and the focus comes back', async ({ browser }) => {
  stage = await openMessageStage(server);
  const { ada, ben } = stage;
  const page = await stage.show(browser, ada);
  await say(page, ben.name, 'by keyboard');
  await expect(composer(page, ben.name)).toBeFocused();
  await page.getByRole('log').focus();
  await page.keyboard.press('ArrowUp');
  await expect(rowOf(page, 'by keyboard')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: words.acts.reply })).toBeFocused();
  await expectAccessibleNow(page);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menuitemcheckbox', { name: words.acts.reactWith('❤️') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(chipOf(page, 'by keyboard', '❤️')).toHaveText(/1/u);
  await expect(rowOf(page, 'by keyboard')).toBeFocused();
});
