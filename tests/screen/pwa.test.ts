// The app on the device: it starts with no network and no server, keeps what is half written, and changes its version
// when the person says so.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { builtClientDir, openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser } from './lasting-browser.ts';
import {
  composer,
  inviteFrom,
  keptOn,
  openBrowser,
  say,
  setUpLink,
  signUpThrough,
  texts,
  writeTo,
  untilInstalled,
  arrivedMarks,
} from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('offline, a closed app opens at any of its addresses and sends later what was written', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, 'before');
  await expect.poll(() => texts(benPage)).toEqual(['before']);
  await untilInstalled(adaPage);
  const address = adaPage.url();
  const device = adaPage.context();
  await adaPage.close();
  await device.setOffline(true);

  const opened = await device.newPage();
  await opened.goto(address);
  await expect.poll(() => texts(opened)).toEqual(['before']);
  await expect(listed(opened, ben.name)).toBeVisible();
  await say(opened, ben.name, 'in the tunnel');
  await expect(opened.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await opened.goto(server.url);
  await expect(listed(opened, ben.name)).toBeVisible();
  await device.setOffline(false);
  await expect.poll(() => texts(benPage)).toEqual(['before', 'in the tunnel']);
});

test('a killed browser starts without a server, and what it holds arrives once when there is one', async ({
  browser,
  launchOptions,
}) => {
  const lasting = await makeLastingBrowser(launchOptions);
  let page = await lasting.start();
  await signUpThrough(page, setUpLink(server), ada);
  const benPage = await openBrowser(browser);
  await signUpThrough(benPage, await inviteFrom(page), ben);
  await writeTo(page, ben.name);
  await say(page, ben.name, 'before');
  await listed(benPage, ada.name).click();
  await expect.poll(() => texts(benPage)).toEqual(['before']);
  await untilInstalled(page);
  const address = page.url();
  await lasting.quit();

  page = await lasting.start();
  await page.goto(address);
  await composer(page, ben.name).fill('half a thou');
  await expect.poll(() => draftsOn(page)).toEqual(['half a thou']);
  await lasting.kill();
  await server.stop();

  page = await lasting.start();
  await page.goto(address);
  await expect.poll(() => texts(page)).toEqual(['before']);
  await expect(composer(page, ben.name)).toHaveValue('half a thou');
  await say(page, ben.name, 'in the dark');
  await expect(page.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await lasting.kill();

  page = await lasting.start();
  await page.goto(address);
  await expect.poll(() => texts(page)).toEqual(['before', 'in the dark']);
  await expect(page.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await goOn();
  await expect.poll(() => texts(benPage), { timeout: 30_000 }).toEqual(['before', 'in the dark']);
  await expect(arrivedMarks(page)).toHaveCount(2);
  await lasting.close();
});

test('a new version waits until it is asked for, keeps the drafts and comes to every tab', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await untilInstalled(adaPage);
  const otherTab = await adaPage.context().newPage();
  await otherTab.clock.install();
  await otherTab.goto(adaPage.url());
  await expect(composer(otherTab, ben.name)).toBeVisible();
  expect([await versionOf(adaPage), await versionOf(otherTab)]).toEqual(['built', 'built']);

  const newer = await makeNewerBuild();
  await server.stop();
  await goOn(newer);
  await lookForUpdate(adaPage);
  for (const tab of [adaPage, otherTab]) await expect(tab.getByText(words.update.ready)).toBeVisible();
  await composer(adaPage, ben.name).fill('not sent yet');
  await expect(composer(otherTab, ben.name)).toHaveValue('not sent yet');
  await otherTab.clock.pauseAt(Date.now() + 60_000);
  await adaPage.getByRole('button', { name: words.reload }).click();
  await expect.poll(() => versionOf(adaPage)).toBe('newer');
  await expect(composer(adaPage, ben.name)).toHaveValue('not sent yet');
  await expect(adaPage.getByText(words.update.ready)).toHaveCount(0);

  // Somebody types in the other tab: it stays until they stop.
  for (const word of [' but', ' soon']) {
    await composer(otherTab, ben.name).pressSequentially(word);
    await otherTab.clock.runFor(4_000);
    expect(await versionOf(otherTab)).toBe('built');
  }
  await otherTab.clock.runFor(1_000);
  await expect.poll(() => versionOf(otherTab)).toBe('newer');
  await expect(composer(otherTab, ben.name)).toHaveValue('not sent yet but soon');
  await rm(newer, { recursive: true });
});

test('an app that is too old for the server becomes the newer one in one press', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  await untilInstalled(adaPage);
  await adaPage.routeWebSocket(/\/sync/, (socket) => socket.close({ code: 4426 }));
  await adaPage.reload();
  const newer = await makeNewerBuild();
  await server.stop();
  await goOn(newer);
  await adaPage.getByRole('alert').getByRole('button', { name: words.reload }).click();
  await expect.poll(() => versionOf(adaPage)).toBe('newer');
  await rm(newer, { recursive: true });
});

