// What the screen tests do over and over: open a browser for one person, sign up through a link, open a conversation.
// Names things by what a person reads, from the words of the client itself.
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { Person } from '../kit/person.ts';
import type { TestServer } from '../kit/test-server.ts';

export interface Newcomer {
  readonly name: string;
  readonly handle: string;
}

let opened: { readonly testId: string; readonly context: BrowserContext }[] = [];

/**
 * A browser of one person, with nothing in it. One that is for all tests of a file is closed by these. It keeps the app
 * from `untilInstalled` on: keeping it costs as much as all else that opening a page does.
 */
export async function openBrowser(
  browser: Browser,
  options: { dark?: boolean; phone?: boolean; touch?: boolean; isForAll?: boolean } = {},
): Promise<Page> {
  await closeThoseBefore();
  const context = await browser.newContext({
    viewport: options.phone === true ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: options.touch === true,
    isMobile: options.touch === true,
    colorScheme: options.dark === true ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  if (options.isForAll !== true) opened.push({ testId: test.info().testId, context });
  await context.addInitScript(holdInstallation);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error; // nothing on a screen may fail unseen
  });
  return page;
}

/** Runs in each page: a page that no kept app has begun waits with keeping one until it is asked to. */
function holdInstallation(): void {
  if (!('serviceWorker' in navigator)) return;
  const register: ServiceWorkerContainer['register'] = Reflect.get(ServiceWorkerContainer.prototype, 'register');
  const asked = new Promise((resolve) => addEventListener('install-app', resolve, { once: true }));
  ServiceWorkerContainer.prototype.register = async function (...given) {
    if (this.controller === null) await asked;
    return register.apply(this, given);
  };
}

/** What earlier tests have left open goes: many browsers at once slow each other down. */
async function closeThoseBefore(): Promise<void> {
  const { testId } = test.info();
  const before = opened.filter((one) => one.testId !== testId);
  opened = opened.filter((one) => one.testId === testId);
  await Promise.all(before.map(({ context }) => context.close()));
}

/** Signs up through a link as a person would, and ends in the list of conversations. */
export async function signUpThrough(page: Page, link: string, { name, handle }: Newcomer): Promise<void> {
  await page.goto(link);
  await page.getByRole('textbox', { name: words.account.name, exact: true }).fill(name);
  await page.getByRole('textbox', { name: words.account.handle, exact: true }).fill(handle);
  await page.getByRole('textbox', { name: words.account.email, exact: true }).fill(`${handle}@example.test`);
  await page.getByLabel(words.account.password, { exact: true }).fill(`correct horse ${handle}`);
  await page.getByRole('button', { name: words.account.signUp }).click();
  await expect(page.getByRole('button', { name: words.frame.newConversation }).first()).toBeVisible();
}

/** Lets this browser's owner be somebody who has signed up already, and ends in the list of conversations. */
export async function enter(page: Page, { cookie, url }: Pick<Person, 'cookie' | 'url'>): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(url);
  await expect(page.getByRole('button', { name: words.frame.newConversation }).first()).toBeVisible();
}

/** Signs in as a person would, and ends in the list of conversations. */
export async function signInAt(page: Page, url: string, { handle }: Newcomer): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByRole('textbox', { name: words.account.email, exact: true }).fill(`${handle}@example.test`);
  await page.getByLabel(words.account.password, { exact: true }).fill(`correct horse ${handle}`);
  await page.getByRole('button', { name: words.account.signIn }).click();
  await expect(page.getByRole('button', { name: words.frame.newConversation }).first()).toBeVisible();
}

export function setUpLink({ server, url }: TestServer): string {
  return `${url}/set-up#${must(server.directory.accounts.setUpToken(), 'nobody has signed up yet')}`;
}

/** Makes an invitation on the screen and answers its link. */
export async function inviteFrom(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Menu of/ }).click();
  await page
    .getByRole('menuitem', { name: words.frame.invite })
    .or(page.getByRole('button', { name: words.frame.invite }))
    .first()
    .click();
  await page.getByRole('button', { name: words.invite.make }).click();
  const link = await page.getByRole('textbox', { name: words.invite.link }).inputValue();
  await page.getByRole('dialog').getByRole('button', { name: words.close }).click();
  return link;
}

/** Finds somebody and opens the conversation with them. */
export async function writeTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: words.frame.newConversation }).first().click();
  await page.getByRole('combobox', { name: words.people.search }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).click();
  await expect(composer(page, name)).toBeVisible();
}

