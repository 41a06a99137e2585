// The auto-reply on the screen: set, also with no connection, seen on the other device, and what the other person reads.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import {
  expectAccessible,
  openBrowser,
  openFromList,
  safeMarks,
  say,
  signInAt,
  texts,
  untilInstalled,
} from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

const said = 'Back on Monday';
const open = async (page: Page) => {
  await page.goto(`${server.url}/settings/auto-reply`);
  await expect(heading(page)).toBeVisible();
};
const heading = (page: Page) =>
  page.getByRole('heading', { level: 2, name: words.settings.sections['auto-reply'], exact: true });
const onOff = (page: Page) => page.getByRole('checkbox', { name: words.errands.away });
const text = (page: Page) => page.getByRole('textbox', { name: words.errands.replyText });
const save = (page: Page) => page.getByRole('button', { name: words.settings.save }).click();
const automatic = (page: Page) => page.locator('.bubble-meta', { hasText: words.errands.automatic });

test('answers once, says that nobody wrote it, and its owner finds it as theirs on another device', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await open(adaPage);
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.saved, { exact: true })).toBeVisible();
  await onOff(adaPage).check();
  await save(adaPage);
  await expect(adaPage.getByRole('alert').filter({ hasText: words.errands.textMissing })).toBeVisible();
  await expect(text(adaPage)).toBeFocused();
  await text(adaPage).fill(said);
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.saved, { exact: true })).toBeVisible();

  await say(benPage, ada.name, 'Are you there?');
  await expect.poll(() => texts(benPage)).toEqual(['Are you there?', said]);
  await expect(automatic(benPage)).toHaveCount(1);
  await say(benPage, ada.name, 'Still there?');
  await expect.poll(() => texts(benPage)).toEqual(['Are you there?', said, 'Still there?']);

  const phone = await openBrowser(browser, { phone: true });
  await signInAt(phone, server.url, ada);
  await openFromList(phone, ben.name);
  await expect.poll(() => texts(phone)).toEqual(['Are you there?', said, 'Still there?']);
  await expect(automatic(phone)).toHaveCount(1);
  await expect(safeMarks(phone)).toHaveCount(1); // it is hers, and the server has it
  await benPage.reload();
  await expect(automatic(benPage)).toHaveCount(1);
  await open(phone);
  await expect(onOff(phone)).toBeChecked();
  await onOff(phone).uncheck();
  await save(phone);
  await expect(onOff(adaPage)).not.toBeChecked(); // it was not touched there
});

test('set with no connection it is kept over a reload, and counts once there is one', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await open(adaPage);
  await untilInstalled(adaPage);
  await adaPage.context().setOffline(true);
  await onOff(adaPage).check();
  await text(adaPage).fill(said);
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.savedHere)).toBeVisible();
  await adaPage.reload();
  await expect(onOff(adaPage)).toBeChecked();
  await expect(text(adaPage)).toHaveValue(said);
  await say(benPage, ada.name, 'One');
  await expect.poll(() => texts(benPage)).toEqual(['One']);
  await adaPage.context().setOffline(false);
  await adaPage.reload();
  await expect(async () => {
    await say(benPage, ada.name, 'Another');
    expect(await automatic(benPage).count()).toBe(1);
  }).toPass({ timeout: 60_000 });
});

test('its hours, its zone and its period can be set by keyboard, and what is wrong is said', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await open(adaPage);
  await onOff(adaPage).check();
  await text(adaPage).fill(said);
  const kind = adaPage.getByRole('combobox', { name: words.errands.answers });
  await kind.selectOption({ label: words.errands.period });
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.untilMissing)).toBeVisible();
  await adaPage.getByLabel(words.errands.from, { exact: true }).fill('2030-12-24T18:00');
  await adaPage.getByLabel(words.errands.until, { exact: true }).fill('2030-12-23T18:00');
  await expect(adaPage.getByText(words.errands.untilBefore)).toBeVisible();
  await expectAccessible(adaPage);
  await adaPage.getByLabel(words.errands.until, { exact: true }).fill('2031-01-02T08:00');
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.saved, { exact: true })).toBeVisible();
  await adaPage.reload();
  await expect(adaPage.getByLabel(words.errands.until, { exact: true })).toHaveValue('2031-01-02T08:00');
  await expect(adaPage.getByText(words.errands.zone('Europe/Berlin'))).toBeVisible();

  await kind.selectOption({ label: words.errands.outsideHours });
  await adaPage.getByRole('checkbox', { name: 'Saturday' }).check();
  await adaPage.getByLabel(words.errands.hoursTo('Saturday')).fill('09:00');
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.hoursEqual)).toBeVisible();
  await adaPage.getByLabel(words.errands.hoursTo('Saturday')).fill('12:30');
  await save(adaPage);
  await expect(adaPage.getByText(words.errands.saved, { exact: true })).toBeVisible();
  await expectAccessible(adaPage);
  await adaPage.reload();
  await expect(adaPage.getByLabel(words.errands.hoursTo('Saturday'))).toHaveValue('12:30');
});
