// Looking for messages on the screen: everywhere and in one conversation, by whoever may see them, with keys alone.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';
import { enter, expectAccessibleNow, keptOn, openBrowser, untilInstalled } from './pages.ts';

let server: TestServer;
let [ada, ben, eve] = [] as unknown as [Person, Person, Person];
let direct: ConversationId;
let group: ConversationId;

test.beforeAll(async () => {
  server = await openTestServer();
  [ada, ben, eve] = (await server.people('Ada Example', 'Ben Sample', 'Eve Later')) as [Person, Person, Person];
  direct = await ada.direct(ben);
  group = await makeGroup([ada, ben], { title: 'Harbour', history: 'from-joining' });
  await say(ada, { conversationId: direct, chapter: 1 }, 'The order left Köln', 'nothing else');
  await say(ben, { conversationId: group, chapter: 1 }, 'an order of old', ...fillers(60), 'the last order of old');
  await act(ada, { kind: 'add-members', conversationId: group, userIds: [eve.userId] });
  await say(ben, { conversationId: group, chapter: 2 }, 'an order of today');
});
test.afterAll(() => server.close());

test('words lead to where they were said, in any conversation, by the keys alone', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.keyboard.press('Control+Shift+F');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('koln');
  await expect(page.getByRole('status').filter({ hasText: words.search.found(1, false) })).toBeAttached();
  await expect(page.locator('.found-mark')).toHaveText('Köln');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/c/${direct}$`));
  await expect(page.locator('.row-highlighted')).toContainText('The order left Köln');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('koln');
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('button', { name: 'koln' })).toBeVisible();
});

test('each sees what was said while they were there, and what was said to them', async ({ browser }) => {
  const [ofToday, last, old, left] = [
    'an order of today',
    'the last order of old',
    'an order of old',
    'The order left Köln',
  ];
  await expectFound(await searched(browser, ben), [ofToday, last, old, left]);
  await expectFound(await searched(browser, eve), [ofToday]);
});

test('letters that lead to a conversation lead to messages as well, and on to all of them', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ben);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('order');
  const messages = page.getByRole('dialog').getByRole('region', { name: words.search.messages });
  await expect(messages.locator('.found-row')).toHaveCount(3); // the others stand in the search itself
  await messages.getByRole('link', { name: words.search.allMessages('order') }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveValue('order');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('of old');
  await messages.locator('.found-row').first().click();
  await expect(page.locator('.row-highlighted')).toContainText('the last order of old');
});

test('a filter is written into the field, and nobody called so is said', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('order');
  await page.getByRole('combobox', { name: words.search.in }).selectOption({ label: 'Harbour' });
  await expect(page.getByRole('searchbox')).toHaveValue('order in:Harbour ');
  await expect(page.locator('.found-row')).toHaveCount(3);
  await page.getByRole('searchbox').fill('order from:zoe');
  await expect(page.getByText(words.search.unknown('from:zoe'))).toBeVisible();
});

test('in a conversation one goes from one result to the next and back, and writes on', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ben);
  await page.goto(`${server.url}/c/${group}`);
  await expect(page.locator('.bubble-words').last()).toBeVisible();
  await page.keyboard.press('Control+f');
  const field = page.getByRole('textbox', { name: words.search.here });
  await field.fill('order');
  const place = page.locator('.find-place');
  const shown = page.locator('.row-highlighted .bubble-words');
  await expect(page.locator('.find')).toContainText(words.search.found(3, false));
  await page.keyboard.press('Enter');
  await expect(place).toHaveText(words.search.at(1, 3, false));
  await expect(shown).toHaveText('an order of today');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(place).toHaveText(words.search.at(3, 3, false));
  await expect(shown).toHaveText('an order of old');
  await expect(shown).toBeInViewport();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBeGreaterThan(0);
  await page.keyboard.press('Shift+Enter');
  await expect(place).toHaveText(words.search.at(2, 3, false));
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  expect(await page.evaluate(() => CSS.highlights.has('found'))).toBe(false);
});

test('with no network this device is searched alone, says so, and leads to what it holds', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ben);
  await untilInstalled(page);
  await page.goto(`${server.url}/c/${group}`);
  await expect(page.locator('.bubble-words').last()).toBeVisible();
  const held = async () => (await keptOn(page)).filter(([key]) => key.startsWith('held/')).length;
  await expect.poll(held, { timeout: 60_000, intervals: [500] }).toBe(3);
  await page.context().setOffline(true);
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('an order');
  const found = page.locator('.found-words');
  await expect(found).toHaveCount(2, { timeout: 30_000 });
  await expect(page.locator('.search-note')).toContainText(words.search.onlyHere);
  await found.last().click();
  await expect(page.locator('.row-highlighted')).toContainText('an order of old');
});

test('a link to a message leads there once its reader has signed in', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('last order');
  const link = must(await page.locator('.found-row').first().getAttribute('href'), 'a link');
  const other = await openBrowser(browser);
  await other.goto(`${server.url}${link}`);
  await other.getByRole('textbox', { name: words.account.email, exact: true }).fill(ben.email);
  await other.getByLabel(words.account.password, { exact: true }).fill(ben.password);
  await other.getByRole('button', { name: words.account.signIn }).click();
  await expect(other.locator('.row-highlighted')).toContainText('the last order of old');
  const stranger = await openBrowser(browser);
  await enter(stranger, eve);
  await stranger.goto(`${server.url}${link.replace(group, direct)}`);
  await expect(stranger.getByRole('alert')).toContainText(words.conversation.unavailable);
});

test('a link to what was deleted says so, and one to what never was does too', async ({ browser }) => {
  const device = await openDevice(ben);
  const replica = await device.open(chapterName({ conversationId: group, chapter: 2 }));
  const { id, at } = device.write(replica, 'soon gone');
  await device.acknowledged(replica);
  device.erase(replica, id, at);
  await device.acknowledged(replica);
  await device.close();
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.goto(`${server.url}/c/${group}/m/${id}@${at}`);
  await expect(page.locator('.row-highlighted')).toContainText(words.acts.deletedBy('Ben Sample'));
  await page.goto(`${server.url}/c/${group}/m/msg_${'0'.repeat(24)}@${at}`);
  const { messageNotHere, messageUnreachable } = words.conversation; // as long as there is no link yet
  await expect(page.getByText(messageNotHere).or(page.getByText(messageUnreachable))).toBeVisible();
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('soon gone');
  await expect(page.getByText(words.search.none)).toBeVisible();
});

test('everybody can use it', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('order');
  await expect(page.locator('.found-row').first()).toBeVisible();
  await expectAccessibleNow(page);
  await page.goto(`${server.url}/c/${group}`);
  await expect(page.locator('.bubble-words').last()).toBeVisible();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: words.search.here }).fill('order');
  await expect(page.locator('.find')).toContainText(words.search.found(3, false));
  await expectAccessibleNow(page);
});

async function searched(browser: Browser, person: Person): Promise<Page> {
  const page = await openBrowser(browser);
  await enter(page, person);
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('order');
  return page;
}

/** Behind the name of whoever said it. */
async function expectFound(page: Page, texts: readonly string[]): Promise<void> {
  await expect(page.locator('.search-note')).toContainText(words.search.found(texts.length, false));
  await expect(page.locator('.found-words')).toHaveText(texts.map((text) => new RegExp(`${text}$`, 'u')));
}

function fillers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index}`);
}

async function say(person: Person, chapter: ChapterName, ...texts: string[]): Promise<void> {
  const device = await openDevice(person);
  const replica = await device.open(chapterName(chapter));
  for (const text of texts) device.write(replica, text);
  await device.acknowledged(replica);
  await device.close();
}
