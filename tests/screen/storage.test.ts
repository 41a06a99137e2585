// What a browser does to what is kept in it: it answers late, it loses it, it is killed in the middle of a write.
// An empty screen is never shown as if nothing had been there.
import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type LaunchOptions, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { signUp } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser, type LastingBrowser } from './lasting-browser.ts';
import {
  composer,
  expectAccessible,
  inviteFrom,
  keptOn,
  say,
  setUpLink,
  signUpThrough,
  texts,
  untilInstalled,
  writeTo,
} from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('storage that answers late is waited for in words, and what it holds appears then', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, 'before');
  await expect.poll(() => texts(adaPage)).toEqual(['before']);
  await untilInstalled(adaPage);
  const device = adaPage.context();
  await adaPage.close();
  await device.setOffline(true);
  await device.addInitScript(holdStorage);

  const page = await device.newPage();
  await page.goto(server.url);
  await expect(page.getByText(words.disk.unread)).toBeVisible();
  await expect(page.getByText(words.list.empty)).toHaveCount(0);
  await expectAccessible(page);
  await page.evaluate(() => Reflect.get(window, 'letStorageAnswer')());
  await expect(page.getByRole('link', { name: new RegExp(ben.name) }).first()).toBeVisible();
  await expect(page.getByText(words.disk.unread)).toHaveCount(0);
});

test('a browser that has lost everything is said to have, until that is read', async ({ launchOptions }) => {
  const { lasting, address } = await openKilled(launchOptions);
  await rm(join(lasting.profile, 'Default', 'IndexedDB'), { recursive: true });
  await server.stop();
  const page = await lasting.start();
  await page.goto(address);
  const notice = page.getByRole('alert').filter({ hasText: words.disk.lost });
  await expect(notice).toBeVisible();
  await expect(page.getByText(words.conversation.notHere)).toBeVisible();
  await expect(page.getByText(words.conversation.emptyHint)).toHaveCount(0);
  await page.reload();
  await notice.getByRole('button', { name: words.link.understood }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(words.conversation.notHere)).toBeVisible();
  await expect(notice).toHaveCount(0);
  await lasting.close();
});

test('a conversation of which nothing is here is not called unwritten', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await expect(adaPage.getByText(words.conversation.emptyHint)).toBeVisible();
  await say(adaPage, ben.name, 'before');
  await expect.poll(async () => JSON.stringify(await keptOn(adaPage))).toContain('"text":"before"');
  await untilInstalled(adaPage);
  const [device, address] = [adaPage.context(), adaPage.url()];
  await adaPage.close();
  await device.setOffline(true);
  await device.addInitScript(forgetDocuments);
  const page = await device.newPage();
  await page.goto(address);
  await expect(page.getByRole('link', { name: new RegExp(ben.name) }).first()).toBeVisible();
  await expect(page.getByText(words.conversation.notHere)).toBeVisible();
  await expect(page.getByText(words.conversation.emptyHint)).toHaveCount(0);
});

test('a browser killed in the middle of a write loses nothing two starts later', async ({ launchOptions }) => {
  const { lasting, address } = await openKilled(launchOptions);
  await server.stop();
  const torn = await tearLog(lasting);
  let page = await lasting.start();
  await page.goto(address);
  await expect.poll(async () => (await filesOf(lasting)).includes(torn)).toBe(false);
  await say(page, ben.name, 'after');
  await expect.poll(() => waiting(page)).toBe(1);
  await lasting.kill();
  page = await lasting.start();
  await page.goto(address);
  await expect.poll(() => texts(page)).toEqual(['before', 'after']);
  await expect(composer(page, ben.name)).toBeVisible();
  await lasting.close();
});

/** Ada has told Ben something, her app is installed, and her browser has been killed. */
async function openKilled(launchOptions: LaunchOptions): Promise<{ lasting: LastingBrowser; address: string }> {
  const lasting = await makeLastingBrowser(launchOptions);
  const page = await lasting.start();
  await signUpThrough(page, setUpLink(server), ada);
  await signUp(server.url, ben.name, new URL(await inviteFrom(page)).hash.slice(1));
  await writeTo(page, ben.name);
  await say(page, ben.name, 'before');
  await expect.poll(() => texts(page)).toEqual(['before']);
  await untilInstalled(page);
  const address = page.url();
  await lasting.quit(); // what it keeps besides is on the disk
  const again = await lasting.start();
  await again.goto(address);
  await expect.poll(() => texts(again)).toEqual(['before']);
  await lasting.kill();
  return { lasting, address };
}

function waiting(page: Page): Promise<number> {
  return page.getByRole('img', { name: words.conversation.waiting }).count();
}

/** Leaves half a record at the end of the browser's log: a head that promises 60 bytes. Answers the log's name. */
async function tearLog(lasting: LastingBrowser): Promise<string> {
  const log = must(
    (await filesOf(lasting)).find((name) => name.endsWith('.log')),
    'a log',
  );
  await appendFile(join(lasting.profile, 'Default', 'IndexedDB', log), Uint8Array.of(1, 2, 3, 4, 60, 0, 1));
  return log;
}

/** What the browser keeps the databases of all origins in. */
async function filesOf({ profile }: LastingBrowser): Promise<readonly string[]> {
  return readdir(join(profile, 'Default', 'IndexedDB'), { recursive: true });
}

/** Runs in the page: each document is given a new database. */
function forgetDocuments(): void {
  const open: IDBFactory['open'] = Reflect.get(IDBFactory.prototype, 'open');
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    return open.call(this, name.includes('/conversation/') ? `${name}-anew` : name, version);
  };
}

/** Runs in the page: what is kept beside the documents does not open until it is told to. */
function holdStorage(): void {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  Reflect.set(window, 'letStorageAnswer', answer);
  const add: EventTarget['addEventListener'] = Reflect.get(IDBOpenDBRequest.prototype, 'addEventListener');
  const open: IDBFactory['open'] = Reflect.get(IDBFactory.prototype, 'open');
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    const request = open.call(this, name, version);
    if (!name.endsWith('/kept')) return request;
    request.addEventListener = (kind: string, run: (event: Event) => void) =>
      add.call(request, kind, (event: Event) => void answered.then(() => run(event)));
    return request;
  };
}
