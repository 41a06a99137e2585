// Sending later on the screen: chosen beside the send button, seen on all devices until it goes, changed, sent at once
// and cancelled, also with no connection; and what is said where it could not go.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { must } from '../../shared/base/assert.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  composer,
  enter,
  expectAccessible,
  openBrowser,
  openFromList,
  signInAt,
  texts,
  untilInstalled,
} from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

const hour = 3_600_000;
let movedMs = 0;
let server: TestServer;
test.beforeEach(async () => {
  movedMs = 0;
  server = await openTestServer({ now: () => Date.now() + movedMs });
});
test.afterEach(() => server.close());

const scheduled = (page: Page) => page.getByRole('list', { name: words.errands.scheduled }).getByRole('listitem');
const press = (page: Page, name: string) => scheduled(page).first().getByRole('button', { name }).click();
const sendLater = async (page: Page, to: string, text: string, preset: string = words.errands.inAnHour) => {
  await composer(page, to).fill(text);
  await page.getByRole('button', { name: words.errands.later }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${preset}`) }).click();
};

test('what is to go later stands above the composer on all devices, and goes with none of them there', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  const phone = await openBrowser(browser, { phone: true });
  await signInAt(phone, server.url, ada);
  await openFromList(phone, ben.name);
  await sendLater(adaPage, ben.name, 'Good morning');
  await expect(composer(adaPage, ben.name)).toHaveValue('');
  await expect(composer(adaPage, ben.name)).toBeFocused();
  await expect(scheduled(adaPage)).toContainText('Good morning');
  await expect(scheduled(phone)).toContainText('Good morning');
  await adaPage.reload();
  await expect(scheduled(adaPage)).toContainText('Good morning');
  expect(await texts(benPage)).toEqual([]);
  await expectAccessible(adaPage);

  await adaPage.context().close();
  await phone.context().setOffline(true);
  movedMs = hour;
  await expect.poll(() => texts(benPage)).toEqual(['Good morning']);
  await phone.context().setOffline(false);
  await expect.poll(() => texts(phone), { timeout: 60_000 }).toEqual(['Good morning']);
  await expect(scheduled(phone)).toHaveCount(0);
});

test('it can be changed, sent at once and cancelled, with any time, by keyboard alone', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await composer(adaPage, ben.name).fill('First');
  await adaPage.keyboard.press('Tab');
  const opener = adaPage.getByRole('button', { name: words.errands.later });
  await opener.focus();
  await adaPage.keyboard.press('Enter');
  await expect(adaPage.getByRole('menuitem').first()).toBeFocused();
  await adaPage.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await adaPage.keyboard.press('Enter');
  await adaPage.keyboard.press('End');
  await adaPage.keyboard.press('Enter');
  const when = adaPage.getByLabel(words.errands.when);
  await expect(when).toBeFocused();
  await when.fill('2020-01-01T10:00');
  await adaPage.getByRole('button', { name: words.errands.schedule }).click();
  await expect(adaPage.getByText(words.errands.past)).toBeVisible();
  await expectAccessible(adaPage);
  await when.fill('2031-01-01T10:00');
  await adaPage.getByRole('button', { name: words.errands.schedule }).click();
  await expect(scheduled(adaPage)).toContainText('First');

  await press(adaPage, words.errands.edit);
  const dialog = adaPage.getByRole('dialog');
  await expect(dialog.getByLabel(words.errands.text)).toBeFocused();
  await expect(dialog.getByLabel(words.errands.when)).toHaveValue('2031-01-01T10:00');
  await dialog.getByLabel(words.errands.text).fill('Second');
  await dialog.getByRole('button', { name: words.errands.save }).click();
  await expect(scheduled(adaPage)).toContainText('Second');
  await press(adaPage, words.errands.sendNow);
  await expect.poll(() => texts(benPage)).toEqual(['Second']);
  await expect(scheduled(adaPage)).toHaveCount(0);

  await sendLater(adaPage, ben.name, 'Never', words.errands.tomorrow);
  await press(adaPage, words.errands.cancel);
  await expect(scheduled(adaPage)).toHaveCount(0);
  await expect(composer(adaPage, ben.name)).toBeFocused();
  movedMs = 72 * hour;
  await sendLater(adaPage, ben.name, 'Last'); // its time is past for the server: it goes at once
  await expect.poll(() => texts(benPage)).toEqual(['Second', 'Last']);
});

test('with no connection it is scheduled, changed and cancelled on the device, and goes once there is one', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await untilInstalled(adaPage);
  await adaPage.context().setOffline(true);
  await sendLater(adaPage, ben.name, 'Kept');
  await sendLater(adaPage, ben.name, 'Dropped', words.errands.tomorrow);
  await expect(scheduled(adaPage)).toHaveCount(2);
  await scheduled(adaPage).nth(1).getByRole('button', { name: words.errands.cancel }).click();
  await expect(scheduled(adaPage)).toHaveCount(1);
  await adaPage.reload();
  await expect(scheduled(adaPage)).toContainText('Kept');
  await press(adaPage, words.errands.sendNow);
  await expect(scheduled(adaPage)).toContainText(words.errands.goesOnceConnected);
  await adaPage.context().setOffline(false);
  await expect.poll(() => texts(benPage), { timeout: 60_000 }).toEqual(['Kept']);
  await expect.poll(() => texts(adaPage)).toEqual(['Kept']);
  await expect(scheduled(adaPage)).toHaveCount(0);
});

test('what could not be sent says so wherever its writer is, and why', async ({ browser }) => {
  const people = await server.people(ada.name, ben.name);
  const [asAda, asBen] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
  const group = await makeGroup([asAda, asBen], { title: 'Harbour' });
  const page = await openBrowser(browser);
  await enter(page, asBen);
  await openFromList(page, 'Harbour');
  await sendLater(page, 'Harbour', 'To all of you');
  await expect(scheduled(page)).toContainText('To all of you');
  await act(asAda, { kind: 'remove-member', conversationId: group, userId: asBen.userId });
  await page.goto(server.url);
  movedMs = hour;
  await expect(page.getByRole('alert').filter({ hasText: words.errands.reasons['not-there'] })).toBeVisible();
  await page.getByRole('link', { name: words.errands.look }).click();
  await expect(scheduled(page)).toContainText('To all of you');
  await expect(scheduled(page)).toContainText(words.errands.reasons['not-there']);
  await expectAccessible(page);
  await press(page, words.errands.cancel);
  await expect(page.getByText(words.errands.none)).toBeVisible();
});