test('a draft survives a reload and ends when it is sent or when its writer signs out', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  // In the very moment of typing: no timer runs any more.
  await adaPage.clock.install();
  await adaPage.clock.pauseAt(Date.now() + 60_000);
  await composer(adaPage, ben.name).fill('first thought');
  await adaPage.reload();
  await adaPage.clock.resume();
  await expect(composer(adaPage, ben.name)).toHaveValue('first thought');
  await expect(adaPage.getByText(words.conversation.emptyHint)).toBeVisible(); // it is open
  await composer(adaPage, ben.name).press('Enter');
  await expect.poll(() => texts(adaPage)).toEqual(['first thought']);
  await adaPage.reload();
  await expect.poll(() => texts(adaPage)).toEqual(['first thought']);
  await expect(composer(adaPage, ben.name)).toHaveValue('');

  await composer(adaPage, ben.name).fill('second thought');
  await expect.poll(() => draftsOn(adaPage)).toHaveLength(1);
  await adaPage.getByRole('button', { name: /^Menu of/ }).click();
  await adaPage.getByRole('menuitem', { name: words.frame.signOut }).click();
  await expect(adaPage.getByRole('button', { name: words.account.signIn })).toBeVisible();
  expect(await draftsOn(adaPage)).toEqual([]);
});

test('the app can be installed, and keeps nothing of the API', async ({ launchOptions }) => {
  const lasting = await makeLastingBrowser(launchOptions);
  const page = await lasting.start();
  await signUpThrough(page, setUpLink(server), ada);
  await untilInstalled(page);
  const browserItself = await page.context().newCDPSession(page);
  const manifest = await browserItself.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect((await browserItself.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
  for (const path of ['/health', '/api/hello']) {
    expect(await (await page.goto(`${server.url}${path}`))?.headerValue('content-type')).toContain('application/json');
  }
  const cached = await cachedPaths(page);
  expect(cached).toContain('/index.html');
  expect(cached.filter((path) => /^\/(api|sync|health)\b/.test(path))).toEqual([]);
  await lasting.close();
});

test('the browser is asked to keep what is stored once there is something to keep', async ({ browser }) => {
  const page = await openBrowser(browser);
  const asked = await countKeepQuestions(page.context());
  await signUpThrough(page, setUpLink(server), ada);
  const benPage = await openBrowser(browser);
  await signUpThrough(benPage, await inviteFrom(page), ben);
  await writeTo(page, ben.name);
  expect(asked.count).toBe(0);
  await say(page, ben.name, 'one');
  await say(page, ben.name, 'two');
  await expect.poll(() => asked.count).toBe(1);
});

/** The same server, or a newer one, on the data and at the address of the one that stopped. */
async function goOn(clientDir = builtClientDir): Promise<void> {
  const { dataDir, url } = server;
  server = await openTestServer({ dataDir, port: Number(new URL(url).port), clientDir });
}

/** What a page that stays open does each hour. */
async function lookForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
}

function listed(page: Page, name: string) {
  return page.getByRole('link', { name: new RegExp(name) }).first();
}

/** A build whose page says that it is another, and whose worker therefore differs too. */
async function makeNewerBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'biz1-newer-'));
  await cp(builtClientDir, folder, { recursive: true });
  await rewrite(join(folder, 'index.html'), (text) =>
    text.replace('<head>', '<head><meta name="version" content="newer">'),
  );
  await rewrite(join(folder, 'sw.js'), (text) => text.replace(/(url:"index\.html",revision:")\w+/, '$1another'));
  return folder;
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
}

async function versionOf(page: Page): Promise<string> {
  return (await page.locator('meta[name=version]').count()) === 1 ? 'newer' : 'built';
}

async function draftsOn(page: Page): Promise<unknown[]> {
  return (await keptOn(page)).flatMap(([key, value]) => (key.startsWith('draft/') ? [value] : []));
}

function cachedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
    const requests = await Promise.all(caches.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
}

async function countKeepQuestions(context: BrowserContext): Promise<{ readonly count: number }> {
  const asked = { count: 0 };
  await context.exposeFunction('countKeepQuestion', () => asked.count++);
  await context.addInitScript(() => {
    navigator.storage.persist = async () => {
      await Reflect.get(window, 'countKeepQuestion')();
      return false;
    };
  });
  return asked;
}