/** Opens a conversation from the list. */
export async function openFromList(page: Page, name: string): Promise<void> {
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await expect(composer(page, name)).toBeVisible();
}

/** The app and its worker are on the device: from now on it starts without a network. */
export async function untilInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    dispatchEvent(new Event('install-app'));
    await navigator.serviceWorker.ready;
  });
}

export function composer(page: Page, name: string) {
  return page.getByRole('textbox', { name: words.composer.label(name) });
}

/** A key that chooses among the offers of an input method; the browser lets nobody press it from outside. */
export async function pressForInputMethod(target: Locator, key: string): Promise<void> {
  await target.evaluate((element, key) => {
    const press = { key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
    element.dispatchEvent(new KeyboardEvent('keydown', press));
  }, key);
}

/** The texts of all messages on the screen, from the oldest to the newest. */
export function texts(page: Page): Promise<string[]> {
  return page.locator('.bubble-words').allTextContents();
}

/** The marks of my messages that are on the server's disk, whether or not another device has them already. */
export function safeMarks(page: Page): Locator {
  const { sent, delivered, read } = words.conversation;
  return page.getByRole('img', { name: new RegExp(`^(${sent}|${delivered}|${read})$`) });
}

/** Sends one message as a person would. */
export async function say(page: Page, to: string, text: string): Promise<void> {
  await composer(page, to).fill(text);
  await composer(page, to).press('Enter');
  await expect(composer(page, to)).toHaveValue(''); // while its conversation is still opening, it waits there
}

/** No rule of WCAG 2.2 A or AA is broken on this screen, in light and, where it can differ, in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessibleNow(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessibleNow(page, 'dark', 'colours');
}

/** The same, as the screen is at this moment. */
export async function expectAccessibleNow(page: Page, look = 'its look', only?: 'colours'): Promise<void> {
  const { violations } = await lookThrough(page, {
    runOnly: only === 'colours' ? ['color-contrast'] : guidelines,
    resultTypes: ['violations'],
    preload: false, // every style is in the page
    ancestry: true, // classes may change before it is looked at again
  });
  const found: string[] = [];
  for (const { id, nodes } of violations) {
    for (const { html, ancestry } of nodes) {
      // What is large and half covered by what floats over a list comes free as one scrolls.
      if (id === 'target-size' && (await isLarge(page, String(ancestry?.[0])))) continue;
      found.push(`${id}: ${html}`);
    }
  }
  expect(found, `${page.url()} in ${look}`).toEqual([]);
}

const guidelines = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Once nothing moves, but what moves for ever. The library comes into a page once; there are no frames. */
async function lookThrough(page: Page, options: RunOptions): Promise<AxeResults> {
  await page.evaluate(async () => {
    const isEnding = ({ playState, effect }: Animation) =>
      playState === 'running' && effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isEnding)
        .map(({ finished }) => finished),
    );
  });
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
}

/** As the rule wants a target to be: 24 pixels both ways. */
async function isLarge(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).first().boundingBox();
  return box !== null && box.width >= 24 && box.height >= 24;
}

/** What has reached this device's disk beside the documents: the list, commands, people, drafts. */
export function keptOn(page: Page): Promise<[key: string, value: unknown][]> {
  return page.evaluate(async () => {
    const whenDone = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const databases = await indexedDB.databases();
    const name = databases.find(({ name }) => name?.endsWith('/kept'))?.name;
    if (name === undefined) return [];
    const database = await whenDone(indexedDB.open(name));
    const values = database.transaction('values').objectStore('values');
    const [keys, all] = await Promise.all([whenDone(values.getAllKeys()), whenDone(values.getAll())]);
    database.close();
    return keys.map((key, at): [string, unknown] => [typeof key === 'string' ? key : '', all[at]]);
  });
}

/** My messages that somebody else's device has, whether or not they were seen there. */
export function arrivedMarks(page: Page): Locator {
  const { delivered, read } = words.conversation;
  return page.getByRole('img', { name: new RegExp(`^(${delivered}|${read})$`) });
}

/** Where something stands once it has come to rest. */
export async function stillPlaceOf(locator: Locator): Promise<number> {
  let last = Number.NaN;
  await expect
    .poll(async () => {
      const before = last;
      last = (await locator.boundingBox())?.y ?? Number.NaN;
      return last === before;
    })
    .toBe(true);
  return last;
}
