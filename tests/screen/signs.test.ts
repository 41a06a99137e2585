// What a person notices of a message while they look elsewhere: the title, the app's icon, a sound.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';
import { composer, enter, expectAccessible, openBrowser } from './pages.ts';
import { ada, ben } from './two-people.ts';

interface Noted extends Window {
  badges: (number | 'none')[];
  tones: number;
}

const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;
let server: TestServer;
let [asAda, asBen] = [] as unknown as [Person, Person];
let direct: ConversationId;
test.beforeEach(async () => {
  server = await openTestServer();
  [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  direct = await asAda.direct(asBen);
});
test.afterEach(() => server.close());

async function adaSays(text: string, conversation = direct): Promise<void> {
  const device = await openDevice(asAda);
  const replica = await device.openConversation(conversation);
  device.write(replica, text);
  await device.acknowledged(replica);
  await device.close();
}

/** Ben's, on which each number on the icon and each tone is noted instead. */
async function openNoted(browser: Browser, person = asBen): Promise<Page> {
  const page = await openBrowser(browser);
  await page.context().addInitScript(() => {
    const noted = window as unknown as Noted;
    [noted.badges, noted.tones] = [[], 0];
    Object.assign(navigator, {
      setAppBadge: (count: number) => Promise.resolve(void noted.badges.push(count)),
      clearAppBadge: () => Promise.resolve(void noted.badges.push('none')),
    });
    const { AudioContext } = window;
    window.AudioContext = class extends AudioContext {
      override createOscillator() {
        noted.tones++;
        return super.createOscillator();
      }
    };
  });
  await enter(page, person);
  await page.getByRole('heading', { level: 2 }).first().click(); // a page that nobody touched stays silent
  return page;
}

const tonesOf = (page: Page) => page.evaluate(() => (window as unknown as Noted).tones);
const badgeOf = (page: Page) => page.evaluate(() => (window as unknown as Noted).badges.at(-1));

test('title and icon say what is unread on every screen, and nothing once it is read on another device', async ({
  browser,
}) => {
  const [page, other] = [await openNoted(browser), await openBrowser(browser)];
  await enter(other, await asBen.signInAgain());
  for (const text of ['one', 'two']) await adaSays(text);
  await expect(page).toHaveTitle(/^\(2\) /);
  expect(await badgeOf(page)).toBe(2);
  await page.goto(`${server.url}/settings/sounds`);
  await expect(page).toHaveTitle(new RegExp(`^\\(2\\) ${words.settings.sections.sounds}`));
  await other.goto(`${server.url}/c/${direct}`);
  await expect(page).toHaveTitle(new RegExp(`^${words.settings.sections.sounds}`));
  await expect.poll(() => badgeOf(page)).toBe('none');
});

test('nothing of it is left after signing out', async ({ browser }) => {
  const page = await openNoted(browser);
  await adaSays('one');
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: words.frame.signOut }).click();
  await expect(page.getByRole('textbox', { name: words.account.email, exact: true })).toBeVisible();
  await expect(page).toHaveTitle(/^[^(]/);
  expect(await badgeOf(page)).toBe('none');
});

test('a message is heard while one looks elsewhere, in one tab of several, and not while one looks at it', async ({
  browser,
}) => {
  const page = await openNoted(browser);
  const tab = await page.context().newPage();
  await tab.goto(server.url);
  await tab.getByRole('heading', { level: 2 }).first().click();
  await adaSays('one');
  const tones = async () => (await tonesOf(page)) + (await tonesOf(tab));
  await expect.poll(tones).toBe(2); // one sound is two tones
  await until(async () => (await page.title()).startsWith('(1)') && (await tab.title()).startsWith('(1)'), 'both');
  await tab.close();
  await page.goto(`${server.url}/c/${direct}`);
  await expect(composer(page, ada.name)).toBeVisible();
  await composer(page, ada.name).click();
  await adaSays('seen at once');
  await expect(page.locator('.bubble-words').getByText('seen at once')).toBeVisible();
  await expect(page.locator('.list-unread')).toHaveCount(0);
  expect(await tonesOf(page)).toBe(0);
  await page.goto(`${server.url}/settings/sounds`);
  await page.getByRole('button', { name: words.settings.sounds.hear }).click();
  await expect.poll(() => tonesOf(page)).toBe(2); // by the button alone, since the page began
});

test('groups are heard where one wants it, and nobody while one does not want to be disturbed', async ({ browser }) => {
  const group = await makeGroup([asAda, asBen]);
  const page = await openNoted(browser);
  await adaSays('in the group', group);
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.goto(`${server.url}/settings/sounds`);
  await expect(page.getByRole('checkbox', { name: words.settings.sounds.people })).toBeChecked();
  const groups = page.getByRole('checkbox', { name: words.settings.sounds.groups });
  await expect(groups).not.toBeChecked();
  await groups.click();
  await page.reload();
  await expect(groups).toBeChecked();
  await expectAccessible(page);
  await page.screenshot({ path: `${pictures}sounds.png` });
  await page.getByRole('heading', { level: 2 }).click();
  expect(await tonesOf(page)).toBe(0); // what came before makes no sound now
  await adaSays('again', group);
  await expect.poll(() => tonesOf(page)).toBe(2);
  const status = { availability: 'do-not-disturb', text: '', until: null, showsLastSeen: true };
  expect((await asBen.call('POST', '/api/status', status)).status).toBe(200);
  await page.goto(server.url);
  await page.getByRole('heading', { level: 2 }).first().click();
  await expect(page.locator('.presence-do-not-disturb').first()).toBeVisible();
  await adaSays('quietly', group);
  await expect(page).toHaveTitle(/^\(3\) /);
  await adaSays('and once more');
  await expect(page).toHaveTitle(/^\(4\) /);
  expect(await tonesOf(page)).toBe(0);
});
